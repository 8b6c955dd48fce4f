import { bodyLimit, type RawAnswer } from "./answer.js";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The answer's bytes unpacked, or why they cannot be. */
export function unpackBody(raw: RawAnswer): Uint8Array | Promise<Uint8Array> {
  const encoding = raw.headers.get("content-encoding");
  if (encoding === null || raw.body.length === 0) return raw.body;
  const name = encoding.trim().toLowerCase();
  if (name === "" || name === "identity") return raw.body;
  if (name !== "gzip" && name !== "x-gzip") {
    return Promise.reject(new Error("its content-encoding was not asked for"));
  }
  // A transport over fetch() has unpacked the body and kept the header. No JSON starts with these bytes.
  if (raw.body[0] !== 0x1f || raw.body[1] !== 0x8b) return raw.body;
  return unpack(raw);
}

async function unpack(raw: RawAnswer): Promise<Uint8Array> {
  const { unpackGzip } = await import("./gunzip.js");
  const limit = bodyLimit(raw.status);
  try {
    return await unpackGzip(raw.body, limit, raw.cut);
  } catch (error) {
    const tooLarge =
      error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw new Error(tooLarge ? "it is too large when unpacked" : "its gzip data is corrupt", {
      cause: error,
    });
  }
}

/** UTF-8 as text without its mark; throws if it is not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

const maxDepth = 1_000;

/** True if the JSON nests deeper than anything of Google's: what walks it by recursion would fail. */
export function nestsTooDeep(json: Uint8Array): boolean {
  if (json.length < 2 * maxDepth) return false;
  // Nothing nests deeper than it has opening brackets; counting them is cheap and settles almost every answer.
  let opened = 0;
  for (let i = 0; i < json.length; i++) {
    if (((json[i] ?? 0) | 0x20) === 0x7b && ++opened > maxDepth) return exactlyTooDeep(json);
  }
  return false;
}

function exactlyTooDeep(json: Uint8Array): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i];
    if (quoted) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) quoted = false;
    } else if (byte === 0x22) {
      quoted = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > maxDepth) return true;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
    }
  }
  return false;
}
