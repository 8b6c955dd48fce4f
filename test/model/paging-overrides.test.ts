import { expect, test } from "vitest";
import { apiOf, documentJson, methodsOf } from "./models.js";

const text = { type: "string" };

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
