/** Cases in which a plain comparison of JSON says too much, too little, or something else. */
import { describe, expect, test } from "vitest";
import type { Change } from "#generator/changes/change.js";
import { judge, ownPolicy, type Verdict } from "#generator/changes/judge.js";
import { wordsOf } from "#generator/changes/words.js";
import { found, type Json } from "../model/models.js";
import { diff, library, put } from "./library.js";

/** The library with values at places; `undefined` removes what is there. */
function withPlaces(places: Readonly<Record<string, unknown>>, base: Json = library()): Json {
  const copy = structuredClone(base);
  for (const [at, value] of Object.entries(places)) put(copy, at, value);
  return copy;
}

/** What is told of two documents, each as `rule place`, without what every change brings about. */
function told(before: Json, after: Json): string[] {
  return plain(diff(before, after)).map(({ rule, at }) => `${rule} ${at}`);
}

function plain(changes: readonly Change[]): Change[] {
  return changes.filter(({ rule }) => !/^(revision-|schema-direction)/.test(rule));
}

function verdict(before: Json, after: Json): Verdict {
  return judge(diff(before, after), { policy: ownPolicy, today: "2026-01-01" });
}

const get = "/resources/books/methods/get";
const text = { type: "string" };

describe("addresses", () => {
  test("a prefix that moves from the service path into the paths changes no URL", () => {
    const before = withPlaces({
      "/servicePath": "apps/v1/",
      "/resources": { a: { methods: { x: method("x"), y: method("y") } } },
    });
    const after = withPlaces({
      "/resources": {
        a: { methods: { x: method("x", "apps/v1/x"), y: method("y", "apps/v1/y") } },
      },
    });
    expect(told(before, after)).toEqual([
      "method-path-refactored /resources/a/methods/x/path",
      "method-path-refactored /resources/a/methods/y/path",
      "base-path-refactored /servicePath",
    ]);
    expect(verdict(before, after).bump).toBe("patch");
  });

  test("a host that moves with all its parts is told once", () => {
    const after = withPlaces({
      "/rootUrl": "https://books.example.com/",
      "/baseUrl": "https://books.example.com/x/",
      "/basePath": "/x/",
    });
    expect(told(library(), after)).toEqual(["host-changed /rootUrl"]);
  });

  test("{+name} says nothing: a resource with another pattern is no renamed one", () => {
    const resource = (pattern: string, name: string): object => ({
      methods: {
        [name]: {
          ...method(name, "v1/{+name}"),
          parameters: { name: { ...text, location: "path", required: true, pattern } },
        },
      },
    });
    const before = withPlaces({ "/resources": { a: resource("^a/[^/]+$", "get") } });
    const other = withPlaces({ "/resources": { b: resource("^b/[^/]+$", "get") } });
    expect(told(before, other)).toEqual([
      "resource-removed /resources/a",
      "resource-added /resources/b",
    ]);
    const same = withPlaces({ "/resources": { b: resource("^a/[^/]+$", "get") } });
    expect(told(before, same)).toContain("method-renamed /resources/b/methods/get");
  });

  test("endpoints of one location are paired by their addresses", () => {
    const endpoint = (url: string): object => ({ location: "eu", endpointUrl: url });
    const before = withPlaces({
      "/endpoints": [endpoint("https://a.example.com/"), endpoint("https://b.example.com/")],
    });
    const after = withPlaces({ "/endpoints": [endpoint("https://b.example.com/")] });
    expect(told(before, after)).toEqual(["endpoint-removed /endpoints/0"]);
    // The location is still a type.
    expect(verdict(before, after).bump).toBe("minor");
    expect(verdict(before, withPlaces({ "/endpoints": [] })).bump).toBe("major");
  });
});

function method(name: string, path = name): Json {
  return { id: `library.${name}`, httpMethod: "GET", path };
}

describe("what is equal in meaning", () => {
  const cover = "/resources/books/methods/cover/mediaUpload";
  const size = "/resources/books/methods/list/parameters/pageSize";

  test.each<[string, Json, Json]>([
    ["empty containers", library(), withPlaces({ [`${get}/parameterOrder`]: [], "/labels": [] })],
    ["flags that are not set", library(), withPlaces({ [`${get}/deprecated`]: false })],
    [
      "spellings of a number",
      withPlaces({ [`${size}/minimum`]: "0100" }),
      withPlaces({ [`${size}/minimum`]: "100" }),
    ],
    [
      "spellings of a size",
      withPlaces({ [`${cover}/maxSize`]: "25MB" }),
      withPlaces({ [`${cover}/maxSize`]: "26214400" }),
    ],
    ["a stream of none", library(), withPlaces({ [`${get}/streamingType`]: "NONE" })],
    ["the order of scopes", library(), withPlaces({ [`${get}/scopes`]: ["b", "a"] })],
    [
      "words that are none",
      library(),
      withPlaces({ "/schemas/Book/properties/kind/enumDescriptions": ["", ""] }),
    ],
  ])("%s", (_, before, after) => {
    expect(told(before, after)).toEqual(["representation-changed "]);
    expect(told(after, before)).toEqual(["representation-changed "]);
  });
});

describe("names", () => {
  const odd = [
    "description",
    "enum",
    "items",
    "$ref",
    "type",
    "constructor",
    "toString",
    "__proto__",
  ];

  test.each(odd)("a property called %s is a property", (name) => {
    const base = JSON.stringify(library());
    const named = JSON.parse(
      base.replaceAll(
        '"tags":{"type":"array"',
        `${JSON.stringify(name)}:{"type":"string"},"tags":{"type":"array"`,
      ),
    ) as Json;
    const changes = diff(library(), named).filter(({ rule }) => rule === "property-added");
    expect(changes.map(({ at, subject }) => `${at} ${subject}`)).toEqual(
      ["Book", "ReadBook", "SentBook", "UnusedBook"].map(
        (each) => `/schemas/${each}/properties/${name} ${each}.${name}`,
      ),
    );
    const rules = diff(named, library()).map(({ rule }) => rule);
    expect(rules.filter((rule) => rule === "property-removed")).toHaveLength(4);
  });

  test("a path parameter that is renamed breaks code and nothing on the wire", () => {
    const after = withPlaces({
      [`${get}/path`]: "v1/books/{book}",
      [`${get}/parameters`]: { book: { ...text, location: "path", required: true } },
    });
    const { changes } = verdict(library(), after);
    expect(changes.map(({ rule, impact }) => [rule, impact.wire, impact.types])).toContainEqual([
      "parameter-renamed",
      "none",
      "error",
    ]);
  });

  test("schemas that all lose their prefix are renamed, one after the other, as references show", () => {
    const object = (properties: object): object => ({ type: "object", properties });
    const schemas = (prefix: string): object => ({
      [`${prefix}List`]: object({
        items: { type: "array", items: { $ref: `${prefix}Entry` } },
        a: text,
      }),
      [`${prefix}Entry`]: object({ inner: { $ref: `${prefix}Inner` }, b: text, c: text }),
      [`${prefix}Inner`]: object({ d: text, e: text }),
    });
    const list = { ...method("list"), response: { $ref: "ApiV4List" } };
    const before = withPlaces({
      "/schemas": schemas("ApiV4"),
      "/resources": { a: { methods: { list } } },
    });
    const after = withPlaces({
      "/schemas": schemas(""),
      "/resources": { a: { methods: { list: { ...list, response: { $ref: "List" } } } } },
    });
    expect(told(before, after)).toEqual([
      "schema-renamed /schemas/Entry",
      "schema-renamed /schemas/Inner",
      "schema-renamed /schemas/List",
    ]);
    // What changed in a renamed one is told beside it.
    put(after, "/schemas/Inner/properties/f", text);
    expect(told(before, after)).toContain("property-added /schemas/Inner/properties/f");
  });

  test("a name that another schema takes over stays the name of what has it", () => {
    const before = withPlaces({
      "/schemas/Envelope": {
        type: "object",
        properties: { data: { $ref: "EnvelopeData" }, status: text },
      },
      "/schemas/EnvelopeData": { type: "object", properties: { id: text, title: text } },
    });
    const after = withPlaces({
      "/schemas/Envelope": { type: "object", properties: { id: text, title: text } },
      "/schemas/EnvelopeResponse": {
        type: "object",
        properties: { data: { $ref: "Envelope" }, status: text },
      },
    });
    const rules = told(before, after);
    expect(rules).toContain("property-removed /schemas/Envelope/properties/data");
    expect(rules).toContain("property-added /schemas/Envelope/properties/id");
  });

  test("a method beside a resource of its name renames nobody", () => {
    const before = withPlaces({ "/resources/agent": { methods: { list: method("list") } } });
    const after = withPlaces({ "/methods/agent": method("agent") }, before);
    expect(told(before, after)).toEqual(["method-added /methods/agent"]);
  });

  test("a whole resource whose methods all have another place is told method by method", () => {
    const before = withPlaces({
      "/resources/old": { methods: { x: method("x"), y: method("y") } },
    });
    const after = withPlaces({ "/resources/new": { methods: { x: method("x"), y: method("y") } } });
    expect(told(before, after)).toEqual([
      "method-renamed /resources/new/methods/x",
      "method-renamed /resources/new/methods/y",
    ]);
    put(after, "/resources/new/methods/y", undefined);
    expect(told(before, after)).toEqual([
      "method-renamed /resources/new/methods/x",
      "resource-removed /resources/old",
    ]);
  });
});

describe("types", () => {
  const kind = "/schemas/Book/properties/kind";

  test("an enum value in front moves no words: each value has its own", () => {
    const before = withPlaces({
      [kind]: { ...text, enum: ["novel", "poem"], enumDescriptions: ["Prose.", "Verse."] },
    });
    const after = withPlaces({
      [kind]: {
        ...text,
        enum: ["play", "novel", "poem"],
        enumDescriptions: ["Stage.", "Prose.", "Verse."],
      },
    });
    expect(told(before, after)).toEqual([`property-enum-value-added ${kind}`]);
  });

  test("words of an enum that stand on its list are told once", () => {
    const tags = "/schemas/Book/properties/tags";
    const list = { type: "array", items: { ...text, enum: ["a", "b"] } };
    const before = withPlaces({ [tags]: { ...list, enumDescriptions: ["A.", "B."] } });
    const after = withPlaces({ [tags]: { ...list, enumDescriptions: ["One.", "Two."] } });
    expect(told(before, after)).toEqual([`enum-description-changed ${tags}`]);
  });

  test("an inline object that becomes a schema is compared inside", () => {
    const inline = { type: "object", properties: { size: { type: "integer" }, name: text } };
    const before = withPlaces({ "/schemas/Book/properties/cover": inline });
    const after = withPlaces({
      "/schemas/Book/properties/cover": { $ref: "Cover" },
      "/schemas/Cover": { type: "object", properties: { size: text, name: text } },
    });
    expect(told(before, after)).toEqual([
      "property-inline-extracted /schemas/Book/properties/cover",
      "schema-added /schemas/Cover",
      "property-type-changed /schemas/Cover/properties/size",
    ]);
    // The name BookCover could be imported, and is gone.
    const [extracted] = verdict(before, after).changes.filter(
      ({ rule }) => rule === "property-inline-extracted",
    );
    expect(extracted).toMatchObject({ bump: "major", impact: { wire: "none", types: "error" } });
  });

  test("a schema that takes the name of the inline object's type breaks nobody", () => {
    const inline = { type: "object", properties: { name: text } };
    const before = withPlaces({ "/schemas/Book/properties/cover": inline });
    const after = withPlaces({
      "/schemas/Book/properties/cover": { $ref: "BookCover" },
      "/schemas/BookCover": inline,
    });
    const free = judge(diff(before, after, { named: false }), {
      policy: ownPolicy,
      today: "2026-01-01",
    });
    expect(free.bump).toBe("minor");
  });

  test("what is said of the items of a list, and of the values of a map, is told", () => {
    const tags = "/schemas/Book/properties/tags";
    const before = withPlaces({ [tags]: { type: "array", items: { ...text, pattern: "^a$" } } });
    const after = withPlaces({
      [tags]: { type: "array", items: { ...text, pattern: "^b$", description: "One." } },
    });
    expect(told(before, after)).toEqual([
      `description-changed ${tags}/items/description`,
      `property-pattern-disjoint ${tags}/items/pattern`,
    ]);
  });

  test("an empty answer that becomes a real one could be read by nobody before", () => {
    const list = "/resources/books/methods/people/response";
    const before = withPlaces({ [list]: { $ref: "Nothing" } });
    expect(told(before, withPlaces({ [list]: { $ref: "Person" } }))).toContain(
      `response-body-type-extended ${list}`,
    );
    expect(verdict(before, library()).bump).toBe("minor");
  });

  test("request: {} is a body of which nothing is known, not none", () => {
    const request = "/resources/books/methods/close/request";
    const before = withPlaces({ [request]: {} });
    expect(told(before, library())).toContain(`request-body-type-changed ${request}`);
    expect(told(library(), withPlaces({ [request]: undefined }))).toContain(
      `request-body-removed ${request}`,
    );
  });

  test("a reference to nothing is told, and the old document's is not", () => {
    const author = "/schemas/Book/properties/author";
    const dangling = withPlaces({ [author]: { $ref: "Gone" } });
    expect(told(library(), dangling)).toEqual([`dangling-ref ${author}`]);
    expect(told(dangling, library())).toEqual([`property-type-narrowed ${author}`]);
  });

  test("recursive schemas end", () => {
    const tree = (name: string): object => ({
      type: "object",
      properties: { child: { $ref: name }, x: text },
    });
    const before = withPlaces({
      "/schemas/Tree": tree("Tree"),
      "/schemas/Book/properties/tree": { $ref: "Tree" },
    });
    const after = withPlaces({
      "/schemas/Plant": tree("Plant"),
      "/schemas/Book/properties/tree": { $ref: "Plant" },
    });
    expect(told(before, after)).toEqual(["schema-renamed /schemas/Plant"]);
  });
});

describe("methods", () => {
  test("a whole auth section is told once, not for each method", () => {
    const before = withPlaces({ "/auth": undefined, [`${get}/scopes`]: undefined });
    expect(told(before, library())).toEqual(["auth-added /auth"]);
    expect(told(library(), before)).toEqual(["auth-removed /auth"]);
  });

  test("the first property of an empty body makes it required", () => {
    const after = withPlaces({ "/schemas/Nothing/properties": { reason: text } });
    expect(told(library(), after)).toEqual([
      "request-body-became-required /resources/books/methods/close/request",
      "property-added /schemas/Nothing/properties/reason",
    ]);
    expect(verdict(library(), after).bump).toBe("major");
  });

  test("a property that a method's own body needs is required by its type, one inside it is not", () => {
    const needs = (id: string): object => ({ ...text, annotations: { required: [id] } });
    const own = withPlaces({ "/schemas/Book/properties/title": needs("library.books.insert") });
    const inner = withPlaces({ "/schemas/Person/properties/name": needs("library.books.insert") });
    const patch = withPlaces({ "/schemas/Book/properties/title": needs("library.books.patch") });
    const types = (after: Json): string | undefined =>
      verdict(library(), after).changes.find(({ rule }) => rule === "property-became-required")
        ?.impact.types;
    expect([types(own), types(inner), types(patch)]).toEqual(["error", "none", "none"]);
  });

  test("a standard parameter that the runtime has breaks nobody", () => {
    const before = withPlaces({ "/parameters/userIp": { ...text, location: "query" } });
    expect(verdict(before, library()).bump).toBe("none");
    const fields = withPlaces({ "/parameters/fields": { ...text, location: "query" } });
    expect(verdict(fields, library()).bump).toBe("major");
  });

  test("pages that iterate over other items are told, and items that become certain break nobody", () => {
    const people = { type: "array", items: { $ref: "Person" } };
    const list = "/schemas/BookList/properties";
    const after = withPlaces({ [`${list}/books`]: undefined, [`${list}/first`]: people });
    const before = withPlaces({ [`${list}/second`]: people }, after);
    expect(told(before, after)).toEqual([
      "method-pagination-changed /resources/books/methods/list",
      `property-removed ${list}/second`,
    ]);
    const [changed] = verdict(before, after).changes.filter(({ rule }) =>
      rule.startsWith("method-pagination"),
    );
    expect(changed).toMatchObject({ bump: "minor", impact: { types: "info" } });
    const [back] = verdict(after, before).changes.filter(({ rule }) =>
      rule.startsWith("method-pagination"),
    );
    expect(back).toMatchObject({ bump: "major", impact: { types: "error" } });
  });

  test.each([
    [["image/png"], ["image/png", "image/*"], ["added image/*"]],
    [["image/png", "image/gif"], ["image/*"], ["added image/*"]],
    [["image/*"], undefined, ["added */*"]],
    [["*/*"], undefined, ["representation-changed "]],
    [undefined, ["image/*"], ["removed */*"]],
    [["image/*"], ["image/png"], ["removed image/*"]],
  ])("media: from %j to %j", (from, to, expected) => {
    const at = `${get.replace("get", "cover")}/mediaUpload/accept`;
    const changes = diff(withPlaces({ [at]: from }), withPlaces({ [at]: to }));
    const ranges = plain(changes).map((each) => {
      return `${each.rule.replace("media-upload-accept-", "")} ${each.from ?? each.to ?? ""}`;
    });
    expect(ranges).toEqual(expected);
  });

  test("the order of parameters is told beyond what their coming and going implies", () => {
    const order = "/resources/books/methods/list/parameterOrder";
    const size = "/resources/books/methods/list/parameters/pageSize";
    const before = withPlaces({ [order]: ["pageSize"] });
    const required = withPlaces({ [order]: ["pageSize"], [`${size}/required`]: true });
    expect(told(library(), required)).toEqual([`parameter-became-required ${size}/required`]);
    expect(told(before, withPlaces({ [order]: ["pageToken", "pageSize"] }))).toEqual([
      `method-parameter-order-changed ${order}`,
    ]);
  });

  test("methods that a schema concerns are those that send or read it, however deep", () => {
    const after = withPlaces({ "/schemas/Person/properties/name": undefined });
    const removed = found(
      diff(library(), after).find(({ rule }) => rule === "property-removed"),
      "a removed property",
    );
    expect(removed).toMatchObject({ direction: "both", subject: "Person.name" });
    expect(removed.methods).toEqual(
      ["get", "insert", "list", "patch", "people", "send"].map((name) => `library.books.${name}`),
    );
  });
});

describe("words", () => {
  const words = (before: Json, after: Json): string[] =>
    plainAll(diff(before, after)).map((change) => wordsOf(change));
  const plainAll = (changes: readonly Change[]): Change[] =>
    changes.filter(({ rule }) => !rule.startsWith("revision-"));
  const author = "/schemas/Book/properties/author";

  test("an inline object has no name", () => {
    const inline = { type: "object", properties: { size: text } };
    const map = { type: "object", additionalProperties: text };
    expect(words(withPlaces({ [author]: map }), withPlaces({ [author]: inline }))).toEqual([
      "property type changed from map of string to inline object",
    ]);
    const list = (items: object): object => ({ type: "array", items });
    expect(
      words(withPlaces({ [author]: list(text) }), withPlaces({ [author]: list(inline) })),
    ).toEqual(["property type changed from string to inline object"]);
  });

  test("a text that became one of several values", () => {
    const kind = "/schemas/Book/properties/kind";
    expect(words(withPlaces({ [kind]: text }), library())).toEqual([
      "property is now an enum of novel, poem",
    ]);
  });

  test("who uses a schema", () => {
    const response = "/resources/books/methods/send/response";
    const after = withPlaces({ [response]: { $ref: "Book" } });
    expect(words(library(), after)).toEqual([
      "the response is now Book (was ReadBook); same structure",
      "schema is now used in no call (before: responses)",
    ]);
  });
});
