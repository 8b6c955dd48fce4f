/** Batches: many requests in one `multipart/mixed` body, as Google's APIs take them. */
import { GoogleError } from "./google-error.js";
import type { FakeAnswer, FakeRequest } from "./message.js";
import { latin1, latin1Bytes, readParts, splitHead, type BodyPart } from "./multipart.js";

const maxCalls = 1_000;
const boundary = "batch_fake";

/**
 * Answers each request of a batch, one after the other.
 *
 * @throws GoogleError where the batch cannot be read
 */
export async function answerBatch(
  { headers, body }: FakeRequest,
  answer: (request: FakeRequest) => Promise<FakeAnswer>,
): Promise<FakeAnswer> {
  const { "content-type": type = "", "content-length": _, ...shared } = headers;
  const parts = readParts(body, type, "mixed");
  if (typeof parts === "string") throw wrong(parts);
  if (parts.length > maxCalls) throw wrong(`it has ${parts.length} calls, more than ${maxCalls}`);
  const texts: string[] = [];
  for (const part of parts) {
    const answered = await answer(requestOf(part, shared));
    texts.push(partText(answered, part.headers["content-id"]));
  }
  return {
    status: 200,
    headers: { "content-type": `multipart/mixed; boundary=${boundary}` },
    body: latin1Bytes(`${texts.join("")}--${boundary}--\r\n`),
  };
}

/** A part holds an HTTP request: a line, headers and a body. */
function requestOf({ content }: BodyPart, shared: Readonly<Record<string, string>>): FakeRequest {
  const [, line = "", rest = ""] = /^(?:\r?\n)*([^\n]*)\n?([^]*)$/.exec(content) ?? [];
  const [, method, target] = /^([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?\s*$/.exec(line) ?? [];
  if (method === undefined || target === undefined) throw wrong("a part of it is no HTTP request");
  const { headers, content: body } = splitHead(rest);
  return {
    method,
    target: target.replace(/^https?:\/\/[^/]+/i, ""),
    headers: { ...shared, ...headers },
    body: bodyOf(body, headers["content-length"]),
    methodId: null,
  };
}

/** A body as long as it says, else without the line ends that stand before the boundary. */
function bodyOf(text: string, length: string | undefined): Uint8Array {
  const isStated = /^\d{1,9}$/.test(length ?? "");
  return latin1Bytes(isStated ? text.slice(0, Number(length)) : text.replace(/(?:\r?\n)+$/, ""));
}

function partText({ status, headers, body }: FakeAnswer, id: string | undefined): string {
  const own = Object.entries({ ...headers, "content-length": String(body.length) });
  const lines = [
    `--${boundary}`,
    "content-type: application/http",
    ...(id === undefined ? [] : [`content-id: <response-${id.replace(/[<>\s]/g, "")}>`]),
    "",
    `HTTP/1.1 ${status} ${status < 400 ? "OK" : "Error"}`,
    ...own.map(([name, value]) => `${name}: ${value}`),
    "",
    latin1(body),
    "",
  ];
  return lines.join("\r\n");
}

function wrong(why: string): GoogleError {
  return new GoogleError({ status: 400, message: `The batch cannot be read: ${why}` });
}
