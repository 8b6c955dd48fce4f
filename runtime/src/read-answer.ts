import { responseInfo, type RawAnswer } from "./answer.js";
import type { ErrorContext } from "./attempt-error.js";
import type { ResponseInfo } from "./call.js";
import { decodeLeniently, decodeText, nestsTooDeep, unpackBody } from "./decode-body.js";
import { readErrorBody, readRetryAfter } from "./error-body.js";
import { GoogleApiError } from "./error.js";
import type { Outcome } from "./error-details.js";
import type { ApiRequest } from "./request.js";
import { oneLine } from "./text.js";

/** The data of an answer, with what came beside it. */
export interface Answer {
  readonly data: unknown;
  readonly response: ResponseInfo;
}

const maxExcerptBytes = 4 * 1024;

/** Reads an answer: its data, or the error it is. */
export function readAnswer(
  request: ApiRequest,
  raw: RawAnswer,
  context: ErrorContext,
): Answer | Promise<Answer> {
  const response = responseInfo(raw, context.trail.attempts);
  const { status } = raw;
  if (status < 200 || status >= 300) return rejectWith(raw, response, request, context);
  if (request.response === "none") return { data: undefined, response };
  const body = unpackBody(raw);
  if (body instanceof Uint8Array) {
    return { data: readData(body, request, response, context), response };
  }
  return body.then(
    (bytes) => ({ data: readData(bytes, request, response, context), response }),
    (error: unknown) => {
      const why = error instanceof Error ? error.message : "it cannot be read";
      throw protocolError(`the answer cannot be used: ${why}`, null, response, context);
    },
  );
}

function readData(
  bytes: Uint8Array,
  request: ApiRequest,
  response: ResponseInfo,
  context: ErrorContext,
): unknown {
  if (bytes.length === 0 && request.emptyAllowed) return undefined;
  const fail = (why: string): GoogleApiError =>
    protocolError(`the answer ${why}`, bytes, response, context);
  if (bytes.length === 0) throw fail("is empty where data is expected");
  if (nestsTooDeep(bytes)) throw fail("nests deeper than 1,000 levels");
  let data: unknown;
  try {
    data = JSON.parse(decodeText(bytes));
  } catch {
    // Without the cause: it repeats a part of the body.
    throw fail("is not the expected JSON");
  }
  if (request.dataWrapper) data = unwrapped(data, fail);
  const wanted = request.response;
  if (wanted === "object" && !isObject(data)) {
    throw fail("is JSON, but not the expected object");
  }
  if (wanted === "array" && !Array.isArray(data)) throw fail("is JSON, but not the expected array");
  return data;
}

function unwrapped(data: unknown, fail: (why: string) => GoogleApiError): unknown {
  if (isObject(data) && Object.hasOwn(data, "data")) return data["data"];
  throw fail("is JSON, but holds no data");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function protocolError(
  why: string,
  bytes: Uint8Array | null,
  response: ResponseInfo,
  { id, trail }: ErrorContext,
): GoogleApiError {
  const type = response.headers.get("content-type");
  const typeWords = type === null ? "no content type" : `content type ${oneLine(type, 80)}`;
  return new GoogleApiError({
    kind: "protocol",
    message: `${id}: HTTP ${response.status}, but ${why} (${typeWords})`,
    outcome: "unknown",
    status: response.status,
    attempts: trail.attempts,
    previousAttempts: [...trail.previous],
    response,
    excerpt: bytes === null ? null : excerptOf(bytes),
  });
}

async function rejectWith(
  raw: RawAnswer,
  response: ResponseInfo,
  request: ApiRequest,
  context: ErrorContext,
): Promise<never> {
  const { status } = raw;
  if (status === 304) {
    throw protocolError("nobody asked whether the data had changed", null, response, context);
  }
  let bytes: Uint8Array;
  try {
    bytes = await unpackBody(raw);
  } catch {
    bytes = new Uint8Array();
  }
  const json = jsonOf(bytes);
  const body = readErrorBody(json);
  const text = [`HTTP ${status}`, body.reason, location(raw)].filter((part) => part !== null);
  const message = `${context.id}: ${text.join(" ")}${body.message === null ? "" : `: ${body.message}`}`;
  const { message: _, ...parts } = body;
  throw new GoogleApiError({
    ...parts,
    kind: status === 401 ? "auth" : "http",
    message: message + scopeHint(status, body.reason, request),
    outcome: outcomeOf(status),
    status,
    attempts: context.trail.attempts,
    previousAttempts: [...context.trail.previous],
    retryAfterMs: readRetryAfter(raw.headers, body.retryInfo),
    response,
    excerpt: json === undefined && bytes.length > 0 ? excerptOf(bytes) : null,
  });
}

function jsonOf(bytes: Uint8Array): unknown {
  if (nestsTooDeep(bytes)) return undefined;
  try {
    return JSON.parse(decodeText(bytes));
  } catch {
    return undefined;
  }
}

// A redirect and a 5xx may come after the deed; a 4xx is a refusal, but 408 says only that time ran out.
function outcomeOf(status: number): Outcome {
  return status >= 400 && status < 500 && status !== 408 ? "failed" : "unknown";
}

function location(raw: RawAnswer): string | null {
  const to = raw.status < 400 ? raw.headers.get("location") : null;
  if (to === null) return null;
  try {
    return `redirects to ${new URL(to, "http://this.invalid").host}`.replace(
      "this.invalid",
      "the same host",
    );
  } catch {
    return null;
  }
}

function scopeHint(status: number, reason: string | null, { scopes }: ApiRequest): string {
  const insufficient =
    /^(?:insufficientPermissions|insufficientScopes|ACCESS_TOKEN_SCOPE_INSUFFICIENT)$/;
  if (status !== 403 || scopes === null || reason === null || !insufficient.test(reason)) return "";
  return `; the method needs one of the scopes ${scopes.join(", ")}`;
}

function excerptOf(bytes: Uint8Array): string {
  return oneLine(decodeLeniently(bytes.subarray(0, maxExcerptBytes)), maxExcerptBytes).slice(
    0,
    maxExcerptBytes,
  );
}
