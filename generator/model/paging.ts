/**
 * How lists continue. A method is paged if it takes a string `pageToken` (in its query or its body) and its
 * response has a string `nextPageToken`; the method's name says nothing. Where the items are is decided by
 * the rules below, and left open where no rule is certain: then only pages iterate.
 */
import { pointerTo } from "../problem.js";
import type { DocumentMethod, DocumentSchema } from "../document/document.js";
import { buildType } from "./build-types.js";
import type { Paging } from "./model.js";
import { oncePerSchema } from "./once-per-schema.js";
import { sortedEntries } from "./order.js";
import { targetOf } from "./schema-sources.js";
import type { Site } from "./site.js";

/** Which name a token has on its way in, and where the next one is. */
interface TokenRule {
  readonly tokenIn: string;
  readonly tokenOut: readonly string[];
  /** True if the next token is a number in the query of an address. */
  readonly link?: true;
}

const standard: TokenRule = {
  tokenIn: "pageToken",
  tokenOut: ["nextPageToken"],
};
const nested: TokenRule = {
  tokenIn: "token",
  tokenOut: ["tokenPagination", "nextPageToken"],
};
const sameName: TokenRule = {
  tokenIn: "nextPageToken",
  tokenOut: ["nextPageToken"],
};

/** Documents that page by other names; no structure tells those from what is no paging at all. */
const overrides: ReadonlyMap<string, TokenRule> = new Map<string, TokenRule>([
  ["analytics:v3", { tokenIn: "start-index", tokenOut: ["nextLink"], link: true }],
  ["androidenterprise:v1", nested],
  ["androidpublisher:v3", nested],
  ["apigee:v1", { tokenIn: "startKey", tokenOut: ["nextStartKey"] }],
  ["bigquery:v2", { tokenIn: "pageToken", tokenOut: ["pageToken"] }],
  ["books:v1", { tokenIn: "page_token", tokenOut: ["nextPageToken"] }],
  ["cloudasset:v1", { tokenIn: "pageToken", tokenOut: ["queryResult", "nextPageToken"] }],
  ["identitytoolkit:v1", sameName],
  ["identitytoolkit:v3", sameName],
  ["run:v1", { tokenIn: "continue", tokenOut: ["metadata", "continue"] }],
  ["walletobjects:v1", { tokenIn: "token", tokenOut: ["pagination", "nextPageToken"] }],
]);

/** The paging of a method, or `null`. */
export function findPaging(method: DocumentMethod, at: string, site: Site): Paging | null {
  const page = resolve(method.response, pointerTo(at, "response"), site);
  if (page === null) return null;
  const { name, version } = site.document;
  for (const rule of [standard, overrides.get(`${name}:${version}`)]) {
    const tokenIn = rule === undefined ? null : findTokenIn(rule, method, site);
    if (rule === undefined || tokenIn === null || !hasTokenOut(page, rule.tokenOut, site)) continue;
    const items = findItems(method, page, site);
    return {
      tokenIn,
      tokenOut: rule.tokenOut,
      link: rule.link === true,
      // What pages by addresses are also reports, whose rows stand beside the heads of their columns.
      items: rule.link && items?.name !== "items" ? null : items,
    };
  }
  return null;
}

function findTokenIn(
  { tokenIn: name, link }: TokenRule,
  method: DocumentMethod,
  site: Site,
): Paging["tokenIn"] | null {
  const parameters = method.parameters ?? {};
  const isNumber = Object.hasOwn(parameters, name) && parameters[name]?.type === "integer";
  if (link ? isNumber : isText(parameters, name)) return { location: "query", name };
  if (link) return null;
  const body = resolve(method.request, "", site);
  return isText(body?.node.properties, name) ? { location: "body", name } : null;
}

function hasTokenOut(page: Place, [name = "", ...inner]: readonly string[], site: Site): boolean {
  const { properties = {} } = page.node;
  if (inner.length === 0) return isText(properties, name);
  const next = Object.hasOwn(properties, name) ? resolve(properties[name], "", site) : null;
  return next !== null && hasTokenOut(next, inner, site);
}

interface Place {
  readonly node: DocumentSchema;
  readonly at: string;
}

/** The schema that a request or response names, or that stands there inline. */
function resolve(node: DocumentSchema | undefined, at: string, { document }: Site): Place | null {
  const target = targetOf(node, document);
  if (target === undefined) return null;
  return { node: target, at: node?.$ref === undefined ? at : pointerTo("/schemas", node.$ref) };
}

function isText(
  members: Readonly<Record<string, DocumentSchema>> | undefined,
  name: string,
): boolean {
  const member = members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;
  return member?.type === "string" && member.enum === undefined;
}

interface Candidate {
  readonly name: string;
  readonly node: DocumentSchema;
  readonly kind: "array" | "map";
}

/** Properties that stand beside the items of a page and are not the items. */
const auxiliary =
  /^(unreachable\w*|failedLocations?|missing\w*|\w*[wW]arnings?|\w+Errors|errors|unsupported\w*|deleted\w*|invalid\w*|metadata|prefixes|defaultReminders)$/;

function findItems(method: DocumentMethod, page: Place, site: Site): Paging["items"] {
  const chosen = choose(candidatesOf(page.node), method.id);
  if (chosen === undefined) return null;
  const { name, node, kind } = chosen;
  const part = kind === "array" ? "items" : "additionalProperties";
  const inner = node[part] ?? {};
  const at = pointerTo(page.at, "properties", name, part);
  return { name, kind, type: holdsEnum(inner) ? null : buildType(inner, at, site) };
}

function holdsEnum({ $ref, enum: values, items, additionalProperties }: DocumentSchema): boolean {
  if ($ref !== undefined) return false;
  const inner = items ?? additionalProperties;
  return values !== undefined || (inner !== undefined && holdsEnum(inner));
}

/** Above this number of lists in a page none is certain; real pages have up to seven. */
const mostCandidates = 50;

const candidatesOf = oncePerSchema((page) => {
  const all = sortedEntries(page.properties).flatMap(([name, node]) => candidate(name, node));
  return all.length > mostCandidates ? all.filter(({ name }) => name === "items") : all;
});

function candidate(name: string, node: DocumentSchema): Candidate[] {
  if (node.type === "array") return [{ name, node, kind: "array" }];
  return node.type === "object" && node.additionalProperties !== undefined
    ? [{ name, node, kind: "map" }]
    : [];
}

function choose(all: readonly Candidate[], methodId: string): Candidate | undefined {
  const named = all.find(({ name }) => name === "items");
  if (named !== undefined) return named;
  const candidates = all.filter(({ name }) => !auxiliary.test(name));
  const objects = candidates.filter(
    ({ node, kind }) => kind === "array" && holdsObjects(node.items),
  );
  if (objects.length === 1) return objects[0];
  if (objects.length === 0) return candidates.length === 1 ? candidates[0] : undefined;
  const [resource = "", verb = ""] = methodId.split(".").slice(-2);
  return (
    objects.find(({ name }) => singular(name) === singular(resource)) ??
    objects.find(({ name }) => name === "results") ??
    only(objects.filter(({ name }) => endsWith(verb, name) || endsWith(name, resource)))
  );
}

function holdsObjects(items: DocumentSchema | undefined): boolean {
  return items?.$ref !== undefined || items?.type === "object";
}

function singular(name: string): string {
  return name.toLowerCase().replace(/ies$/, "y").replace(/s$/, "");
}

/** `searchResources` ends with the noun `resources`, and `availableVersions` with `versions`. */
function endsWith(name: string, noun: string): boolean {
  return noun !== "" && singular(name).endsWith(singular(noun));
}

function only<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}
