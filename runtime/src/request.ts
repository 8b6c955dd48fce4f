import type { MethodDescriptor, PathVariable, QueryParameter } from "./descriptor.js";
import { argumentError, type GoogleApiError } from "./error.js";
import { maskWith } from "./fields-mask.js";
import { mediaIntent, type MediaIntent } from "./media-intent.js";
import { checkRelativePath, expandVariable } from "./path.js";
import { looseQueryText, queryText } from "./query.js";
import { isRecord, own } from "./record.js";
import { nearestName, oneLine } from "./text.js";
import type { HttpCall, HttpRequest } from "./transport.js";
import type { WrittenCall } from "./written-call.js";

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

/** Encodes a call. Everything wrong with it is an argument error that names the method. */
export function encodeCall(call: WrittenCall, quotaUser: string | null): ApiRequest {
  return call.method === null
    ? encodeFree(call, quotaUser)
    : encodeMethod(call.method, call, quotaUser);
}

function encodeMethod(
  method: MethodDescriptor,
  { values, body, requestId }: WrittenCall,
  quotaUser: string | null,
): ApiRequest {
  const plan = planOf(method);
  for (const name of Object.keys(values)) {
    if (!plan.names.has(name)) throw unknownParameter(plan, name);
  }
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
  if (method.body === "required" && body === null) {
    throw argumentError(`${method.id}: the body is missing`);
  }
  return {
    id: method.id,
    httpMethod: method.httpMethod,
    repeatable: isRepeatable(method.httpMethod, requestId),
    target: path + standardQuery + query,
    body,
    response: method.httpMethod === "HEAD" ? "none" : method.response,
    emptyAllowed: false,
    scopes: method.scopes ?? null,
    apiVersion: method.apiVersion ?? null,
    dataWrapper: method.dataWrapper === true,
    call: httpCall(method, values),
    parts: null,
    media: mediaIntent(method, values, query),
  };
}

/** A request of {@link ApiClient.request}, whose parts the caller encoded. */
function encodeFree({ values, body }: WrittenCall, quotaUser: string | null): ApiRequest {
  const { method, query = {} } = values;
  if (!isRecord(query)) throw argumentError("request: query must be an object");
  if (typeof method !== "string" || !/^(?:GET|POST|PUT|PATCH|DELETE|HEAD)$/.test(method)) {
    throw argumentError("request: method must be GET, POST, PUT, PATCH, DELETE or HEAD");
  }
  const path = checkRelativePath(values["path"]);
  let target = path + standardQuery;
  for (const [name, value] of Object.entries(query)) target += looseQueryText(name, value);
  return {
    id: `${method} ${oneLine(path, 120)}`,
    httpMethod: method,
    repeatable: isRepeatable(method, undefined),
    target: target + quotaUserText(quotaUser),
    body,
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

function unknownParameter(plan: Plan, name: string): GoogleApiError {
  const nearest = nearestName(name, plan.names);
  const meant = nearest === null ? "" : ` (did you mean "${nearest}"?)`;
  const names = [...plan.names].map((known) => `"${known}"`).join(", ");
  return argumentError(
    `${plan.method.id}: unknown parameter ${oneLine(JSON.stringify(name), 80)}${meant}; the method takes ${names}`,
  );
}

/** What the caller wrote, for transports. */
function httpCall({ id, body: kind }: MethodDescriptor, values: WrittenCall["values"]): HttpCall {
  if (kind === undefined) return { id, params: values, body: undefined };
  const { body, ...params } = values;
  return { id, params, body };
}

function quotaUserText(quotaUser: string | null): string {
  return quotaUser === null ? "" : `&quotaUser=${encodeURIComponent(quotaUser)}`;
}
