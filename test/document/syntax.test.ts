import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { syntaxFault } from "#generator/document/syntax.js";
import { everyKey, read } from "./documents.js";
import { runs } from "../runs.js";

describe("what is wrong with a text, and where", () => {
  test.each([
    ['{"a":1,}', 7, 'a comma stands before "}"'],
    ["[1,]", 3, 'a comma stands before "]"'],
    ["{a:1}", 1, 'a key in double quotes or } is expected, but "a" was found'],
    ["{'a':1}", 1, `a key in double quotes or } is expected, but "'a'" was found`],
    ['{"a" 1}', 5, 'a colon is expected, but "1" was found'],
    ['{"a":1 "b":2}', 7, "a comma or } is expected, but a string was found"],
    ["[1 2]", 3, 'a comma or ] is expected, but "2" was found'],
    ["[1}", 2, 'a comma or ] is expected, but "}" was found'],
    ["{}}", 2, '"}" follows after the end of the document'],
    ["01", 1, '"1" follows after the end of the document'],
    ["[1.]", 1, "a number is not finished"],
    ["[NaN]", 1, 'a value or ] is expected, but "NaN" was found'],
    ["// a\n{}", 0, "JSON has no comments"],
    ["{} /*", 3, "JSON has no comments"],
    ['["a\tb"]', 3, "a string holds a control character, which must be escaped"],
    ['["\\n\\u00e9\\x"]', 10, "a backslash is followed by a character that needs none"],
    ['["\\u12g4"]', 2, "\\u is not followed by four hexadecimal digits"],
    ['["a\n"]', 1, "a string is not closed"],
    ["[", 1, "it ends too early, inside an array"],
    ['{"a":', 5, "it ends too early, inside an object"],
    ['{"a', 3, "it ends too early, inside a string"],
    ['["\\', 3, "it ends too early, inside a string"],
    ["[tru", 4, "it ends too early, inside a value"],
    ["[-", 2, "it ends too early, inside a value"],
    ["[1e", 3, "it ends too early, inside a number"],
    ["", 0, "it ends too early"],
  ])("%j", (text, offset, reason) => {
    expect(syntaxFault(text)).toEqual({ offset, reason });
  });
});

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test("it agrees with JSON.parse about every text", () => {
  const parts = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    '"',
    "\\",
    "a",
    "u00e9",
    "0",
    "1",
    "-",
    ".",
    "e",
    "+",
  ];
  const words = [
    "true",
    "null",
    " ",
    "\n",
    "\t",
    "\u00a0",
    "\u0001",
    "/",
    "//",
    "/*",
    "*/",
    '"a":',
  ];
  const piece = fc.constantFrom(...parts, ...words, "\ufeff", "\u2028");
  const text = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((all) => all.join("")),
    fc.json(),
  );
  fc.assert(
    fc.property(text, (each) => {
      expect(syntaxFault(each) === null).toBe(isJson(each));
    }),
    runs(20_000),
  );
});

test("a document with one character gone, doubled or changed: one problem or the truth", () => {
  const text = JSON.stringify(everyKey, null, 1);
  const place = fc.nat(text.length - 1);
  fc.assert(
    fc.property(
      place,
      fc.constantFrom("", '"', "{", "]", ",", ":", "\\", "\n", "x"),
      (at, sign) => {
        const changed = text.slice(0, at) + sign + text.slice(at + 1);
        const fault = syntaxFault(changed);
        expect(fault === null).toBe(isJson(changed));
        const { problems } = read(changed);
        if (fault !== null)
          expect(problems).toMatchObject([{ code: "invalid-json", offset: fault.offset }]);
      },
    ),
    runs(2_000),
  );
});
