/** What comes back: status and headers beside the data, and every form of error. */
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { GoogleApiError } from "@discogen/reseller-v1";
import { errorOf } from "../runtime/reseller.js";
import type { Reply } from "../runtime/servers.js";
import { setUp, single } from "./set-up.js";

const customer = { customerId: "C1" };
const json = { "content-type": "application/json" };

async function failing(reply: Reply): Promise<GoogleApiError> {
  const { server, client } = await setUp([reply], { retry: false });
  const error = await errorOf(client.customers.get(customer));
  single(server);
  expect(error).toBeInstanceOf(GoogleApiError);
  expect(error).toBeInstanceOf(Error);
  expect(error.message).toContain("reseller.customers.get");
  expect(error.attempts).toBe(1);
  expect(inspect(error, { depth: null, showHidden: true })).not.toContain("Bearer");
  return error;
}

test("withResponse gives status, headers and attempts of the same call", async () => {
  const reply = { status: 201, json: { customerId: "C1" }, headers: { etag: '"e1"', "x-a": "b" } };
  const { server, client } = await setUp([reply]);
  const call = client.customers.insert({ body: { customerDomain: "a.example" } });
  const { data, response } = await call.withResponse();
  expect(data).toEqual({ customerId: "C1" });
  expect(response).toMatchObject({ status: 201, attempts: 1 });
  expect(response.headers.get("ETag")).toBe('"e1"');
  const names: string[] = [];
  response.headers.forEach((_, name) => names.push(name));
  expect(names).toEqual(expect.arrayContaining(["etag", "x-a", "content-type"]));
  expect(await call).toBe(data);
  single(server);
});

test("withResponse of a DELETE", async () => {
  const { client } = await setUp([{ status: 204 }]);
  const { data, response } = await client.subscriptions
    .delete({ customerId: "C", subscriptionId: "S", deletionType: "transfer_to_direct" })
    .withResponse();
  expect({ data, status: response.status }).toEqual({ data: undefined, status: 204 });
});

const notFound = {
  code: 404,
  message: "Customer not found",
  errors: [
    { domain: "global", reason: "notFound", message: "Customer not found", location: "customerId" },
    { domain: "other", reason: "second" },
  ],
};

test("404 in the older form: the wanted answer before customers.insert", async () => {
  const error = await failing({ status: 404, json: { error: notFound } });
  expect(error).toMatchObject({
    kind: "http",
    status: 404,
    reason: "notFound",
    domain: "global",
    outcome: "failed",
  });
  expect(error.message).toContain("Customer not found");
  expect(error.errors.map(({ reason }) => reason)).toEqual(["notFound", "second"]);
  expect(error.response?.status).toBe(404);
});

const errorInfo = {
  "@type": "type.googleapis.com/google.rpc.ErrorInfo",
  reason: "SERVICE_DISABLED",
  domain: "googleapis.com",
  metadata: { service: "reseller.googleapis.com" },
};
const retryInfo = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1.5s" };
const unknownDetail = { "@type": "type.googleapis.com/x.Y", z: 1 };

test("AIP-193: status, ErrorInfo, RetryInfo, and what is not known as it came", async () => {
  const details = [errorInfo, retryInfo, unknownDetail];
  const body = { code: 403, message: "off", status: "PERMISSION_DENIED", details };
  const error = await failing({ status: 403, json: { error: body } });
  expect(error).toMatchObject({
    code: "PERMISSION_DENIED",
    reason: "SERVICE_DISABLED",
    domain: "googleapis.com",
    errorInfo: { metadata: { service: "reseller.googleapis.com" } },
    retryInfo: { retryDelayMs: 1_500 },
    retryAfterMs: 1_500,
    details,
  });
});

test("an error wrapped in an array", async () => {
  const error = await failing({ status: 404, json: [{ error: notFound }] });
  expect(error).toMatchObject({ status: 404, reason: "notFound", domain: "global" });
});

test("an error page in HTML: its text is kept apart, and cut", async () => {
  const page = `<html><title>Error 502</title>\n${"x".repeat(20_000)}</html>`;
  const error = await failing({
    status: 502,
    body: page,
    headers: { "content-type": "text/html" },
  });
  expect(error).toMatchObject({ kind: "http", status: 502, reason: null, outcome: "unknown" });
  expect(error.message.length).toBeLessThan(200);
  expect(error.message).not.toContain("<html>");
  expect(error.excerpt).toMatch(/^<html><title>Error 502/);
  expect(error.excerpt?.length).toBeLessThanOrEqual(4_096);
});

test.each(["", "null", "[]", "5", '{"error":null}', '{"error":[]}', '{"error":{"errors":5}}', "{"])(
  "an error whose body is %j",
  async (body) => {
    const error = await failing({ status: 400, body, headers: json });
    expect(error).toMatchObject({ kind: "http", status: 400, outcome: "failed", errors: [] });
    expect(error.message).toContain("HTTP 400");
  },
);

describe("a redirect is never followed", () => {
  test.each([300, 301, 302, 303, 307, 308])("%i", async (status) => {
    const { server: other } = await setUp([{ json: { leaked: true } }]);
    const { server, client } = await setUp([{ status, headers: { location: `${other.url}x` } }]);
    for (const call of [client.customers.get(customer), client.customers.insert({ body: {} })]) {
      const error = await errorOf(call);
      expect(error).toMatchObject({ kind: "http", status, outcome: "unknown" });
      expect(error.message).toContain(new URL(other.url).host);
    }
    expect(server.arrived).toHaveLength(2);
    expect(other.arrived).toHaveLength(0);
  });
});

test.each([
  ["HTML", "<html>login</html>", "text/html"],
  ["nothing", "", "application/json"],
  ["cut JSON", '{"kind":"trunc', "application/json"],
  ["null", "null", "application/json"],
  ["an array", "[]", "application/json"],
  ["a string", '"x"', "application/json"],
])("200 with %s is an error, and a write's outcome unknown", async (_, body, type) => {
  const { client, server } = await setUp([{ body, headers: { "content-type": type } }]);
  for (const call of [client.customers.get(customer), client.customers.insert({ body: {} })]) {
    const error = await errorOf(call);
    expect(error).toMatchObject({ kind: "protocol", status: 200, outcome: "unknown" });
    expect(error.message).toContain(type);
  }
  expect(server.arrived).toHaveLength(2);
});

test("304 without a question is an error; ifChanged asks, and says what came", async () => {
  const { server, client } = await setUp([{ status: 304 }, { status: 304 }, { json: { a: 1 } }]);
  expect(await errorOf(client.customers.get(customer))).toMatchObject({ kind: "protocol" });
  expect(await client.customers.get(customer).ifChanged('"e"')).toMatchObject({ changed: false });
  expect(server.arrived[1]?.headers["if-none-match"]).toBe('"e"');
  const changed = await client.customers.get(customer).ifChanged('"e"');
  expect(changed).toMatchObject({ changed: true, data: { a: 1 }, response: { status: 200 } });
});

test("5xx, 409 and 412 of an order: sent once, with what the server says of waiting", async () => {
  for (const [status, outcome] of [
    [500, "unknown"],
    [503, "unknown"],
    [409, "failed"],
    [412, "failed"],
  ] as const) {
    const { server, client } = await setUp([{ status, headers: { "retry-after": "7" }, body: "" }]);
    const error = await errorOf(client.subscriptions.insert({ customerId: "C", body: {} }));
    expect(error).toMatchObject({ status, outcome, retryAfterMs: 7_000, attempts: 1 });
    single(server);
  }
});

test("the stack of an error leads to the line that made the call", async () => {
  const { client } = await setUp([{ status: 404, json: { error: notFound } }]);
  async function nameOfCustomer(): Promise<string | undefined> {
    return (await client.customers.get(customer)).customerDomain;
  }
  async function firstSubscription(): Promise<string | undefined> {
    for await (const each of client.subscriptions.list()) return each.subscriptionId;
    return undefined;
  }
  expect((await errorOf(nameOfCustomer())).stack).toContain("nameOfCustomer");
  expect((await errorOf(firstSubscription())).stack).toContain("firstSubscription");
});

test("an error can be logged whole: no token, no header, no body of the request", async () => {
  const { client } = await setUp([{ status: 404, json: { error: notFound } }]);
  const body = { customerDomain: "secret.example" };
  const error = await errorOf(client.customers.update({ customerId: "C1", body }));
  const whole = `${inspect(error, { depth: null, showHidden: true })}${JSON.stringify(error)}`;
  expect(whole).not.toMatch(/Bearer|secret\.example|token"/);
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ status: 404, reason: "notFound" });
});
