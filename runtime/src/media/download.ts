import type { ByteRange } from "../call.js";
import type { Answer } from "../read-answer.js";
import type { ApiRequest } from "../request.js";
import { readContentRange, type ByteSpan } from "./content-range.js";
import { ContentReader } from "./content-reader.js";
import { isEncoded } from "./decoded.js";
import type { MediaCall } from "./media-call.js";
import { MediaContent } from "./media-content.js";
import { MediaSender, type MediaParts, type OpenAnswer } from "./media-sender.js";

/** Sends a call whose answer is media; resolves to them when the headers of the answer are there. */
export function openContent(
  call: MediaCall,
  request: ApiRequest,
  parts: MediaParts,
  etag: string | null,
): Promise<Answer> {
  const { range } = call;
  const headers = range === null ? parts.headers : { ...parts.headers, range: rangeText(range) };
  const sender = new MediaSender(
    call.connection,
    { ...parts, headers: headers ?? {} },
    (answer) => {
      checkPart(call, answer, range);
      return new MediaContent(call, new ContentReader(call, request, answer), answer);
    },
  );
  return call.send(sender, request, etag);
}

function rangeText({ start, end }: ByteRange): string {
  return start < 0 ? `bytes=${start}` : `bytes=${start}-${end ?? ""}`;
}

/** Throws if an answer is not the part that was asked for. */
function checkPart(
  call: MediaCall,
  { status, headers }: OpenAnswer,
  range: ByteRange | null,
): void {
  const span = status === 206 ? readContentRange(headers.get("content-range")) : null;
  const why =
    status === 206
      ? flawOf(span, range, headers.get("content-encoding"))
      : range === null || (range.start === 0 && range.end === undefined)
        ? null
        : "it is the whole content where a part was asked for";
  if (why !== null) throw call.protocolError(why, status, headers);
}

function flawOf(
  span: ByteSpan | null,
  range: ByteRange | null,
  encoding: string | null,
): string | null {
  if (range === null) return "nobody asked for a part of the content";
  if (isEncoded(encoding)) return "the part of the content is packed";
  if (span === null) return "it does not say which part of the content it is (Content-Range)";
  return isWanted(span, range) ? null : "it is another part than the one asked for (Content-Range)";
}

function isWanted({ start, end, total }: ByteSpan, range: ByteRange): boolean {
  const [from, to] = wantedPart(range, total ?? Infinity);
  if (total !== null) return start === from && end === to;
  // Whether the content ends where the part does cannot be told.
  return range.start < 0 || (start === from && end <= to);
}

/** The first and the last byte that a range means in a content of `total` bytes. */
function wantedPart(
  { start, end = Infinity }: ByteRange,
  total: number,
): readonly [from: number, to: number] {
  return [start < 0 ? Math.max(0, total + start) : start, Math.min(end, total - 1)];
}
