import fc from "fast-check";
import { expect, test } from "vitest";
import { documentHash } from "#generator/document/canonical.js";
import { positionsIn } from "#generator/document/positions.js";
import { readDocument } from "#generator/document/read-document.js";
import { hasErrors } from "#generator/problem.js";
import { bytesOf, everyKey } from "./documents.js";
import { runs } from "../runs.js";

/** Reads, and checks what holds of every outcome. */
function check(bytes: Uint8Array): void {
  const { value, problems } = readDocument(bytes);
  expect(value === null).toBe(hasErrors(problems));
  const place = positionsIn(new TextDecoder().decode(bytes));
  for (const { pointer, offset, message } of problems) {
    expect(message).not.toMatch(/[\n\r]/);
    expect(pointer).toMatch(/^(?:\/|$)/);
    const position = place({ pointer, offset });
    if (position !== null) expect(position.line * position.column).toBeGreaterThan(0);
  }
  if (value !== null) expect(documentHash(value)).toHaveLength(64);
}

test("arbitrary bytes never throw", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), check), runs(2_000));
});

test("arbitrary JSON never throws", () => {
  fc.assert(
    fc.property(fc.json(), (text) => check(bytesOf(text))),
    runs(1_000),
  );
});

test("a document with other bytes in some places never throws", () => {
  const original = bytesOf(JSON.stringify(everyKey));
  const change = fc.record({
    at: fc.nat(original.length - 1),
    byte: fc.integer({ min: 0, max: 255 }),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const bytes = original.slice();
      for (const { at, byte } of changes) bytes[at] = byte;
      check(bytes);
    }),
    runs(2_000),
  );
});

test("a document with any value in any place never throws", () => {
  const keys = Object.keys(everyKey);
  const map = fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 4 }));
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.oneof(map, fc.jsonValue()), (key, value) => {
      check(bytesOf(JSON.stringify({ ...everyKey, [key]: value })));
    }),
    runs(2_000),
  );
});
