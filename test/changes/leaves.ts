/** Documents as sets of leaves: which of them differ, and which changes say so. */
import type { Change } from "#generator/changes/change.js";
import type { Json } from "../model/models.js";

/** A leaf of a JSON value. */
export type Leaf = string | number | boolean | null;

/** The leaves of a JSON value by their pointers. */
export function leavesOf(value: unknown, at = ""): Map<string, Leaf> {
  if (typeof value !== "object" || value === null) return new Map([[at, value as Leaf]]);
  return new Map(
    Object.entries(value).flatMap(([key, member]) => [
      ...leavesOf(member, `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
    ]),
  );
}

/** Lists whose order means nothing. */
const sets = /\/(scopes|features|labels|accept|required)\/\d+$/;

/** Flags that say the same where they are not there. */
const flags =
  /\/(deprecated|readOnly|required|repeated|supports\w+|useMediaDownloadService|etagRequired|multipart|fullyEncodeReservedExpansion|enumDeprecated\/\d+)$/;

/** Pointers of the leaves that say something else in one of two documents, in the old and in the new one. */
function changedLeaves(before: Json, after: Json): { gone: string[]; there: string[] } {
  const [old, young] = [leavesOf(before), leavesOf(after)];
  const gone = [...old.keys()].filter((at) => !isSaid(at, old, young) && !isObject(at, old, after));
  const there = [...young.keys()].filter(
    (at) => !isSaid(at, young, old) && !isObject(at, young, before),
  );
  return { gone, there };
}

/** True for a type "object" where the other document has properties, be it none: that makes an object too. */
function isObject(at: string, own: Map<string, Leaf>, other: Json): boolean {
  if (!at.endsWith("/type") || own.get(at) !== "object") return false;
  const keys = at.split("/").slice(1, -1);
  let node: unknown = other;
  for (const key of keys) {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    node = typeof node === "object" && node !== null ? (node as Json)[name] : undefined;
  }
  return typeof node === "object" && node !== null && Object.hasOwn(node, "properties");
}

function isSaid(at: string, own: Map<string, Leaf>, other: Map<string, Leaf>): boolean {
  const value = own.get(at);
  if (other.get(at) === value) return true;
  if (!other.has(at) && isDefault(at, value, other)) return true;
  if (!sets.test(at)) return false;
  const list = at.replace(/\d+$/, "");
  return [...other].some(([place, each]) => place.startsWith(list) && each === value);
}

/** Values that say what is said without them. */
function isDefault(at: string, value: Leaf | undefined, other: Map<string, Leaf>): boolean {
  if (flags.test(at)) return value === false;
  if (at === "/id") return true;
  if (at.endsWith("/streamingType")) return value === "NONE";
  // What stands in a URL is text, unless the document says otherwise.
  if (/\/parameters\/[^/]+\/type$/.test(at)) return value === "string";
  if (at.endsWith("/type")) return value === "any" || (value === "object" && hasMembers(at, other));
  return value === "" && /\/(description|enumDescriptions\/\d+|documentationLink)$/.test(at);
}

/** Properties make an object, whether the type says so or not. */
function hasMembers(type: string, leaves: Map<string, Leaf>): boolean {
  const node = type.slice(0, -"type".length);
  return [...leaves.keys()].some((at) =>
    /^(properties|additionalProperties)\//.test(at.startsWith(node) ? at.slice(node.length) : ""),
  );
}

/** The changed leaves that no change tells, at their place or above it. */
export function unclaimed(before: Json, after: Json, changes: readonly Change[]): string[] {
  const { gone, there } = changedLeaves(before, after);
  const [old, young] = [leavesOf(before), leavesOf(after)];
  // Whoever refers to a schema names it otherwise when it was renamed.
  const renamed = changes.filter(({ rule }) => rule === "schema-renamed");
  const isRenamed = (at: string): boolean =>
    at.endsWith("/$ref") &&
    renamed.some(({ from, to }) => old.get(at) === from && young.get(at) === to);
  const isOpen = (at: string, isGone: boolean): boolean =>
    !isRenamed(at) && !isClaimed(at, isGone, changes);
  return [
    ...gone.filter((at) => isOpen(at, true)).map((at) => `- ${at}`),
    ...there.filter((at) => isOpen(at, false)).map((at) => `+ ${at}`),
  ];
}

/** True if a change tells the leaf at a place, in the old document or in the new one. */
export function isClaimed(at: string, isGone: boolean, changes: readonly Change[]): boolean {
  return changes.some(
    (change) =>
      isWithin(at, change.at) ||
      (isGone && isWithin(at, renamedFrom(change))) ||
      groups.some(([rule, places]) => rule.test(change.rule) && places(change).test(at)),
  );
}

/** True if a place is another one, or below it. */
function isWithin(at: string, above: string | null): boolean {
  return above !== null && (at === above || at.startsWith(`${above}/`));
}

/** Where the element was. */
function renamedFrom({ rule, at, from }: Change): string | null {
  if (from === null || !rule.endsWith("-renamed")) return null;
  if (rule === "method-renamed") {
    const keys = from.split(".");
    const resources = keys.slice(0, -1).map((key) => `/resources/${key}`);
    return `${resources.join("")}/methods/${keys.at(-1)}`;
  }
  const key = from.replaceAll("~", "~0").replaceAll("/", "~1");
  return at.replace(/[^/]*$/, () => key);
}

/** Changes that are told once for several places. */
const groups: readonly (readonly [RegExp, (change: Change) => RegExp])[] = [
  [/^(host-changed|base-path-refactored)$/, () => /^\/(rootUrl|servicePath|basePath|baseUrl)$/],
  [/^api-identity-changed$/, () => /^\/(id|name|version)$/],
  [/^auth-(added|removed)$/, () => /^\/auth\/|\/scopes\/\d+$/],
  // Parameters that come, go, or become required imply their place in the order, and their name in the path.
  [
    /^parameter-(added|removed|added-required|renamed|became-\w+)$|^query-parameter-renamed$/,
    ({ at }) => new RegExp(`^${literal(methodOf(at))}/(parameterOrder/\\d+|path)$`),
  ],
  [/^media-upload-(added|removed)$/, ({ at }) => new RegExp(`^${literal(methodOf(at))}/supports`)],
  [/^method-parameter-order/, ({ at }) => new RegExp(`^${literal(at)}/\\d+$`)],
];

function methodOf(at: string): string {
  return /^.*?\/methods\/[^/]+/.exec(at)?.[0] ?? at;
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
