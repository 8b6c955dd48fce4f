/** A small document on which the examples of the catalogue are made, and what to compare it by. */
import type { Change } from "#generator/changes/change.js";
import { compareApis } from "#generator/changes/compare-apis.js";
import type { Edit } from "#generator/changes/rule.js";
import { buildModel } from "#generator/model/build-model.js";
import { publishedNames } from "#generator/model/api-names.js";
import type { Api } from "#generator/model/model.js";
import type { Names } from "#generator/model/names.js";
import { documentOf, type Json } from "../model/models.js";

const book = {
  id: "Book",
  type: "object",
  description: "A book.",
  properties: {
    title: { type: "string", description: "A title." },
    kind: { type: "string", enum: ["novel", "poem"] },
    pages: { type: "integer", format: "int32" },
    author: { $ref: "Person" },
    tags: { type: "array", items: { type: "string" } },
  },
};

/** Schemas like `Book` by who uses them. */
export const books = {
  both: "Book",
  request: "SentBook",
  response: "ReadBook",
  none: "UnusedBook",
} as const;

const id = { bookId: { type: "string", location: "path", required: true } };
const page = {
  pageSize: { type: "integer", location: "query" },
  pageToken: { type: "string", location: "query" },
};
const method = (name: string, members: object): object => ({
  id: `library.books.${name}`,
  path: `v1/${name}`,
  httpMethod: "POST",
  ...members,
});

/** A document that has something of everything, fresh with each call. */
export function library(): Json {
  const json = {
    kind: "discovery#restDescription",
    discoveryVersion: "v1",
    id: "library:v1",
    name: "library",
    version: "v1",
    revision: "20240101",
    etag: '"a"',
    title: "Library API",
    rootUrl: "https://library.example.com/",
    servicePath: "",
    basePath: "",
    batchPath: "batch",
    endpoints: [{ location: "eu", endpointUrl: "https://eu.example.com/" }],
    auth: { oauth2: { scopes: { a: { description: "A." }, b: { description: "B." } } } },
    parameters: { alt: { type: "string", location: "query" } },
    schemas: {
      Book: book,
      SentBook: book,
      ReadBook: book,
      UnusedBook: book,
      BookList: {
        type: "object",
        properties: {
          books: { type: "array", items: { $ref: "Book" } },
          nextPageToken: { type: "string" },
        },
      },
      Person: { type: "object", properties: { name: { type: "string" } } },
      Nothing: { type: "object" },
    },
    resources: {
      books: {
        methods: {
          get: method("get", {
            httpMethod: "GET",
            path: "v1/books/{bookId}",
            parameters: id,
            response: { $ref: "Book" },
            scopes: ["a", "b"],
          }),
          list: method("list", {
            httpMethod: "GET",
            parameters: page,
            response: { $ref: "BookList" },
          }),
          people: method("people", {
            httpMethod: "GET",
            parameters: page,
            response: { $ref: "Person" },
          }),
          insert: method("insert", { request: { $ref: "Book" }, response: { $ref: "Book" } }),
          patch: method("patch", { httpMethod: "PATCH", request: { $ref: "Book" } }),
          send: method("send", { request: { $ref: "SentBook" }, response: { $ref: "ReadBook" } }),
          close: method("close", { request: { $ref: "Nothing" } }),
          cover: method("cover", {
            mediaUpload: {
              accept: ["image/png"],
              protocols: { simple: { path: "/upload/v1/cover" } },
            },
          }),
        },
      },
    },
  };
  // Not by structuredClone: each of the books must be one of its own.
  return JSON.parse(JSON.stringify(json)) as Json;
}

/** Writes the values of edits into a document; what is on the way there is made. */
export function edited(json: Json, edits: readonly Edit[], side: "before" | "after"): Json {
  const copy = structuredClone(json);
  for (const each of edits) put(copy, each.at, each[side]);
  return copy;
}

/** Puts a value at a pointer; `undefined` removes what is there. */
export function put(json: Json, at: string, value: unknown): void {
  const keys = at
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = keys.pop() ?? "";
  const owner = keys.reduce<Json>((node, key) => (node[key] ??= {}) as Json, json);
  if (value !== undefined) owner[last] = structuredClone(value);
  else if (Array.isArray(owner)) owner.splice(Number(last), 1);
  else delete owner[last];
}

/** The model as `diff` builds it: a reference to nothing is no reason to give up. */
export function modelOf(json: Json, published?: Names): Api {
  const { value, problems } = buildModel(documentOf(json), published, { lenient: true });
  if (value === null) throw new Error(problems.map((each) => each.message).join("\n"));
  return value;
}

/** Compares two documents, the second with the published names of the first, or with names of its own. */
export function diff(before: Json, after: Json, { named = true } = {}): readonly Change[] {
  const old = modelOf(before);
  const isSameText = JSON.stringify(before) === JSON.stringify(after);
  const names = named ? publishedNames(old) : undefined;
  return compareApis(old, modelOf(after, names), { isSameText });
}
