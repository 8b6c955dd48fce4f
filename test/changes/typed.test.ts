/** What the witness has refuted once: changes that break programs, but not their compilation. */
import { expect, test } from "vitest";
import { judge, ownPolicy } from "#generator/changes/judge.js";
import type { Edit, Json } from "#generator/changes/rule.js";
import { edit } from "#generator/changes/rule.js";
import { diff, edited, library } from "./library.js";

const text = { type: "string" };
const nothing = { type: "object" };

/** Each change of an edited document as `rule: types → bump`. */
function told(edits: readonly Edit[]): string[] {
  const base = library();
  const changes = diff(edited(base, edits, "before"), edited(base, edits, "after"));
  const judged = judge(changes, { policy: ownPolicy, today: "2026-01-01" });
  return judged.changes
    .filter(({ rule }) => rule !== "revision-reused")
    .map(({ rule, impact, bump }) => `${rule}: ${impact.types} → ${bump}`);
}

test("an object without properties takes any property that a request sends", () => {
  expect(told([edit("/schemas/Nothing/properties", { title: text }, undefined)])).toEqual([
    "request-body-became-optional: info → minor",
    "property-removed: none → major",
  ]);
});

test("so does the input of an object whose properties are all set by the server", () => {
  const set = { ...text, readOnly: true };
  const edits = [
    edit("/schemas/Nothing/properties", { title: text, id: set }, { title: set, id: set }),
  ];
  expect(told(edits)).toEqual(["property-became-read-only: none → minor"]);
});

test("a request of another type fits where nothing has a name", () => {
  const at = "/resources/books/methods/send/request";
  expect(told([edit(at, { $ref: "SentBook" }, { $ref: "Nothing" })])).toContain(
    "request-body-type-changed: none → major",
  );
  const empty = { $ref: "Nothing" };
  expect(told([edit("/schemas/SentBook/properties/title", text, empty)])).toEqual([
    "property-type-changed: none → major",
  ]);
});

test("what is answered is read all the same", () => {
  expect(told([edit("/schemas/ReadBook/properties/title", text, nothing)])).toEqual([
    "property-type-changed: error → major",
  ]);
  expect(told([edit("/schemas/Person/properties/name", text, undefined)])).toEqual([
    "property-removed: error → major",
  ]);
});

test("a property that a map has room for is there without its name", () => {
  const map = { type: "object", additionalProperties: text };
  const named = { type: "object", properties: { name: text } };
  expect(told([edit("/schemas/Person", named, map)])).toEqual([
    "additional-properties-added: info → minor",
    "property-removed: none → major",
  ]);
});

test("an object that became anything is widened, and not changed", () => {
  expect(told([edit("/schemas/Nothing", nothing, { type: "any" })])).toEqual([
    "request-body-became-required: error → major",
    "property-type-widened: info → minor",
  ]);
});

test("a call that takes nothing any more takes anything", () => {
  const at = "/resources/books/methods/people/parameters";
  const [size, token] = ["pageSize", "pageToken"].map((name) =>
    edit(`${at}/${name}`, { ...text, location: "query" }, undefined),
  );
  if (size === undefined || token === undefined) throw new Error("there are two");
  expect(told([size])).toEqual(["parameter-removed: error → major"]);
  expect(told([size, token])).toEqual([
    "parameter-removed: none → major",
    "parameter-removed: none → major",
  ]);
});

test("items of one type are iterated whatever the list is called", () => {
  const list = { type: "array", items: { $ref: "Book" } };
  const at = "/schemas/BookList/properties";
  expect(
    told([edit(`${at}/books`, list, undefined), edit(`${at}/volumes`, undefined, list)]),
  ).toEqual(expect.arrayContaining(["method-pagination-changed: info → minor"]));
  expect(told([edit(`${at}/books`, list, text)])).toContain(
    "method-pagination-changed: error → major",
  );
});

test("of a schema that another one replaces counts what the compiler sees", () => {
  const swap = edit("/schemas/BookList/properties/books/items/$ref", "Book", "ReadBook");
  const pages = (book: string, type: Json): Edit =>
    edit(`/schemas/${book}/properties/pages`, type, type);
  const byte = { ...text, format: "byte" };
  // Of anything nothing could be read, and a text is a text whatever its format.
  expect(told([swap, pages("Book", { type: "any" })])).toContain(
    "property-type-changed: none → major",
  );
  expect(told([swap, pages("Book", byte), pages("ReadBook", text)])).toEqual(
    expect.arrayContaining([
      "property-format-incompatible: none → minor",
      "property-ref-changed: info → minor",
    ]),
  );
  expect(told([swap, pages("Book", { type: "boolean" })])).toContain(
    "property-type-changed: error → major",
  );
});

test("so does what the replaced schema has become itself", () => {
  const swap = edit("/schemas/BookList/properties/books/items/$ref", "Book", "ReadBook");
  const type = edit("/schemas/Book/properties/pages", { type: "any" }, text);
  expect(told([swap, type])).toContain("property-type-changed: error → major");
  const lost = edit("/schemas/UnusedBook/properties/extra", { $ref: "Nothing" }, text);
  const named = edit("/schemas/Nothing", nothing, { type: "number" });
  expect(told([lost])).toContain("property-type-changed: none → patch");
  expect(told([lost, named])).toContain("property-type-changed: error → major");
});

test("a schema that no method reaches is no break for servers", () => {
  const swap = edit("/schemas/UnusedBook/properties/author/$ref", "Person", "Writer");
  const [any, whole] = [{ type: "any" }, { type: "integer" }];
  const writer = { type: "object", properties: { name: text, age: whole } };
  const person = { type: "object", properties: { name: text, age: any } };
  const edits = [
    swap,
    edit("/schemas/Writer", writer, writer),
    edit("/schemas/Person", person, person),
  ];
  expect(told(edits)).toContain("property-type-changed: none → patch");
});

test("items that may be anything are iterated whatever they become", () => {
  const at = "/schemas/BookList/properties/books";
  const list = { type: "array", items: { type: "any" } };
  expect(told([edit(at, list, text)])).toContain("method-pagination-changed: info → minor");
});

test("a case of a variant that has grown is no break", () => {
  const union = (name: string): Json => ({
    type: "object",
    variant: { discriminant: "type", map: [{ type_value: "a", $ref: name }] },
  });
  const become = (from: string, to: string): string[] =>
    told([edit("/schemas/Book", union(from), union(to))]);
  expect(become("Nothing", "Person")).toContain("variant-case-changed: info → minor");
  expect(become("Person", "Nothing")).toContain("variant-case-changed: error → major");
});

test("what only the server sets is only read, and where nobody reads it, nobody has it", () => {
  const set = { ...text, readOnly: true };
  const title = (book: string, before: Json, after?: Json): Edit =>
    edit(`/schemas/${book}/properties/title`, before, after);
  expect(told([title("Book", set, { ...set, enum: ["a"] })])).toEqual([
    "property-became-enum: info → minor",
  ]);
  expect(told([title("Book", set)])).toEqual(["property-removed: error → major"]);
  expect(told([title("SentBook", { type: "any", readOnly: true }, set)])).toEqual([
    "property-type-narrowed: info → minor",
  ]);
});

test("a property that no request has any more is not left out of requests", () => {
  const send = { id: "library.books.send", path: "v1/send", httpMethod: "POST" };
  const method = edit(
    "/resources/books/methods/send",
    { ...send, request: { $ref: "SentBook" } },
    send,
  );
  const title = edit("/schemas/SentBook/properties/title", text, { ...text, readOnly: true });
  expect(told([method, title])).toContain("property-became-read-only: none → minor");
});

const schema = (name: string, value: Json): Edit => edit(`/schemas/${name}`, value, value);
const object = (properties: Json): Json => ({ type: "object", properties });
const author = "/schemas/ReadBook/properties/author";

test("a schema that another one of its structure replaces is not that one, once it has changed itself", () => {
  const swap = edit("/resources/books/methods/send/request/$ref", "SentBook", "Book");
  const tags = "/schemas/SentBook/properties/tags/type";
  expect(told([swap])).toContain("request-body-ref-changed: info → minor");
  expect(told([swap, edit(tags, "array", "any")])).toContain(
    "request-body-ref-changed: error → major",
  );
});

test("formats and new values of a schema that replaces another one are told as such", () => {
  const kind = { ...text, enum: ["a"] };
  const more = { ...text, enum: ["a", "b"] };
  const edits = (before: Json, after: Json): Edit[] => [
    schema("Writer", object({ name: before })),
    schema("Poet", object({ name: after })),
    edit(author, { $ref: "Writer" }, { $ref: "Poet" }),
  ];
  const named = "property-ref-changed: info → minor";
  const changed = (before: Json, after: Json): string[] =>
    told(edits(before, after)).filter((each) => each.startsWith("property-"));
  const long = { ...text, format: "int64" };
  expect(changed(long, text)).toEqual(["property-format-incompatible: none → minor", named]);
  expect(changed({ ...text, format: "date" }, text)).toEqual([
    "property-format-changed: none → patch",
    named,
  ]);
  // A variable of the old type takes no value that it does not know.
  expect(changed(kind, more)).toEqual([
    "property-enum-value-added: info → minor",
    "property-ref-changed: error → major",
  ]);
  expect(changed(more, kind)).toEqual(["property-type-changed: error → major"]);
  // Two of a kind are one change.
  const pair = (value: Json): Json => object({ a: value, b: value });
  const both = diff(
    edited(
      library(),
      [schema("Writer", pair(long)), edit(author, null, { $ref: "Writer" })],
      "after",
    ),
    edited(
      library(),
      [
        schema("Writer", pair(long)),
        schema("Poet", pair(text)),
        edit(author, null, { $ref: "Poet" }),
      ],
      "after",
    ),
  ).filter(({ rule }) => rule === "property-format-incompatible");
  expect(both.map(({ at, from, to }) => [at, from, to])).toEqual([
    [author, "a: string (int64), b: string (int64)", "a: string, b: string"],
  ]);
});

test("a name of an inline object's type that goes breaks who imports it, whatever may be sent instead", () => {
  const title = "/schemas/SentBook/properties/title";
  const inline = object({ inner: object({ a: text }) });
  expect(told([edit(title, inline, { type: "any" })])).toEqual([
    "property-type-widened: error → major",
  ]);
  expect(told([edit(title, text, { type: "any" })])).toEqual([
    "property-type-widened: info → minor",
  ]);
  const set = [edit("/schemas/Nothing/properties", { a: inline }, undefined)];
  expect(told(set)).toContain("property-removed: error → major");
  // Also further inside of what has become a schema of its own.
  const extracted = [
    edit(title, inline, { $ref: "Cover" }),
    edit("/schemas/Cover", undefined, inline),
  ];
  expect(told(extracted)).toContain("generated-name-changed: error → major");
});

test("a reference to anything that is written as anything breaks nobody", () => {
  const edits = [
    schema("Anything", { type: "any" }),
    edit(author, { $ref: "Anything" }, { type: "any" }),
  ];
  expect(told(edits)).toContain("property-ref-inlined: info → minor");
});

test("media that became JSON is told whatever the schema is", () => {
  const body = object({
    contentType: text,
    data: { ...text, format: "byte" },
    extensions: { type: "array", items: { type: "any" } },
  });
  const request = edit(
    "/resources/books/methods/send/request",
    { $ref: "HttpBody" },
    { type: "any" },
  );
  const edits = [schema("HttpBody", { ...(body as object), id: "HttpBody" }), request];
  expect(told(edits)).toContain("body-media-changed: error → major");
});

test("what a standard parameter is like, the runtime says", () => {
  const fields = { ...text, location: "query" };
  const at = "/parameters/fields";
  expect(told([edit(at, fields, { type: "integer", location: "path" })]).sort()).toEqual([
    "parameter-location-changed: none → none",
    "parameter-type-changed: none → none",
  ]);
  expect(told([edit(at, fields, undefined)])).toEqual(["global-parameter-removed: error → major"]);
});
