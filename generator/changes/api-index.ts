import type { Api, Method, Resource, Schema, Type } from "../model/model.js";
import { Leaves } from "./leaves.js";
import type { Direction } from "./rule.js";

/** A method with what leads to it. */
export interface PlacedMethod {
  readonly method: Method;
  /** The names on the way, as documents have them: `["customers", "get"]`. */
  readonly path: readonly string[];
  /** How code reaches it: `customers.get`. */
  readonly subject: string;
  /** True if the method or a resource above it is deprecated. */
  readonly isDeprecated: boolean;
}

/** A model with what a comparison asks of it. */
export interface ApiIndex {
  readonly api: Api;
  /** By name; inline objects among them. */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** By the names of their types, of the twins for requests too. */
  readonly tsNames: ReadonlyMap<string, Schema>;
  readonly methods: readonly PlacedMethod[];
  readonly leaves: Leaves;
  /** Ids of the methods that send or read a schema; sorted. */
  methodsOf(schema: Schema): readonly string[];
}

/** Indexes a model once. */
export function indexApi(api: Api): ApiIndex {
  const schemas = new Map(api.schemas.map((schema) => [schema.name, schema]));
  const methods = placedMethods(api, { path: [], names: [], isDeprecated: false });
  return {
    api,
    schemas,
    tsNames: new Map(
      api.schemas.flatMap((schema) => [
        [schema.inputName ?? schema.tsName, schema],
        [schema.tsName, schema],
      ]),
    ),
    methods,
    leaves: new Leaves(api.rest),
    methodsOf: methodFinder(methods, schemas),
  };
}

/** True for a schema with an id of its own, false for an inline object. */
export function isNamed({ at }: Schema): boolean {
  return /^\/schemas\/[^/]+$/.test(at);
}

/** Who sends and who reads a schema. */
export function directionOf({ inRequests, inResponses }: Schema): Direction {
  if (inRequests) return inResponses ? "both" : "request";
  return inResponses ? "response" : "none";
}

interface Way {
  readonly path: readonly string[];
  readonly names: readonly string[];
  readonly isDeprecated: boolean;
}

function placedMethods(
  { methods, resources }: Pick<Resource, "methods" | "resources">,
  way: Way,
): PlacedMethod[] {
  const own = methods.map((method): PlacedMethod => ({
    method,
    path: [...way.path, method.name],
    subject: [...way.names, method.tsName].join("."),
    isDeprecated: way.isDeprecated || method.doc.deprecated,
  }));
  const inner = resources.flatMap((resource) =>
    placedMethods(resource, {
      path: resource.path,
      names: [...way.names, resource.tsName],
      isDeprecated: way.isDeprecated || resource.doc.deprecated,
    }),
  );
  return [...own, ...inner];
}

/** The names of the schemas that a type refers to. */
export function refsIn(type: Type | null): readonly string[] {
  switch (type?.kind) {
    case "array":
      return refsIn(type.items);
    case "map":
      return refsIn(type.values);
    case "ref":
      return [type.schema];
    case undefined:
    case "any":
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "enum":
      return [];
  }
}

/** The names of the schemas that a schema refers to. */
export function refsOf(schema: Schema): readonly string[] {
  switch (schema.kind) {
    case "object":
      return schema.properties.flatMap(({ type }) => refsIn(type));
    case "alias":
      return refsIn(schema.type);
    case "variant":
      return schema.members.flatMap(({ type }) => refsIn(type));
  }
}

/** Walks from a schema to those that hold it and on to the methods; nothing is prepared before it is asked. */
function methodFinder(
  methods: readonly PlacedMethod[],
  schemas: ReadonlyMap<string, Schema>,
): ApiIndex["methodsOf"] {
  let holders: Map<string, string[]> | null = null;
  let callers: Map<string, string[]> | null = null;
  const found = new Map<string, readonly string[]>();
  return ({ name }) => {
    const known = found.get(name);
    if (known !== undefined) return known;
    holders ??= inverted([...schemas.values()].map((each) => [each.name, refsOf(each)]));
    callers ??= inverted(methods.map(({ method }) => [method.id, bodyRefs(method)]));
    const seen = new Set([name]);
    for (const each of seen) for (const holder of holders.get(each) ?? []) seen.add(holder);
    const ids = new Set([...seen].flatMap((each) => callers?.get(each) ?? []));
    const sorted = [...ids].sort();
    found.set(name, sorted);
    return sorted;
  };
}

function bodyRefs({ request, response }: Method): readonly string[] {
  return [...refsIn(request?.type ?? null), ...refsIn(response)];
}

function inverted(all: readonly (readonly [string, readonly string[]])[]): Map<string, string[]> {
  const result = new Map<string, string[]>();
  for (const [from, targets] of all) {
    for (const to of targets) {
      const list = result.get(to);
      if (list === undefined) result.set(to, [from]);
      else list.push(from);
    }
  }
  return result;
}
