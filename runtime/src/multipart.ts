/** One part of a multipart body, or a message inside one: its head lines and what follows them. */
export interface HeadedBytes {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly content: Uint8Array;
}

/** The parts of a multipart body. */
export interface Multipart {
  readonly parts: readonly Uint8Array[];
  /** False if the delimiter that closes the body is missing: then the last part may be cut. */
  readonly closed: boolean;
}

const maxBoundaryLength = 200;
const maxHeadLength = 64 * 1024;

/** The boundary that a content type names, or `null`. */
export function boundaryOf(contentType: string | null): string | null {
  if (contentType === null || !/^\s*multipart\/mixed\s*;/i.test(contentType)) return null;
  const match = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i.exec(contentType);
  const boundary = match?.[1]?.replace(/\\(.)/g, "$1") ?? match?.[2] ?? "";
  return /^[\x20-\x7e]+$/.test(boundary) && boundary.length <= maxBoundaryLength ? boundary : null;
}

/**
 * Splits a body at its delimiters (RFC 2046): lines of `--`, the boundary and blanks. What stands before the
 * first and after the last is dropped. Lines end with CRLF or LF; a CR before a delimiter is left in the part,
 * because it may belong to it.
 *
 * @returns `null` if there are more than `most` parts, or none
 */
export function splitMultipart(body: Uint8Array, boundary: string, most: number): Multipart | null {
  const text = latin1(body);
  const parts: Uint8Array[] = [];
  let start: number | null = null;
  for (let at = text.indexOf(`--${boundary}`); at !== -1;) {
    const after = at + boundary.length + 2;
    const delimiter = isLineStart(text, at) ? endOfDelimiter(text, after) : null;
    if (delimiter !== null) {
      if (start !== null) {
        if (parts.length === most) return null;
        parts.push(body.subarray(start, Math.max(start, at - 1)));
      }
      if (delimiter.closes) return start === null ? null : { parts, closed: true };
      start = delimiter.end;
    }
    at = text.indexOf(`--${boundary}`, delimiter?.end ?? after);
  }
  if (start === null || parts.length === most) return null;
  return { parts: [...parts, body.subarray(start)], closed: false };
}

/** Splits head lines from what follows the first empty line; `null` if the head is none. */
export function splitHead(bytes: Uint8Array): HeadedBytes | null {
  const text = latin1(bytes.subarray(0, maxHeadLength));
  const headers = new Map<string, string>();
  let name: string | null = null;
  for (let at = 0; at < text.length;) {
    const { line, end } = lineAt(text, at);
    at = end;
    if (line === "") return { headers, content: bytes.subarray(at) };
    if (/^[ \t]/.test(line)) {
      // Folded: the value goes on.
      if (name === null) return null;
      headers.set(name, `${headers.get(name) ?? ""} ${line.trim()}`.trim());
      continue;
    }
    const colon = line.indexOf(":");
    const key = line.slice(0, colon).trim().toLowerCase();
    if (colon < 1 || !/^[!#$%&'*+\-.^_`|~0-9a-z]+$/.test(key)) return null;
    const value = line.slice(colon + 1).trim();
    const before = headers.get(key);
    headers.set(key, before === undefined ? value : `${before}, ${value}`);
    name = key;
  }
  // A message may end with its head.
  return text.length < maxHeadLength ? { headers, content: new Uint8Array() } : null;
}

/** The first line, and what follows it. */
export function splitLine(bytes: Uint8Array): { readonly line: string; readonly rest: Uint8Array } {
  const { line, end } = lineAt(latin1(bytes.subarray(0, maxHeadLength)), 0);
  return { line, rest: bytes.subarray(end) };
}

const decoder = new TextDecoder("latin1");

/** One character for each byte, so that places in the text are places in the bytes. */
function latin1(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

function lineAt(text: string, start: number): { readonly line: string; readonly end: number } {
  const feed = text.indexOf("\n", start);
  const end = feed === -1 ? text.length : feed + 1;
  const stop = feed === -1 ? end : feed;
  return {
    line: text.slice(start, text[stop - 1] === "\r" && stop > start ? stop - 1 : stop),
    end,
  };
}

function isLineStart(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === "\n";
}

/** What stands behind the boundary in its line, or `null` if the line is no delimiter. */
function endOfDelimiter(
  text: string,
  after: number,
): { readonly closes: boolean; readonly end: number } | null {
  const closes = text.startsWith("--", after);
  let at = closes ? after + 2 : after;
  while (text[at] === " " || text[at] === "\t") at++;
  if (text[at] === "\r") at++;
  if (text[at] === "\n") return { closes, end: at + 1 };
  return at === text.length && closes ? { closes, end: at } : null;
}
