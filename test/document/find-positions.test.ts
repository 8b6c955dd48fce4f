import fc from "fast-check";
import { expect, test } from "vitest";
import { findPositions } from "#generator/document/find-positions.js";
import { positionsIn } from "#generator/document/positions.js";
import { runs } from "../runs.js";
import { readText } from "../repository/paths.js";

/** Every pointer into a value. */
function pointersOf(value: unknown, at = ""): string[] {
  if (typeof value !== "object" || value === null) return [at];
  return [
    at,
    ...Object.entries(value).flatMap(([key, member]) =>
      pointersOf(member, `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
    ),
  ];
}

function expectSame(text: string, pointers: readonly string[]): void {
  const positionOf = positionsIn(text);
  const expected = pointers.map((pointer) => [pointer, positionOf({ pointer, offset: null })]);
  expect([...findPositions(text, pointers)]).toEqual([...new Map(expected as [string, unknown][])]);
}

test("all places of the reseller document are where positionsIn finds them", () => {
  const text = readText("discovery/reseller-v1.json");
  const pointers = pointersOf(JSON.parse(text));
  expect(pointers.length).toBeGreaterThan(500);
  expectSame(text, pointers);
  expectSame(`\ufeff${text.replaceAll("\n", "\r\n")}`, pointers);
});

test("a place that is not there has the position of its nearest ancestor", () => {
  const text = '{\n  "a": { "b": [1, {"c": 2}] },\n  "d": "x"\n}';
  expectSame(text, ["/a/b/7", "/a/b/1/x/y", "/a/x", "/d/e/f", "/no", "", "/a/b/1/c"]);
});

test("keys may hold quotes, escapes and slashes, and texts whatever looks like JSON", () => {
  const value = {
    'a"b': { "c/d": [1, "}", '{"x": ['] },
    "e\\": { "~": "\\", "": null },
    "\u00e9\u0001": [[[]], {}, -1.5e3, true],
  };
  for (const text of [JSON.stringify(value), JSON.stringify(value, null, 3)]) {
    expectSame(text, pointersOf(value));
  }
});

test("property: in any JSON text all places are where positionsIn finds them", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 4), (value, indent) => {
      expectSame(JSON.stringify(value, null, indent), pointersOf(value));
    }),
    runs(200),
  );
});
