import type { Method, Paging } from "../model/model.js";
import { compareMedia } from "./compare-media.js";
import { compareBodies } from "./compare-bodies.js";
import { changedLeaves, leafText, tellUnknown, type ChangedLeaf } from "./compare-leaves.js";
import { compareParameters, matchParameters, type ParameterMatches } from "./compare-parameters.js";
import { compareDoc, flags } from "./compare-words.js";
import {
  leavesOf,
  setDifference,
  shared,
  type Comparison,
  type SharedElement,
} from "./comparison.js";
import { fits } from "./fits.js";
import type { NodeLeaves } from "./leaves.js";
import { basePath, erasedPath, pathText, type MethodPair } from "./match-methods.js";
import type { RuleId } from "./rules.js";
import { resolve } from "./structure.js";

/** Compares a method that both revisions have. */
export function compareMethod(
  { before, after, isRenamed }: MethodPair,
  comparison: Comparison,
): void {
  const { list } = comparison;
  const [old, young] = [before.method, after.method];
  const facts = { subject: after.subject, direction: null, methods: [young.id] };
  const element = shared([old, young], facts);
  if (isRenamed) {
    const names = { from: before.path.join("."), to: after.path.join(".") };
    list.tell("method-renamed", element, names);
  } else compareNames(old, young, element, comparison);
  if (old.id !== young.id) {
    list.tell("method-id-changed", element, { key: "id", from: old.id, to: young.id });
  }
  compareDoc([old.doc, young.doc], element, "method", comparison);
  const parameters = matchParameters(old.parameters, young.parameters, inPath(old, young));
  const leaves = leavesOf(element, comparison);
  compareCall([old, young], leaves, element, comparison);
  compareParameters(parameters, young, element, comparison);
  compareScopes(old.scopes, young.scopes, element, comparison);
  compareWaits(old, young, element, comparison);
  if (old.streaming !== young.streaming) {
    const streams = flags(old.streaming, young.streaming);
    list.tell("method-streaming-changed", element, { key: "streamingType", ...streams });
  }
  comparePaging(old.paging, young.paging, element, comparison);
  compareBodies([old, young], element, comparison);
  compareMedia([old, young], leaves, element, comparison);
  compareOrder(leaves, parameters, element, comparison);
  const isUpload = (old.upload === null) !== (young.upload === null);
  compareMethodLeaves(leaves, isUpload, element, comparison);
}

function compareNames(
  before: Method,
  after: Method,
  element: SharedElement,
  { list }: Comparison,
): void {
  for (const key of ["tsName", "paramsName"] as const) {
    if (before[key] === after[key]) continue;
    list.tell("generated-name-changed", element, { from: before[key], to: after[key] });
  }
}

/** The new names of path parameters by the old ones that stand at the same place of the same path. */
export function inPath(before: Method, after: Method): ReadonlyMap<string, string> {
  if (erasedPath(before.path) !== erasedPath(after.path)) return new Map();
  const names = ({ path }: Method): string[] =>
    path.flatMap((part) => (part.kind === "variable" ? [part.name] : []));
  const young = names(after);
  return new Map(names(before).map((name, index) => [name, young[index] ?? name]));
}

/** Verb and URL. */
function compareCall(
  [before, after]: readonly [Method, Method],
  [oldLeaves, youngLeaves]: readonly [NodeLeaves, NodeLeaves],
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list, old, young } = comparison;
  if (before.httpMethod !== after.httpMethod) {
    const facts = { key: "httpMethod", from: before.httpMethod, to: after.httpMethod };
    list.tell("method-http-method-changed", element, facts);
  }
  if (before.apiVersion !== after.apiVersion) {
    const facts = { key: "apiVersion", from: before.apiVersion, to: after.apiVersion };
    list.tell("method-api-version-changed", element, facts);
  }
  const url = (base: string, path: string): string => basePath(base) + path;
  const urls = [
    url(old.api.rootUrl, erasedPath(before.path)),
    url(young.api.rootUrl, erasedPath(after.path)),
  ] as const;
  const facts = { key: "path", from: pathText(before.path), to: pathText(after.path) };
  if (urls[0] !== urls[1]) list.tell("method-path-changed", element, facts);
  else if (operators(before) !== operators(after)) {
    list.tell("method-path-expansion-changed", element, facts);
  } else if (isRewritten(before, after, oldLeaves.get("path"), youngLeaves.get("path"))) {
    list.tell("method-path-refactored", element, facts);
  }
}

/** True if the text is another one for other reasons than the names of its variables. */
function isRewritten(before: Method, after: Method, from: unknown, to: unknown): boolean {
  const erased = (text: unknown): string => String(text).replaceAll(/\{[^}]*\}/g, "{}");
  return (
    erased(from) !== erased(to) || (from !== to && pathText(before.path) === pathText(after.path))
  );
}

function operators({ path }: Method): string {
  return path.map((part) => (part.kind === "variable" ? `{${part.operator}}` : "")).join("");
}

function compareScopes(
  before: readonly string[],
  after: readonly string[],
  element: SharedElement,
  { list, old, young }: Comparison,
): void {
  // That the whole API got or lost its scopes is told once.
  if ((old.api.scopes.length === 0) !== (young.api.scopes.length === 0)) return;
  const { removed, added } = setDifference(before, after);
  if (before.length === 0 && added.length > 0) {
    list.tell("method-auth-required", element, { to: [...added].sort().join(", ") });
  } else if (after.length === 0 && removed.length > 0) {
    const from = [...removed].sort().join(", ");
    list.tell("method-auth-no-longer-required", element, { from });
  } else {
    for (const from of removed) list.tell("method-scope-removed", element, { from });
    for (const to of added) list.tell("method-scope-added", element, { to });
  }
}

/** The member that waits for the end of operations. */
function compareWaits(
  before: Method,
  after: Method,
  element: SharedElement,
  { list }: Comparison,
): void {
  const [old, young] = [waitOf(before), waitOf(after)];
  if (old === young) return;
  if (old === null) list.tell("method-wait-added", element);
  else if (young === null) list.tell("method-wait-removed", element);
  else list.tell("generated-name-changed", element, { from: old, to: young });
}

function waitOf({ operation }: Method): string | null {
  return operation?.role === "poll" ? operation.waitName : null;
}

function comparePaging(
  before: Paging | null,
  after: Paging | null,
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  if (before === null && after === null) return;
  if (before === null) return list.tell("method-pagination-added", element);
  if (after === null) return list.tell("method-pagination-removed", element);
  const [from, to] = [pagingText(before), pagingText(after)];
  if (from === to) return;
  const isTyped = !isSameIteration(before.items, after.items, comparison);
  list.tell("method-pagination-changed", element, { from, to, isTyped });
}

/** True if a loop over the items gets what it got before, or had nothing. */
function isSameIteration(
  before: Paging["items"],
  after: Paging["items"],
  comparison: Comparison,
): boolean {
  if (before === null) return true;
  const isUnknown = before.type !== null && resolve(before.type, comparison.before).kind === "any";
  // Of an item that may be anything nothing is read, whatever it becomes.
  if (before.kind === "array" && isUnknown) return true;
  if (before.kind !== after?.kind) return false;
  if (before.type === null || after.type === null) return before.type === after.type;
  return fits(before.type, after.type, "response", comparison);
}

function pagingText(paging: Paging): string {
  const { tokenIn, tokenOut, link } = paging;
  return `${tokenIn.name} from ${link ? "the link " : ""}${tokenOut.join(".")}, items ${itemsText(paging)}`;
}

function itemsText({ items }: Paging): string {
  return items === null ? "unknown" : `${items.name} (${items.kind})`;
}

/** Keys that no other member of a method shows. */
const leafRules: Readonly<Record<string, RuleId>> = {
  flatPath: "method-flat-path-changed",
  etagRequired: "method-etag-required-changed",
  supportsSubscription: "method-subscription-changed",
  useMediaDownloadService: "media-download-service-changed",
};

/** Keys that are compared elsewhere; the flag of uploads says nothing if uploads come or go. */
const known = /^(path$|parameterOrder\/|mediaUpload\/)/;

function compareMethodLeaves(
  [before, after]: readonly [NodeLeaves, NodeLeaves],
  isUpload: boolean,
  element: SharedElement,
  comparison: Comparison,
): void {
  for (const leaf of changedLeaves(before, after)) {
    if (isSameMeaning(leaf) || isStreaming(leaf)) continue;
    const rule = Object.hasOwn(leafRules, leaf.key) ? leafRules[leaf.key] : undefined;
    if (rule !== undefined) {
      const facts = { key: leaf.key, from: leafText(leaf.from), to: leafText(leaf.to) };
      comparison.list.tell(rule, element, facts);
    } else if (!known.test(leaf.key) && !(isUpload && leaf.key === "supportsMediaUpload")) {
      tellUnknown(leaf, element, comparison);
    }
  }
}

/** That a method streams is told of itself. */
function isStreaming({ key, from, to }: ChangedLeaf): boolean {
  return key === "streamingType" && [from, to].includes("SERVER_SIDE");
}

function isSameMeaning({ key, from, to }: ChangedLeaf): boolean {
  if (key === "streamingType") return (from ?? "NONE") === (to ?? "NONE");
  return typeof (from ?? to) === "boolean" && (from ?? false) === (to ?? false);
}

/** The order of those that both have; who came, went or became required is told of itself. */
function compareOrder(
  [before, after]: readonly [NodeLeaves, NodeLeaves],
  { pairs }: ParameterMatches,
  element: SharedElement,
  { list }: Comparison,
): void {
  const same = pairs.filter(([old, young]) => old.required === young.required);
  const young = new Map(same.map(([old, young]) => [old.name, young.name]));
  const kept = new Set(young.values());
  const names = (leaves: NodeLeaves): string[] =>
    [...leaves].flatMap(([key, value]) =>
      key.startsWith("parameterOrder/") ? [String(value)] : [],
    );
  const from = names(before).flatMap((name) => young.get(name) ?? []);
  const to = names(after).filter((name) => kept.has(name));
  if (from.join("\n") === to.join("\n")) return;
  const facts = { key: "parameterOrder", from: from.join(", "), to: to.join(", ") };
  list.tell("method-parameter-order-changed", element, facts);
}
