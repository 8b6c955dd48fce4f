/** Which schemas calls send and which answers hold: properties are typed by it. */
import type { Method, Resource, Schema, Type } from "./model.js";

/** The schemas with `inRequests` and `inResponses` found by following every method's types. */
export function withReach(
  schemas: readonly Schema[],
  api: Pick<Resource, "methods" | "resources">,
): Schema[] {
  const methods = methodsOf(api);
  const sent = reached(
    methods.flatMap(({ request }) => request?.type ?? []),
    schemas,
  );
  const received = reached(
    methods.flatMap(({ response }) => response ?? []),
    schemas,
  );
  return schemas.map((schema) => ({
    ...schema,
    inRequests: sent.has(schema.name),
    inResponses: received.has(schema.name),
  }));
}

/** Every method of an API or a resource, its children's included. */
export function methodsOf({
  methods,
  resources,
}: Pick<Resource, "methods" | "resources">): Method[] {
  return [...methods, ...resources.flatMap(methodsOf)];
}

function reached(types: readonly Type[], schemas: readonly Schema[]): ReadonlySet<string> {
  const byName = new Map(schemas.map((schema) => [schema.name, schema]));
  const found = new Set<string>();
  const waiting = types.flatMap(refs);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const schema = byName.get(name);
    if (schema !== undefined) waiting.push(...typesOf(schema).flatMap(refs));
  }
  return found;
}

function typesOf(schema: Schema): Type[] {
  switch (schema.kind) {
    case "object":
      return schema.properties.map(({ type }) => type);
    case "alias":
      return [schema.type];
    case "variant":
      return schema.members.map(({ type }) => type);
  }
}

function refs(type: Type): string[] {
  switch (type.kind) {
    case "ref":
      return [type.schema];
    case "array":
      return refs(type.items);
    case "map":
      return refs(type.values);
    case "any":
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "enum":
      return [];
  }
}
