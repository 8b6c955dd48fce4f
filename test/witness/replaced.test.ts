/** Where one type replaces another, the compiler and requests find what the verdict says: the smallest forms of what was found. */
import { beforeAll, describe, expect, test } from "vitest";
import { edit, type Edit, type Json } from "#generator/changes/rule.js";
import type { WitnessedPair } from "#generator/witness/witness-types.js";
import { edited, library } from "../changes/library.js";
import { found } from "../model/models.js";
import { judged, typeDisagreements, wireDisagreements } from "./disagreements.js";

const text = { type: "string" };
const any = { type: "any" };
const object = (properties: Json): Json => ({ type: "object", properties });
const map = (values: Json): Json => ({ type: "object", additionalProperties: values });
const schema = (name: string, value: Json): Edit => edit(`/schemas/${name}`, value, value);
const property = (at: string, before: Json | undefined, after: Json | undefined): Edit =>
  edit(`/schemas/${at.replace(".", "/properties/")}`, before, after);
const books = "/resources/books/methods";
const union = (cases: readonly Json[]): Json => ({
  type: "object",
  variant: { discriminant: "type", map: cases },
});
const httpBody = {
  id: "HttpBody",
  ...(object({
    contentType: text,
    data: { ...text, format: "byte" },
    extensions: { type: "array", items: map(any) },
  }) as object),
};
const ping = { id: "library.books.ping", httpMethod: "GET", path: "v1/ping" };
const upload = { accept: ["*/*"], protocols: { simple: { path: "/upload/v1/ping" } } };

const cases: Readonly<Record<string, readonly Edit[]>> = {
  "a request by a schema that has changed itself": [
    edit(`${books}/send/request/$ref`, "SentBook", "Book"),
    property("SentBook.tags", { type: "array", items: text }, any),
  ],
  "what is lost two references deep": [
    schema("Street", object({ name: text, number: text })),
    schema("Road", object({ name: text })),
    schema("Home", object({ street: { $ref: "Street" } })),
    schema("House", object({ street: { $ref: "Road" } })),
    ...["ReadBook", "SentBook", "Book", "UnusedBook"].map((book) =>
      property(`${book}.author`, { $ref: "Home" }, { $ref: "House" }),
    ),
  ],
  "what differs in an inline object of the replaced schema": [
    schema("Home", object({ place: object({ street: text, number: text }), name: text })),
    schema("House", object({ place: object({ street: map(text), number: text }), name: text })),
    property("ReadBook.author", { $ref: "Home" }, { $ref: "House" }),
    property("SentBook.author", { $ref: "Home" }, { $ref: "House" }),
  ],
  "a recursive schema and a map of it": [
    schema("Tree", object({ children: { type: "array", items: { $ref: "Tree" } }, name: text })),
    property("ReadBook.author", { $ref: "Tree" }, map({ $ref: "Tree" })),
    property("SentBook.author", { $ref: "Tree" }, map({ $ref: "Tree" })),
  ],
  "a map and an object": [
    schema("Table", map(text)),
    property("ReadBook.author", { $ref: "Table" }, { $ref: "Person" }),
    property("SentBook.author", { $ref: "Table" }, { $ref: "Person" }),
  ],
  "a map that is sent as an object without members": [
    property("SentBook.author", map(text), { $ref: "Nothing" }),
  ],
  "an inline object that became a schema, with one inside it": [
    property("Book.title", object({ inner: object({ a: text }) }), { $ref: "Cover" }),
    edit("/schemas/Cover", undefined, object({ inner: object({ a: text }) })),
  ],
  "a schema whose inline values became an inline object's": [
    schema("Table", map(object({ a: text }))),
    property("SentBook.title", { $ref: "Table" }, map(object({ a: text }))),
  ],
  "an inline object that may be anything": [property("SentBook.title", object({ a: text }), any)],
  "an answer that became an inline object": [
    edit(
      `${books}/send/response`,
      { $ref: "ReadBook" },
      object({ TITLE: text, kind: text, pages: { type: "integer" }, tags: map(text) }),
    ),
  ],
  "a reference to anything": [
    schema("Anything", any),
    property("ReadBook.title", { $ref: "Anything" }, any),
  ],
  "a stream of anything": [
    edit(
      `${books}/ping`,
      { ...ping, response: { $ref: "Person" }, streamingType: "SERVER_SIDE" },
      { ...ping, response: any, streamingType: "SERVER_SIDE" },
    ),
  ],
  "a stream of something else": [
    edit(
      `${books}/ping`,
      { ...ping, response: { $ref: "Person" }, streamingType: "SERVER_SIDE" },
      { ...ping, response: { $ref: "Nothing" }, streamingType: "SERVER_SIDE" },
    ),
  ],
  "a stream of nothing": [
    edit(
      `${books}/ping`,
      { ...ping, response: { $ref: "Person" }, streamingType: "SERVER_SIDE" },
      { ...ping, streamingType: "SERVER_SIDE" },
    ),
  ],
  "a list that may be anything": [
    edit("/schemas/Names", { type: "array", items: text }, any),
    edit(`${books}/people/response`, { $ref: "Names" }, { $ref: "Names" }),
  ],
  "media that became JSON": [
    schema("HttpBody", httpBody),
    edit(`${books}/send/request`, { $ref: "HttpBody" }, any),
    edit(`${books}/send/response`, { $ref: "HttpBody" }, { $ref: "Person" }),
  ],
  "a parameter that became a 64-bit integer": [
    edit(
      `${books}/list/parameters/pageToken`,
      { ...text, location: "query" },
      { ...text, location: "query", format: "int64" },
    ),
  ],
  "media that cannot be left out any more": [
    edit(
      `${books}/ping`,
      { ...ping, httpMethod: "POST", request: { $ref: "Person" }, mediaUpload: upload },
      { ...ping, httpMethod: "POST", mediaUpload: upload },
    ),
  ],
  "cases of a union": [
    schema("Circle", object({ type: text, radius: text })),
    edit(
      "/schemas/Book",
      union([
        { type_value: "a", $ref: "Circle" },
        { type_value: "b", $ref: "Person" },
        { type_value: "c", $ref: "Anything" },
      ]),
      union([
        { type_value: "a", $ref: "Anything" },
        { type_value: "b", $ref: "Table" },
        { type_value: "c", $ref: "Circle" },
      ]),
    ),
    schema("Anything", any),
    schema("Table", map({ type: "integer" })),
  ],
  "a case that its own type contradicts": [
    edit("/schemas/Circle", object({ type: text }), object({ type: { type: "boolean" } })),
    schema("Book", union([{ type_value: "a", $ref: "Circle" }])),
  ],
  "a union in the place of an object, and back": [
    schema("Shape", union([{ type_value: "a", $ref: "Person" }])),
    property("Book.author", { $ref: "Person" }, { $ref: "Shape" }),
    property("ReadBook.author", { $ref: "Shape" }, { $ref: "Person" }),
  ],
};

const names = Object.keys(cases);
let pairs: readonly WitnessedPair[] = [];
let types: readonly (readonly string[])[] = [];

beforeAll(async () => {
  pairs = names.flatMap((name) => {
    const [base, edits] = [library(), found(cases[name], name)];
    const [before, after] = [edited(base, edits, "before"), edited(base, edits, "after")];
    return [judged(before, after), judged(after, before)];
  });
  types = await typeDisagreements(pairs);
}, 300_000);

describe.each(names.map((name, index) => [name, 2 * index] as const))("%s", (_, index) => {
  test.each([
    ["there", index],
    ["back", index + 1],
  ])("%s", async (way, each) => {
    expect(types[each]).toEqual([]);
    expect(await wireDisagreements(found(pairs[each], way))).toEqual([]);
  });
});
