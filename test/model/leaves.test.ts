/** Every leaf of a document is in its model: as itself, or in `rest`. */
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { buildModel } from "#generator/model/build-model.js";
import { everyKey } from "../document/documents.js";
import { readDocument } from "#generator/document/read-document.js";
import { apiOf, comparable, documentJson, resellerJson, type Json } from "./models.js";

type Leaf = string | number | boolean | null;

/** Keys where they have no meaning for the client; real documents have each of them. */
const oddities: Json = documentJson({
  features: ["dataWrapper", "other"],
  schemas: {
    Book: {
      type: "object",
      properties: {
        list: { type: "array", items: { type: "string", description: "A word.", pattern: "^a$" } },
        ref: { $ref: "Book", type: "object", description: "Another one." },
        flag: { type: "boolean", format: "odd", enum: ["true"] },
        many: { type: "string", enum: ["a", "b", "a"], enumDescriptions: ["A.", "B."] },
        map: { type: "object", additionalProperties: { type: "string", readOnly: true } },
        both: {
          properties: { a: { type: "any" } },
          additionalProperties: { type: "any", id: "A" },
        },
        word: { type: "string", items: { type: "any", id: "B" }, variant: { discriminant: "c" } },
      },
      default: "x",
    },
    Alias: { $ref: "Book", properties: { a: { type: "any", id: "D" } } },
    One: {
      variant: { discriminant: "kind", map: [] },
      properties: { a: { type: "object", properties: { b: { type: "any", id: "E" } } } },
    },
    Text: { type: "string", default: "a", pattern: "^a$", minimum: "1", readOnly: true },
    Map: { type: "object", description: "All.", additionalProperties: { type: "any" } },
  },
  methods: {
    get: {
      id: "library.get",
      httpMethod: "POST",
      path: "v1/{a}",
      streamingType: "SERVER",
      parameters: {
        a: { type: "string", location: "path", required: true, readOnly: true },
        b: { type: "object", location: "query", $ref: "Nowhere", items: { type: "string" } },
      },
      request: { $ref: "Book", description: "The book.", parameterName: "resource" },
      response: { $ref: "Book", description: "The book as it is now." },
    },
  },
});

test.each([
  ["reseller", resellerJson()],
  ["a document with every key of the format", everyKey],
  ["a document with keys in odd places", oddities],
])("whichever leaf of %s changes, the model changes", (_, json) => {
  const before = comparable(apiOf(json));
  const leaves = leavesOf(json);
  const lost = leaves.filter((path) => !isTold(json, path, before));
  expect(lost.map((path) => `/${path.join("/")}`)).toEqual([]);
  expect(leaves.length).toBeGreaterThan(40);
});

test("an unknown key at any object of the document is kept in rest", () => {
  const json = resellerJson();
  const lost = objectsOf(json).filter((path) => {
    const changed = withLeaf(json, [...path, "x-new"], "new");
    const { value } = readDocument(new TextEncoder().encode(JSON.stringify(changed)));
    const kept = { at: `/${[...path, "x-new"].map(pointerKey).join("/")}`, value: "new" };
    return value !== null && !apiOf(changed).rest.some((leaf) => isDeepStrictEqual(leaf, kept));
  });
  expect(lost).toEqual([]);
});

/** True if the model differs, or if there is none because the change made a document of problems. */
function isTold(json: Json, path: readonly string[], before: string): boolean {
  const text = JSON.stringify(withLeaf(json, path, changedLeaf(leafAt(json, path))));
  const document = readDocument(new TextEncoder().encode(text)).value;
  if (document === null) return true;
  const { value } = buildModel(document);
  return value === null || comparable(value) !== before;
}

function changedLeaf(leaf: Leaf): Leaf {
  if (typeof leaf === "boolean") return !leaf;
  return typeof leaf === "number" ? leaf + 1 : `${String(leaf)}x`;
}

function pointerKey(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The paths of all objects, arrays not counted. */
function objectsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, member]) => objectsOf(member, [...path, key]));
  return Array.isArray(value) ? inner : [[...path], ...inner];
}

function leavesOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [[...path]];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key]));
}

function leafAt(json: Json, path: readonly string[]): Leaf {
  return path.reduce<unknown>((value, key) => (value as Json)[key], json) as Leaf;
}

function withLeaf(json: Json, path: readonly string[], leaf: Leaf): Json {
  const copy = structuredClone(json);
  const owner = path.slice(0, -1).reduce<Json>((value, key) => value[key] as Json, copy);
  owner[path.at(-1) ?? ""] = leaf;
  return copy;
}
