import { checkKeys } from "./check-keys.js";
import type { FreeRequest } from "./client-caller.js";
import type { MethodDescriptor } from "./descriptor.js";
import { argumentError } from "./error.js";
import { isRecord, own } from "./record.js";

/**
 * A call as its caller wrote it, in a copy: what he changes afterwards does not count. What sends encodes it, and
 * finds what is wrong with it.
 */
export interface WrittenCall {
  /** Whom errors name. */
  readonly id: string;
  /** `null` for a request that no method describes. */
  readonly method: MethodDescriptor | null;
  /** The parameters, or the members of that request. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The body as JSON. */
  readonly body: string | null;
  /** By which the server knows a request it has had, if the method takes one. */
  readonly requestId: unknown;
}

/**
 * A call of a method.
 * @throws GoogleApiError of kind `"argument"` for what cannot be copied
 */
export function writtenCall(method: MethodDescriptor, params: object = {}): WrittenCall {
  const { id, requestId, upload } = method;
  if (!isRecord(params)) throw argumentError(`${id}: the parameters must be an object`);
  const values = copyOf(params);
  const body = method.body && own(values, "body");
  if (upload && isRecord(values["media"])) values["media"] = copyOfMedia(values["media"]);
  return {
    id,
    method,
    values,
    body: body === undefined ? null : bodyText(body, id),
    requestId: requestId && own(requestId === "body" ? body : values, "requestId"),
  };
}

/** The same of a request of {@link ApiClient.request}. */
export function writtenRequest(request: FreeRequest): WrittenCall {
  const id = "request";
  checkKeys(request, ["method", "path", "query", "body"], id);
  const { query, body } = request;
  return {
    id,
    method: null,
    values: { ...request, query: isRecord(query) ? copyOf(query) : query },
    body: body === undefined ? null : bodyText(body, id),
    requestId: undefined,
  };
}

/** A copy whose lists are copies too. */
function copyOf(values: object): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...values };
  for (const name of Object.keys(copy)) {
    const value = copy[name];
    if (Array.isArray(value)) copy[name] = [...value];
  }
  return copy;
}

function copyOfMedia(media: { readonly body?: unknown }): object {
  const copy: { readonly body?: unknown } = { ...media };
  const stream = copy.body as { on?(event: "error", told: () => void): void } | null | undefined;
  // A Node stream that fails before it is read ends the process if nobody listens. It tells its reader again.
  if (typeof stream?.on === "function") stream.on("error", () => {});
  return copy;
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
