import { AnswerHeaders } from "../answer.js";
import type { HttpResponse } from "../transport.js";
import type { FakeError } from "./fake-error.js";
import type { FakeMedia } from "./fake-media.js";

/** The answer that an error is. */
export function errorResponse({ status, headers, body }: FakeError): HttpResponse {
  return jsonResponse(status, JSON.stringify(body), headers);
}

/** An answer of bytes. */
export function mediaResponse({ headers, bytes }: FakeMedia): HttpResponse {
  return responseOf(200, headers, bytes);
}

/** An answer without a body. */
export function emptyResponse(
  status = 204,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return responseOf(status, headers, new Uint8Array());
}

/** An answer whose body is a JSON text. */
export function jsonResponse(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  const type = { "content-type": "application/json; charset=UTF-8" };
  return responseOf(status, { ...type, ...headers }, new TextEncoder().encode(text));
}

function responseOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  bytes: Uint8Array,
): HttpResponse {
  const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { status, headers: new AnswerHeaders(Object.fromEntries(names)), body: chunks(bytes) };
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  if (bytes.length > 0) yield bytes;
}
