import fc from "fast-check";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { code, docComment, enumList, safeText, valueFacts } from "#templates/doc-comment.js";
import { nodesOf, parsed } from "../output/sources.js";
import { runs } from "../runs.js";

const limits = { default: null, minimum: null, maximum: null, pattern: null };

function commentOf(text: string, indent = 0): string {
  return docComment({ doc: { text, deprecated: false, notes: [] } }, indent)[0] ?? "";
}

/** The comment as ts-morph prints it above an interface. */
function printed(text: string): string {
  const lines = text.split("\n").map((line) => ` * ${line}`);
  return `/**\n${lines.join("\n")}\n */\nexport interface A {}\n`;
}

const hazards = fc.constantFrom(
  ...[
    ["*/", "/*", "*", "/", "@", "@internal", "@deprecated", "@ts-ignore", "{@link x}", "{", "}"],
    ["<b>", "</script>", "`", "``", "\\", "\n", "\r\n", "\r", "\u2028", "\u2029", "\n\n", "\0"],
    ["\u001b[31m", "\u202e", "\u2066", "\u200f", "\ufeff", "\ud800", "\udc00", "$", "${x}", " "],
    ["@ foo", "@_x", "@1", "a@b.example", "* @internal", "`see @internal`", "`x @deprecated y`"],
    [
      "#__PURE__",
      "//# sourceMappingURL=x",
      "eslint-disable",
      "word",
      "another word",
      "x".repeat(99),
    ],
  ].flat(),
);
const hostile = fc
  .array(fc.oneof({ weight: 4, arbitrary: hazards }, fc.string({ unit: "binary" })), {
    maxLength: 24,
  })
  .chain((parts) => fc.constantFrom(parts.join(""), parts.join(" ")));
const usual = runs(1_000);

describe("property: whatever the text, its comment", () => {
  test("parses to one comment and no statement", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const source = parsed(`/**\n${commentOf(text)}\n*/`);
        expect(source.statements).toHaveLength(0);
        expect(source.getFullText().trim().indexOf("*/")).toBe(source.getFullText().length - 2);
      }),
      usual,
    );
  });
  test("has no line end but LF, no control sign and nothing that reorders text", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(commentOf(text)).not.toMatch(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Cs}/u,
        );
      }),
      usual,
    );
  });
  test("never says @internal, which strips declarations", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(commentOf(text)).not.toMatch(/@internal/i);
      }),
      usual,
    );
  });
  test("has no tag for the TypeScript parser", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [node] = nodesOf(parsed(printed(commentOf(text))), ts.isInterfaceDeclaration);
        expect(
          node === undefined ? null : ts.getJSDocTags(node).map((tag) => tag.getText()),
        ).toEqual([]);
      }),
      usual,
    );
  });
  test("has no tag at the beginning of a line", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 0, max: 8 }), (text, indent) => {
        expect(commentOf(text, indent)).not.toMatch(/^[\s*]*@/m);
      }),
      usual,
    );
  });
  test("is no wider than a line, but for words and short code that are", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 0, max: 8 }), (text, indent) => {
        const wide = commentOf(text, indent)
          .split("\n")
          .filter((line) => line.length > 97 - indent)
          .map((line) => line.replace(/^ *(- )?/, ""))
          // Short code counts as one word, whatever spaces it has.
          .filter((line) => (line.match(/(?:(?<!\\)`[^`]{1,60}`|\S)+/g) ?? []).length > 1);
        expect(wide).toEqual([]);
      }),
      usual,
    );
  });
  test("keeps the words, when they are only words", () => {
    const words = fc.array(fc.stringMatching(/^[a-z0-9.,:;!?()'"-]{1,30}$/), { maxLength: 60 });
    fc.assert(
      fc.property(words, (all) => {
        expect(commentOf(all.join(" ")).split(/\s+/).filter(Boolean)).toEqual(all);
      }),
    );
  });
});

describe("the same holds for code and for links", () => {
  test("property: code is one span without a backtick inside", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(code(text)).toMatch(/^`[^`\n\r\u2028\u2029]*`$/);
        expect(code(text)).not.toMatch(/\*\/|@internal/i);
      }),
      usual,
    );
  });
  test.each([
    "javascript:alert(1)",
    "https://example.com/*/x",
    "https://example.com/} @internal {",
    "https://example.com/@internal",
    "https://example.com/\u202ex",
    "https://example.com/\u0085x",
    "https://example.com/\nx",
  ])("the link %j is left out", (link) => {
    const doc = { text: "Text.", deprecated: false, notes: [] };
    expect(docComment({ doc, link })).toEqual(["Text."]);
  });
  test("a plain link is a tag", () => {
    const doc = { text: "Text.", deprecated: false, notes: [] };
    expect(docComment({ doc, link: "https://example.com/a?b=c" })).toEqual([
      "\nText.\n\n@see {@link https://example.com/a?b=c}",
    ]);
  });
});

describe("safeText", () => {
  test.each([
    ["a */ b", "a *\\/ b"],
    ["see {@link X}", "see \\{\\@link X\\}"],
    ["List<String>", "List\\<String\\>"],
    ["`List<String>` stays", "`List<String>` stays"],
    ["one ` alone", "one \\` alone"],
    ["mail a@b.example", "mail a@b.example"],
    ["@deprecated Use x", "\\@deprecated Use x"],
    ["a\n\tb   c", "a b c"],
    ["a\u202eb", "a\\u202eb"],
    ["@ts-ignore", "\\&#64;ts-ignore"],
  ])("%j becomes %j", (text, safe) => {
    // Two ways to the same harmless end: the sign before the tag may be escaped or not.
    expect([safe, safe.replace("\\&", "&")]).toContain(safeText(text));
  });
});

describe("what we say ourselves", () => {
  test("paragraphs are kept, single line ends are not", () => {
    expect(commentOf("One\nline.\n\nAnother.")).toBe("\nOne line.\n\nAnother.");
  });
  test("a short text stays on one line, and no text is no comment", () => {
    expect(docComment({ doc: { text: "Short.", deprecated: false, notes: [] } })).toEqual([
      "Short.",
    ]);
    expect(docComment({ doc: { text: " \n ", deprecated: false, notes: [] } })).toEqual([]);
  });
  test("deprecated is a tag by the flag only", () => {
    expect(docComment({ doc: { text: "", deprecated: true, notes: [] } })).toEqual(["@deprecated"]);
    expect(commentOf("Deprecated. Use x.")).toBe("Deprecated. Use x.");
  });
  test.each([
    [{ ...limits, minimum: "1" }, "At least `1`."],
    [{ ...limits, maximum: "9" }, "At most `9`."],
    [{ ...limits, minimum: "1", maximum: "9" }, "From `1` to `9`."],
    [{ ...limits, pattern: "^[a`]*/$" }, "Pattern: `^[a']*\\/$`."],
    [{ ...limits, default: "x" }, "Default: `x`."],
  ])("limits %j are told", (each, fact) => {
    expect(valueFacts({ kind: "string", format: null }, each)).toEqual([fact]);
  });
  test("values without words are not listed", () => {
    const value = (name: string, text: string, deprecated = false): object => ({
      value: name,
      doc: { text, deprecated, notes: [] },
    });
    const values = [value("A", "One."), value("B", ""), value("C", "", true), value("", "None.")];
    expect(enumList({ kind: "enum", values: values as never })).toEqual([
      '`"A"`: One.',
      '`"C"`: Deprecated.',
      '`""`: None.',
    ]);
  });
});
