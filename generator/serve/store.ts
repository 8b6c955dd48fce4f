/** The things that a fake remembers: those that were created, by the paths of their addresses. */
import type { Api, Method, Property, Resource } from "../model/model.js";
import { takesText } from "./formats.js";
import { checkIfMatch } from "./etag.js";
import type { Examples } from "./example.js";
import { GoogleError } from "./google-error.js";
import { isObject, mergeMasked, mergePatch } from "./merge.js";
import type { Params } from "./read-params.js";
import {
  keptResource,
  listedIn,
  schemaName,
  type KeptResource,
  type Role,
} from "./resource-role.js";
import { expandPath, templateOf, templateText, type PathValues } from "./route.js";
import type { FoundRoute, Routes } from "./routes.js";

/** A call, read and checked. */
export interface FakeCall {
  readonly route: FoundRoute;
  /** Its path, spelled. */
  readonly path: string;
  readonly params: Params;
  /** Its query as it came. */
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** What a call comes to: a value (`undefined` for an empty answer), or a list of things to be put in pages. */
export type StoreAnswer =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "list"; readonly property: string; readonly items: readonly unknown[] };

interface Thing {
  readonly key: string;
  readonly resource: KeptResource;
  /** The values of the variables in its path. */
  readonly values: PathValues;
  value: unknown;
}

/** Keeps things in memory. */
export class Store {
  readonly #kept = new Map<Resource, KeptResource>();
  readonly #things = new Map<string, Thing>();
  readonly #routes: Routes;
  readonly #examples: Examples;
  #count = 0;

  constructor(api: Api, routes: Routes, examples: Examples) {
    this.#routes = routes;
    this.#examples = examples;
    const add = (resource: Resource): void => {
      const kept = keptResource(resource, examples);
      if (kept !== null) this.#kept.set(resource, kept);
      resource.resources.forEach(add);
    };
    api.resources.forEach(add);
  }

  /**
   * What a call comes to; `null` if it is about nothing that is kept.
   *
   * @param ifMatch the etag of the thing that is to be changed
   * @throws GoogleError for a thing that is not there, is there already, or has another etag.
   */
  answer(call: FakeCall, ifMatch: string | undefined): StoreAnswer | null {
    const { method, resource } = call.route;
    const kept = resource === null ? undefined : this.#kept.get(resource);
    const role = kept?.roles.get(method.id);
    if (kept === undefined || role === undefined) return null;
    if (role === "create") return this.#create(kept, call);
    if (role === "list") return this.#list(kept, call);
    return this.#change(this.#thing(kept, call), role, call, ifMatch);
  }

  #create(kept: KeptResource, { route, params, body }: FakeCall): StoreAnswer | null {
    const id = this.#idFrom(route.method, kept, params, body) ?? this.#nextId(kept);
    const key = `${ownPath(route)}/${encodeURIComponent(id)}`;
    const found = this.#routes.find("GET", key).find(({ method }) => method === kept.get);
    // Its things cannot be had by what their addresses would be.
    if (found === undefined) return null;
    if (this.#things.has(key)) {
      throw new GoogleError({ status: 409, message: `Already exists: ${key}` });
    }
    const member = this.#idProperty(kept)?.name ?? kept.idName;
    const names = { [member]: id, ...found.values };
    const value = this.#newValue(kept, names, body);
    this.#things.set(key, { key, resource: kept, values: names, value });
    return { kind: "value", value };
  }

  #nextId(kept: KeptResource): string {
    this.#count++;
    const { get, idName, name } = kept;
    const types = [
      get.parameters.find((each) => each.name === idName)?.type,
      this.#idProperty(kept)?.type,
    ];
    const isNumber = types.some(
      (type) => type?.kind === "integer" || (type?.kind === "string" && type.format !== null),
    );
    return isNumber ? String(this.#count) : `${name.replace(/s$/, "")}-${this.#count}`;
  }

  /** The property that holds the id: of the path's variable, else `id`. */
  #idProperty({ get, idName }: KeptResource): Property | null {
    const properties = this.#examples.propertiesOf(get.response);
    const named = (wanted: string): Property | null =>
      properties.find(({ name, type }) => name === wanted && type.kind === "string") ?? null;
    return named(idName) ?? named("id");
  }

  /** The id that the caller wants: by a parameter (`thingId`), or by a member of the body. */
  #idFrom(method: Method, kept: KeptResource, params: Params, body: unknown): string | null {
    const stem = kept.name.replace(/s$/, "").toLowerCase();
    const parameter = method.parameters.find(
      ({ name, location }) => location === "query" && name.toLowerCase() === `${stem}id`,
    );
    const member = this.#idProperty(kept)?.name ?? "name";
    const found = [
      parameter === undefined ? undefined : params[parameter.name],
      isObject(body) && Object.hasOwn(body, member) ? body[member] : undefined,
    ].find((each) => typeof each === "string" && each !== "");
    if (typeof found !== "string") return null;
    // The name of a thing is often its whole address.
    return member === "name" ? (found.split("/").at(-1) ?? null) : found;
  }

  /** What was sent, with what only the server sets, and with the names in its address. */
  #newValue({ get }: KeptResource, values: PathValues, body: unknown): unknown {
    const value: Record<string, unknown> = {};
    Object.assign(value, this.#examples.fixedOf(get.response));
    for (const { name, type, setByServer } of this.#examples.propertiesOf(get.response)) {
      const sent = isObject(body) && Object.hasOwn(body, name) && !setByServer;
      if (sent) value[name] = body[name];
      const named = Object.hasOwn(values, name) ? values[name] : undefined;
      if (typeof named === "string" && takesText(type, named)) value[name] = named;
    }
    return value;
  }

  #list(kept: KeptResource, { route, params }: FakeCall): StoreAnswer | null {
    const path = ownPath(route);
    const schema = schemaName(kept.get.response) ?? "";
    const property = listedIn(route.method, schema, this.#examples);
    if (property === null) return null;
    const isBeside = templateText(route.method.path) === templateText(kept.create.path);
    const things = [...this.#things].filter(([key, { resource, values }]) => {
      if (resource !== kept) return false;
      if (isBeside) return key.startsWith(`${path}/`) && !key.includes("/", path.length + 1);
      // A list of another place takes what it filters by as parameters.
      return Object.entries(values).every(
        ([name, value]) => params[name] === undefined || params[name] === value,
      );
    });
    return { kind: "list", property, items: things.map(([, { value }]) => value) };
  }

  #thing(kept: KeptResource, { route }: FakeCall): Thing {
    const key = expandPath(templateOf(kept.get.path), route.values) ?? "";
    const thing = this.#things.get(key);
    if (thing === undefined) {
      const message = `Not found: ${key}; ${kept.create.id} has made none there`;
      throw new GoogleError({ status: 404, message });
    }
    return thing;
  }

  #change(
    thing: Thing,
    role: Role,
    { route, params, body }: FakeCall,
    ifMatch: string | undefined,
  ): StoreAnswer {
    const { resource: kept, key } = thing;
    if (role !== "get") checkIfMatch(thing.value, ifMatch);
    if (role === "delete") {
      this.#things.delete(key);
      const { response } = route.method;
      const isThing = schemaName(response) === schemaName(kept.get.response);
      return { kind: "value", value: response === null ? undefined : isThing ? thing.value : {} };
    }
    if (role === "update") thing.value = this.#newValue(kept, thing.values, body);
    if (role === "patch") thing.value = patched(thing.value, body, params["updateMask"]);
    if (role === "act") thing.value = this.#acted(thing.value, route.method, body);
    return { kind: "value", value: thing.value };
  }

  /** What a method sends may be a part of the thing: the seats of a subscription. */
  #acted(value: unknown, { request, response }: Method, body: unknown): unknown {
    const sent = schemaName(request?.type ?? null);
    const parts = this.#examples
      .propertiesOf(response)
      .filter(({ type }) => sent !== null && schemaName(type) === sent);
    const [part] = parts;
    return part === undefined || parts.length > 1
      ? value
      : mergePatch(value, { [part.name]: body });
  }
}

/** The path of a call at the method's own address, wherever its media went. */
function ownPath({ method, values }: FoundRoute): string {
  return expandPath(templateOf(method.path), values) ?? "";
}

function patched(value: unknown, body: unknown, mask: unknown): unknown {
  return typeof mask === "string" ? mergeMasked(value, body, mask) : mergePatch(value, body);
}
