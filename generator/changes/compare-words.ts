import type { Doc } from "../model/model.js";
import type { Comparison, SharedElement } from "./comparison.js";

/** What can be deprecated by a flag. */
export type Deprecable = "endpoint" | "resource" | "method" | "parameter" | "schema" | "property";

/** Compares the words and the flag of a node. */
export function compareDoc(
  [before, after]: readonly [Doc, Doc],
  element: SharedElement,
  kind: Deprecable | null,
  comparison: Comparison,
): void {
  const { list } = comparison;
  if (kind === "parameter" || kind === "property") {
    const isFlagged = after.deprecated;
    compareBehaviour([before.text, after.text], element, isFlagged, comparison);
  } else compareDescription([before.text, after.text], element, comparison);
  if (kind === null || before.deprecated === after.deprecated) return;
  const facts = { key: "deprecated", ...flags(before.deprecated, after.deprecated) };
  list.tell(`${kind}-${after.deprecated ? "deprecated" : "undeprecated"}`, element, facts);
}

/** Compares two descriptions as text only. */
export function compareDescription(
  [from, to]: readonly [string, string],
  element: SharedElement,
  { list }: Comparison,
  key = "description",
): void {
  if (from === to) return;
  list.tell("description-changed", element, { key, from: from || null, to: to || null });
}

/** A flag as text; one that is not set is not there. */
export function flags(
  before: boolean,
  after: boolean,
): { readonly from: string | null; readonly to: string | null } {
  return { from: before ? "true" : null, to: after ? "true" : null };
}

/** What the words of AIP-203 say; only some of it changes what programs may do. */
const behaviours = {
  required: /^\s*\W*required\b\s*[.:]|\brequired\./i,
  immutable: /\bimmutable\./i,
  "output-only": /\boutput only\./i,
  deprecated: /^\s*\W*deprecated\b/i,
};

const told = [
  ["required", "documented-required-added", "documented-required-removed"],
  ["immutable", "documented-immutable-added", null],
  ["output-only", "documented-output-only-added", null],
  ["deprecated", "documented-deprecated-added", null],
] as const;

/** Behaviour that only words tell is told of itself; the other words that changed are too. */
function compareBehaviour(
  [from, to]: readonly [string, string],
  element: SharedElement,
  isFlagged: boolean,
  comparison: Comparison,
): void {
  if (from === to) return;
  let isTold = false;
  for (const [behaviour, added, removed] of told) {
    const [had, has] = [behaviours[behaviour].test(from), behaviours[behaviour].test(to)];
    const rule = had === has ? null : has ? added : removed;
    if (rule === null || (behaviour === "deprecated" && isFlagged)) continue;
    comparison.list.tell(rule, element, { key: "description", from: from || null, to: to || null });
    isTold = true;
  }
  if (!isTold || plainWords(from) !== plainWords(to)) {
    compareDescription([from, to], element, comparison);
  }
}

/** The words without those of behaviour. */
function plainWords(text: string): string {
  return text
    .replaceAll(/\b(?:required|immutable|output only|optional|deprecated)\b[.:]?/gi, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
