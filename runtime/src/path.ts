import type { PathVariable } from "./descriptor.js";
import { argumentError } from "./error.js";
import { percentEncode, scalarText, scalarWords } from "./scalar.js";

/** The variable's value as it stands in the path; refuses what would make it another path. */
export function expandVariable(variable: PathVariable, value: unknown, method: string): string {
  const what = `${method}: parameter "${variable.name}"`;
  if (value === undefined) throw argumentError(`${what} is required`);
  if (variable.operator === "/") return expandList(variable, value, what);
  const text = scalarText(value, variable.type);
  if (text === null) throw argumentError(`${what} must be ${scalarWords(variable.type)}`);
  if (variable.operator === undefined) return segment(text, what);
  return text
    .split("/")
    .map((part) => segment(part, what))
    .join("/");
}

function expandList(variable: PathVariable, value: unknown, what: string): string {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw argumentError(`${what} must hold at least one value`);
  return values
    .map((item) => {
      const text = scalarText(item, variable.type);
      if (text !== null) return `/${segment(text, what)}`;
      throw argumentError(
        `${what} must be an array whose values are ${scalarWords(variable.type)}`,
      );
    })
    .join("");
}

// A segment that is empty or made of dots only would address another resource: of `customers/{id}` it makes
// the list of all customers, or what is above it.
function segment(text: string, what: string): string {
  if (text === "") throw argumentError(`${what} must not be empty and must have no empty segment`);
  if (text === "." || text === "..") {
    throw argumentError(`${what} must not be "." or "..", nor have such a segment`);
  }
  const encoded = percentEncode(text);
  if (encoded === null) throw argumentError(`${what} holds half of a surrogate pair`);
  return encoded;
}

/** A path of {@link ApiClient.request}: relative to the root, already encoded. */
export function checkRelativePath(path: unknown): string {
  if (typeof path !== "string" || path === "") {
    throw argumentError("request: path must be a string below the API's root URL");
  }
  if (/^[a-z][a-z\d+.-]*:\/|^\//i.test(path)) {
    throw argumentError(
      "request: path must be relative to the API's root URL, without a leading slash",
    );
  }
  if (/[^\x21-\x7e]|[?#\\]/.test(path)) {
    throw argumentError(
      "request: path must be percent-encoded and without query; give the query as `query`",
    );
  }
  if (/%(?![\da-f]{2})/i.test(path))
    throw argumentError("request: path holds a % that encodes nothing");
  const dots = /^(?:\.|%2e){1,2}$/i;
  const segments = path.split("/");
  if (segments.some((part) => dots.test(part)) || segments.slice(0, -1).includes("")) {
    throw argumentError('request: path must have no empty segment and none that is "." or ".."');
  }
  return path;
}
