import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Document } from "#generator/document/document.js";
import { matchesPattern } from "#generator/document/method-pattern.js";
import { selectMethods } from "#generator/document/select.js";
import { buildModel } from "#generator/model/build-model.js";
import { methodSources } from "#generator/model/method-sources.js";
import { documentJson, documentOf, resellerJson } from "../model/models.js";
import { runs } from "../runs.js";

describe("a pattern", () => {
  test.each([
    ["instances.get", "instances.get", true],
    ["instances.get", "instances.getAll", false],
    ["instances.*", "instances.get", true],
    ["instances.*", "instances.groups.get", false],
    ["*.get", "instances.get", true],
    ["*", "instances.get", false],
    ["*", "ping", true],
    ["projects.**", "projects.locations.keys.get", true],
    ["projects.**", "project.get", false],
    ["projects.**.get", "projects.get", true],
    ["projects.**.get", "projects.locations.keys.get", true],
    ["projects.**.get", "projects.locations.keys.list", false],
    ["**.get", "get", true],
    ["**", "a.b.c", true],
    ["**.*.**", "ping", true],
    ["a.**.b.**.c", "a.b.c", true],
    ["a.**.b.**.c", "a.x.c", false],
    ["Instances.get", "instances.get", false],
  ])("%s and %s", (pattern, path, expected) => {
    expect(matchesPattern(pattern, path)).toBe(expected);
  });

  test("is what the regular expression says that it reads like", () => {
    const names = fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 5 });
    const parts = fc.array(fc.constantFrom("a", "b", "*", "**"), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(names, parts, (path, pattern) => {
        const text = pattern.map((part) =>
          part === "**" ? "(?:[^.]+[.])*" : part === "*" ? "[^.]+[.]" : `${part}[.]`,
        );
        const expected = new RegExp(`^${text.join("")}$`).test(`${path.join(".")}.`);
        expect(matchesPattern(pattern.join("."), path.join("."))).toBe(expected);
      }),
      runs(2_000),
    );
  });

  test("of many stars takes no time", () => {
    const pattern = Array.from({ length: 200 }, () => "**").join(".");
    expect(matchesPattern(`${pattern}.x`, Array.from({ length: 200 }, () => "a").join("."))).toBe(
      false,
    );
  });
});

const ref = ($ref: string): object => ({ $ref });
const method = (id: string, more: object = {}): object => ({
  id: `library.${id}`,
  httpMethod: "GET",
  path: id,
  ...more,
});

/** A document whose schemas are reached in every way there is. */
const small = documentOf(
  documentJson({
    parameters: { fields: { type: "string", location: "query" } },
    auth: {
      oauth2: { scopes: { "https://example.com/read": {}, "https://example.com/write": {} } },
    },
    methods: { ping: method("ping") },
    schemas: {
      Answer: { properties: { one: ref("ByProperty"), $ref: { type: "string" } } },
      ByProperty: { type: "array", items: ref("ByItems") },
      ByItems: { type: "object", additionalProperties: ref("ByValues") },
      ByValues: { properties: { deep: { properties: { deeper: ref("ByInline") } } } },
      ByInline: {
        variant: { discriminant: "kind", map: [{ type_value: "a", $ref: "ByVariant" }] },
      },
      ByVariant: ref("ByAlias"),
      ByAlias: { properties: { around: ref("Answer") } },
      Question: { type: "object" },
      Unused: { properties: { answer: ref("Answer") } },
    },
    resources: {
      books: {
        deprecated: true,
        methods: {
          get: method("books.get", {
            response: ref("Answer"),
            scopes: ["https://example.com/read"],
          }),
          insert: method("books.insert", {
            request: ref("Question"),
            scopes: ["https://example.com/write"],
          }),
        },
        resources: { pages: { methods: { list: method("books.pages.list") } }, empty: {} },
      },
      shelves: { resources: { books: { methods: { list: method("shelves.books.list") } } } },
    },
  }),
);

function selected(document: Document, ...patterns: string[]): Document {
  const { value, problems } = selectMethods(document, patterns);
  expect(problems).toEqual([]);
  if (value === null) throw new Error("nothing was selected");
  return value;
}

const idsOf = (document: Document): string[] =>
  methodSources(document).map(({ method: { id } }) => id);

describe("what is left of a document", () => {
  test("the methods, and what they reach in any way", () => {
    const part = selected(small, "books.get");
    expect(idsOf(part)).toEqual(["library.books.get"]);
    expect(Object.keys(part.schemas ?? {})).toEqual([
      "Answer",
      "ByProperty",
      "ByItems",
      "ByValues",
      "ByInline",
      "ByVariant",
      "ByAlias",
    ]);
    expect(part.resources).toEqual({
      books: { deprecated: true, methods: { get: small.resources?.["books"]?.methods?.["get"] } },
    });
    expect(part.methods).toBeUndefined();
    expect(Object.keys(part.auth?.oauth2?.scopes ?? {})).toEqual(["https://example.com/read"]);
    expect(part.parameters).toEqual(small.parameters);
  });

  test("a resource without methods stays where a child has some", () => {
    expect(idsOf(selected(small, "shelves.**"))).toEqual(["library.shelves.books.list"]);
    expect(idsOf(selected(small, "books.pages.*", "ping"))).toEqual([
      "library.ping",
      "library.books.pages.list",
    ]);
  });

  test("all of it where all methods are wanted, but for what none of them needs", () => {
    const part = selected(small, "**");
    expect(idsOf(part)).toEqual(idsOf(small));
    expect(
      Object.keys(small.schemas ?? {}).filter((id) => part.schemas?.[id] === undefined),
    ).toEqual(["Unused"]);
    expect(part.resources?.["books"]?.resources).not.toHaveProperty("empty");
  });

  test("the document is left as it is", () => {
    const before = JSON.stringify(small);
    selected(small, "ping");
    expect(JSON.stringify(small)).toBe(before);
  });
});

describe("a pattern that matches nothing is an error with its place, and what was meant", () => {
  test.each([
    ["book.*", '; did you mean "books.*"?'],
    ["books.gett", '; did you mean "books.get"?'],
    ["books", '; did you mean "books.*"?'],
    ["shelves", '; did you mean "shelves.**"?'],
    ["shelves.*", '; did you mean "shelves.**"?'],
    ["entirely.else", ""],
  ])("%s", (pattern, near) => {
    const { value, problems } = selectMethods(small, ["ping", pattern]);
    expect(value).toBeNull();
    expect(problems.map(({ code, pointer, message }) => `${code} ${pointer}: ${message}`)).toEqual([
      `no-such-method /1: no method matches "${pattern}"${near}`,
    ]);
  });
});

/** Of real documents: nothing is missing, and the model's own search finds nothing that is too much. */
function checkPart(document: Document, patterns: readonly string[]): void {
  const part = selected(document, ...patterns);
  const paths = methodSources(document).filter(({ path }) =>
    patterns.some((pattern) => matchesPattern(pattern, path.join("."))),
  );
  expect(idsOf(part)).toEqual(paths.map(({ method: { id } }) => id));
  const { value, problems } = buildModel(part);
  expect(problems.filter(({ level }) => level === "error")).toEqual([]);
  const unreached = (value?.schemas ?? []).filter((each) => !each.inRequests && !each.inResponses);
  expect(unreached.map(({ name }) => name)).toEqual([]);
  const used = new Set(paths.flatMap(({ method: { scopes = [] } }) => scopes));
  expect((value?.scopes ?? []).filter(({ name }) => !used.has(name))).toEqual([]);
}

function checkParts(document: Document, count: number): void {
  const paths = methodSources(document).map(({ path }) => path.join("."));
  if (paths.length === 0) return;
  const patterns = fc.uniqueArray(
    fc.constantFrom(...paths, ...paths.map((path) => path.replace(/[^.]+$/, "*"))),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(patterns, (chosen) => checkPart(document, chosen)),
    runs(count),
  );
}

test("parts of the reseller document hold what they need and nothing else", () => {
  checkParts(documentOf(resellerJson()), 50);
});

/** The real documents; they are not part of the repository. */
const corpus = process.env["DISCOGEN_CORPUS"];

if (corpus !== undefined && corpus !== "") {
  const folder = join(corpus, "documents");
  // One that refers to schemas that it does not have.
  const names = readdirSync(folder).filter((name) => name !== "integrations.v1.json");
  test.each(names)("so do parts of %s", (name) => {
    const json = JSON.parse(readFileSync(join(folder, name), "utf8")) as object;
    checkParts(documentOf(json), 3);
  });
}
