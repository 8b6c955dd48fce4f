/** Cases that hurt other clients (docs/real-documents.md) and that only a request and its answer can show. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessToken } from "@discogen/runtime";
import { TestClient } from "./reseller.js";
import { httpServer, type TestServer } from "./servers.js";

// As text: a lint rule forbids what documents have.
const answer = JSON.parse(
  '{"then":"a word","ratio":"NaN","limits":{"daily":"9007199254740993"},"labels":{"a":null},"list":[null]}',
) as object;

let server: TestServer;
let client: TestClient;
beforeAll(async () => {
  server = await httpServer({ json: answer });
  client = new TestClient({ auth: accessToken("t"), rootUrl: server.url });
});
afterAll(async () => {
  await client.close();
  await server.close();
});

test("case 43: zero, false, empty text and null of a body are sent", async () => {
  server.arrived.length = 0;
  const body = { zero: 0, no: false, none: "", cleared: null, list: [0, null], map: { a: "" } };
  await client.call("insert", { body });
  expect(server.arrived[0]?.body).toBe(JSON.stringify(body));
});

test("cases 10, 41, 42: an answer is given as it came: a property then, NaN as text, nulls", async () => {
  expect(await client.call("get", { customerId: "C1" })).toEqual(answer);
});

test("case 37: a GET with a long URL stays a GET, and arrives whole", async () => {
  server.arrived.length = 0;
  const customerNamePrefix = "é/".repeat(1_000);
  await client.call("list", { customerNamePrefix });
  expect(server.arrived).toHaveLength(1);
  const [{ method, url, body } = { method: "", url: "", body: "x" }] = server.arrived;
  expect([method, body]).toEqual(["GET", ""]);
  expect(url.length).toBeGreaterThan(6_000);
  expect(new URL(url, server.url).searchParams.get("customerNamePrefix")).toBe(customerNamePrefix);
});
