import type { QueryParameter } from "./descriptor.js";
import { argumentError } from "./error.js";
import { percentEncode, scalarText, scalarWords } from "./scalar.js";

/** One query parameter as `&name=value…`, or `""` if it is not given. */
export function queryText(
  name: string,
  parameter: QueryParameter,
  value: unknown,
  method: string,
): string {
  if (value === undefined) {
    if (parameter.required) throw argumentError(`${method}: parameter "${name}" is required`);
    return "";
  }
  if (!parameter.repeated) return pair(name, parameter, value, method);
  if (!Array.isArray(value)) throw argumentError(`${method}: parameter "${name}" must be an array`);
  if (parameter.required && value.length === 0) {
    throw argumentError(`${method}: parameter "${name}" is required and must hold a value`);
  }
  return value.map((item: unknown) => pair(name, parameter, item, method)).join("");
}

function pair(name: string, parameter: QueryParameter, value: unknown, method: string): string {
  const text = scalarText(value, parameter.type);
  if (text === null) {
    const each = parameter.repeated ? "an array whose values are " : "";
    throw argumentError(
      `${method}: parameter "${name}" must be ${each}${scalarWords(parameter.type)}`,
    );
  }
  const encoded = percentEncode(text);
  if (encoded === null) {
    throw argumentError(`${method}: parameter "${name}" holds half of a surrogate pair`);
  }
  return `&${encodeURIComponent(name)}=${encoded}`;
}

/** The query of {@link ApiClient.request}: its values have the types that TypeScript gives them. */
export function looseQueryText(name: string, value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((item) => looseQueryText(name, item)).join("");
  switch (typeof value) {
    case "number":
      return pair(name, { type: "number" }, value, "request");
    case "boolean":
      return pair(name, { type: "boolean" }, value, "request");
    case "bigint":
      return pair(name, { type: "int64" }, value, "request");
    default:
      return pair(name, {}, value, "request");
  }
}
