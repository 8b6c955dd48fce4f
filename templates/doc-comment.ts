/**
 * The encoder for comments, and what the comments of generated code say. The words are the document's own;
 * nothing in them can end the comment, become a tag, or tell a compiler or a bundler what to do.
 */
import type { Doc, EnumValue, Limits, Type } from "../generator/model/model.js";

/** The widest line of generated code. */
export const lineWidth = 100;

/** What a doc comment is made of, in the order in which it is printed. */
export interface Comment {
  readonly doc: Doc;
  /** Sentences of our own that follow the document's words, each a paragraph. */
  readonly facts?: readonly string[];
  /** Lines of a list, below the facts. */
  readonly list?: readonly string[];
  /** Where to read more. */
  readonly link?: string | null;
}

/**
 * The text between the comment signs, wrapped for a comment that stands `indent` columns in; no text at all
 * if there is nothing to say.
 */
export function docComment(comment: Comment, indent = 0): string[] {
  const { doc, facts = [], list = [], link = null } = comment;
  const width = lineWidth - indent - 3;
  const paragraphs = [
    ...paragraphsOf(doc.text, width),
    ...[...doc.notes.map(safeText), ...facts].map((text) => wrap(text, width)),
  ];
  const items = list.map((line) => listItem(line, width)).join("\n");
  const tags = [
    ...(isLink(link) ? [`@see {@link ${link}}`] : []),
    ...(doc.deprecated ? ["@deprecated"] : []),
  ].join("\n");
  const text = [...paragraphs, items, tags].filter((block) => block !== "").join("\n\n");
  if (text === "") return [];
  return text.includes("\n") || text.length + indent + 7 > lineWidth ? [`\n${text}`] : [text];
}

/** True for an address that is no more than that: it can stand in a tag or in angle brackets. */
export function isLink(link: string | null): link is string {
  return link !== null && /^https?:\/\/[!#-)+-;=?A-[\]_a-z~]+$/.test(link);
}

/** What else is known of a value. */
interface ValueFlags {
  readonly required?: boolean;
  readonly readOnly?: boolean;
  /** Parameters take 64-bit integers also as `bigint`. */
  readonly isParameter?: boolean;
}

/** The facts about a value beside its words. */
export function valueFacts(type: Type, limits: Limits, flags: ValueFlags = {}): string[] {
  const facts = [
    flags.required === true ? "Required." : "",
    flags.readOnly === true ? "Set by the server; ignored in requests." : "",
    formatFact(type, flags),
    rangeFact(limits),
    limits.pattern === null ? "" : `Pattern: ${code(limits.pattern)}.`,
    limits.default === null || limits.default === "" ? "" : `Default: ${code(limits.default)}.`,
  ].filter((fact) => fact !== "");
  return facts.length === 0 ? [] : [facts.join(" ")];
}

function rangeFact({ minimum, maximum }: Limits): string {
  if (minimum === null) return maximum === null ? "" : `At most ${code(maximum)}.`;
  return maximum === null
    ? `At least ${code(minimum)}.`
    : `From ${code(minimum)} to ${code(maximum)}.`;
}

/** The meaning of each value of an enum, for those that have one. */
export function enumList(type: Type): string[] {
  return enumValues(type)
    .filter(({ doc }) => doc.text.trim() !== "" || doc.deprecated)
    .map(({ value, doc }) => {
      const words = safeText(doc.text);
      const mark = doc.deprecated ? "Deprecated. " : "";
      return `${code(JSON.stringify(value))}: ${mark}${words}`.trim();
    });
}

function enumValues(type: Type): readonly EnumValue[] {
  switch (type.kind) {
    case "enum":
      return type.values;
    case "array":
      return enumValues(type.items);
    case "map":
      return enumValues(type.values);
    case "any":
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "ref":
      return [];
  }
}

const formats: Readonly<Record<string, string>> = {
  int64: "A 64-bit integer, as text.",
  uint64: "A 64-bit integer without sign, as text.",
  byte: "Bytes, in base64.",
  date: "A date, such as `2024-02-29`.",
  "date-time": "A time in RFC 3339, such as `2024-02-29T12:30:00.5Z`.",
  "google-datetime": "A time in RFC 3339, such as `2024-02-29T12:30:00.5Z`.",
  "google-duration": "A duration in seconds, such as `3.5s`.",
  "google-fieldmask": "Property paths, separated by commas.",
};

/** A document's text as one line for where no comment sign, tag or Markdown is read. */
export function plainText(text: string): string {
  return escaped(text.replace(/\s+/g, " ").trim());
}

function formatFact(type: Type, { isParameter = false }: ValueFlags): string {
  if (type.kind === "array") return formatFact(type.items, { isParameter });
  if (type.kind !== "string" || type.format === null) return "";
  if (!Object.hasOwn(formats, type.format)) return `Format: ${code(type.format)}.`;
  const fact = formats[type.format] ?? "";
  return isParameter ? fact.replace(", as text", "") : fact;
}

/** Text in code style, whatever it holds. */
export function code(text: string): string {
  const safe = unspoken(escaped(text)).replaceAll("`", "'");
  return `\`${safe}\``;
}

/** Each paragraph of a document's text, safe and wrapped; items of a list get lines of their own. */
function paragraphsOf(text: string, width: number): string[] {
  return text
    .split(/(?:\r\n|[\r\n\u2028\u2029])\s*(?:\r\n|[\r\n\u2028\u2029])/)
    .map((paragraph) => {
      const [head = "", ...items] = listItems(paragraph);
      const lines = items.map((item) => listItem(safeText(item), width));
      return [wrap(safeText(head), width), ...lines].filter((line) => line !== "").join("\n");
    });
}

/** `- ` and the text, its further lines under the first. */
function listItem(text: string, width: number): string {
  return `- ${wrap(text, width - 2, "  ")}`;
}

/**
 * What stands before a list, and its items. The service that serves documents takes line ends out, so that
 * lists arrive as `values are: - `A` – … - `B` – …`.
 */
function listItems(paragraph: string): string[] {
  const flat = paragraph.split(/\s[-*] (?=`)/);
  if (flat.length > 2) return flat;
  return paragraph.split(/(?:\r\n|[\r\n\u2028\u2029])\s*[-*] +/);
}

/** Text of a document as one line that means nothing to TSDoc, TypeScript, Markdown or a bundler. */
export function safeText(text: string): string {
  // Blocks of code arrive as one line; wrapped, their fences would begin blocks that end elsewhere.
  const pieces = plainText(text).replace(/`{3,}/g, "`").split("`");
  // An odd number of backticks opens a code span that nothing closes: then none of them counts.
  const spans = pieces.length % 2 === 1;
  const plain = pieces.map((piece, index) =>
    spans && index % 2 === 1 ? piece : outsideCode(piece),
  );
  return unspoken(plain.join(spans ? "`" : "\\`"));
}

/** Signs that TSDoc and Markdown would read; `@` only where a tag can begin. */
function outsideCode(text: string): string {
  return text.replace(/[{}<>]/g, "\\$&").replace(/(^|[^A-Za-z0-9._\\-])@/g, "$1\\@");
}

// Tools look for these anywhere in a comment, whatever stands before them.
function unspoken(text: string): string {
  return (
    text
      .replaceAll("*/", "*\\/")
      // TypeScript takes an @ behind white space for a tag wherever it stands, in backticks too.
      .replace(/(?<=\s)@/g, "\\@")
      .replace(/@(?=internal|ts-|jsx|license|preserve|cc_on)/gi, "&#64;")
      .replace(/([@#]) ?(?=__[A-Z]+__|source(?:Mapping)?URL)/g, "$1\\")
      .replace(
        /\b(eslint|oxlint|prettier|tslint|biome|istanbul|c8|v8)(?=[- ](?:disable|enable|ignore))/gi,
        "$1\\",
      )
  );
}

// Control characters, lone surrogates, line separators and characters that reorder what is read.
const hidden =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Cs}/gu;

function escaped(text: string): string {
  return text.replace(hidden, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Breaks a text between words, and not within short code; a word is never broken. */
function wrap(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(unbroken) ?? []) {
    const next = line === "" ? word : `${line} ${word}`;
    if (line !== "" && next.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line = next;
    }
  }
  return [...lines, line].join("\n");
}

/** A word; code of at most 60 signs counts as one, whatever spaces it has. */
const unbroken = /(?:(?<!\\)`[^`]{1,60}`|\S)+/g;
