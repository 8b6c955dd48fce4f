import { expect, test } from "vitest";
import { apiOf, booksMethods, documentJson, methodsOf } from "./models.js";

/** Where the `requestId` of a method is, that the document describes so. */
function found(
  description: string | undefined,
  { where = "query", httpMethod = "POST", type = "string" } = {},
): string | null | undefined {
  const requestId = { type, ...(description === undefined ? {} : { description }) };
  const parameters = where === "query" ? { requestId: { ...requestId, location: "query" } } : {};
  const properties = where === "body" ? { requestId } : { title: { type: "string" } };
  const method = { httpMethod, parameters, request: { $ref: "Order" } };
  const schemas = { Order: { type: "object", properties } };
  const api = apiOf(documentJson({ resources: booksMethods({ order: method }), schemas }));
  return methodsOf(api)[0]?.requestId;
}

test.each([
  ["An optional request ID. The server will ignore the second request if it has it.", "query"],
  ["A UUID that uniquely identifies this request for idempotent creation.", "query"],
  ["Used to de-dup incoming requests.", "query"],
  ["", "query"],
  [undefined, "query"],
  ["Request ID used for debugging.", null],
  ["Required. The ID of the request to approve.", null],
])("a requestId that is described by %j makes a POST repeatable: %j", (description, where) => {
  expect(found(description)).toBe(where);
});

test("in the body, and for a PATCH, too", () => {
  expect(found("", { where: "body" })).toBe("body");
  expect(found("", { httpMethod: "PATCH" })).toBe("query");
});

test("elsewhere it says nothing", () => {
  expect(found("", { httpMethod: "PUT" })).toBeNull();
  expect(found("", { type: "integer" })).toBeNull();
  expect(found("", { where: "none" })).toBeNull();
});
