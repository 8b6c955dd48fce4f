/** Two models → what differs. The order of a document's keys, and of its sets, makes no difference. */
import type { Api, Schema } from "../model/model.js";
import { indexApi } from "./api-index.js";
import type { Change } from "./change.js";
import { ChangeList } from "./change-list.js";
import { compareDocument } from "./compare-document.js";
import { leafText } from "./compare-leaves.js";
import { compareStandardParameters, matchParameters } from "./compare-parameters.js";
import { compareAllResources } from "./compare-resources.js";
import { compareAllSchemas, compareInside } from "./compare-schemas.js";
import { compareTransport } from "./compare-transport.js";
import { apiElement, leavesOf, type Comparison } from "./comparison.js";
import type { Leaf } from "./leaves.js";
import { matchMethods } from "./match-methods.js";
import { matchSchemas } from "./match-schemas.js";

/** What is known of two documents besides their models. */
export interface ComparedTexts {
  /** False if the documents are written differently, were it only in the order of keys; default true. */
  readonly isSameText?: boolean;
}

/**
 * Every difference between two revisions of an API, each told once, sorted by place. The same for the same
 * models, whatever the order of the documents' keys.
 */
export function compareApis(
  before: Api,
  after: Api,
  { isSameText = true }: ComparedTexts = {},
): readonly Change[] {
  const comparison = openComparison(before, after);
  const { list } = comparison;
  const leaves = leavesOf(apiElement(comparison), comparison);
  compareDocument(leaves, comparison);
  compareTransport(leaves, comparison);
  const standard = matchParameters(before.parameters, after.parameters);
  compareStandardParameters(standard, apiElement(comparison), comparison);
  compareAllResources(comparison);
  compareAllSchemas(comparison);
  compareLeftOver(comparison);
  compareRevisions(comparison, isSameText);
  return list.sorted();
}

/** Finds out what of two revisions is the same; nothing is compared yet. */
export function openComparison(before: Api, after: Api): Comparison {
  const [old, young] = [indexApi(before), indexApi(after)];
  const methods = matchMethods(old, young);
  const schemas = matchSchemas(old, young, methods);
  const current = (name: string): Schema | null => {
    const to = schemas.names.get(name) ?? schemas.merged.get(name);
    if (to !== undefined) return young.schemas.get(to) ?? null;
    return young.tsNames.get(old.schemas.get(name)?.tsName ?? "") ?? null;
  };
  const comparison: Comparison = {
    old,
    young,
    methods,
    schemas,
    list: new ChangeList(),
    before: old.schemas,
    after: young.schemas,
    isSameSchema: (from, to) => schemas.names.get(from) === to,
    current,
    compareInside: (pair, element) => compareInside(pair, element, comparison),
  };
  return comparison;
}

/** Leaves of nodes that no comparison has asked for: a difference is never dropped. */
function compareLeftOver(comparison: Comparison): void {
  const { old, young, list } = comparison;
  const [before, after] = [old.leaves.unvisited(), young.leaves.unvisited()];
  const tellMissing = (
    one: ReadonlyMap<string, Leaf>,
    other: ReadonlyMap<string, Leaf>,
    isGone: boolean,
  ): void => {
    const told = list.places(isGone);
    for (const [at, value] of one) {
      if (other.get(at) === value || hasAbove(told, at)) continue;
      // One that both have is told once.
      if (!isGone && other.has(at)) continue;
      const [from, to] = isGone ? [value, other.get(at)] : [undefined, value];
      const facts = { key: at.slice(1), from: leafText(from), to: leafText(to) };
      list.tell("unknown-key-changed", apiElement(comparison), facts);
    }
  };
  tellMissing(before, after, true);
  tellMissing(after, before, false);
}

/** True if one of the places is this one or above it. */
function hasAbove(places: ReadonlySet<string>, at: string): boolean {
  for (let place = at; place !== ""; place = place.slice(0, place.lastIndexOf("/"))) {
    if (places.has(place)) return true;
  }
  return false;
}

/** Which of the two is the newer one, and whether it says anything new. */
function compareRevisions(comparison: Comparison, isSameText: boolean): void {
  const { old, young, list } = comparison;
  const element = apiElement(comparison);
  const [from, to] = [old.api.revision, young.api.revision];
  const hasContent = list.sorted().some(({ rule }) => rule !== "etag-changed");
  const facts = { key: "revision", from, to };
  if (from === to) {
    if (hasContent) list.tell("revision-reused", element, facts);
    else if (!isSameText && list.length === 0) list.tell("representation-changed", element);
    return;
  }
  if (!isDate(from) || !isDate(to)) list.tell("revision-not-a-date", element, facts);
  else list.tell(to > from ? "revision-changed" : "revision-went-backwards", element, facts);
}

function isDate(revision: string): boolean {
  return /^\d{8}$/.test(revision);
}
