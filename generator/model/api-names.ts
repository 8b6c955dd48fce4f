/** The names of one API: which scopes there are, what wants a name in each, and in which order. */
import { pointerTo } from "../problem.js";
import type { Document } from "../document/document.js";
import type { Api, Resource } from "./model.js";
import { methodSources, resourceSources } from "./method-sources.js";
import {
  camelCase,
  clientMembers,
  constantCase,
  deviceNames,
  kebabCase,
  moduleNames,
  pascalCase,
  reservedWords,
  resolveNames,
  resourceMembers,
  scopeName,
  type Names,
  type NameWish,
} from "./names.js";
import { waitAt, type OperationRoles } from "./operations.js";
import { sortedEntries } from "./order.js";
import type { SchemaSource } from "./schema-sources.js";

/** Everything that names generated code; each map goes from a place in the document to a name. */
export interface ApiNames {
  readonly tsName: string;
  readonly className: string;
  readonly schemas: Names;
  /** Of the twins for requests, by the place of the schema. */
  readonly inputs: Names;
  /** By the place of the method. */
  readonly params: Names;
  /** By the place of the method. */
  readonly descriptors: Names;
  /** By the place of the resource. */
  readonly classes: Names;
  /** By the place of a resource at the root. */
  readonly files: Names;
  /** How methods and resources are reached. */
  readonly members: Names;
  readonly scopes: Names;
}

/** The schemas that want a name, and the places of those that want one for requests too. */
interface SchemaNeeds {
  readonly sources: readonly SchemaSource[];
  readonly inputs: ReadonlySet<string>;
}

/** What an API wants names for beside its resources and methods. */
interface Needs extends SchemaNeeds {
  readonly operations: OperationRoles;
}

/** Decides all names of an API; `published` are those that the lock holds. */
export function nameApi(document: Document, needs: Needs, published: Names): ApiNames {
  const methods = methodSources(document);
  const resources = resourceSources(document);
  const tsName = pascalCase(document.canonicalName ?? document.name);
  const schemas = nameSchemas(needs, published);
  const named = { methods, resources, className: `${tsName}Client` };
  return {
    tsName,
    ...schemas,
    ...nameModules(named, [...schemas.schemas.values(), ...schemas.inputs.values()], published),
    files: nameFiles(document),
    members: nameMembers({ methods, resources }, needs.operations, only(published, isMember)),
    scopes: nameScopes(document, published),
  };
}

/** What stands in `schemas.ts`: the schemas first, then their twins for requests. */
function nameSchemas(
  { sources, inputs }: SchemaNeeds,
  published: Names,
): Pick<ApiNames, "schemas" | "inputs"> {
  const exported = only(published, isExported);
  const taken = [...reservedWords, "Unrecognized"];
  const schemas = resolveNames(sources, exported, taken);
  const twins = resolveNames(
    sources
      .filter(({ at }) => inputs.has(at) || published.has(inputAt(at)))
      .map(({ at, wanted }) => ({ at: inputAt(at), wanted: `${wanted}Input` })),
    exported,
    [...taken, ...schemas.values()],
  );
  return {
    schemas,
    inputs: new Map(sources.flatMap(({ at }) => renamed(twins, inputAt(at), at))),
  };
}

/** What stands in the other modules; each step takes what the ones before it left. */
function nameModules(
  { methods, resources, className }: ModuleNeeds,
  schemas: readonly string[],
  published: Names,
): Pick<ApiNames, "className" | "params" | "classes" | "descriptors"> {
  const ownNames = [...reservedWords, ...moduleNames];
  // Users import the client and the params beside the schemas.
  const exported = resolveNames(
    [
      { at: "", wanted: className },
      ...methods.map(({ path, at }) => ({
        at: paramsAt(at),
        wanted: `${pascalCase(...path)}Params`,
      })),
    ],
    only(published, isExported),
    [...ownNames, ...schemas],
  );
  // Nobody imports the others by name, and where they stand schemas are reached as `schemas.X`.
  const taken = [...ownNames, ...exported.values()];
  const classes = resolveNames(
    resources.map(({ path, at }) => ({ at, wanted: `${pascalCase(...path)}Resource` })),
    new Map(),
    taken,
  );
  const constants = methods.map(({ path, at }) => ({ at, wanted: constantCase(...path) }));
  return {
    className: exported.get("") ?? "",
    params: new Map(methods.map(({ at }) => [at, exported.get(paramsAt(at)) ?? ""])),
    classes,
    descriptors: resolveNames(constants, new Map(), [...taken, ...classes.values()]),
  };
}

/** What wants a name outside of `schemas.ts`. */
interface ModuleNeeds {
  readonly methods: readonly Named[];
  readonly resources: readonly Named[];
  readonly className: string;
}

/** A method or a resource: the names that lead to it, and its place. */
interface Named {
  readonly path: readonly string[];
  readonly at: string;
}

function nameFiles(document: Document): Names {
  const wishes = sortedEntries(document.resources).map(([name]) => ({
    at: pointerTo("/resources", name),
    wanted: kebabCase(name),
  }));
  return resolveNames(wishes, new Map(), deviceNames);
}

/**
 * How methods and child resources are reached: names within one resource, as on the wire where possible. A
 * method and a child may have the same name (documents do that): then the child can be called.
 */
function nameMembers(
  {
    methods,
    resources,
  }: { readonly methods: readonly Named[]; readonly resources: readonly Named[] },
  operations: OperationRoles,
  published: Names,
): Names {
  const polls = methods.filter(({ at }) => operations.get(at)?.role === "poll");
  const waits = siblings(polls, ({ at }) => ({ at: waitAt(at), wanted: "waitUntilDone" }));
  const taken = (parent: string): readonly string[] =>
    parent === "" ? clientMembers : resourceMembers;
  // The document's names come first, but for members of ours that are in use already.
  const takenFirst = (parent: string): readonly string[] => [
    ...taken(parent),
    ...namesOf(waits.get(parent), published),
  ];
  const members = [methods, resources].flatMap((all) =>
    resolveSiblings(siblings(all, memberWish), published, takenFirst),
  );
  const named = new Map(members);
  const all = siblings([...methods, ...resources], memberWish);
  const ours = resolveSiblings(waits, published, (parent) => [
    ...taken(parent),
    ...namesOf(all.get(parent), named),
  ]);
  return new Map([...members, ...ours]);
}

type Siblings = ReadonlyMap<string, readonly NameWish[]>;

function memberWish({ path, at }: Named): NameWish {
  return { at, wanted: camelCase(path.at(-1) ?? "") };
}

/** What elements wish, by the place of the resource that they stand in. */
function siblings(all: readonly Named[], wishOf: (named: Named) => NameWish): Siblings {
  const parents = new Map<string, NameWish[]>();
  for (const named of all) {
    // The last two steps of a place are `methods` or `resources`, and the name.
    const parent = named.at.slice(0, named.at.lastIndexOf("/", named.at.lastIndexOf("/") - 1));
    const wishes = parents.get(parent);
    if (wishes === undefined) parents.set(parent, [wishOf(named)]);
    else wishes.push(wishOf(named));
  }
  return parents;
}

function resolveSiblings(
  parents: Siblings,
  published: Names,
  taken: (parent: string) => readonly string[],
): [string, string][] {
  return [...parents].flatMap(([parent, wishes]) => [
    ...resolveNames(
      wishes,
      new Map(wishes.flatMap(({ at }) => entryOf(published, at))),
      taken(parent),
    ),
  ]);
}

function namesOf(wishes: readonly NameWish[] = [], names: Names): string[] {
  return wishes.flatMap(({ at }) => entryOf(names, at).map(([, name]) => name));
}

function nameScopes(document: Document, published: Names): Names {
  const wishes = sortedEntries(document.auth?.oauth2?.scopes).map(([scope]) => ({
    at: pointerTo("/auth/oauth2/scopes", scope),
    wanted: scopeName(scope),
  }));
  return resolveNames(wishes, only(published, isScope), ["__proto__"]);
}

/** The names that users' code rests on, for the lock. */
export function publishedNames(api: Api): Names {
  const names = new Map<string, string>([["", api.className]]);
  for (const { at, tsName } of [...api.schemas, ...api.scopes]) names.set(at, tsName);
  for (const { at, inputName } of api.schemas) {
    if (inputName !== null) names.set(inputAt(at), inputName);
  }
  const add = ({ methods, resources }: Pick<Resource, "methods" | "resources">): void => {
    for (const { at, tsName, paramsName, operation } of methods) {
      names.set(at, tsName).set(paramsAt(at), paramsName);
      if (operation?.role === "poll") names.set(waitAt(at), operation.waitName);
    }
    for (const resource of resources) {
      names.set(resource.at, resource.tsName);
      add(resource);
    }
  };
  add(api);
  return names;
}

/** The place that stands for a schema's twin for requests. */
function inputAt(schema: string): string {
  return pointerTo(schema, "input");
}

/** The place that stands for the interface of what a method takes. */
function paramsAt(method: string): string {
  return pointerTo(method, "parameters");
}

// A pointer to a resource or method is a list of pairs (`/resources/x/methods/y`); one that leads into a
// method (`…/parameters`, `…/request`) is longer by one step or more. `…/wait` is a member beside its method.
function isMember(at: string): boolean {
  return /^(\/resources\/[^/]+)*\/(resources\/[^/]+|methods\/[^/]+(\/wait)?)$/.test(at);
}

function isScope(at: string): boolean {
  return at.startsWith("/auth/");
}

function isExported(at: string): boolean {
  return !isMember(at) && !isScope(at);
}

function only(names: Names, fits: (at: string) => boolean): Names {
  return new Map([...names].filter(([at]) => fits(at)));
}

function entryOf(names: Names, at: string): [string, string][] {
  return renamed(names, at, at);
}

/** The name at one place, as an entry for another one; nothing if there is none. */
function renamed(names: Names, from: string, to: string): [string, string][] {
  const name = names.get(from);
  return name === undefined ? [] : [[to, name]];
}
