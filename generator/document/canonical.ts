import { createHash } from "../create-hash.js";
import { isObject } from "./record.js";

/**
 * The text of a JSON value that depends on nothing but the value: no white space, keys sorted by UTF-16
 * code unit. Written key by key: an object with sorted keys would put those that look like integers
 * first, and would lose `__proto__`.
 */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  // `undefined` and functions, which no JSON text yields, are treated as JSON.stringify treats an element.
  return isObject(value) ? objectText(value, []) : (JSON.stringify(value) ?? "null");
}

/** The canonical text of a document without what changes when nothing has changed. */
export function canonicalDocument(document: unknown): string {
  return isObject(document) ? objectText(document, ["etag", "revision"]) : canonicalText(document);
}

/** A document as a repository holds it best: sorted keys, one line for each value, no etag. */
export function storedDocument(document: unknown): string {
  const text = isObject(document) ? objectText(document, ["etag"]) : canonicalText(document);
  return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
}

/** SHA-256 of the canonical document, in hexadecimal digits. */
export function documentHash(document: unknown): string {
  return createHash("sha256").update(canonicalDocument(document)).digest("hex");
}

function objectText(value: Readonly<Record<string, unknown>>, left: readonly string[]): string {
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined && !left.includes(key))
    .sort() // by UTF-16 code unit, which is what sort does without an argument
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key])}`);
  return `{${members.join(",")}}`;
}
