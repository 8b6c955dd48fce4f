import { expect, test } from "vitest";
import { apiOf, booksMethods, documentJson } from "./models.js";

const text = { type: "string" };

test("schemas are reached through properties, items, maps, variants and inline objects", () => {
  const api = apiOf(
    documentJson({
      resources: booksMethods({
        add: { httpMethod: "POST", request: { $ref: "Sent" }, response: { $ref: "Received" } },
      }),
      schemas: {
        Sent: {
          type: "object",
          properties: {
            list: { type: "array", items: { $ref: "InList" } },
            map: { type: "object", additionalProperties: { $ref: "InMap" } },
            inline: { type: "object", properties: { deep: { $ref: "Deep" } } },
            again: { $ref: "Sent" },
          },
        },
        Received: { variant: { discriminant: "kind", map: [{ type_value: "a", $ref: "Both" }] } },
        InList: { type: "object", properties: { both: { $ref: "Both" } } },
        InMap: { type: "array", items: { $ref: "InMap" } },
        Deep: { type: "object", properties: { text } },
        Both: { type: "object", properties: { kind: text } },
        Nobody: { type: "object", properties: { both: { $ref: "Both" } } },
      },
    }),
  );
  const reached = api.schemas.map(
    ({ name, inRequests, inResponses }) =>
      `${name}:${inRequests ? " sent" : ""}${inResponses ? " received" : ""}`,
  );
  expect(reached).toEqual([
    "Both: sent received",
    "Deep: sent",
    "InList: sent",
    "InMap: sent",
    "Nobody:",
    "Received: received",
    "Sent: sent",
    "Sent.inline: sent",
  ]);
});

test("an inline request and an inline response are hoisted and reached", () => {
  const object = { type: "object", properties: { text } };
  const api = apiOf(
    documentJson({
      resources: booksMethods({
        add: { httpMethod: "POST", request: object, response: { type: "array", items: object } },
      }),
    }),
  );
  expect(api.schemas).toMatchObject([
    { tsName: "BooksAddRequest", inRequests: true, inResponses: false },
    { tsName: "BooksAddResponseItem", inRequests: false, inResponses: true },
  ]);
});

test("no two schemas have one name, because types refer to schemas by name", () => {
  const inline = { type: "object", properties: { text } };
  const api = apiOf(
    documentJson({
      schemas: {
        A: { type: "object", properties: { b: inline, "c.d": inline, c: dotted(inline) } },
        "A.b": { type: "string" },
      },
    }),
  );
  const names = api.schemas.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

function dotted(inline: object): object {
  return { type: "object", properties: { d: inline } };
}
