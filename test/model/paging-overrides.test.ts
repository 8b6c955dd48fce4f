import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Method } from "#generator/model/model.js";
import { apiOf, documentJson, methodsOf } from "./models.js";

const text = { type: "string" };
const number = { type: "integer", format: "int32" };

/** FORMAT.md C.3: what no structure tells, by document. */
test.each([
  ["bigquery:v2", "query", "pageToken", ["pageToken"]],
  ["walletobjects:v1", "query", "token", ["pagination", "nextPageToken"]],
  ["androidpublisher:v3", "query", "token", ["tokenPagination", "nextPageToken"]],
  ["androidenterprise:v1", "query", "token", ["tokenPagination", "nextPageToken"]],
  ["run:v1", "query", "continue", ["metadata", "continue"]],
  ["identitytoolkit:v1", "query", "nextPageToken", ["nextPageToken"]],
  ["identitytoolkit:v3", "body", "nextPageToken", ["nextPageToken"]],
  ["books:v1", "query", "page_token", ["nextPageToken"]],
  ["apigee:v1", "query", "startKey", ["nextStartKey"]],
  ["cloudasset:v1", "body", "pageToken", ["queryResult", "nextPageToken"]],
] as const)("%s pages by %s %s and %j", (id, location, tokenIn, tokenOut) => {
  const [name = "", version = ""] = id.split(":");
  const response = tokenOut.reduceRight<object>(
    (inner, key) => ({ type: "object", properties: { [key]: inner } }),
    text,
  );
  const method = {
    id: `${name}.things.list`,
    httpMethod: location === "body" ? "POST" : "GET",
    path: "things",
    response,
    ...(location === "body"
      ? { request: { type: "object", properties: { [tokenIn]: text } } }
      : { parameters: { [tokenIn]: { ...text, location } } }),
  };
  const resources = { things: { methods: { list: method } } };
  const api = apiOf(documentJson({ id, name, version, resources }));
  expect(methodsOf(api)[0]?.paging).toMatchObject({
    tokenIn: { location, name: tokenIn },
    tokenOut,
  });
});

describe("analytics:v3 pages by the address of the next page", () => {
  const list = (properties: object, index: object = number): Method | undefined => {
    const method = {
      id: "analytics.things.list",
      httpMethod: "GET",
      path: "things",
      parameters: { "start-index": { ...index, location: "query" } },
      response: { type: "object", properties: { nextLink: text, ...properties } },
    };
    const resources = { things: { methods: { list: method } } };
    const named = { id: "analytics:v3", name: "analytics", version: "v3" };
    return methodsOf(apiOf(documentJson({ ...named, resources })))[0];
  };
  const objects = { type: "array", items: { type: "object" } };

  test("its token is a number of the query", () => {
    expect(list({ items: objects })?.paging).toMatchObject({
      tokenIn: { location: "query", name: "start-index" },
      tokenOut: ["nextLink"],
      link: true,
      items: { name: "items" },
    });
    expect(list({ items: objects }, text)?.paging).toBe(null);
  });

  test("a report has no certain items: its rows stand beside the heads of its columns", () => {
    const rows = { type: "array", items: { type: "array", items: text } };
    expect(list({ columnHeaders: objects, rows })?.paging).toMatchObject({
      link: true,
      items: null,
    });
  });

  const corpus = process.env["DISCOGEN_CORPUS"] ?? "";
  test.skipIf(corpus === "")("so do 21 methods of the real document, two of them reports", () => {
    const path = join(corpus, "documents/analytics.v3.json");
    const api = apiOf(JSON.parse(readFileSync(path, "utf8")) as object);
    const paged = methodsOf(api).filter(({ paging }) => paging?.link === true);
    expect(paged).toHaveLength(21);
    const reports = paged.filter(({ paging }) => paging?.items === null).map(({ id }) => id);
    expect(reports).toEqual(["analytics.data.ga.get", "analytics.data.mcf.get"]);
  });
});
