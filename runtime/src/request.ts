import type { MethodDescriptor, PathVariable, QueryParameter } from "./descriptor.js";
import { checkKeys } from "./check-keys.js";
import { argumentError, type GoogleApiError } from "./error.js";
import { maskWith } from "./fields-mask.js";
import { mediaIntent, type MediaIntent } from "./media-intent.js";
import { checkRelativePath, expandVariable } from "./path.js";
import { looseQueryText, queryText } from "./query.js";
import { isRecord, own } from "./record.js";
import { nearestName, oneLine } from "./text.js";
import type { HttpCall, HttpRequest } from "./transport.js";

/** One request, encoded, before credentials and options. */
export interface ApiRequest {
  /** Whom errors name: the method's id. */
  readonly id: string;
  readonly httpMethod: string;
  /** True if it may be executed twice: by its HTTP method, or because the server will know it by its `requestId`. */
  readonly repeatable: boolean;
  /** Below the root URL, with its query. */
  readonly target: string;
  readonly body: string | null;
  /** `"bytes"`: the body as it is, unpacked. */
  readonly response: MethodDescriptor["response"] | "bytes";
  /** True if an empty answer is fine although data is expected. */
  readonly emptyAllowed: boolean;
  readonly scopes: readonly string[] | null;
  readonly apiVersion: string | null;
  /** True if the data of an answer stands under `data`. */
  readonly dataWrapper: boolean;
  readonly call: HttpCall | null;
  /** The calls of a batch, or `null`. */
  readonly parts: readonly HttpRequest[] | null;
  /** How the call takes or gives media or a stream; `null` if it does neither. */
  readonly media: MediaIntent | null;
}

/** What can be known of a method before its first call. */
interface Plan {
  readonly method: MethodDescriptor;
  readonly variables: readonly PathVariable[];
  readonly query: readonly (readonly [string, QueryParameter])[];
  readonly names: ReadonlySet<string>;
}

const standardQuery = "?alt=json&prettyPrint=false";
const plans = new WeakMap<MethodDescriptor, Plan>();

function planOf(method: MethodDescriptor): Plan {
  let plan = plans.get(method);
  if (plan === undefined) {
    const variables = method.path.filter((part) => typeof part !== "string");
    const query = Object.entries(method.query ?? {});
    if (!query.some(([name]) => name === "fields")) query.push(["fields", {}]);
    const names = new Set([...variables, ...query.map(([name]) => ({ name }))].map((p) => p.name));
    if (method.body) names.add("body");
    if (method.upload) names.add("media");
    if (method.download) names.add("alt");
    plan = { method, variables, query, names };
    plans.set(method, plan);
  }
  return plan;
}

/** Encodes a call of a method. Everything wrong with `params` is an argument error that names the method. */
export function buildRequest(
  method: MethodDescriptor,
  params: object | undefined,
  quotaUser: string | null,
): ApiRequest {
  const plan = planOf(method);
  const values = ownValues(plan, params);
  const path = expandPath(method.path, values, method.id);
  let query = "";
  for (const [name, parameter] of plan.query) {
    let value = own(values, name);
    if (name === "fields" && method.paging && typeof value === "string") {
      value = maskWith(value, method.paging.tokenOut);
    }
    query += queryText(name, parameter, value, method.id);
  }
  query += quotaUserText(quotaUser);
  const body = bodyOf(method, values);
  const requestId = requestIdOf(method, values, body);
  return {
    id: method.id,
    httpMethod: method.httpMethod,
    repeatable: isRepeatable(method.httpMethod, requestId),
    target: path + standardQuery + query,
    body: body === undefined ? null : bodyText(body, method.id),
    response: method.httpMethod === "HEAD" ? "none" : method.response,
    emptyAllowed: false,
    scopes: method.scopes ?? null,
    apiVersion: method.apiVersion ?? null,
    dataWrapper: method.dataWrapper === true,
    call: { id: method.id, params: method.body ? withoutBody(values) : values, body },
    parts: null,
    media: mediaIntent(method, values, query),
  };
}

/** A request of {@link ApiClient.request}, whose parts the caller encoded. */
export function buildFreeRequest(
  request: {
    readonly method: unknown;
    readonly path: unknown;
    readonly query?: object | undefined;
    readonly body?: unknown;
  },
  quotaUser: string | null,
): ApiRequest {
  checkKeys(request, ["method", "path", "query", "body"], "request");
  const { method, query } = request;
  if (query !== undefined && !isRecord(query)) {
    throw argumentError("request: query must be an object");
  }
  if (typeof method !== "string" || !/^(?:GET|POST|PUT|PATCH|DELETE|HEAD)$/.test(method)) {
    throw argumentError("request: method must be GET, POST, PUT, PATCH, DELETE or HEAD");
  }
  const path = checkRelativePath(request.path);
  let target = path + standardQuery;
  for (const [name, value] of Object.entries(query ?? {})) target += looseQueryText(name, value);
  const id = `${method} ${oneLine(path, 120)}`;
  return {
    id,
    httpMethod: method,
    repeatable: isRepeatable(method, undefined),
    target: target + quotaUserText(quotaUser),
    body: request.body === undefined ? null : bodyText(request.body, id),
    response: method === "HEAD" ? "none" : "any",
    emptyAllowed: true,
    scopes: null,
    apiVersion: null,
    dataWrapper: false,
    call: null,
    parts: null,
    media: null,
  };
}

/** A path with its variables' values. */
export function expandPath(
  path: MethodDescriptor["path"],
  values: Readonly<Record<string, unknown>>,
  id: string,
): string {
  let text = "";
  for (const part of path) {
    text += typeof part === "string" ? part : expandVariable(part, own(values, part.name), id);
  }
  return text;
}

/** A request that was carried out may be sent again if that changes nothing, or if the server will know it. */
function isRepeatable(httpMethod: string, requestId: unknown): boolean {
  if (httpMethod !== "POST" && httpMethod !== "PATCH") return true;
  return typeof requestId === "string" && requestId !== "";
}

function requestIdOf(
  { requestId }: MethodDescriptor,
  values: Readonly<Record<string, unknown>>,
  body: unknown,
): unknown {
  if (requestId === "query") return own(values, "requestId");
  return requestId === undefined ? undefined : own(body, "requestId");
}

function ownValues(plan: Plan, params: object | undefined): Readonly<Record<string, unknown>> {
  if (params === undefined) return {};
  if (!isRecord(params)) {
    throw argumentError(`${plan.method.id}: the parameters must be an object`);
  }
  for (const name of Object.keys(params)) {
    if (!plan.names.has(name)) throw unknownParameter(plan, name);
  }
  return { ...params };
}

function unknownParameter(plan: Plan, name: string): GoogleApiError {
  const nearest = nearestName(name, plan.names);
  const meant = nearest === null ? "" : ` (did you mean "${nearest}"?)`;
  const names = [...plan.names].map((known) => `"${known}"`).join(", ");
  return argumentError(
    `${plan.method.id}: unknown parameter ${oneLine(JSON.stringify(name), 80)}${meant}; the method takes ${names}`,
  );
}

function withoutBody(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { body: _, ...params } = values;
  return params;
}

/** The body that the caller gave; `undefined` if there is none. */
function bodyOf(
  { id, body: kind }: MethodDescriptor,
  values: Readonly<Record<string, unknown>>,
): unknown {
  const body = kind === undefined ? undefined : own(values, "body");
  if (kind === "required" && body === undefined) throw argumentError(`${id}: the body is missing`);
  return body;
}

function bodyText(body: unknown, id: string): string {
  let text: string | undefined;
  try {
    text = body === null ? undefined : JSON.stringify(body);
  } catch {
    // Without the cause: its message may show a part of the body.
    throw argumentError(
      `${id}: the body cannot be written as JSON (a cycle, a bigint or too deep)`,
    );
  }
  if (text === undefined)
    throw argumentError(`${id}: the body must be a JSON value other than null`);
  return text;
}

function quotaUserText(quotaUser: string | null): string {
  return quotaUser === null ? "" : `&quotaUser=${encodeURIComponent(quotaUser)}`;
}
