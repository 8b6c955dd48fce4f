import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDocument } from "#generator/document/read-document.js";
import { validateDocument } from "#generator/document/validate.js";

const reseller = new URL("../../discovery/reseller-v1.json", import.meta.url);

test("reseller:v1 has no problem", () => {
  const { value, problems } = readDocument(readFileSync(reseller));
  expect(problems).toEqual([]);
  expect(value).toEqual(JSON.parse(readFileSync(reseller, "utf8")));
});

/** The real documents; they are not part of the repository. */
const corpus = process.env["DISCOGEN_CORPUS"];

if (corpus !== undefined && corpus !== "") {
  const paths = readdirSync(corpus, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json"))
    .sort();

  test("G-DOC-12 there are real documents", () => {
    expect(paths.length).toBeGreaterThan(0);
  });

  // No warnings either: every key that any of them holds is in document.schema.json.
  test.each(paths)("G-DOC-12 %s has no problem", (path) => {
    const { value, problems } = readDocument(readFileSync(join(corpus, path)));
    expect(problems).toEqual([]);
    expect(value).not.toBeNull();
  });

  const format = paths.find((path) => path.endsWith("discovery.v1.json"));
  test.skipIf(format === undefined)("every key that the format declares is known", () => {
    const { schemas = {} } = JSON.parse(readFileSync(join(corpus, format ?? ""), "utf8")) as {
      schemas?: Record<string, { properties: Record<string, unknown> }>;
    };
    const unknownIn = (id: string, wrap: (object: object) => object): readonly string[] => {
      const keys = Object.keys(schemas[id]?.properties ?? {});
      expect(keys.length).toBeGreaterThan(0);
      validateDocument(wrap(Object.fromEntries(keys.map((key) => [key, null]))));
      return (validateDocument.errors ?? [])
        .filter(({ keyword }) => keyword === "additionalProperties")
        .map(({ params }) => String(params["additionalProperty"]));
    };
    expect(unknownIn("RestDescription", (object) => object)).toEqual([]);
    expect(unknownIn("RestResource", (a) => ({ resources: { a } }))).toEqual([]);
    expect(unknownIn("RestMethod", (a) => ({ methods: { a } }))).toEqual([]);
    expect(unknownIn("JsonSchema", (a) => ({ schemas: { a } }))).toEqual([]);
    expect(unknownIn("JsonSchema", (a) => ({ parameters: { a } }))).toEqual([]);
  });
}
