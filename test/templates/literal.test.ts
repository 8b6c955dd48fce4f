import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { literal, memberName, stringLiteral, type LiteralValue } from "#templates/literal.js";
import { membersOf, syntaxErrors } from "../output/sources.js";

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      '"',
      "'",
      "`",
      "\\",
      "\n",
      "\r",
      "\u2028",
      "\u2029",
      "$",
      "{",
      "\ud800",
      "\0",
    ),
  }),
);
const names = fc.oneof(
  anyText,
  fc.constantFrom("__proto__", "constructor", "a-b", "1a", "1", "a.b", "", " ", "delete", "été"),
);

function evaluated(code: string): unknown {
  return runInNewContext(`(${code})`);
}

test("property: a string literal has exactly the value", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(evaluated(stringLiteral(text))).toBe(text);
    }),
  );
});

test("property: a string literal is one token on one line", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(stringLiteral(text)).toMatch(/^"(?:[^"\\\n\r\u2028\u2029]|\\.)*"$/u);
    }),
  );
});

test("property: a literal has exactly the keys and values, __proto__ too", () => {
  const value = fc.letrec<{ all: LiteralValue }>((tie) => ({
    all: fc.oneof(
      { depthSize: "small" },
      anyText,
      fc.boolean(),
      fc.integer(),
      fc.array(tie("all"), { maxLength: 3 }),
      fc.array(fc.tuple(names, tie("all")), { maxLength: 4 }).map(Object.fromEntries<LiteralValue>),
    ),
  })).all;
  fc.assert(
    fc.property(value, (each) => {
      expect(JSON.stringify(evaluated(literal(each)))).toBe(JSON.stringify(each));
    }),
  );
});

test("a key __proto__ is a member, and the prototype stays", () => {
  const value = Object.fromEntries([["__proto__", "x"]]);
  const copy = evaluated(literal(value)) as object;
  expect(Object.keys(copy)).toEqual(["__proto__"]);
  expect(literal(value)).toBe('{ ["__proto__"]: "x" }');
});

test("members that are undefined are left out", () => {
  expect(literal({ a: undefined, b: [true, 1] })).toBe("{ b: [true, 1] }");
});

test("property: a member name parses as that name in an interface", () => {
  fc.assert(
    fc.property(names, (name) => {
      const code = `interface A { ${memberName(name)}: string }`;
      expect(syntaxErrors(code)).toEqual([]);
      expect(membersOf(code, "A")).toEqual([name]);
    }),
  );
});

test.each([
  ["name", "name"],
  ["delete", "delete"],
  ["$x", "$x"],
  ["été", "été"],
  ["a-b", '"a-b"'],
  ["1a", '"1a"'],
  ["", '""'],
])("memberName(%j) is %s", (name, text) => {
  expect(memberName(name)).toBe(text);
});
