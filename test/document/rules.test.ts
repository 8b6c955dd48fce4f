import { describe, expect, test } from "vitest";
import { documentWith, documentWithMethod, problemsOf, read } from "./documents.js";

/** Whether a document with this value under `key` has no problem, or one with that pointer. */
function allows(key: string, value: string): boolean {
  const problems = problemsOf(documentWith({ [key]: value }));
  if (problems.length > 0) expect(problems).toEqual([`invalid-value /${key}`]);
  return problems.length === 0;
}

describe("name and version", () => {
  test.each([
    ["name", ["a", "youtubeAnalytics", "a_1", `a${"b".repeat(63)}`, "console"]],
    ["version", ["v1", "v2.1", "directory_v1", "v1beta1", "1", "v1-alpha.2", "v".repeat(64)]],
  ])("%s allows", (key, values) => {
    expect(values.filter((value) => !allows(key, value))).toEqual([]);
  });
  test.each([
    ["name", ["", "A", "1a", "a-b", "a.b", "a/b", "..", "a\n", "é", `a${"b".repeat(64)}`]],
    ["name", ["con", "nul", "prn", "aux", "com1", "lpt9"]],
    ["version", ["", ".", "..", "v1..2", "v1.", "../v1", "v/1", "-v1", "v1\n", "v".repeat(65)]],
    ["version", ["CON", "nul.txt", "com1"]],
  ])("%s refuses", (key, values) => {
    expect(values.filter((value) => allows(key, value))).toEqual([]);
  });
  test("a long version is refused in no time", () => {
    const start = performance.now();
    expect(allows("version", `${"a".repeat(1 << 20)}!`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe("addresses", () => {
  test.each([
    "https://www.googleapis.com/",
    "https://a.example.com:8443/base/",
    "http://localhost:8080/",
    "http://127.0.0.1/",
    "http://[::1]:80/",
  ])("allows %s", (address) => {
    expect(allows("rootUrl", address) && allows("mtlsRootUrl", address)).toBe(true);
    expect(problemsOf(documentWith({ endpoints: [{ endpointUrl: address }] }))).toEqual([]);
  });
  test.each([
    "",
    "www.googleapis.com",
    "//www.googleapis.com/",
    "http://www.googleapis.com/",
    "http://127.0.0.1.example.com/",
    "http://localhost.example.com/",
    "ftp://a.example.com/",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https:a.example.com/",
    "https:///a.example.com/",
    "https://a.example.com/?x=1",
    "https://a.example.com/?",
    "https://a.example.com/#x",
    "https://me@a.example.com/",
    "https://@a.example.com/",
    "https://me:secret@a.example.com/",
    "https://a.example.com\\@b.example.com/",
    "https://a.exam\nple.com/",
    " https://a.example.com/",
    "https://a.example.com/../b/",
  ])("refuses %j", (address) => {
    expect(allows("rootUrl", address)).toBe(false);
    expect(problemsOf(documentWith({ endpoints: [{}, { endpointUrl: address }] }))).toEqual([
      "invalid-value /endpoints/1/endpointUrl",
    ]);
  });
});

describe("paths", () => {
  const upload = (path: string): object => ({ mediaUpload: { protocols: { simple: { path } } } });

  test.each(["", "v1/{+name}", "v1:validateAddress", "/a/b", "a..b/c", "...", "{name}:undelete"])(
    "allows %j",
    (path) => {
      expect(problemsOf(documentWithMethod({ path }))).toEqual([]);
      expect(problemsOf(documentWithMethod(upload(path)))).toEqual([]);
      expect(allows("servicePath", path) && allows("batchPath", path)).toBe(true);
    },
  );
  test.each([
    "a\u0000b",
    "a\nb",
    "a?b",
    "a#b",
    "a\\b",
    "..",
    "../a",
    "a/../b",
    "a/..",
    "a/./b",
    "a/%2e%2E/b",
    "a/.%2e",
    "//evil.example.com/",
    "https://evil.example.com/",
  ])("refuses %j", (path) => {
    expect(problemsOf(documentWithMethod({ path }))).toEqual(["invalid-value /methods/get/path"]);
    expect(problemsOf(documentWithMethod(upload(path)))).toEqual([
      "invalid-value /methods/get/mediaUpload/protocols/simple/path",
    ]);
    expect(allows("servicePath", path)).toBe(false);
  });
});

describe("G-DOC-11 methods and resources", () => {
  test.each(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])("httpMethod %s", (httpMethod) => {
    expect(problemsOf(documentWithMethod({ httpMethod }))).toEqual([]);
  });
  test.each(["get", "TRACE", "CONNECT", "OPTIONS", "", "GET "])("httpMethod %j", (httpMethod) => {
    expect(read(documentWithMethod({ httpMethod })).problems).toMatchObject([
      {
        code: "invalid-value",
        pointer: "/methods/get/httpMethod",
        message: `${JSON.stringify(httpMethod)} is not allowed: it must be GET, POST, PUT, PATCH, DELETE or HEAD`,
      },
    ]);
  });
  test("G-DOC-10 a location that is neither path nor query", () => {
    const parameters = { a: { location: "body" }, b: {}, c: { location: "query" } };
    expect(problemsOf(documentWithMethod({ parameters }))).toEqual([
      "invalid-value /methods/get/parameters/a/location",
      "missing-key /methods/get/parameters/b",
    ]);
  });
  test("a method needs an id, a verb and a path; types are the known ones", () => {
    expect(problemsOf(documentWith({ methods: { get: {} } }))).toEqual([
      "missing-key /methods/get",
      "missing-key /methods/get",
      "missing-key /methods/get",
    ]);
    expect(problemsOf(documentWith({ schemas: { A: { type: "text" } } }))).toEqual([
      "invalid-value /schemas/A/type",
    ]);
  });
  test("empty names", () => {
    const get = { id: "a", httpMethod: "GET", path: "", parameters: { "": { location: "query" } } };
    const document = documentWith({
      schemas: { "": { properties: { "": {} } } },
      resources: { "": { methods: { "": get } } },
    });
    expect(problemsOf(document)).toEqual([
      "invalid-value /schemas/",
      "invalid-value /schemas//properties/",
      "invalid-value /resources/",
      "invalid-value /resources//methods/",
      "invalid-value /resources//methods//parameters/",
    ]);
  });

  const nested = (depth: number): object =>
    depth === 0 ? {} : { resources: { a: nested(depth - 1) } };

  test("resources 40 deep pass the limit of depth; 25 deep do not", () => {
    expect(problemsOf(documentWith(nested(40)))).toEqual(["too-large "]);
    expect(problemsOf(documentWith(nested(25)))).toEqual([]);
  });
});
