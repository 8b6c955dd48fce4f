import { describe, expect, test } from "vitest";
import type { Paging } from "#generator/model/model.js";
import { apiOf, documentJson, methodsOf } from "./models.js";

const text = { type: "string" };
const objects = { type: "array", items: { $ref: "Book" } };
const texts = { type: "array", items: text };
const map = { type: "object", additionalProperties: { $ref: "Book" } };

/** The paging of `library.<path>` whose response has these properties besides `nextPageToken`. */
function pagingOf(properties: object, path = "books.list", method: object = {}): Paging | null {
  const [resource = "", name = ""] = path.split(".");
  const whole = {
    id: `library.${path}`,
    httpMethod: "GET",
    path: "books",
    response: { $ref: "Page" },
    parameters: { pageToken: { ...text, location: "query" } },
    ...method,
  };
  const api = apiOf(
    documentJson({
      resources: { [resource]: { methods: { [name]: whole } } },
      schemas: {
        Book: { type: "object", properties: { title: text } },
        Page: { type: "object", properties: { nextPageToken: text, ...properties } },
        Query: { type: "object", properties: { pageToken: text } },
        Channel: { type: "object", properties: { id: text } },
      },
    }),
  );
  return methodsOf(api)[0]?.paging ?? null;
}

function itemsOf(properties: object, path?: string): string | null {
  return pagingOf(properties, path)?.items?.name ?? null;
}

describe("a method is paged", () => {
  test("if its query and its response have the token", () => {
    expect(pagingOf({ books: objects })).toMatchObject({
      tokenIn: { location: "query", name: "pageToken" },
      tokenOut: ["nextPageToken"],
    });
  });
  test("if its body and its response have the token, whatever its name", () => {
    const method = { httpMethod: "POST", parameters: {}, request: { $ref: "Query" } };
    expect(pagingOf({ books: objects }, "books.search", method)).toMatchObject({
      tokenIn: { location: "body", name: "pageToken" },
    });
  });
  test("if the response stands there inline", () => {
    const response = { type: "object", properties: { nextPageToken: text, books: objects } };
    expect(pagingOf({}, "books.list", { response })?.items?.name).toBe("books");
  });
});

describe("a method is not paged", () => {
  test.each([
    ["watch returns a Channel", { response: { $ref: "Channel" } }],
    ["there is no response", { response: undefined }],
    ["the token cannot be sent", { parameters: {} }],
    [
      "the parameter is no string",
      { parameters: { pageToken: { type: "integer", location: "query" } } },
    ],
    [
      "the next token is nested",
      {
        response: {
          type: "object",
          properties: {
            books: objects,
            pagination: { type: "object", properties: { nextPageToken: text } },
          },
        },
      },
    ],
    [
      "the next token is no string",
      { response: { type: "object", properties: { books: objects, nextPageToken: texts } } },
    ],
  ])("if %s", (_, method) => {
    expect(pagingOf({ books: objects }, "books.list", method)).toBeNull();
  });
});

describe("the items of a page", () => {
  test.each([
    ["items wins over everything", { items: texts, books: objects }, "items"],
    ["items may be a map", { items: map, books: objects }, "items"],
    ["the only array of objects", { entries: objects, tags: texts }, "entries"],
    ["the only array, of texts", { tags: texts }, "tags"],
    ["the only map", { byName: map }, "byName"],
    ["unreachable is no item", { things: texts, unreachable: texts }, "things"],
    ["neither are failed locations", { things: objects, failedLocations: objects }, "things"],
    ["nor missing ones", { things: objects, missingZones: objects }, "things"],
    ["nor warnings", { things: objects, partialWarnings: objects, warning: objects }, "things"],
    ["nor errors", { things: objects, partialErrors: objects, errors: objects }, "things"],
    ["nor deleted, invalid", { things: objects, deletedX: objects, invalidX: objects }, "things"],
    ["nor metadata, prefixes", { things: objects, metadata: objects, prefixes: texts }, "things"],
    ["of several the resource's own", { book: objects, authors: objects }, "book"],
    ["whatever its case", { BOOKS: objects, authors: objects }, "BOOKS"],
    ["else results", { authors: objects, results: objects }, "results"],
    ["else that with the resource's noun", { authors: objects, rareBooks: objects }, "rareBooks"],
    ["two arrays of texts are not certain", { tags: texts, words: texts }, null],
    ["two arrays of objects neither", { authors: objects, shelves: objects }, null],
    ["two that end with the noun neither", { rareBooks: objects, oldBooks: objects }, null],
    ["an array beside a map neither", { tags: texts, byName: map }, null],
    ["only auxiliaries", { unreachable: texts, warnings: objects }, null],
    ["none at all", { total: { type: "integer" } }, null],
  ])("%s", (_, properties, name) => {
    expect(itemsOf(properties)).toBe(name);
  });
  test("that with the method's noun", () => {
    expect(itemsOf({ authors: objects, shelves: objects }, "books.searchShelves")).toBe("shelves");
  });
  test("have their kind and type", () => {
    const book = { kind: "ref", schema: "Book", tsName: "Book" };
    expect(pagingOf({ items: map })?.items).toEqual({ name: "items", kind: "map", type: book });
    expect(pagingOf({ items: objects })?.items).toEqual({
      name: "items",
      kind: "array",
      type: book,
    });
    expect(pagingOf({ tags: texts })?.items?.type).toEqual({ kind: "string", format: null });
  });
  test("an uncertain method still iterates its pages", () => {
    expect(pagingOf({ tags: texts, words: texts })).toMatchObject({ items: null });
  });
});
