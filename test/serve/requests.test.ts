/** Which requests a fake takes, and what it says of the others. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { templateOf, expandPath, matchPath, spelledPath } from "#generator/serve/route.js";
import { PathPattern } from "#generator/serve/path-pattern.js";
import { parsePath } from "#generator/model/path-template.js";
import { booksMethods } from "../model/models.js";
import { runs } from "../runs.js";
import { errorIn, fakeOf, type Answered } from "./fakes.js";

function partsOf(template: string): Parameters<typeof templateOf>[0] {
  const reading = parsePath(template);
  return "parts" in reading ? reading.parts : [];
}

describe("paths", () => {
  test.each([
    ["v1/books/{id}", "/v1/books/a%2Fb%20c", { id: "a/b c" }],
    ["v1/books/{id}", "/v1/books/a/b", null],
    ["v1/books/{id}", "/v1/books/", null],
    ["v1/{+name}", "/v1/shelves/1/books/%C3%A9", { name: "shelves/1/books/é" }],
    ["v1/{+name}:lend", "/v1/books/1:lend", { name: "books/1" }],
    ["v1/{+name}:lend", "/v1/books/1%3Alend", { name: "books/1" }],
    ["v1/{+name}:lend", "/v1/books/1:give", null],
    ["units{/path*}", "/units/a/b%2Fc", { path: ["a", "b/c"] }],
    ["units{/path*}", "/units", null],
    ["v1/{+parent}/books/{id}", "/v1/a/books/b/books/c", { parent: "a/books/b", id: "c" }],
    ["v1/$export", "/v1/%24export", {}],
    ["v1/{a}/{b}", "/v1/x/y", { a: "x", b: "y" }],
    ["v1/{a}{b}", "/v1/%C3%A9x", { a: "é", b: "x" }],
    ["v1/{x}", "/v1/%zz", null],
    ["v1/{x}", "/v1/%ff", null],
  ])("%s and %s", (template, path, values) => {
    const spelled = spelledPath(path);
    expect(spelled === null ? null : matchPath(templateOf(partsOf(template)), spelled)).toEqual(
      values,
    );
  });

  test("whatever values a path is made of are read from it again", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 });
    const segments = fc.array(
      text.map((each) => each.replaceAll("/", "-")),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(text, segments, segments, (id, name, path) => {
        const template = templateOf(partsOf("v1/{+name}/books/{id}:lend{/path*}"));
        const values = { name: name.join("/"), id, path };
        const expanded = expandPath(template, values);
        const found = matchPath(template, spelledPath(`/${expanded}`) ?? "");
        // Another reading may fit as well, but it makes the same path.
        expect(found === null ? null : expandPath(template, found)).toBe(expanded);
      }),
      runs(300),
    );
  });

  test("a hostile template does not take for ever", () => {
    const template = templateOf(partsOf(`v1/${"{+a}/".repeat(20)}z`));
    expect(matchPath(template, `v1/${"a/".repeat(400)}y`)).toBe(null);
  });

  test.each([
    ["^projects/[^/]+/books/[^/]+$", "projects/p/books/b", true],
    ["^projects/[^/]+/books/[^/]+$", "projects/p/books/b/c", false],
    ["^projects/[^/]+/books/[^/]+$", "projects/p/books", false],
    ["^projects/[^/]+/books/[^/]+$", "projects//books/b", false],
    ["^operations/.+$", "operations/a/b", true],
    ["^operations/.*$", "operations", false],
    ["^v1.2/x$", "v1.2/x", true],
    ["^v1.2/x$", "v1x2/x", false],
  ])("the pattern %s and %s", (pattern, value, fits) => {
    expect(PathPattern.read(pattern)?.fits(value)).toBe(fits);
    expect(PathPattern.read(pattern)?.fits(PathPattern.read(pattern)?.example() ?? "")).toBe(true);
  });

  test.each(["[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?", "(a+)+$", "^a|b$", "^.*/x$", "", "^$", null])(
    "%j is no pattern of a resource name, and is not read",
    (pattern) => {
      expect(PathPattern.read(pattern)).toBe(null);
    },
  );
});

const name = (pattern: string): object => ({
  name: { type: "string", location: "path", required: true, pattern },
});

describe("which method is meant", () => {
  const send = fakeOf({
    resources: booksMethods({
      get: { path: "v1/{+name}", parameters: name("^books/[^/]+$") },
      shelf: { path: "v1/{+name}", parameters: name("^shelves/[^/]+$") },
      lend: { path: "v1/{+name}:lend", parameters: name("^books/[^/]+$"), httpMethod: "POST" },
      mine: { path: "v1/books/mine", httpMethod: "GET" },
      show: {
        path: "v1/books/{id}",
        parameters: { id: { type: "string", location: "path", required: true } },
      },
      find: {
        path: "v1/books:find",
        parameters: { q: { type: "string", location: "query", required: true } },
      },
      findAll: {
        path: "v1/books:find",
        parameters: { all: { type: "boolean", location: "query" } },
      },
    }),
  });

  test.each([
    ["GET /v1/shelves/1", "shelf"],
    ["GET /v1/books/mine", "mine"],
    ["GET /v1/books/1", "show"],
    ["POST /v1/books/1:lend", "lend"],
    ["GET /v1/books:find?q=x", "find"],
    ["GET /v1/books:find?all=true", "findAll"],
  ])("%s: %s", async (line, method) => {
    expect(await send(line)).toMatchObject({ status: 204, methodId: `library.books.${method}` });
  });

  test.each([
    ["GET /v1/nothing/here/at/all", 400],
    ["GET /v2/books", 404],
    ["PUT /v1/books/mine", 404],
  ])("%s: none", async (line, status) => {
    expect((await send(line)).status).toBe(status);
  });

  test.each([
    ["GET /v0/books/mine", "; did you mean /v1/books/mine?"],
    ["GET /v2/books/a%2Fb", "; did you mean /v1/books/a%2Fb?"],
    ["GET /v3/boks/mine", ""],
    ["GET /%zz", ""],
  ])("%s: what may have been meant%s", async (line, words) => {
    const { message } = errorIn(await send(line));
    expect(message).toBe(`library:v1 has no method for ${line}${words}`);
  });

  test("the verbs that there are, are told", async () => {
    const { message } = errorIn(await send("DELETE /v1/books/mine"));
    expect(message).toBe("library:v1 has no method for DELETE /v1/books/mine; there is GET");
  });
});

describe("parameters", () => {
  const query = (members: object): object => ({ location: "query", type: "string", ...members });
  const send = fakeOf({
    parameters: { fields: query({}), alt: query({}), mine: query({}) },
    resources: booksMethods({
      get: {
        path: "v1/books",
        parameters: {
          id: query({ required: true }),
          kind: query({ enum: ["new", "old"] }),
          count: query({ type: "integer", format: "int32", minimum: "1", maximum: "10" }),
          share: query({ type: "number" }),
          lent: query({ type: "boolean" }),
          long: query({ format: "int64" }),
          at: query({ format: "google-datetime" }),
          tags: query({ repeated: true, enum: ["a", "b"] }),
          parent: query({ pattern: "^shelves/[^/]+$" }),
        },
      },
    }),
  });
  const got = (text: string): Promise<Answered> => send(`GET /v1/books?${text}`);

  test.each([
    "id=x",
    "id=",
    "id=x&kind=old&count=10&share=-1.5e3&lent=false&long=-9223372036854775808",
    "id=x&tags=a&tags=b&tags=a&at=2024-02-29T23:59:60.5%2B01:00&parent=shelves/%C3%A9",
    "id=x&alt=json&fields=*&mine=1&prettyPrint=false&quotaUser=u&key=k&%24.xgafv=2",
  ])("%s is taken", async (text) => {
    expect(await got(text)).toMatchObject({ status: 204 });
  });

  test.each([
    ["", "id is required, and is missing"],
    ["id=x&id=y", "id is given 2 times, and takes one value"],
    ["id=x&kind=older", 'kind must be one of "new", "old", and is "older"'],
    ["id=x&knd=old", 'knd is no parameter of library.books.get; did you mean "kind"?'],
    ["id=x&zzz=1", 'zzz is no parameter of library.books.get, which takes "at", "count"'],
    ["id=x&field=id", 'field is no parameter of library.books.get; did you mean "fields"?'],
    ["id=x&count=1.5", 'count must be an integer, and is "1.5"'],
    ["id=x&count=0", "count must be at least 1, and is 0"],
    ["id=x&count=11", "count must be at most 10, and is 11"],
    ["id=x&count=", 'count must be an integer, and is ""'],
    ["id=x&share=much", 'share must be a number, and is "much"'],
    ["id=x&lent=yes", 'lent must be true or false, and is "yes"'],
    ["id=x&long=9223372036854775808", "long must be a 64-bit integer, such as 1"],
    ["id=x&at=2023-02-29T00:00:00Z", "at must be a time in RFC 3339, such as 2024-02-29T12:30:00Z"],
    ["id=x&tags=a&tags=c", 'tags must be one of "a", "b", and is "c"'],
    ["id=x&parent=books/1", "parent must fit ^shelves/[^/]+$, such as shelves/shelve, and is"],
  ])("%s is refused: %s", async (text, words) => {
    const answer = await got(text);
    expect(answer.status).toBe(400);
    const error = errorIn(answer);
    expect(error.message).toContain(`Invalid request: ${words}`);
    expect(error).toMatchObject({ code: 400, status: "INVALID_ARGUMENT" });
    const [field = ""] = words.split(" ");
    expect(error.errors[0]).toMatchObject({ domain: "global", location: field });
    expect(error.details?.[0]?.fieldViolations[0]?.field).toBe(field);
  });

  test("all that is wrong is told at once", async () => {
    const error = errorIn(await got("kind=x&count=x&zzz=1"));
    expect(error.message).toMatch(/^Invalid request: count must be an integer[^;]*(?:; [^;]+){3}$/);
    expect(error.errors.map(({ location }) => location)).toEqual(["count", "id", "kind", "zzz"]);
  });
});

describe("bodies", () => {
  const book = {
    type: "object",
    properties: {
      title: { type: "string", annotations: { required: ["library.books.add"] } },
      pages: { type: "integer", format: "int32" },
      weight: { type: "number" },
      isbn: { type: "string", format: "int64" },
      cover: { type: "string", format: "byte" },
      lent: { type: "boolean" },
      kind: { type: "string", enum: ["new", "old"] },
      since: { type: "string", format: "google-duration" },
      authors: { type: "array", items: { $ref: "Author" } },
      notes: { type: "object", additionalProperties: { $ref: "Author" } },
      sequel: { $ref: "Book" },
      extra: { type: "any" },
      size: { type: "object", properties: { width: { type: "integer" } } },
    },
  };
  const author = { type: "object", properties: { name: { type: "string" } } };
  const shape = {
    type: "object",
    variant: { discriminant: "is", map: [{ type_value: "author", $ref: "Named" }] },
  };
  const named = {
    type: "object",
    properties: { is: { type: "string" }, name: { type: "string" } },
  };
  const request = { $ref: "Book" };
  const send = fakeOf({
    schemas: { Book: book, Author: author, Shape: shape, Named: named },
    resources: booksMethods({
      add: { httpMethod: "POST", path: "v1/books", request },
      put: { httpMethod: "PUT", path: "v1/books", request },
      patch: { httpMethod: "PATCH", path: "v1/books", request },
      ping: { httpMethod: "POST", path: "v1/ping" },
      shape: { httpMethod: "POST", path: "v1/shape", request: { $ref: "Shape" } },
      list: { httpMethod: "POST", path: "v1/list", request: { type: "array", items: request } },
    }),
  });
  const put = (body: unknown): Promise<Answered> => send("PUT /v1/books", { body });

  test.each([
    [{}],
    [
      {
        title: "é",
        pages: -1,
        weight: 1.5,
        isbn: "9223372036854775807",
        cover: "8J-SqQ==",
        lent: false,
      },
    ],
    [{ isbn: 12, kind: "old", since: "3.5s", authors: [{ name: "a" }, {}], extra: [1, null] }],
    [
      {
        notes: { "any key": { name: "x" } },
        sequel: { sequel: { title: "III" } },
        size: { width: 1 },
      },
    ],
  ])("%j is taken", async (body) => {
    expect((await put(body)).status).toBe(204);
  });

  test.each<[unknown, string]>([
    [{ titel: "x" }, 'body.titel is no property of Book; did you mean "title"?'],
    [
      { sequel: { authors: [{}, { nme: 1 }] } },
      "body.sequel.authors[1].nme is no property of Author",
    ],
    [{ title: 1 }, "body.title must be a string, and is 1"],
    [{ title: null }, "body.title must be a string, and is null"],
    [{ pages: "1" }, 'body.pages must be an integer, and is "1"'],
    [{ pages: 2 ** 31 }, "body.pages must be <= 2147483647, and is 2147483648"],
    [{ isbn: "12x" }, 'body.isbn must be a 64-bit integer, such as "1", and is "12x"'],
    [{ isbn: true }, "body.isbn must be a string or an integer, and is true"],
    [{ cover: "%" }, "body.cover must be bytes in base64"],
    [{ kind: "NEW" }, 'body.kind must be one of "new", "old", and is "NEW"; did you mean "new"?'],
    [{ since: "3.5" }, "body.since must be a duration in seconds"],
    [{ authors: {} }, "body.authors must be an array, and is an object"],
    [{ notes: { x: { y: 1 } } }, "body.notes.x.y is no property of Author"],
    [{ size: { height: 1 } }, "body.size.height is no property of Book.size"],
    [[], "body must be an object, and is an array"],
    ["x", 'body must be an object, and is "x"'],
  ])("%j is refused: %s", async (body, words) => {
    const answer = await put(body);
    expect(answer.status).toBe(400);
    expect(errorIn(answer).message).toContain(`Invalid request: ${words}`);
  });

  test("what a method requires, and no other method", async () => {
    const answer = await send("POST /v1/books", { body: { pages: 1, sequel: {} } });
    expect(errorIn(answer).errors.map(({ message, reason }) => `${reason}: ${message}`)).toEqual([
      "required: body.sequel.title is required, and is missing",
      "required: body.title is required, and is missing",
    ]);
    expect((await send("POST /v1/books", { body: { title: "x" } })).status).toBe(204);
    expect((await send("PUT /v1/books", { body: {} })).status).toBe(204);
  });

  test("a PATCH takes null at any depth of objects and maps, and requires nothing", async () => {
    const patch = (body: unknown): Promise<Answered> => send("PATCH /v1/books", { body });
    const nulls = { title: null, sequel: { authors: null }, notes: { x: null, y: { name: null } } };
    expect((await patch(nulls)).status).toBe(204);
    expect(errorIn(await patch({ authors: [null] })).message).toContain("body.authors[0] must be");
    expect(errorIn(await patch({ titel: 1 })).message).toContain("body.titel is no property");
  });

  test.each([
    ["PUT", 100, 204],
    ["PUT", 101, 400],
    ["PATCH", 1e5, 400],
  ] as const)("%s of objects in %i objects: %i", async (verb, depth, status) => {
    const bytes = `${'{"sequel":'.repeat(depth - 1)}{}${"}".repeat(depth - 1)}`;
    const headers = { "content-type": "application/json" };
    expect(await send(`${verb} /v1/books`, { bytes, headers })).toMatchObject({ status });
  });

  test("what is no JSON, has another type, is missing, or is not wanted", async () => {
    const type = { "content-type": "application/json" };
    const text = await send("PUT /v1/books", { bytes: "{", headers: type });
    expect(errorIn(text)).toMatchObject({ code: 400, errors: [{ reason: "parseError" }] });
    const bytes = await send("PUT /v1/books", { bytes: Uint8Array.of(34, 255, 34), headers: type });
    expect(errorIn(bytes).message).toContain("the body is no JSON");
    const plain = await send("PUT /v1/books", {
      bytes: "{}",
      headers: { "content-type": "text/plain" },
    });
    expect(errorIn(plain).message).toContain('must be application/json, and is "text/plain"');
    expect(errorIn(await send("PUT /v1/books")).message).toContain("body is missing");
    expect((await send("POST /v1/ping")).status).toBe(204);
    expect((await send("POST /v1/ping", { body: {} })).status).toBe(204);
    const more = await send("POST /v1/ping", { body: { a: 1 } });
    expect(errorIn(more).message).toContain("body must be left out: library.books.ping takes none");
  });

  test("variants and bodies that are no objects", async () => {
    const shape = (body: unknown): Promise<Answered> => send("POST /v1/shape", { body });
    expect((await shape({ is: "author", name: "x" })).status).toBe(204);
    expect((await shape({ is: "later", name: 1 })).status).toBe(204);
    expect(errorIn(await shape({ is: "author", nme: "x" })).message).toContain("body.nme");
    expect(errorIn(await shape({ name: "x" })).message).toContain("body.is is required");
    expect((await send("POST /v1/list", { body: [{ title: "a" }] })).status).toBe(204);
    const list = await send("POST /v1/list", { body: [{ titel: "a" }] });
    expect(errorIn(list).message).toContain("body[0].titel");
  });
});
