import type { Limits, Type } from "../model/model.js";
import type { Comparison, SharedElement } from "./comparison.js";
import { relatePatterns } from "./patterns.js";

/** Whose rules a value is compared by: those of parameters, or those of properties and all else. */
export type Valued = "parameter" | "property";

/** Compares what is said of values beyond their type. */
export function compareLimits(
  [before, after]: readonly [Limits, Limits],
  type: Type,
  element: SharedElement,
  valued: Valued,
  comparison: Comparison,
): void {
  const hasNumbers = type.kind === "integer" || type.kind === "number";
  for (const key of ["default", "minimum", "maximum", "pattern"] as const) {
    const values = [before[key], after[key]] as const;
    if (hasNumbers && isSameNumber(values)) continue;
    compareLimit([key, key], values, element, valued, comparison);
  }
}

/** Compares one such value. It has its own key and a place: that of an item is `items/pattern`. */
export function compareLimit(
  [limit, key]: readonly [keyof Limits, string],
  [from, to]: readonly [string | null, string | null],
  element: SharedElement,
  valued: Valued,
  { list }: Comparison,
): void {
  if (from === to) return;
  const facts = { key, from, to };
  if (from === null) list.tell(`${valued}-${limit}-added`, element, facts);
  else if (to === null) list.tell(`${valued}-${limit}-removed`, element, facts);
  else if (limit === "pattern") {
    list.tell(`${valued}-pattern-${relatePatterns(from, to)}`, element, facts);
  } else if (limit === "default") list.tell(`${valued}-default-changed`, element, facts);
  else if (!isSameNumber([from, to])) {
    list.tell(
      `${valued}-${limit}-${isMore(from, to, limit) ? "increased" : "decreased"}`,
      element,
      facts,
    );
  }
}

/** What cannot be compared counts as a limit that became tighter. */
function isMore(from: string, to: string, key: "minimum" | "maximum"): boolean {
  const [old, young] = [Number(from), Number(to)];
  return Number.isNaN(old) || Number.isNaN(young) ? key === "minimum" : exact(to) > exact(from);
}

/** Limits of 64-bit integers are beyond what a number holds. */
function exact(text: string): bigint | number {
  return /^[+-]?\d+$/.test(text) ? BigInt(text) : Number(text);
}

function isSameNumber([from, to]: readonly [string | null, string | null]): boolean {
  return (
    from !== null &&
    to !== null &&
    from.trim() !== "" &&
    to.trim() !== "" &&
    exact(from) === exact(to)
  );
}
