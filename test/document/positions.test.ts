import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { positionOf, positionsIn } from "#generator/document/positions.js";
import { bytesOf, head } from "./documents.js";
import { readDocument } from "#generator/document/read-document.js";

const text = `{
  "name": "a",
  "a/b~c": { "": [1, {"x": true}, [ "y" ]] },
\t"é\\u0041": null, "last":
    {}
}
`;

const at = (source: string, pointer: string): string | null => {
  const position = positionOf(source, { pointer, offset: null });
  return position && `${position.line}:${position.column}`;
};

describe("positions of pointers", () => {
  test.each([
    ["", "1:1"],
    ["/name", "2:3"],
    ["/a~1b~0c", "3:3"],
    ["/a~1b~0c/", "3:14"],
    ["/a~1b~0c//0", "3:19"],
    ["/a~1b~0c//1", "3:22"],
    ["/a~1b~0c//1/x", "3:23"],
    ["/a~1b~0c//2/0", "3:37"],
    ["/éA", "4:2"],
    ["/last", "4:19"],
    ["/missing", "1:1"],
    ["/name/deeper/still", "2:3"],
    ["/a~1b~0c//7", "3:14"],
    ["/a~1b~0c//1/missing", "3:22"],
    ["/last/missing", "4:19"],
  ])("%s is at %s", (pointer, expected) => {
    expect(at(text, pointer)).toBe(expected);
    expect(at(text.replaceAll("\n", "\r\n"), pointer)).toBe(expected);
    expect(at(text.replaceAll("\n", "\r"), pointer)).toBe(expected);
  });

  test("a byte order mark is no column", () => {
    expect(at(`\ufeff{"a":1}`, "/a")).toBe("1:2");
    expect(positionOf("\ufeff{]", { pointer: "", offset: 1 })).toEqual({ line: 1, column: 2 });
  });

  test("an empty text has none; of a malformed one, as much as can be told", () => {
    expect(at("", "/a")).toBeNull();
    expect(at(" \n", "")).toBeNull();
    expect(at('\n{"a": {"b": [1, {', "/a/b/1/c")).toBe("2:17");
    expect(at('}]"x": {', "/a")).toBe("1:3");
  });

  test("depth is no danger", () => {
    expect(at('{"a":'.repeat(100_000), "/a/a/a")).toBe("1:12");
  });
});

test("an offset wins over the pointer, and may be the end", () => {
  const places = positionsIn(text);
  expect(places({ pointer: "/last", offset: 4 })).toEqual({ line: 2, column: 3 });
  expect(places({ pointer: "", offset: 0 })).toEqual({ line: 1, column: 1 });
  expect(places({ pointer: "", offset: text.length })).toEqual({ line: 7, column: 1 });
});

test("the second of two keys, and the fault of a text, are shown where they are", () => {
  const twice = `{${head},\n"title":"a",\n"title":"b"}`;
  const [duplicate] = readDocument(bytesOf(twice)).problems;
  expect(duplicate && positionOf(twice, duplicate)).toEqual({ line: 3, column: 1 });
  const broken = '\ufeff{"a": "b",\n  "c": "\\x"}';
  const [fault] = readDocument(bytesOf(broken)).problems;
  expect(fault && positionOf(broken, fault)).toEqual({ line: 2, column: 9 });
});

test("every pointer of a real document leads to its own key", () => {
  const source = readFileSync(new URL("../../discovery/reseller-v1.json", import.meta.url), "utf8");
  const lines = source.split("\n");
  const place = positionsIn(source);
  const check = (value: unknown, pointer: string): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
      const inside = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const { line = 0, column = 0 } = place({ pointer: inside, offset: null }) ?? {};
      const expected = Array.isArray(value) ? JSON.stringify(inner).slice(0, 1) : `"${key}":`;
      expect(lines[line - 1]?.slice(column - 1)).toMatch(
        new RegExp(`^${expected.replaceAll(/[$.^[{]/g, "\\$&").replace(":", " ?:")}`),
      );
      check(inner, inside);
    }
  };
  check(JSON.parse(source), "");
});
