import { AnswerHeaders, type RawAnswer } from "./answer.js";
import { splitHead, splitLine, splitMultipart } from "./multipart.js";

/** What the answer to a batch says of one call: its answer, or in words why there is none. */
export type PartAnswer = RawAnswer | string;

interface Part {
  readonly id: string | null;
  readonly answer: PartAnswer;
}

const missing = "the batch's answer has no part for it";
const unclear = "the batch's answer does not say which of its parts is for it";
const cut = "its part of the batch's answer is cut off";

/**
 * The answers to the calls of a batch, found by the content ids of the parts. Parts without one (Google's
 * transfers of subscriptions leave it out) are taken by their order, if there are as many parts as calls and
 * no id says otherwise. A call never gets what may be another's.
 *
 * @param ids the content ids of the calls, in their order
 * @returns one for each id; `null` if `body` is no multipart body of that boundary
 */
export function readBatchAnswer(
  body: Uint8Array,
  boundary: string,
  ids: readonly string[],
): readonly PartAnswer[] | null {
  // More parts than calls can only be a mistake, but a few of them spoil nothing.
  const found = splitMultipart(body, boundary, 2 * ids.length + 8);
  if (found === null) return null;
  const parts = found.parts.map(readPart);
  const last = parts.at(-1);
  if (!found.closed && last !== undefined) parts[parts.length - 1] = { ...last, answer: cut };
  const inOrder =
    found.closed &&
    parts.length === ids.length &&
    parts.every(({ id }, index) => id === null || id === ids[index]);
  return inOrder ? parts.map(({ answer }) => answer) : answersById(parts, ids);
}

function answersById(parts: readonly Part[], ids: readonly string[]): PartAnswer[] {
  const byId = new Map<string | null, PartAnswer>();
  for (const { id, answer } of parts) byId.set(id, byId.has(id) ? unclear : answer);
  const absent = byId.has(null) ? unclear : missing;
  return ids.map((id) => byId.get(id) ?? absent);
}

/** A part: its own head, and in it an HTTP answer with a head and a body. */
function readPart(bytes: Uint8Array): Part {
  const part = splitHead(bytes);
  if (part === null) return { id: null, answer: "its part of the batch's answer cannot be read" };
  return { id: readId(part.headers.get("content-id")), answer: readHttp(part.content) };
}

/** The id of the call: servers write `response-` before it, inside or outside of the angle brackets. */
function readId(text: string | undefined): string | null {
  return text?.replace(/[<>\s]/g, "").replace(/^response-/i, "") || null;
}

function readHttp(bytes: Uint8Array): PartAnswer {
  const { line, rest } = splitLine(bytes);
  const status = Number(/^HTTP\/\d(?:\.\d)? ([2-5]\d\d)(?: .*)?$/.exec(line)?.[1] ?? NaN);
  const message = splitHead(rest);
  if (Number.isNaN(status) || message === null) {
    return "its part of the batch's answer is no HTTP answer";
  }
  const body = bodyOf(message.content, message.headers.get("content-length"));
  if (body === null) return cut;
  const headers = new AnswerHeaders(Object.fromEntries(message.headers));
  return { status, headers, body, cut: false };
}

/** The body without the line ends that servers write behind it; `null` if it is not as long as it says. */
function bodyOf(content: Uint8Array, length: string | undefined): Uint8Array | null {
  let end = content.length;
  while (content[end - 1] === 0x0a || content[end - 1] === 0x0d) end--;
  if (length === undefined) return content.subarray(0, end);
  const stated = /^\d{1,9}$/.test(length) ? Number(length) : NaN;
  return stated >= end && stated <= content.length ? content.subarray(0, stated) : null;
}
