/** What a fake answers with: examples, pages, parts of answers, media, operations, batches, errors on demand. */
import { describe, expect, test } from "vitest";
import { booksMethods } from "../model/models.js";
import { errorIn, fakeOf } from "./fakes.js";

const string = { type: "string" };
const id = { type: "string", location: "path", required: true };
const query = (members: object = {}): object => ({ location: "query", type: "string", ...members });

describe("examples", () => {
  const thing = {
    type: "object",
    properties: {
      kind: { type: "string", default: "library#thing" },
      id: string,
      bookId: { type: "string", format: "int64" },
      state: { type: "string", enum: ["STATE_UNSPECIFIED", "LENT", "THERE"] },
      mode: { type: "string", enum: ["a", "b"], default: "b" },
      on: { type: "boolean" },
      off: { type: "boolean", default: "false" },
      count: { type: "integer", format: "uint32", minimum: "5", maximum: "9" },
      few: { type: "integer", format: "int32", default: "3" },
      share: { type: "number", format: "double", maximum: "-2" },
      long: { type: "string", format: "int64" },
      at: { type: "string", format: "google-datetime" },
      day: { type: "string", format: "date" },
      wait: { type: "string", format: "google-duration" },
      bytes: { type: "string", format: "byte" },
      mask: { type: "string", format: "google-fieldmask" },
      parent: { type: "string", pattern: "^shelves/[^/]+$" },
      tags: { type: "array", items: string },
      grid: { type: "array", items: { type: "array", items: { type: "integer" } } },
      labels: { type: "object", additionalProperties: string },
      anything: { type: "any" },
      free: { type: "object", additionalProperties: { type: "any" } },
      inner: { type: "object", properties: { deep: { $ref: "Leaf" } } },
      self: { $ref: "Thing" },
      selves: { type: "array", items: { $ref: "Thing" } },
    },
  };
  const send = fakeOf({
    schemas: {
      Thing: thing,
      Leaf: { type: "object", properties: { x: string } },
      Names: { type: "array", items: string },
      Empty: { type: "object", properties: {} },
    },
    resources: booksMethods({
      get: { path: "v1/books/{id}", parameters: { id }, response: { $ref: "Thing" } },
      number: { path: "v1/n/{bookId}", parameters: { bookId: id }, response: { $ref: "Thing" } },
      add: {
        httpMethod: "POST",
        path: "v1/books",
        request: { $ref: "Thing" },
        response: { $ref: "Thing" },
      },
      patch: {
        httpMethod: "PATCH",
        path: "v1/books",
        request: { $ref: "Thing" },
        response: { $ref: "Thing" },
      },
      order: {
        httpMethod: "POST",
        path: "v1/order",
        request: { $ref: "Leaf" },
        response: { $ref: "Thing" },
      },
      names: { path: "v1/names", response: { $ref: "Names" } },
      empty: { httpMethod: "DELETE", path: "v1/books", response: { $ref: "Empty" } },
      none: { httpMethod: "DELETE", path: "v1/books/{id}", parameters: { id } },
    }),
  });

  const example = {
    kind: "library#thing",
    id: "id",
    bookId: "1",
    state: "LENT",
    mode: "b",
    on: true,
    off: false,
    count: 5,
    few: 3,
    share: -2,
    long: "1",
    at: "2024-02-29T12:30:00Z",
    day: "2024-02-29",
    wait: "3.5s",
    bytes: "ZmFrZQ==",
    mask: "name",
    parent: "shelves/shelve",
    tags: ["tags"],
    grid: [[1]],
    labels: { key: "labels" },
    anything: {},
    free: {},
    inner: { deep: { x: "x" } },
    selves: [],
  };

  test("every type, format, limit and default; recursion ends", async () => {
    expect((await send("GET /v1/books/id")).json).toEqual(example);
  });

  test("what was asked for, where it fits", async () => {
    expect((await send("GET /v1/books/B%2F7")).json).toEqual({ ...example, id: "B/7" });
    expect((await send("GET /v1/n/77")).json).toMatchObject({ bookId: "77" });
    expect((await send("GET /v1/n/seven")).json).toMatchObject({ bookId: "1" });
  });

  test("what was sent, where the answer is of its type", async () => {
    const body = { id: "mine", tags: ["x", "y"], inner: { deep: {} } };
    expect((await send("POST /v1/books", { body })).json).toEqual({ ...example, ...body });
    const patch = { id: null, inner: { deep: { x: "new" } } };
    const { id: _, ...others } = example;
    expect((await send("PATCH /v1/books", { body: patch })).json).toEqual({
      ...others,
      inner: { deep: { x: "new" } },
    });
    expect((await send("POST /v1/order", { body: { x: "sent" } })).json).toEqual(example);
  });

  test("lists as answers, empty objects, nothing", async () => {
    expect((await send("GET /v1/names")).json).toEqual(["value"]);
    expect((await send("DELETE /v1/books")).json).toEqual({});
    expect(await send("DELETE /v1/books/1")).toMatchObject({ status: 204, text: "", headers: {} });
  });

  test("they are the same every time, and known by their etag", async () => {
    const first = await send("GET /v1/books/1");
    const { etag = "" } = first.headers;
    expect(etag).toMatch(/^"\w+"$/);
    const again = await send("GET /v1/books/1", { headers: { "if-none-match": `"x", ${etag}` } });
    expect(again).toMatchObject({ status: 304, text: "", headers: { etag } });
    const other = await send("GET /v1/books/2", { headers: { "if-none-match": etag } });
    expect(other.status).toBe(200);
  });

  test("a schema that refers to very many ends too", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `S${index}`);
    const properties = Object.fromEntries(names.map((name) => [name, { $ref: name }]));
    const schemas = Object.fromEntries(names.map((name) => [name, { type: "object", properties }]));
    const wide = fakeOf({
      schemas,
      resources: booksMethods({ get: { response: { $ref: "S0" } } }),
    });
    const { status, text } = await wide("GET /books");
    expect(status).toBe(200);
    expect(text.length).toBeLessThan(100_000);
  });
});

describe("pages", () => {
  const page = {
    type: "object",
    properties: {
      books: { type: "array", items: { $ref: "Book" } },
      nextPageToken: string,
      total: { type: "integer" },
    },
  };
  const schemas = {
    Book: { type: "object", properties: { name: string } },
    Page: page,
    Map: {
      type: "object",
      properties: {
        items: { type: "object", additionalProperties: { type: "integer" } },
        nextPageToken: string,
      },
    },
    Odd: { type: "object", properties: { a: string, nextPageToken: string } },
    Ask: { type: "object", properties: { pageToken: string, pageSize: { type: "integer" } } },
  };
  const send = fakeOf({
    schemas,
    resources: booksMethods({
      list: {
        parameters: { pageToken: query(), pageSize: query({ type: "integer" }) },
        response: { $ref: "Page" },
      },
      count: { path: "count", parameters: { pageToken: query() }, response: { $ref: "Map" } },
      odd: { path: "odd", parameters: { pageToken: query() }, response: { $ref: "Odd" } },
      ask: {
        path: "ask",
        httpMethod: "POST",
        request: { $ref: "Ask" },
        response: { $ref: "Page" },
      },
    }),
  });
  const names = (json: unknown): string[] =>
    (json as { books: { name: string }[] }).books.map(({ name }) => name);

  test("five items, two on a page, each another one; the last page has no token", async () => {
    const found: string[][] = [];
    let token = "";
    for (let pages = 0; pages < 9; pages++) {
      const { json } = await send(`GET /books?pageToken=${token}`);
      const { nextPageToken = "", total } = json as { nextPageToken?: string; total: number };
      expect(total).toBe(1);
      found.push(names(json));
      if (nextPageToken === "") break;
      token = nextPageToken;
    }
    expect(found).toEqual([["name-1", "name-2"], ["name-3", "name-4"], ["name-5"]]);
  });

  test("as many on a page as are asked for", async () => {
    const { json } = await send("GET /books?pageSize=4");
    expect(names(json)).toHaveLength(4);
    const all = (await send("GET /books?pageSize=500")).json;
    expect(names(all)).toHaveLength(5);
    expect(all).not.toHaveProperty("nextPageToken");
  });

  test("a token that nobody gave is refused", async () => {
    for (const token of ["x", "fake-page-99", "fake-page--1"]) {
      const error = errorIn(await send(`GET /books?pageToken=${token}`));
      expect(error.message).toContain("pageToken is the token of no page of this list");
    }
  });

  test("in the body, with a map, and without certain items", async () => {
    const first = await send("POST /ask", { body: { pageSize: 3 } });
    const { nextPageToken } = first.json as { nextPageToken: string };
    expect(names(first.json)).toHaveLength(3);
    const second = await send("POST /ask", { body: { pageToken: nextPageToken } });
    expect(names(second.json)).toEqual(["name-4", "name-5"]);
    expect((await send("GET /count")).json).toEqual({
      items: { "key-1": 1, "key-2": 1 },
      nextPageToken: "fake-page-2",
    });
    expect((await send("GET /odd")).json).toEqual({ a: "a", nextPageToken: "fake-page-1" });
    expect((await send("GET /odd?pageToken=fake-page-1")).json).toEqual({ a: "a" });
  });
});

test("pages by the address of the next one, as analytics:v3 has them", async () => {
  const parameters = { "start-index": query({ type: "integer" }) };
  const properties = { items: { type: "array", items: string }, nextLink: string };
  const send = fakeOf({
    name: "analytics",
    version: "v3",
    schemas: { Page: { type: "object", properties } },
    resources: {
      things: {
        methods: {
          list: {
            id: "analytics.things.list",
            httpMethod: "GET",
            path: "things",
            parameters: { ...parameters, "max-results": query({ type: "integer" }) },
            response: { $ref: "Page" },
          },
        },
      },
    },
  });
  const { json } = await send("GET /things?max-results=3", { headers: { host: "127.0.0.1:8" } });
  const { nextLink } = json as { nextLink: string };
  expect(nextLink).toBe("http://127.0.0.1:8/things?max-results=3&start-index=4");
  const { pathname, search } = new URL(nextLink);
  expect((await send(`GET ${pathname}${search}`)).json).toEqual({ items: ["items-4", "items-5"] });
});

describe("fields", () => {
  const a = {
    type: "object",
    properties: {
      x: string,
      y: string,
      b: {
        type: "object",
        properties: { c: string, d: { type: "object", properties: { e: string, f: string } } },
      },
      list: { type: "array", items: { type: "object", properties: { g: string, h: string } } },
    },
  };
  const send = fakeOf({
    schemas: { A: a },
    features: ["dataWrapper"],
    resources: booksMethods({ get: { response: { $ref: "A" } } }),
  });

  test.each([
    ["x", { x: "x" }],
    ["x,b/c", { x: "x", b: { c: "c" } }],
    ["b(c,d/e)", { b: { c: "c", d: { e: "e" } } }],
    ["b/d/e,b/c,b/d/f", { b: { c: "c", d: { e: "e", f: "f" } } }],
    ["b/c,b", { b: { c: "c", d: { e: "e", f: "f" } } }],
    ["list/g", { list: [{ g: "g" }] }],
    ["list(h),y", { list: [{ h: "h" }], y: "y" }],
    ["b/*/e", { b: { c: "c", d: { e: "e" } } }],
    ["*", { x: "x", y: "y", b: { c: "c", d: { e: "e", f: "f" } }, list: [{ g: "g", h: "h" }] }],
    ["b.d.e", { b: { d: { e: "e" } } }],
  ])("%s", async (mask, data) => {
    const answer = await send(`GET /books?fields=${encodeURIComponent(mask)}`);
    expect(answer.json).toEqual({ data });
  });

  test.each([
    ["nothing", 'names "nothing", no property of A, which has "b", "list", "x", "y"'],
    ["x,b(c,eee)", 'names "eee", no property of A.b, which has "c", "d"'],
    ["list/i", 'names "i", no property of A.list[], which has "g", "h"'],
    ["*/nothing,lits", 'names "lits", no property of A; did you mean "list"?'],
  ])("%s is refused: %s", async (mask, words) => {
    const answer = await send(`GET /books?fields=${encodeURIComponent(mask)}`);
    expect(errorIn(answer)).toMatchObject({
      code: 400,
      message: `Invalid request: fields ${words}`,
      errors: [{ location: "fields" }],
    });
  });

  test.each(["", ",", "x,", "b(", "b(c", "b)c", "b//c", "x y(", "(x)"])(
    "%j is no mask",
    async (mask) => {
      const answer = await send(`GET /books?fields=${encodeURIComponent(mask)}`);
      expect(errorIn(answer).message).toContain("fields cannot be read");
    },
  );

  test.each(["b/", "b(", "b."])("nor is one that is nested without end: %s…", async (piece) => {
    const answer = await send(`GET /books?fields=${piece.repeat(1e5)}`);
    expect(errorIn(answer).message).toContain("fields cannot be read");
  });
});

describe("media", () => {
  const upload = (path: string): object => ({ multipart: true, path });
  const file = { type: "object", properties: { name: string, size: { type: "integer" } } };
  const body = { contentType: string, data: { type: "string", format: "byte" } };
  const httpBody = { ...body, extensions: { type: "array", items: { type: "any" } } };
  const send = fakeOf({
    servicePath: "files/v1/",
    schemas: { File: file, HttpBody: { type: "object", properties: httpBody } },
    resources: booksMethods({
      create: {
        httpMethod: "POST",
        path: "files",
        request: { $ref: "File" },
        response: { $ref: "File" },
        supportsMediaUpload: true,
        mediaUpload: {
          accept: ["text/*", "image/png"],
          protocols: {
            simple: upload("/upload/files/v1/files"),
            resumable: upload("/resumable/upload/files/v1/files"),
          },
        },
      },
      get: {
        path: "files/{id}",
        parameters: { id },
        response: { $ref: "File" },
        supportsMediaDownload: true,
        useMediaDownloadService: true,
      },
      ingest: {
        httpMethod: "POST",
        path: "ingest",
        request: { $ref: "HttpBody" },
        response: { $ref: "HttpBody" },
      },
    }),
  });
  const simple = "POST /upload/files/v1/files?uploadType=";

  test("in one request, alone or with JSON", async () => {
    const text = { "content-type": "text/plain" };
    const alone = await send(`${simple}media`, { bytes: "hello", headers: text });
    expect(alone.json).toEqual({ name: "name", size: 1 });
    const parts = [
      "--b",
      "Content-Type: application/json",
      "",
      '{"name":"é"}',
      "--b",
      "content-type: image/png",
      "",
      "\x00\r\n--",
      "--b--",
    ].join("\r\n");
    const headers = { "content-type": "multipart/related; boundary=b" };
    const both = await send(`${simple}multipart`, { bytes: parts, headers });
    expect(both.json).toEqual({ name: "é", size: 1 });
  });

  test("is held against the document like every request", async () => {
    const headers = { "content-type": "multipart/related; boundary=b" };
    const parts = (json: string, type: string): string =>
      `--b\r\ncontent-type: application/json\r\n\r\n${json}\r\n--b\r\ncontent-type: ${type}\r\n\r\nx\r\n--b--`;
    const wrong = await send(`${simple}multipart`, {
      bytes: parts('{"nam":1}', "text/x"),
      headers,
    });
    expect(errorIn(wrong).message).toContain("body.nam is no property of File");
    const type = await send(`${simple}multipart`, { bytes: parts("{}", "image/gif"), headers });
    expect(errorIn(type)).toMatchObject({ code: 400, errors: [{ reason: "badContent" }] });
    const one = await send(`${simple}multipart`, { bytes: "--b\r\n\r\nx\r\n--b--", headers });
    expect(errorIn(one).message).toContain("two parts");
    expect(errorIn(await send(`${simple}huge`)).message).toContain("uploadType must be media");
    expect(errorIn(await send("POST /upload/files/v1/files")).message).toContain(
      "uploadType must be",
    );
  });

  test("in pieces, which may be asked about", async () => {
    const begin = await send("POST /resumable/upload/files/v1/files?uploadType=resumable", {
      body: { name: "big" },
      headers: { "x-upload-content-type": "text/plain", host: "127.0.0.1:7" },
    });
    const { location = "" } = begin.headers;
    expect(location).toMatch(/^http:\/\/127\.0\.0\.1:7\/resumable\/upload\/.*upload_id=/);
    const put = (bytes: string, range: string): ReturnType<typeof send> => {
      const { pathname, search } = new URL(location);
      return send(`PUT ${pathname}${search}`, { bytes, headers: { "content-range": range } });
    };
    expect(await put("", "bytes */9")).toMatchObject({ status: 308, headers: {} });
    expect(await put("hello", "bytes 0-4/9")).toMatchObject({
      status: 308,
      headers: { range: "bytes=0-4" },
    });
    expect((await put("hello", "bytes 0-4/9")).status).toBe(400);
    expect(await put("", "bytes */*")).toMatchObject({
      status: 308,
      headers: { range: "bytes=0-4" },
    });
    const end = await put("1234", "bytes 5-8/9");
    expect(end).toMatchObject({ status: 200, json: { name: "big", size: 1 } });
    expect(end.methodId).toBe("library.books.create");
    expect((await put("", "bytes */9")).json).toEqual({ name: "big", size: 1 });
    expect((await send("PUT /x?upload_id=other")).status).toBe(404);
  });

  test("is given where it is asked for, whole or a part of it", async () => {
    const whole = await send("GET /files/v1/files/7?alt=media");
    expect(whole.headers["content-type"]).toBe("application/octet-stream");
    expect(whole.text).toContain("library.books.get");
    expect((await send("GET /download/files/v1/files/7?alt=media")).text.length).toBeGreaterThan(9);
    expect((await send("GET /files/v1/files/7")).json).toEqual({ name: "name", size: 1 });
    const range = (text: string): ReturnType<typeof send> =>
      send("GET /files/v1/files/7?alt=media", { headers: { range: text } });
    expect(await range("bytes=4-10")).toMatchObject({
      status: 206,
      text: whole.text.slice(4, 11),
      headers: { "content-range": `bytes 4-10/${whole.text.length}` },
    });
    expect((await range("bytes=-3")).text).toBe(whole.text.slice(-3));
    expect((await range("bytes=5-")).text).toBe(whole.text.slice(5));
    expect((await range("bytes=999-")).status).toBe(416);
    const headers = { "content-type": "image/jpeg" };
    expect((await send("POST /files/v1/ingest", { bytes: "x", headers })).text).toContain("ingest");
  });
});

test("operations have ended well, by names that can be asked for", async () => {
  const operation = {
    type: "object",
    properties: {
      name: string,
      done: { type: "boolean" },
      error: { type: "object", properties: { code: { type: "integer" } } },
      response: { type: "object", additionalProperties: { type: "any" } },
    },
  };
  const name = { ...id, pattern: "^shelves/[^/]+/operations/[^/]+$" };
  const send = fakeOf({
    schemas: { Operation: operation },
    resources: {
      operations: {
        methods: {
          get: {
            id: "library.operations.get",
            httpMethod: "GET",
            path: "v1/{+name}",
            parameters: { name },
            response: { $ref: "Operation" },
          },
        },
      },
      ...booksMethods({
        copy: { httpMethod: "POST", path: "v1/copy", response: { $ref: "Operation" } },
      }),
    },
  });
  const { json } = await send("POST /v1/copy");
  expect(json).toEqual({ name: "shelves/shelve/operations/operation", done: true, response: {} });
  const { name: given } = json as { name: string };
  expect((await send(`GET /v1/${given}`)).json).toEqual(json);
});

test("a stream is an array of elements", async () => {
  const send = fakeOf({
    schemas: { Row: { type: "object", properties: { n: string } } },
    resources: booksMethods({ rows: { response: { $ref: "Row" }, streamingType: "SERVER_SIDE" } }),
  });
  expect((await send("GET /books")).json).toEqual([{ n: "n-1" }, { n: "n-2" }, { n: "n-3" }]);
});

describe("errors on demand", () => {
  const send = fakeOf({ resources: booksMethods({ get: {} }) });
  const asked = (text: string): ReturnType<typeof send> =>
    send("GET /books", { headers: { "x-fake-error": text } });

  test.each([
    ["503", 503, "UNAVAILABLE", "backendError"],
    ["403 userRateLimitExceeded", 403, "PERMISSION_DENIED", "userRateLimitExceeded"],
    [" 404 ", 404, "NOT_FOUND", "notFound"],
    ["418", 418, "UNKNOWN", "unknown"],
  ])("%s", async (text, code, status, reason) => {
    const answer = await asked(text);
    expect(answer.status).toBe(code);
    expect(errorIn(answer)).toMatchObject({ code, status, errors: [{ reason, domain: "global" }] });
  });

  test.each(["", "200", "soon", "503 a b"])("%j is none", async (text) => {
    expect(errorIn(await asked(text)).message).toContain("x-fake-error must be");
  });
});

describe("batches", () => {
  const send = fakeOf({
    batchPath: "batch",
    schemas: { Book: { type: "object", properties: { id: string, title: string } } },
    resources: booksMethods({
      get: { path: "v1/books/{id}", parameters: { id }, response: { $ref: "Book" } },
      add: {
        httpMethod: "POST",
        path: "v1/books",
        request: { $ref: "Book" },
        response: { $ref: "Book" },
      },
    }),
  });
  const batch = (parts: readonly string[], line = "POST /batch"): ReturnType<typeof send> =>
    send(line, {
      bytes: `${parts.map((part) => `--b\r\n${part}\r\n`).join("")}--b--\r\n`,
      headers: { "content-type": 'multipart/mixed; boundary="b"', "x-shared": "1" },
    });

  test("each call is answered in its place, found by its id", async () => {
    const body = '{"title":"é"}';
    const answer = await batch([
      "Content-Type: application/http\r\nContent-ID: <one>\r\n\r\nGET /v1/books/7 HTTP/1.1\r\n\r\n",
      `Content-Type: application/http\r\n\r\nPOST /v1/books\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      "content-id: <3>\r\n\r\nGET https://library.example.com/v1/nothing HTTP/1.1\r\n\r\n",
    ]);
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toMatch(/^multipart\/mixed; boundary=/);
    const [, ...parts] = answer.text.split(/--batch_fake(?:--)?\r\n/);
    expect(parts[0]).toContain("content-id: <response-one>\r\n\r\nHTTP/1.1 200 OK\r\n");
    expect(parts[0]).toContain('"title": "title"');
    expect(parts[1]).not.toContain("content-id");
    expect(parts[1]).toContain('"title": "é"');
    expect(parts[2]).toContain("content-id: <response-3>\r\n\r\nHTTP/1.1 404 Error\r\n");
  });

  test.each(["POST /batch/library/v1", "POST /batch"])("at %s", async (line) => {
    expect((await batch(["\r\nGET /v1/books/7\r\n\r\n"], line)).text).toContain("HTTP/1.1 200");
  });

  test("what is no batch is refused", async () => {
    const headers = { "content-type": "multipart/mixed; boundary=b" };
    const open = await send("POST /batch", { bytes: "--b\r\n\r\nGET /x\r\n", headers });
    expect(errorIn(open).message).toContain("not closed");
    expect(errorIn(await send("POST /batch", { body: {} })).message).toContain("multipart/mixed");
    expect(errorIn(await batch(["\r\nnonsense\r\n\r\n"])).message).toContain("no HTTP request");
    const many = await batch(Array<string>(1_001).fill("\r\nGET /v1/books/7\r\n"));
    expect(errorIn(many).message).toContain("1001 calls");
  });

  test("an API without batches has none", async () => {
    const none = fakeOf({ resources: booksMethods({ get: {} }) });
    expect((await none("POST /batch")).status).toBe(404);
  });
});
