import type { BatchPart } from "./batch-part.js";
import { argumentError } from "./error.js";
import { checkHeaderValue } from "./headers.js";
import type { ApiRequest } from "./request.js";
import type { Root } from "./root.js";
import type { HttpRequest } from "./transport.js";

/** The body of a batch, and what its answer is read by. */
export interface BatchBody {
  readonly contentType: string;
  readonly text: string;
  /** The content ids of the parts, in their order. */
  readonly ids: readonly string[];
}

/** A call of a batch, encoded. */
export interface EncodedPart {
  readonly part: BatchPart;
  readonly request: ApiRequest;
}

/** A call as the request it would be alone; the headers of all calls stand outside of it. */
export function partRequest({ part, request }: EncodedPart, root: Root): HttpRequest {
  const { id, httpMethod, target, body, call, apiVersion } = request;
  const { settings, etag } = part;
  const own: Record<string, string> = { ...settings.headers };
  if (apiVersion !== null) own["x-goog-api-version"] = apiVersion;
  if (etag !== null) own["if-none-match"] = checkHeaderValue(etag, "ifChanged: the etag");
  for (const [name, value] of Object.entries(own)) {
    if (/^[\t\x20-\x7e]*$/.test(value)) continue;
    throw argumentError(`${id}: in a batch, the header ${name} must be ASCII`);
  }
  if (body !== null) own["content-type"] = "application/json";
  const url = root.origin + root.path + target;
  return { method: httpMethod, url, headers: own, body, call, parts: null };
}

/**
 * Writes requests as one `multipart/mixed` body: each part is an HTTP request whose first line has only a path.
 *
 * @param origin where all of them go
 * @param random gives another text of letters and digits each time
 */
export function writeBatch(
  requests: readonly HttpRequest[],
  origin: string,
  random: () => string = randomText,
): BatchBody {
  const texts = requests.map((request) => partText(request, origin));
  // One damaged character of an id does not make it another call's.
  const ids = requests.map((_, index) => `${index + 1}.${random()}`);
  let boundary: string;
  do boundary = `batch_${random()}`;
  while (texts.some((text) => text.includes(boundary)));
  const parts = texts.map(
    (text, index) =>
      `--${boundary}\r\nContent-Type: application/http\r\nContent-ID: <${ids[index]}>\r\n\r\n${text}\r\n`,
  );
  return {
    contentType: `multipart/mixed; boundary=${boundary}`,
    text: `${parts.join("")}--${boundary}--\r\n`,
    ids,
  };
}

const encoder = new TextEncoder();

function partText({ method, url, headers, body }: HttpRequest, origin: string): string {
  const lines = [`${method} ${url.slice(origin.length)} HTTP/1.1`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (typeof body !== "string") return [...lines, "", ""].join("\r\n");
  lines.push(`content-length: ${encoder.encode(body).length}`);
  return [...lines, "", body].join("\r\n");
}

function randomText(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
