/** Answers that are bytes. */
import type { Method } from "../model/model.js";
import { GoogleError } from "./google-error.js";
import type { FakeAnswer } from "./message.js";

/** Answers with the content of what a method gives: always the same for the same path. */
export function contentAnswer({ id }: Method, path: string, range: string | undefined): FakeAnswer {
  const all = new TextEncoder().encode(`The content that ${id} gives for ${path}.\n`);
  const headers = { "content-type": "application/octet-stream", "accept-ranges": "bytes" };
  if (range === undefined) return { status: 200, headers, body: all };
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  const isSuffix = first === "" && last !== "";
  const start = isSuffix ? Math.max(0, all.length - Number(last)) : Number(first);
  const end = isSuffix || last === "" ? all.length : Math.min(all.length, Number(last) + 1);
  if (start >= end || (first === "" && last === "")) {
    throw new GoogleError({
      status: 416,
      message: `The range ${range} is not in ${all.length} bytes`,
    });
  }
  return {
    status: 206,
    headers: { ...headers, "content-range": `bytes ${start}-${end - 1}/${all.length}` },
    body: all.subarray(start, end),
  };
}
