import { responseInfo, type RawAnswer } from "./answer.js";
import { callError, type ErrorContext } from "./call-error.js";
import type { ResponseInfo } from "./call.js";
import { decodeText, nestsTooDeep, unpackBody } from "./decode-body.js";
import type { ErrorParts, GoogleApiError } from "./error.js";
import { excerptOf } from "./error-text.js";
import { isRecord } from "./record.js";
import type { ApiRequest } from "./request.js";
import { oneLine } from "./text.js";

/** The data of an answer, with what came beside it. */
export interface Answer {
  readonly data: unknown;
  readonly response: ResponseInfo;
}

/** Reads the data of an answer whose status is 2xx; throws if it is not what the method gives. */
export function readAnswer(
  request: ApiRequest,
  raw: RawAnswer,
  context: ErrorContext,
): Answer | Promise<Answer> {
  const response = responseInfo(raw, context.trail.attempts);
  if (raw.delivered !== undefined) return { data: raw.delivered, response };
  if (request.response === "none" && !isPage(raw)) return { data: undefined, response };
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
  if (request.response === "bytes") return bytes;
  if (bytes.length === 0 && request.emptyAllowed) return undefined;
  const fail: Fail = (why) => protocolError(`the answer ${why}`, bytes, response, context);
  if (bytes.length === 0) throw fail("is empty where data is expected");
  if (nestsTooDeep(bytes)) throw fail("nests deeper than 1,000 levels");
  let data: unknown;
  try {
    data = JSON.parse(decodeText(bytes));
  } catch {
    // Without the cause: it repeats a part of the body.
    throw fail("is not the expected JSON");
  }
  return shaped(request.dataWrapper ? unwrapped(data, fail) : data, request.response, fail);
}

type Fail = (why: string) => GoogleApiError;

/** `data` if it is what the method gives. */
function shaped(data: unknown, wanted: ApiRequest["response"], fail: Fail): unknown {
  if (wanted === "none") return undefined;
  if (wanted === "object" && !isRecord(data)) throw fail("is JSON, but not the expected object");
  if (wanted === "array" && !Array.isArray(data)) throw fail("is JSON, but not the expected array");
  return data;
}

/** Where no data is expected anything may come but this: somebody else's page, of a proxy or to sign in. */
function isPage({ body, headers }: RawAnswer): boolean {
  return body.length > 0 && /^\s*text\/html\b/i.test(headers.get("content-type") ?? "");
}

function unwrapped(data: unknown, fail: Fail): unknown {
  if (isRecord(data) && Object.hasOwn(data, "data")) return data["data"];
  throw fail("is JSON, but holds no data");
}

/** An answer that says it is a success, and is not what was expected. */
export function protocolError(
  why: string,
  bytes: Uint8Array | null,
  response: ResponseInfo,
  context: ErrorContext,
): GoogleApiError {
  const type = response.headers.get("content-type");
  const typeWords = type === null ? "no content type" : `content type ${oneLine(type, 80)}`;
  const parts: ErrorParts = {
    kind: "protocol",
    message: `${context.id}: HTTP ${response.status}, but ${why} (${typeWords})`,
    outcome: "unknown",
    status: response.status,
    response,
    excerpt: bytes === null ? null : excerptOf(bytes, context.trail.auth),
  };
  return callError(parts, context);
}
