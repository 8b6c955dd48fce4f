import { afterAll, beforeAll, expect, test } from "vitest";
import { accessToken } from "@discogen/runtime";
import { errorOf, type methods, TestClient } from "./reseller.js";
import { httpServer, type TestServer } from "./servers.js";

let server: TestServer;
let client: TestClient;
beforeAll(async () => {
  server = await httpServer({ json: {} });
  client = new TestClient({ auth: accessToken("t"), rootUrl: server.url });
});
afterAll(async () => {
  await client.close();
  await server.close();
});

async function sent(name: keyof typeof methods, params: object): Promise<string> {
  server.arrived.length = 0;
  await client.call(name, params);
  return server.arrived[0]?.url.replace("?alt=json&prettyPrint=false", "?") ?? "";
}

async function refused(name: keyof typeof methods, params: unknown): Promise<string> {
  const before = server.arrived.length;
  const error = await errorOf(client.call(name, params as object));
  expect(error).toMatchObject({ kind: "argument", outcome: "not_sent", attempts: 0 });
  expect(server.arrived.length).toBe(before);
  return error.message;
}

test.each(["", ".", ".."])("R-SEC-01 a path parameter %j is refused", async (customerId) => {
  const message = await refused("get", { customerId });
  expect(message).toContain("reseller.customers.get");
  expect(message).toContain('"customerId"');
});

test.each([
  "a/b",
  "a?b",
  "a#b",
  "a\\b",
  "%2e%2e",
  "%2F",
  " ",
  "é",
  "👍",
  "...",
  "!'()*",
  "a;b:c@d&e=f+g,h$",
  "\r\nX: 1",
])("R-SEC-02 %j arrives as one encoded segment", async (customerId) => {
  const url = await sent("get", { customerId });
  expect(url).toBe(`/apps/reseller/v1/customers/${encodeURIComponent(customerId)}?`);
});

test.each([
  null,
  undefined,
  5,
  true,
  NaN,
  [],
  ["a"],
  {},
  Symbol("s"),
  "\ud800",
  "a\udc00",
  { toString: () => "C1" },
  10n,
])("R-SEC-04 a path parameter that is no proper string is refused (%#)", async (customerId) => {
  await refused("get", { customerId });
});

test("R-SEC-04 numbers and int64 are taken where the document says so", async () => {
  expect(await sent("numbered", { number: -5, big: 9007199254740993n })).toBe(
    "/v1/n/-5/9007199254740993?",
  );
  expect(await sent("numbered", { number: 0, big: "18446744073709551615" })).toContain("/0/1844");
  await refused("numbered", { number: NaN, big: "1" });
  await refused("numbered", { number: 1.5, big: "1" });
  await refused("numbered", { number: "1", big: "1" });
  await refused("numbered", { number: 1, big: "1e3" });
  await refused("numbered", { number: 1, big: "" });
  await refused("numbered", { number: 1, big: "../1" });
});

test("a reserved variable keeps its slashes, each segment is encoded", async () => {
  expect(await sent("reserved", { name: "projects/p 1/things/é" })).toBe(
    "/v1/projects/p%201/things/%C3%A9:read?",
  );
  for (const name of ["", "a/", "/a", "a//b", "a/../b", ".", "a/.", 5])
    await refused("reserved", { name });
});

test("an exploded variable is a segment for each value", async () => {
  expect(await sent("exploded", { parts: ["a", "b/c"] })).toBe("/v1/a/b%2Fc?");
  for (const parts of [[], [""], ["a", ".."], [5], null]) await refused("exploded", { parts });
});

test("R-SEC-05 query values are encoded, lists repeat the name, undefined is dropped", async () => {
  const value = "a&b=c#d+e%f\r\ng";
  expect(await sent("list", { customerNamePrefix: value })).toBe(
    `/apps/reseller/v1/subscriptions?&customerNamePrefix=${encodeURIComponent(value)}`,
  );
  expect(await sent("list", { tags: ["x", "y&z"], maxResults: 5, pageToken: undefined })).toBe(
    "/apps/reseller/v1/subscriptions?&maxResults=5&tags=x&tags=y%26z",
  );
  expect(await sent("list", { tags: [], customerNamePrefix: "" })).toBe(
    "/apps/reseller/v1/subscriptions?&customerNamePrefix=",
  );
  expect(await sent("list", { since: 5n, ratio: 0.5, active: false })).toBe(
    "/apps/reseller/v1/subscriptions?&since=5&ratio=0.5&active=false",
  );
});

test.each([
  { customerNamePrefix: null },
  { customerNamePrefix: 5 },
  { customerNamePrefix: "\ud83d" },
  { maxResults: "5" },
  { maxResults: Infinity },
  { ratio: NaN },
  { active: "true" },
  { since: "abc" },
  { tags: "x" },
  { tags: [null] },
  { fields: 5 },
])("query values of the wrong type are refused (%j)", async (params) => {
  await refused("list", params);
});

test("required parameters, unknown names and what is no object", async () => {
  expect(await refused("remove", { customerId: "C", subscriptionId: "S" })).toContain(
    '"deletionType" is required',
  );
  expect(await refused("get", undefined)).toContain('"customerId" is required');
  const message = await refused("get", { customerid: "secret-value" });
  expect(message).toContain('unknown parameter "customerid" (did you mean "customerId"?)');
  expect(message).not.toContain("secret-value");
  await refused("get", { customerId: "C", body: {} });
  for (const params of ["C1", [], 5, null]) await refused("get", params);
});

test("a parameter named __proto__ or inherited breaks nothing", async () => {
  const message = await refused("get", JSON.parse('{"__proto__":{"customerId":"C1"}}'));
  expect(message).toContain('"__proto__"');
  await refused("get", Object.create({ customerId: "C1" }) as object);
  expect(({} as Record<string, unknown>)["customerId"]).toBeUndefined();
});

test("bodies: sent as JSON, refused when they are missing or cannot be written", async () => {
  server.arrived.length = 0;
  await client.call("insert", { body: { a: "é" } });
  expect(server.arrived[0]).toMatchObject({ body: '{"a":"é"}' });
  expect(server.arrived[0]?.headers["content-type"]).toBe("application/json");
  expect(await refused("insert", {})).toContain("the body is missing");
  const cycle: Record<string, unknown> = { secret: "s3cret" };
  cycle["self"] = cycle;
  for (const body of [null, cycle, { a: 1n }, () => 1, Symbol("x")]) {
    expect(await refused("insert", { body })).not.toContain("s3cret");
  }
});
