import type { Api, Resource, Scope } from "../generator/model/model.js";

/** What is asked of an API for each of its methods. */
export interface ApiLookup {
  readonly scopes: ReadonlyMap<string, Scope>;
  /** Whether every method takes `fields`. */
  readonly fields: boolean;
  /** The members that lead from the client to the resource that has a method, by the method's place. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
}

const lookups = new WeakMap<Api, ApiLookup>();

/** Made once for each API: going through all of it for each method would take the square of its size. */
export function lookUp(api: Api): ApiLookup {
  const known = lookups.get(api);
  if (known !== undefined) return known;
  const paths = new Map<string, readonly string[]>();
  addPaths(paths, api, []);
  const made: ApiLookup = {
    scopes: new Map(api.scopes.map((scope) => [scope.name, scope])),
    fields: api.parameters.some(({ name }) => name === "fields"),
    paths,
  };
  lookups.set(api, made);
  return made;
}

function addPaths(
  paths: Map<string, readonly string[]>,
  { methods, resources }: Pick<Resource, "methods" | "resources">,
  path: readonly string[],
): void {
  for (const { at } of methods) paths.set(at, path);
  for (const child of resources) addPaths(paths, child, [...path, child.tsName]);
}
