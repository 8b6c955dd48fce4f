/**
 * Leaves that the models do not hold, of elements that have a type: what is said of items and values, keys
 * beside a reference, and keys that nobody knows.
 */
import type { Comparison, SharedElement } from "./comparison.js";
import { compareLimit, type Valued } from "./compare-limits.js";
import { compareDescription } from "./compare-words.js";
import type { Leaf, NodeLeaves } from "./leaves.js";
import type { Role } from "./compare-types.js";

/** A leaf that differs; `undefined` is one that is not there. */
export interface ChangedLeaf {
  readonly key: string;
  readonly from: Leaf | undefined;
  readonly to: Leaf | undefined;
}

/** The leaves of two nodes that differ, by key. */
export function changedLeaves(before: NodeLeaves, after: NodeLeaves): ChangedLeaf[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((key) => ({ key, from: before.get(key), to: after.get(key) }))
    .filter(({ from, to }) => from !== to);
}

/** The value of a leaf as a change tells it. */
export function leafText(leaf: Leaf | undefined): string | null {
  return leaf === undefined ? null : String(leaf);
}

/** Tells that a key changed of which no rule knows anything. */
export function tellUnknown(
  { key, from, to }: ChangedLeaf,
  element: SharedElement,
  { list }: Comparison,
): void {
  const facts = { key, from: leafText(from), to: leafText(to) };
  list.tell("unknown-key-changed", element, facts);
}

/** Compares the leaves of an element that has a type; without `isSame` its parts are others anyway. */
export function compareLeaves(
  [before, after]: readonly [NodeLeaves, NodeLeaves],
  element: SharedElement,
  role: Role,
  { isSame }: { readonly isSame: boolean },
  comparison: Comparison,
): void {
  const valued = role === "parameter" ? "parameter" : "property";
  const changed = changedLeaves(before, after).filter(({ key }) => isSame || !isOfType(key));
  const isTold = new Set<string>();
  for (const leaf of changed) {
    const [, place = "", key = ""] =
      /^((?:(?:items|additionalProperties)\/)*)(.*)$/.exec(leaf.key) ?? [];
    const group = place + (/^enum/.exec(key)?.[0] ?? key);
    const facts = { leaf, place, key, isFirst: !isTold.has(group) };
    isTold.add(group);
    compareLeaf(facts, element, { role, valued }, comparison);
  }
}

/** True for what is said of the parts of a type, and for the parts themselves. */
function isOfType(key: string): boolean {
  return /^(\$ref|items|additionalProperties|properties|variant|format|enum|enumDescriptions|enumDeprecated|type)(\/|$)/.test(
    key,
  );
}

interface LeafFacts {
  readonly leaf: ChangedLeaf;
  readonly place: string;
  readonly key: string;
  /** False for the further values of a list. */
  readonly isFirst: boolean;
}

function compareLeaf(
  { leaf, place, key, isFirst }: LeafFacts,
  element: SharedElement,
  { role, valued }: { readonly role: Role; readonly valued: Valued },
  comparison: Comparison,
): void {
  const { list } = comparison;
  const [from, to] = [leafText(leaf.from), leafText(leaf.to)];
  switch (key) {
    case "default":
    case "minimum":
    case "maximum":
    case "pattern":
      return compareLimit([key, place + key], [from, to], element, valued, comparison);
    case "description":
      return compareDescription([from ?? "", to ?? ""], element, comparison, leaf.key);
    case "format":
      return list.tell(`${valued}-format-changed`, element, { key: leaf.key, from, to });
    case "id":
      if (role === "schema") return list.tell("schema-id-changed", element, { key, from, to });
      break;
    case "parameterName":
      if (role !== "request") break;
      return list.tell("request-parameter-name-changed", element, { key, from, to });
    case "$ref":
      if (to === null) break;
      // Of the place itself, because whatever stood there is not there any more.
      return list.tell("dangling-ref", element, { ...below(place), from, to });
  }
  if (isFlagOff(key, leaf)) return;
  if (key.startsWith("enumDescriptions/")) {
    if (isFirst) list.tell("enum-description-changed", element);
  } else tellUnknown(leaf, element, comparison);
}

function below(place: string): { readonly key?: string } {
  return place === "" ? {} : { key: place.slice(0, -1) };
}

/** Flags that are not set, and flags that are not there, say the same. */
function isFlagOff(key: string, { from, to }: ChangedLeaf): boolean {
  return /^(readOnly|deprecated|required|repeated|enumDeprecated\/\d+)$/.test(key) && !from && !to;
}
