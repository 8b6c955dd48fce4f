/** What methods do to the things of a resource, as far as they are plain: create, get, list, update, delete. */
import type { Method, Resource, Type } from "../model/model.js";
import type { Examples } from "./example.js";
import { templateText } from "./route.js";

/**
 * `"act"` is any other method on one thing, which answers with it: `subscriptions.suspend`.
 */
export type Role = "create" | "get" | "list" | "update" | "patch" | "delete" | "act";

/** A resource whose things can be kept: they are created, and can be had again. */
export interface KeptResource {
  readonly name: string;
  readonly get: Method;
  readonly create: Method;
  /** The name of the last variable of `get`'s path. */
  readonly idName: string;
  /** What its methods do; other methods are left out. */
  readonly roles: ReadonlyMap<string, Role>;
}

/** What can be kept of a resource; `null` if it is not plain. */
export function keptResource(resource: Resource, examples: Examples): KeptResource | null {
  const { methods, name } = resource;
  const get = methods.find((method) => method.name === "get" && method.httpMethod === "GET");
  const last = get?.path.at(-1);
  const schema = get === undefined ? null : schemaName(get.response);
  if (get === undefined || schema === null || last?.kind !== "variable") return null;
  const isPlain = examples.schemaOf(get.response)?.kind === "object";
  const create = methods.find(
    (method) =>
      /^(?:insert|create)$/.test(method.name) &&
      method.httpMethod === "POST" &&
      schemaName(method.response) === schema &&
      schemaName(method.request?.type ?? null) === schema,
  );
  if (create === undefined || !isPlain) return null;
  const roles = methods.flatMap((method): [string, Role][] => {
    const role = roleOf(method, { get, create, schema, examples });
    return role === null ? [] : [[method.id, role]];
  });
  return { name, get, create, idName: last.name, roles: new Map(roles) };
}

interface Facts {
  readonly get: Method;
  readonly create: Method;
  /** The schema of the things. */
  readonly schema: string;
  readonly examples: Examples;
}

function roleOf(method: Method, { get, create, schema, examples }: Facts): Role | null {
  if (method === get) return "get";
  if (method === create) return "create";
  if (method.httpMethod === "GET") {
    return listedIn(method, schema, examples) === null ? null : "list";
  }
  const [path, place] = [templateText(method.path), templateText(get.path)];
  if (path === place) return roleOnThing(method, schema);
  const isAct = method.httpMethod === "POST" && path.startsWith(place);
  return isAct && schemaName(method.response) === schema ? "act" : null;
}

/** What a method at the thing's own address does. */
function roleOnThing({ httpMethod, request, response }: Method, schema: string): Role | null {
  if (httpMethod === "DELETE") return "delete";
  const takesThing = schemaName(request?.type ?? null) === schema;
  if (!takesThing || schemaName(response) !== schema) return null;
  if (httpMethod === "PUT") return "update";
  return httpMethod === "PATCH" ? "patch" : null;
}

/** The property of a list's answer that holds the things, or `null`. */
export function listedIn(method: Method, schema: string, examples: Examples): string | null {
  const found = examples
    .propertiesOf(method.response)
    .filter(({ type }) => type.kind === "array" && schemaName(type.items) === schema);
  return found.length === 1 ? (found[0]?.name ?? null) : null;
}

/** The name of the schema that a type refers to. */
export function schemaName(type: Type | null): string | null {
  return type?.kind === "ref" ? type.schema : null;
}
