/** F2: every encoder of text, each in the context it is for: what comes out says what went in, and no more. */
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import ts from "typescript";
import { expect, test } from "vitest";
import { code, docComment, safeText } from "#templates/doc-comment.js";
import { literal, memberName, stringLiteral } from "#templates/literal.js";
import { apiOf, documentJson } from "../model/models.js";
import { commentsOf, marker, strayMarkers, syntaxErrors } from "../output/sources.js";
import { hostileText } from "./dictionary.js";
import { fuzz } from "./regressions.js";

const patience = { timeout: 3_600_000 };
const text = hostileText(6);

/** A name that is an identifier stands as it is; one that were the marker could not be told from code. */
function longer(name: string): string {
  return name.replaceAll(marker, `x${marker}x`);
}

/** The exports of a source, run. */
function run(source: string): Record<string, unknown> {
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const exports = {};
  runInNewContext(ts.transpile(source, options), { exports });
  return exports;
}

test("F2: a source that is made of all of them", patience, async () => {
  await fuzz({
    name: "encoders",
    inputs: fc.record({ words: text, key: text.map(longer), value: text, pattern: text }),
    check: ({ words, key, value, pattern }) => {
      const doc = { text: words, deprecated: false, notes: [pattern] };
      const [comment = ""] = docComment({ doc, facts: [code(pattern)], list: [safeText(words)] });
      const lines = comment.replaceAll("\n", "\n * ");
      const source = `/**${lines} */
export const data: { ${memberName(key)}: string } = ${literal({ [key]: value })};
export const text = ${stringLiteral(value)};
`;
      expect(syntaxErrors(source)).toEqual([]);
      expect(strayMarkers(source)).toEqual([]);
      expect(commentsOf(source)).toHaveLength(1);
      expect(source).not.toMatch(/[\r\u2028\u2029]/);
      const { data, text: found } = run(source);
      expect(found).toBe(value);
      expect(Object.entries(data as object)).toEqual([[key, value]]);
      expect(Object.getPrototypeOf(data as object)).not.toBe(value);
    },
  });
});

test(
  "F2: names are identifiers, each its own, whatever the order of the document",
  patience,
  async () => {
    await fuzz({
      name: "names",
      inputs: fc.uniqueArray(
        text.map((each) => each.slice(0, 200) || "-"),
        { minLength: 1, maxLength: 8 },
      ),
      check: (ids) => {
        const schemas = (all: readonly string[]): object =>
          Object.fromEntries(all.map((id) => [id, { type: "object" }]));
        // As JSON: an object literal would lose `__proto__`.
        const namesOf = (all: readonly string[]): Map<string, string> => {
          const api = apiOf(documentJson({ schemas: schemas(all) }));
          return new Map(api.schemas.map(({ name, tsName }) => [name, tsName]));
        };
        const names = namesOf(ids);
        expect(names.size).toBe(ids.length);
        expect(new Set(names.values()).size).toBe(ids.length);
        for (const name of names.values()) {
          expect(syntaxErrors(`export interface ${name} {}`)).toEqual([]);
        }
        expect(namesOf(ids.toReversed())).toEqual(names);
      },
    });
  },
);
