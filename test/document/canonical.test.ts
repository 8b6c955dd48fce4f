import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalDocument, canonicalText, documentHash } from "#generator/document/canonical.js";
import type { Document } from "#generator/document/document.js";
import { documentWith, everyKey, read } from "./documents.js";

/** A copy with the keys of every object in another order. */
function shuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((each) => shuffled(each, seed));
  if (typeof value !== "object" || value === null) return value;
  const rank = (key: string): string => createHash("sha256").update(`${seed}${key}`).digest("hex");
  const members = Object.entries(value) as [string, unknown][];
  members.sort(([left], [right]) => (rank(left) < rank(right) ? -1 : 1));
  return Object.fromEntries(members.map(([key, inner]) => [key, shuffled(inner, seed)]));
}

const document = (members: object): Document => read(documentWith(members)).value as Document;

test("keys are sorted by UTF-16 code unit at all levels, also those that look like numbers", () => {
  expect(canonicalText({ b: [{ d: 1, c: null }], a: "x" })).toBe(
    '{"a":"x","b":[{"c":null,"d":1}]}',
  );
  expect(canonicalText({ 9: 1, 10: 2, "": 3 })).toBe('{"":3,"10":2,"9":1}');
  // By code point U+FFFD would come first.
  expect(canonicalText({ "\ufffd": 1, "\u{1f600}": 2, Z: 3, a: 4 })).toBe(
    '{"Z":3,"a":4,"\u{1f600}":2,"\ufffd":1}',
  );
});

test("__proto__ survives", () => {
  const text = '{"__proto__":{"a":1},"constructor":{"__proto__":null}}';
  expect(canonicalText(JSON.parse(text))).toBe(text);
});

test("only the document's own etag and revision are left out", () => {
  const schemas = { A: { properties: { etag: {}, revision: {} } } };
  expect(canonicalDocument(document({ etag: "x", revision: "1", schemas }))).toBe(
    '{"name":"library","rootUrl":"https://library.example.com/",' +
      '"schemas":{"A":{"properties":{"etag":{},"revision":{}}}},"version":"v1"}',
  );
});

test("G-DET-02 the hash depends on nothing but what the document says", () => {
  const hash = documentHash(read(everyKey).value as Document);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  const hashOf = (text: string): string => documentHash(read(text).value as Document);
  for (let seed = 0; seed < 20; seed++) {
    expect(hashOf(JSON.stringify(shuffled(everyKey, seed), null, seed % 5))).toBe(hash);
  }
  const { etag: _, ...rest } = everyKey;
  expect(hashOf(`\ufeff${JSON.stringify({ ...rest, revision: "20991231" }, null, "\t")}`)).toBe(
    hash,
  );
  expect(hashOf(JSON.stringify({ ...everyKey, title: "Libraries" }))).not.toBe(hash);
});

test("canonical text is JSON with the same value", () => {
  fc.assert(
    fc.property(fc.json(), fc.integer(), (text, seed) => {
      const value: unknown = JSON.parse(text);
      expect(JSON.parse(canonicalText(value))).toEqual(value);
      expect(canonicalText(shuffled(value, seed))).toBe(canonicalText(value));
    }),
  );
});
