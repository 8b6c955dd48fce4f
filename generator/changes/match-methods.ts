/** Which methods of two revisions are the same: by their place, else by verb and URL. */
import type { Method, PathPart } from "../model/model.js";
import type { ApiIndex, PlacedMethod } from "./api-index.js";

/** A method that both revisions have. */
export interface MethodPair {
  readonly before: PlacedMethod;
  readonly after: PlacedMethod;
  /** True if it has another place: its verb and its URL are the same. */
  readonly isRenamed: boolean;
}

/** All methods of two revisions. */
export interface MethodMatches {
  readonly pairs: readonly MethodPair[];
  readonly removed: readonly PlacedMethod[];
  readonly added: readonly PlacedMethod[];
}

/** Matches the methods of two revisions. */
export function matchMethods(before: ApiIndex, after: ApiIndex): MethodMatches {
  const young = new Map(after.methods.map((each) => [each.path.join("\n"), each]));
  const pairs: MethodPair[] = [];
  const removed: PlacedMethod[] = [];
  for (const old of before.methods) {
    const key = old.path.join("\n");
    const same = young.get(key);
    if (same === undefined) removed.push(old);
    else pairs.push({ before: old, after: same, isRenamed: false });
    young.delete(key);
  }
  const added = [...young.values()];
  const renamed = findRenames(removed, added, [before, after]);
  const isTaken = new Set(renamed.flatMap((pair) => [pair.before, pair.after]));
  return {
    pairs: [...pairs, ...renamed],
    removed: removed.filter((each) => !isTaken.has(each)),
    added: added.filter((each) => !isTaken.has(each)),
  };
}

/** Those with one verb and one URL that no other removed and no other added method has. */
function findRenames(
  removed: readonly PlacedMethod[],
  added: readonly PlacedMethod[],
  [before, after]: readonly [ApiIndex, ApiIndex],
): MethodPair[] {
  const old = byRoute(removed, before);
  const young = byRoute(added, after);
  return [...old].flatMap(([route, [first, ...others]]) => {
    const [target, ...rest] = young.get(route) ?? [];
    if (first === undefined || target === undefined || others.length + rest.length > 0) return [];
    return [{ before: first, after: target, isRenamed: true }];
  });
}

function byRoute(methods: readonly PlacedMethod[], { api }: ApiIndex): Map<string, PlacedMethod[]> {
  const routes = new Map<string, PlacedMethod[]>();
  for (const each of methods) {
    const route = `${each.method.httpMethod} ${basePath(api.rootUrl)}${expandedPath(each.method)}`;
    routes.set(route, [...(routes.get(route) ?? []), each]);
  }
  return routes;
}

/** The path of a URL, with its slashes. */
export function basePath(url: string): string {
  return /^[a-z]+:\/\/[^/]*(\/.*)$/i.exec(url)?.[1] ?? "/";
}

/**
 * The path with the patterns of its variables in their places: `{+name}` alone says nothing, because all
 * resources of an API may be reached so.
 */
function expandedPath({ path, parameters }: Method): string {
  return path
    .map((part) => {
      if (part.kind === "literal") return part.text;
      const pattern = parameters.find(({ name }) => name === part.name)?.limits.pattern ?? null;
      return `{${part.operator}${part.operator === "+" ? (pattern ?? "") : ""}}`;
    })
    .join("");
}

/** The path without the names of its variables, and without the forms in which they are expanded. */
export function erasedPath(path: readonly PathPart[]): string {
  return path.map((part) => (part.kind === "literal" ? part.text : "{}")).join("");
}

/** The path as it is written. */
export function pathText(path: readonly PathPart[]): string {
  return path
    .map((part) => {
      if (part.kind === "literal") return part.text;
      return `{${part.operator}${part.name}${part.operator === "/" ? "*" : ""}}`;
    })
    .join("");
}
