/** Bodies of several parts, each with headers of its own. */

/** A part. Its content has one sign for each byte. */
export interface BodyPart {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly content: string;
}

/** The parts of a body; in words what is wrong with it, if it has none. */
export function readParts(
  body: Uint8Array,
  contentType: string,
  subtype: "mixed" | "related",
): readonly BodyPart[] | string {
  const form = new RegExp(`^multipart/${subtype}\\b.*?;\\s*boundary=(?:"([^"]+)"|([^\\s;]+))`, "i");
  const [, quoted, plain] = form.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) {
    return `the content-type must be multipart/${subtype} with a boundary`;
  }
  const pieces = `\r\n${latin1(body)}`.split(`\n--${boundary}`);
  const end = pieces.findIndex((piece) => piece.startsWith("--"));
  if (end < 1) return "the body is not closed by its boundary";
  return pieces
    .slice(1, end)
    .map((piece) => splitHead(piece.replace(/^[^\n]*\n/, "").replace(/\r$/, "")));
}

/** Header lines, and what stands behind the empty line that ends them. */
export function splitHead(text: string): BodyPart {
  const isBare = /^\r?\n/.exec(text);
  const end = isBare === null ? /\n\r?\n/.exec(text) : null;
  const head = isBare === null ? text.slice(0, end?.index ?? text.length) : "";
  const start = isBare?.[0].length ?? (end === null ? text.length : end.index + end[0].length);
  const lines = head.split("\n").flatMap((line): [string, string][] => {
    const [, name, value] = /^([\w-]+):(.*)$/.exec(line.trimEnd()) ?? [];
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value.trim()]];
  });
  return { headers: Object.fromEntries(lines), content: text.slice(start) };
}

/** One sign for each byte, so that lengths are those of the bytes. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

/** The bytes again. */
export function latin1Bytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}
