/** `discogen/testing`, as the users of a generated client have it in their tests. */
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ResellerClient, type GoogleApiError } from "@discogen/reseller-v1";
import { fakeFromDocument, type FakeOptions } from "discogen/testing";
import { documentJson } from "../model/models.js";
import { methods, parametersOf } from "../client/document.js";
import { callById, closing } from "../client/set-up.js";

const path = createRequire(import.meta.url).resolve("@discogen/reseller-v1/document.json");
const text = readFileSync(path, "utf8");

function clientOf(options?: FakeOptions, more: object = {}): ResellerClient {
  const transport = fakeFromDocument(JSON.parse(text) as object, options);
  return closing(new ResellerClient({ transport, retry: { minDelayMs: 1 }, ...more }));
}

function errorOf(promise: Promise<unknown>): Promise<GoogleApiError> {
  return promise.then(
    () => Promise.reject(new Error("the call did not fail")),
    (error: GoogleApiError) => error,
  );
}

test("every method is answered, and the answer is of its type", async () => {
  const client = clientOf();
  for (const method of methods) {
    const params = parametersOf(method)
      .filter(([, { required }]) => required)
      .map(([name, each]) => [name, each.enum?.[1] ?? "x"]);
    const values = Object.fromEntries(params) as Record<string, unknown>;
    const call = method.request === undefined ? values : { ...values, body: {} };
    const data = await callById(client, method.id, call);
    if (method.response === undefined) expect(data).toBe(undefined);
    else expect(Object.keys(data as object).length, method.id).toBeGreaterThan(0);
  }
});

test("the document may be its text", async () => {
  const client = closing(new ResellerClient({ transport: fakeFromDocument(text) }));
  const { customerId } = await client.customers.get({ customerId: "C7" });
  expect(customerId).toBe("C7");
});

test("lists come in pages", async () => {
  const client = clientOf({ items: 7, pageSize: 3 });
  const found: (string | undefined)[] = [];
  for await (const { subscriptionId } of client.subscriptions.list()) found.push(subscriptionId);
  expect(found).toEqual([1, 2, 3, 4, 5, 6, 7].map((number) => `subscriptionId-${number}`));
  const sizes: (number | undefined)[] = [];
  for await (const page of client.subscriptions.list().pages())
    sizes.push(page.subscriptions?.length);
  expect(sizes).toEqual([3, 3, 1]);
});

test("a mask narrows the answer as it narrows the type", async () => {
  const { subscriptions } = await clientOf().subscriptions.list({
    fields: "subscriptions(skuId,plan/planName)",
  });
  expect(subscriptions?.[0]).toEqual({ skuId: "skuId-1", plan: { planName: "planName-1" } });
});

test("what types cannot stop is refused, and said", async () => {
  const wrong = { customerDomain: "x", contry: "US", customerType: "DOMAIN" };
  const error = await errorOf(clientOf().customers.insert({ body: wrong as never }));
  expect(error).toMatchObject({ kind: "http", status: 400, code: "INVALID_ARGUMENT", attempts: 1 });
  expect(error.message).toContain("body.contry is no property of Customer");
  expect(error.errors.map(({ location }) => location)).toEqual([
    "body.contry",
    "body.customerType",
  ]);
  expect(error.details[0]).toMatchObject({
    "@type": "type.googleapis.com/google.rpc.BadRequest",
    fieldViolations: [{ field: "body.contry" }, { field: "body.customerType" }],
  });
});

test("batches, request() and conditional calls work through it", async () => {
  const client = clientOf();
  const results = await client.batch((b) => [
    b.customers.get({ customerId: "C1" }),
    b.subscriptions.list({ maxResults: 1 }),
    b.customers.patch({ customerId: "C1", body: { nonsense: 1 } as never }),
  ]);
  expect(results).toMatchObject([
    { status: "fulfilled", value: { customerId: "C1" } },
    { status: "fulfilled", value: { subscriptions: [{ skuId: "skuId-1" }] } },
    { status: "rejected", reason: { status: 400 } },
  ]);
  const free = await client.request({ method: "GET", path: "apps/reseller/v1/customers/C9" });
  expect(free).toMatchObject({ customerId: "C9" });
  const { response } = await client.customers.get({ customerId: "C1" }).withResponse();
  const etag = response.headers.get("etag") ?? "";
  expect(await client.customers.get({ customerId: "C1" }).ifChanged(etag)).toMatchObject({
    changed: false,
  });
});

describe("failures", () => {
  test("the first calls of a method fail, and are sent again", async () => {
    const method = "reseller.customers.get";
    const client = clientOf({ failures: [{ method, status: 503, times: 2 }] });
    const { data, response } = await client.customers.get({ customerId: "C" }).withResponse();
    expect([data.customerId, response.attempts]).toEqual(["C", 3]);
    expect((await client.subscriptions.list().withResponse()).response.attempts).toBe(1);
  });

  test("with reason, words and the time to wait", async () => {
    const failure = { status: 403, reason: "quotaExceeded", message: "No more", retryAfter: 90 };
    const error = await errorOf(
      clientOf({ failures: [failure] }).customers.get({ customerId: "C" }),
    );
    expect(error).toMatchObject({ status: 403, reason: "quotaExceeded", retryAfterMs: 90_000 });
    expect(error.message).toContain("No more");
  });

  test("asked for by one call", async () => {
    const headers = { "x-fake-error": "404" };
    const error = await errorOf(clientOf().customers.get({ customerId: "C" }, { headers }));
    expect(error).toMatchObject({ status: 404, reason: "notFound" });
  });
});

test("stateful: what was created is there", async () => {
  const client = clientOf({ stateful: true });
  expect((await errorOf(client.customers.get({ customerId: "C" }))).status).toBe(404);
  await client.customers.insert({ body: { customerId: "C", customerDomain: "acme.example" } });
  expect(await client.customers.get({ customerId: "C" })).toMatchObject({
    customerDomain: "acme.example",
  });
  const found: unknown[] = [];
  for await (const each of client.subscriptions.list()) found.push(each);
  expect(found).toEqual([]);
});

test("a rootUrl with a path, and regional addresses, lead to the same methods", async () => {
  const json = documentJson({
    rootUrl: "https://library.example.com/deep/",
    methods: { get: { id: "library.get", httpMethod: "GET", path: "v1/it" } },
  });
  const fake = fakeFromDocument(json);
  const request = { method: "GET", headers: {}, body: null, call: null } as const;
  for (const url of ["https://library.example.com/deep/v1/it", "https://eu.example.com/v1/it"]) {
    expect((await fake({ ...request, url })).status).toBe(204);
  }
});

test.each([
  ["{}", "it has no name"],
  ["nonsense", "is not valid JSON"],
  ['{"name":"x","version":"v1","rootUrl":"ftp://x/"}', "/rootUrl"],
])("%s is no document", (document, words) => {
  expect(() => fakeFromDocument(document)).toThrow(TypeError);
  expect(() => fakeFromDocument(document)).toThrow(words);
});

test("a reference to nothing takes anything", async () => {
  const response = { $ref: "Gone" };
  const get = { id: "library.get", httpMethod: "GET", path: "it", response };
  const fake = fakeFromDocument(documentJson({ methods: { get } }));
  const request = { method: "GET", headers: {}, body: null, call: null } as const;
  expect((await fake({ ...request, url: "https://library.example.com/it" })).status).toBe(200);
});
