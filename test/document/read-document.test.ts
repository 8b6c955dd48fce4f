import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readDocument } from "#generator/document/read-document.js";
import { bytesOf, documentWith, everyKey, head, problemsOf, read } from "./documents.js";

const reseller = readFileSync(new URL("../../discovery/reseller-v1.json", import.meta.url));

describe("G-DOC-01 what is no document has one problem", () => {
  test.each([
    ["", "empty-document"],
    [" \n ", "empty-document"],
    ["\ufeff", "empty-document"],
    ["{}", "not-a-discovery-document"],
    ["null", "not-an-object"],
    ["[]", "not-an-object"],
    ["5", "not-an-object"],
    ["true", "not-an-object"],
    ['"text"', "not-an-object"],
    ["text", "invalid-json"],
    ["<!DOCTYPE html>\n<html></html>", "html-document"],
    ["\n<html lang=en>", "html-document"],
    ["<!-- --><html>", "html-document"],
    ['<?xml version="1.0"?><a/>', "invalid-json"],
  ])("%j: %s", (text, code) => {
    expect(read(text)).toMatchObject({ value: null, problems: [{ code, pointer: "" }] });
  });

  test.each([
    ['{"error":{"code":404,"message":"Not\\nfound."}}', "error-document", '404 "Not\\nfound."'],
    ['{"error":"denied"}', "error-document", '"denied"'],
    ['{"kind":"discovery#directoryList"}', "not-a-discovery-document", "discovery#directoryList"],
    ['{"openapi":"3.1.0","info":{}}', "not-a-discovery-document", "OpenAPI"],
    ['{"swagger":"2.0"}', "not-a-discovery-document", "Swagger"],
  ])("%s", (text, code, words) => {
    const { value, problems } = read(text);
    expect(problems).toMatchObject([{ code, message: expect.stringContaining(words) as string }]);
    expect(value).toBeNull();
  });

  test("what is missing of a document is told key by key", () => {
    expect(read('{"name":"a"}').problems.map(({ message }) => message)).toEqual([
      'the key "version" is missing',
      'the key "rootUrl" is missing',
    ]);
    expect(problemsOf('{"kind":"discovery#restDescription"}')).toHaveLength(3);
  });
});

test("the smallest document, and one with every key, have no problem", () => {
  expect(read(`{${head}}`)).toMatchObject({ value: { name: "library" }, problems: [] });
  expect(read(everyKey)).toEqual({ value: everyKey, problems: [] });
  const empty = { id: "a", httpMethod: "GET", path: "", request: {}, response: {} };
  expect(problemsOf(documentWith({ methods: { a: empty }, resources: {} }))).toEqual([]);
});

test("G-DOC-02 a document cut off at every 1,000th byte ends too early, at its end", () => {
  for (let end = 1000; end < reseller.length; end += 1000) {
    const part = reseller.subarray(0, end);
    const { value, problems } = readDocument(part);
    expect(value).toBeNull();
    expect(problems).toMatchObject([
      { code: "invalid-json", offset: part.toString("utf8").length },
    ]);
    expect(problems[0]?.message).toContain("it ends too early");
  }
});

describe("G-DOC-03 encodings", () => {
  const utf16 = (mark: number[], text: string): Uint8Array =>
    Uint8Array.from([...mark, ...[...text].flatMap((sign) => [sign.charCodeAt(0), 0])]);

  test.each([
    ["UTF-16 little endian", utf16([0xff, 0xfe], "{}"), "UTF-16 (little endian)"],
    ["UTF-16 big endian", Uint8Array.from([0xfe, 0xff, 0, 0x7b]), "UTF-16 (big endian)"],
    ["UTF-16 without a mark", utf16([], "{}"), "UTF-16"],
    ["Latin-1", Uint8Array.from([0x22, 0xe9, 0x22]), "byte 1 (0xe9)"],
    ["cut character", Uint8Array.from([0x22, 0xc3]), "byte 1 (0xc3)"],
    ["behind a mark and U+FFFD", Uint8Array.from([...bytesOf("\ufeff\ufffd"), 0xff]), "byte 6"],
  ])("%s", (_, bytes, words) => {
    const { value, problems } = readDocument(bytes);
    expect(problems).toMatchObject([
      { code: "not-utf8", message: expect.stringContaining(words) as string },
    ]);
    expect(value).toBeNull();
  });

  test("a byte order mark and CRLF line ends change nothing", () => {
    const text = reseller.toString("utf8");
    const plain = read(text);
    expect(plain.problems).toEqual([]);
    expect(read(`\ufeff${text}`)).toEqual(plain);
    expect(read(text.replaceAll("\n", "\r\n"))).toEqual(plain);
  });
});

describe("G-DOC-04 duplicate keys", () => {
  test.each([
    [`{${head},"name":"b"}`, "/name"],
    [`{${head},"schemas":{"A":{},"a/b~":{},"\\u0041":{}}}`, "/schemas/A"],
    [`{${head},"schemas":{"a/b~":{},"a/b~":{}}}`, "/schemas/a~1b~0"],
    [`{${head},"schemas":{"__proto__":{},"__proto__":{}}}`, "/schemas/__proto__"],
    [`{${head},"endpoints":[{},{"location":"a","location":"b"}]}`, "/endpoints/1/location"],
  ])("%s", (text, pointer) => {
    const { value, problems } = read(text);
    expect(value).toBeNull();
    expect(problems).toMatchObject([{ code: "duplicate-key", pointer }]);
    const { offset } = problems[0] ?? {};
    expect(offset).toBe(text.lastIndexOf('"', text.lastIndexOf('":') - 1));
  });

  test("the same key in different objects is none, nor are colons in texts", () => {
    expect(problemsOf(`{${head},"title":"a\\":\\"b:","schemas":{"A":{},"B":{}}}`)).toEqual([]);
  });
});

describe("G-DOC-05 depth", () => {
  test.each([
    ["100,000 open arrays", "[".repeat(100_000), 64],
    ["100,000 arrays", "[".repeat(100_000) + "]".repeat(100_000), 64],
    ["100,000 objects", '{"a":'.repeat(100_000), 64 * 5],
    ["65 objects", `${'{"a":'.repeat(65)}1${"}".repeat(65)}`, 64 * 5],
  ])("%s are one problem", (_, text, offset) => {
    const start = performance.now();
    expect(read(text).problems).toMatchObject([{ code: "too-large", offset }]);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("64 are none", () => {
    const deep = `${'{"items":'.repeat(62)}{}${"}".repeat(62)}`; // and the document and its schemas
    expect(problemsOf(`{${head},"title":"[[[[","schemas":{"A":${deep}}}`)).toHaveLength(1);
    const one = `${'{"items":'.repeat(61)}{}${"}".repeat(61)}`;
    expect(problemsOf(`{${head},"title":"[[[[","schemas":{"A":${one}}}`)).toEqual([]);
  });
});

describe("G-DOC-06 limits", () => {
  const many = (count: number): object =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, {}]));

  test("20 MB", () => {
    expect(readDocument(new Uint8Array(20e6)).problems).toMatchObject([
      { code: "too-large", message: expect.stringContaining("16,777,216") as string },
    ]);
  });
  test("20,001 schemas; 20,000 are allowed", () => {
    expect(problemsOf(documentWith({ schemas: many(20_001) }))).toEqual(["too-large /schemas"]);
    expect(problemsOf(documentWith({ schemas: many(20_000) }))).toEqual([]);
  });
  test("20,001 methods, wherever they are", () => {
    const get = { id: "a", httpMethod: "GET", path: "" };
    const methods = Object.fromEntries(Object.keys(many(10_000)).map((name) => [name, get]));
    const resources = { a: { methods }, b: { methods } };
    expect(problemsOf(documentWith({ methods: { get }, resources }))).toEqual(["too-large "]);
    expect(problemsOf(documentWith({ resources }))).toEqual([]);
  });
  test("a description counts in bytes", () => {
    const described = (description: string): readonly string[] =>
      problemsOf(documentWith({ schemas: { A: { properties: { b: { description } } } } }));
    expect(described("x".repeat(1 << 20))).toEqual([
      "too-large /schemas/A/properties/b/description",
    ]);
    expect(described("\u00e9".repeat(32_769))).toHaveLength(1);
    expect(described("\u00e9".repeat(32_768))).toEqual([]);
  });
  test("ids, names and paths", () => {
    const id = "a".repeat(257);
    const get = { id, httpMethod: "GET", path: "a".repeat(2049) };
    expect(problemsOf(documentWith({ id, schemas: { [id]: { id } }, methods: { get } }))).toEqual([
      "too-large /id",
      `too-large /schemas/${id}`,
      `too-large /schemas/${id}/id`,
      "too-large /methods/get/id",
      "too-large /methods/get/path",
    ]);
  });
});
