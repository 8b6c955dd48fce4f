/** A module imports what it uses and nothing else, whatever the methods in it are like. */
import ts from "typescript";
import { expect, test } from "vitest";
import { booksMethods, documentJson } from "../model/models.js";
import { filesOf } from "./clients.js";
import { compileErrors } from "./compile.js";
import { nodesOf, parsed } from "./sources.js";

const schemas = { Book: { type: "object", properties: { title: { type: "string" } } } };
const kind = { type: "string", enum: ["a", "b"] };

test.each([
  ["no method at all", {}],
  ["a method without anything", { ping: {} }],
  ["an enum as a parameter", { get: { parameters: { kind: { ...kind, location: "query" } } } }],
  ["an enum as a response", { get: { response: kind } }],
  [
    "an enum in a request",
    { add: { httpMethod: "POST", request: { type: "array", items: kind } } },
  ],
  [
    "a parameter that refers to a schema",
    {
      get: { parameters: { book: { $ref: "Book", location: "query" } } },
    },
  ],
  [
    "a page of an enum's values",
    {
      list: {
        parameters: { pageToken: { type: "string", location: "query" } },
        response: {
          type: "object",
          properties: {
            nextPageToken: { type: "string" },
            kinds: { type: "array", items: { type: "array", items: kind } },
          },
        },
      },
    },
  ],
  ["an unknown response", { get: { response: {} } }],
  [
    "a response without a schema",
    { get: { response: { type: "array", items: { type: "string" } } } },
  ],
  ["a PATCH without a body", { patch: { httpMethod: "PATCH" } }],
  [
    "a PATCH of a map",
    {
      patch: { httpMethod: "PATCH", request: { type: "object", additionalProperties: kind } },
    },
  ],
  ["a scope that is not declared", { get: { scopes: ["https://example.com/auth/x"] } }],
])("%s compiles", async (_, methods) => {
  const files = await filesOf(documentJson({ resources: booksMethods(methods), schemas }));
  expect(compileErrors(files)).toEqual([]);
});

test("methods of the API itself compile beside what the client is made of", async () => {
  const methods = {
    get: { id: "library.get", httpMethod: "GET", path: "get", scopes: ["openid"] },
    list: { id: "library.list", httpMethod: "GET", path: "list", response: { $ref: "Book" } },
  };
  const auth = { oauth2: { scopes: { openid: {} } } };
  const files = await filesOf(documentJson({ auth, methods, schemas }));
  expect(compileErrors(files)).toEqual([]);
  const imports = nodesOf(parsed(files.get("src/index.ts") ?? ""), ts.isImportDeclaration);
  const modules = imports.map(({ moduleSpecifier }) => moduleSpecifier.getText());
  expect(modules.sort()).toEqual(['"./schemas.js"', '"@discogen/runtime"']);
});

test("a method and a child resource of one name are both reached by it", async () => {
  const get = { id: "library.books.pages", httpMethod: "GET", path: "pages" };
  const list = { id: "library.books.pages.list", httpMethod: "GET", path: "pages/all" };
  const books = { methods: { pages: get }, resources: { pages: { methods: { list } } } };
  const files = await filesOf(documentJson({ resources: { books } }));
  const use = `import { LibraryClient } from "./index.js";
declare const client: LibraryClient;
await client.books.pages();
await client.books.pages.list();
`;
  expect(compileErrors(files, { "src/use.ts": use })).toEqual([]);
});

test("G-DOC-08 recursive schemas compile", async () => {
  const recursive = {
    Self: { type: "object", properties: { self: { $ref: "Self" } } },
    A: { type: "object", properties: { b: { $ref: "B" } } },
    B: { type: "array", items: { $ref: "C" } },
    C: { type: "object", additionalProperties: { $ref: "A" } },
    Tree: { type: "array", items: { $ref: "Tree" } },
    Map: { type: "object", additionalProperties: { $ref: "Map" } },
  };
  expect(compileErrors(await filesOf(documentJson({ schemas: recursive })))).toEqual([]);
});
