/** Names of types that users import. */
import type { Schema } from "../model/model.js";
import { pointerKeys } from "../problem.js";
import { isNamed } from "./api-index.js";
import { gone, type Comparison, type SharedElement } from "./comparison.js";

/** Compares the names of a schema that is the same: nobody wants them to change. */
export function compareNames(
  before: Schema,
  after: Schema,
  element: SharedElement,
  { list }: Comparison,
): void {
  for (const key of ["tsName", "inputName"] as const) {
    const [from, to] = [before[key], after[key]];
    if (from !== null && from !== to) list.tell("generated-name-changed", element, { from, to });
  }
}

/** An inline object that stands somewhere else may have another name there; its own must not be gone, though. */
export function compareInlineNames(
  from: Schema,
  to: Schema,
  element: SharedElement,
  comparison: Comparison,
): void {
  if (from.at === to.at) return compareNames(from, to, element, comparison);
  if (!losesName([from.name], comparison) || isToldAbove(from, to, comparison)) return;
  const names = { from: from.tsName, to: to.tsName };
  comparison.list.tell("generated-name-changed", gone(from, element.after, element), names);
}

/** True if what holds the object is gone or has another name itself: that says that all names in it go. */
function isToldAbove(from: Schema, to: Schema, { schemas }: Comparison): boolean {
  const [part, name = ""] = pointerKeys(from.at);
  if (part === "schemas") return schemas.names.get(name) !== name;
  const below = (at: string): string => at.replace(/^.*?\/methods\/[^/]+/, "");
  return below(from.at) === below(to.at);
}

/** True if one of the schemas is an inline object whose type has a name that is gone. */
export function losesName(names: readonly string[], { old, young }: Comparison): boolean {
  return names.some((name) => {
    const schema = old.schemas.get(name);
    return schema !== undefined && !isNamed(schema) && !young.tsNames.has(schema.tsName);
  });
}
