import type { Api, Endpoint } from "../model/model.js";
import { changedLeaves, leafText } from "./compare-leaves.js";
import { compareDescription, compareDoc, flags } from "./compare-words.js";
import {
  apiElement,
  apisOf,
  fresh,
  gone,
  shared,
  type Comparison,
  type SharedElement,
} from "./comparison.js";
import type { NodeLeaves } from "./leaves.js";
import { basePath } from "./match-methods.js";

/** Compares where an API is, and who may call it. */
export function compareTransport(
  leaves: readonly [NodeLeaves, NodeLeaves],
  comparison: Comparison,
): void {
  const element = apiElement(comparison);
  compareHosts(leaves, element, comparison);
  compareAddresses(element, comparison);
  compareFeatures(leaves, element, comparison);
  compareEndpoints(comparison);
  compareScopes(comparison);
}

/** The address of all methods; what it means for the URL of one is told of the method. */
function compareHosts(
  [before, after]: readonly [NodeLeaves, NodeLeaves],
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  const [old, young] = apisOf(comparison);
  const [from, to] = [hostOf(old.rootUrl), hostOf(young.rootUrl)];
  if (from !== to) return list.tell("host-changed", element, { key: "rootUrl", from, to });
  const isRewritten = old.rootUrl !== young.rootUrl;
  const [first] = changedLeaves(before, after)
    .filter(({ key }) => key === "servicePath" || key === "basePath" || key === "baseUrl")
    .sort((left, right) => (left.key < right.key ? 1 : -1));
  const facts = { from: old.rootUrl, to: young.rootUrl };
  if (isRewritten) list.tell("base-path-refactored", element, { key: "rootUrl", ...facts });
  else if (first !== undefined) {
    const { key } = first;
    const texts = { from: leafText(first.from), to: leafText(first.to) };
    list.tell("base-path-refactored", element, { key, ...texts });
  }
}

/** Scheme and host, in which upper and lower case are the same (RFC 3986, 6.2.2.1). */
function hostOf(url: string): string {
  return url.slice(0, url.length - basePath(url).length).toLowerCase();
}

function compareAddresses(element: SharedElement, comparison: Comparison): void {
  const { list } = comparison;
  const [old, young] = apisOf(comparison);
  if (old.batchPath !== young.batchPath) {
    const facts = { key: "batchPath", from: old.batchPath, to: young.batchPath };
    list.tell("batch-path-changed", element, facts);
  }
  const [from, to] = [old.mtlsRootUrl, young.mtlsRootUrl];
  if (from !== to) {
    const what = from === null ? "added" : to === null ? "removed" : "changed";
    list.tell(`mtls-root-url-${what}`, element, { key: "mtlsRootUrl", from, to });
  }
  if (old.encodesReservedExpansion !== young.encodesReservedExpansion) {
    list.tell("reserved-expansion-encoding-changed", element, {
      key: "fullyEncodeReservedExpansion",
      ...flags(old.encodesReservedExpansion, young.encodesReservedExpansion),
    });
  }
}

function compareFeatures(
  [before, after]: readonly [NodeLeaves, NodeLeaves],
  element: SharedElement,
  { list }: Comparison,
): void {
  const features = (leaves: NodeLeaves): ReadonlySet<string> =>
    new Set(
      [...leaves].flatMap(([key, value]) => (key.startsWith("features/") ? [String(value)] : [])),
    );
  const [old, young] = [features(before), features(after)];
  for (const from of old) {
    if (young.has(from)) continue;
    const rule = from === "dataWrapper" ? "data-wrapper-removed" : "feature-removed";
    list.tell(rule, element, { key: "features", from });
  }
  for (const to of young) {
    if (old.has(to)) continue;
    const rule = to === "dataWrapper" ? "data-wrapper-added" : "feature-added";
    list.tell(rule, element, { key: "features", to });
  }
}

/** Several endpoints may have one location: they are paired by their addresses, then by location. */
function compareEndpoints(comparison: Comparison): void {
  const { list } = comparison;
  const [old, young] = apisOf(comparison);
  const { className } = young;
  const facts = (endpoint: Endpoint) => ({
    subject: `${className} (endpoint ${endpoint.location})`,
    direction: null,
    methods: [],
  });
  const left = new Set(young.endpoints);
  const find = (fits: (other: Endpoint) => boolean): Endpoint | undefined => {
    const found = [...left].find(fits);
    if (found !== undefined) left.delete(found);
    return found;
  };
  const isSame = (one: Endpoint) => (other: Endpoint) =>
    other.url === one.url && other.location === one.location;
  const exact = old.endpoints.map((each) => [each, find(isSame(each))] as const);
  for (const [endpoint, same] of exact) {
    const other = same ?? find(({ location }) => location === endpoint.location);
    if (other === undefined) {
      const isTyped = young.endpoints.every(({ location }) => location !== endpoint.location);
      const from = `${endpoint.location} ${endpoint.url}`;
      const element = gone(endpoint, "/endpoints", facts(endpoint));
      list.tell("endpoint-removed", element, { from, isTyped });
      continue;
    }
    const element = shared([endpoint, other], facts(other));
    if (endpoint.url !== other.url) {
      const urls = { key: "endpointUrl", from: endpoint.url, to: other.url };
      list.tell("endpoint-changed", element, urls);
    }
    compareDoc([endpoint.doc, other.doc], element, "endpoint", comparison);
  }
  for (const endpoint of left) {
    const to = `${endpoint.location} ${endpoint.url}`;
    list.tell("endpoint-added", fresh(endpoint, facts(endpoint)), { to });
  }
}

function compareScopes(comparison: Comparison): void {
  const { list } = comparison;
  const [old, young] = apisOf(comparison);
  if (tellWhole(old, young, comparison)) return;
  const left = new Map(young.scopes.map((scope) => [scope.name, scope]));
  for (const scope of old.scopes) {
    const facts = { subject: `scopes.${scope.tsName}`, direction: null, methods: [] };
    const other = left.get(scope.name);
    left.delete(scope.name);
    if (other === undefined) {
      list.tell("oauth-scope-removed", gone(scope, scope.at, facts), { from: scope.name });
      continue;
    }
    const element = shared([scope, other], facts);
    if (scope.tsName !== other.tsName) {
      const names = { from: scope.tsName, to: other.tsName };
      list.tell("generated-name-changed", element, names);
    }
    compareDescription([scope.doc.text, other.doc.text], element, comparison);
  }
  for (const scope of left.values()) {
    const facts = { subject: `scopes.${scope.tsName}`, direction: null, methods: [] };
    list.tell("oauth-scope-added", fresh(scope, facts), { to: scope.name });
  }
}

/** True if the API got all its scopes, or lost them. */
function tellWhole(old: Api, young: Api, comparison: Comparison): boolean {
  if ((old.scopes.length === 0) === (young.scopes.length === 0)) return false;
  const names = ({ scopes }: Api): string | null =>
    scopes.length === 0 ? null : scopes.map(({ name }) => name).join(", ");
  const rule = old.scopes.length === 0 ? "auth-added" : "auth-removed";
  const facts = { key: "auth", from: names(old), to: names(young) };
  comparison.list.tell(rule, apiElement(comparison), facts);
  return true;
}
