import { didYouMean } from "../did-you-mean.js";
import { problem, quoted, type Problem, type ProblemCode, pointerTo } from "../problem.js";
import { isObject, kindOf, kindWords } from "./record.js";
import type { ShapeError } from "./validate.js";

/**
 * What a compiled JSON Schema found, as problems. A key that the schema does not know is a warning
 * (`unknown-key`: the format grows) or an error with the nearest known key (`unknown-option`: a slip).
 */
export function shapeProblems(
  errors: readonly ShapeError[] | null | undefined,
  unknown: "unknown-key" | "unknown-option" = "unknown-key",
): Problem[] {
  const all = errors ?? [];
  // A value of the wrong type fails the other keywords too: one problem is enough.
  const mistyped = new Set(all.filter(isType).map(({ instancePath }) => instancePath));
  return all
    .filter((error) => isType(error) || !mistyped.has(error.instancePath))
    .map((error) => shapeProblem(error, unknown));
}

function isType({ keyword }: ShapeError): boolean {
  return keyword === "type";
}

function shapeProblem(error: ShapeError, unknown: ProblemCode): Problem {
  const { instancePath: pointer, keyword, params, data } = error;
  switch (keyword) {
    case "type":
      return problem("wrong-type", pointer, typeWords(params["type"]), kindOf(data));
    case "required":
      return problem("missing-key", pointer, quoted(String(params["missingProperty"])));
    case "additionalProperties": {
      const key = String(params["additionalProperty"]);
      const near = unknown === "unknown-option" ? [didYouMean(key, knownKeys(error))] : [];
      return problem(unknown, pointerTo(pointer, key), quoted(key), ...near);
    }
    case "enum":
      return problem("invalid-value", pointer, shown(data), choice(params["allowedValues"]));
    case "pattern": {
      // The title of a text's schema says in words what its pattern says in signs.
      const title = error.parentSchema?.["title"];
      const words = typeof title === "string" ? `must be ${title}` : (error.message ?? keyword);
      return problem("invalid-value", pointer, shown(data), `it ${words}`);
    }
    default:
      return problem("invalid-value", pointer, shown(data), `it ${error.message ?? keyword}`);
  }
}

/** `a string`, or `a boolean or a string`. */
function typeWords(types: unknown): string {
  return listed((Array.isArray(types) ? types : [types]).map((type) => kindWords(String(type))));
}

function choice(values: unknown): string {
  return `it must be ${listed((Array.isArray(values) ? values : [values]).map(String))}`;
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}

/** A value as a message shows it: not all of an object or a long text. */
function shown(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  return typeof value === "object" && value !== null ? kindOf(value) : String(value);
}

function knownKeys({ parentSchema }: ShapeError): readonly string[] {
  const properties = parentSchema?.["properties"];
  return isObject(properties) ? Object.keys(properties) : [];
}
