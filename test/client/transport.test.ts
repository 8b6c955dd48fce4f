/** A transport of the caller's, interceptors, and what is wrong before anything is sent. */
import { expect, test } from "vitest";
import {
  ResellerClient,
  unrecognized,
  type HttpRequest,
  type HttpResponse,
  type Transport,
} from "@discogen/reseller-v1";
import { errorOf, thrownBy } from "../runtime/reseller.js";
import { all, setUp, single } from "./set-up.js";

function answer(json: unknown, status = 200): HttpResponse {
  async function* body(): AsyncGenerator<Uint8Array> {
    const bytes = new TextEncoder().encode(JSON.stringify(json));
    yield bytes.subarray(0, 3);
    yield bytes.subarray(3);
  }
  const headers = new Headers({ "content-type": "application/json", "x-fake": "yes" });
  return { status, headers, body: body() };
}

function fake(...answers: HttpResponse[]): { seen: HttpRequest[]; transport: Transport } {
  const seen: HttpRequest[] = [];
  const transport: Transport = async (request) => {
    seen.push(request);
    return answers[seen.length - 1] ?? answer({});
  };
  return { seen, transport };
}

test("a transport stands for the network: Google's address, no auth needed", async () => {
  const { seen, transport } = fake(answer({ customerId: "C1" }));
  const client = new ResellerClient({ transport });
  const body = { phoneNumber: null };
  const { data, response } = await client.customers
    .patch({ customerId: "a/b", body })
    .withResponse();
  expect(data).toEqual({ customerId: "C1" });
  expect(response.headers.get("x-fake")).toBe("yes");
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({
    method: "PATCH",
    url: "https://reseller.googleapis.com/apps/reseller/v1/customers/a%2Fb?alt=json&prettyPrint=false",
    headers: { "content-type": "application/json" },
    body: '{"phoneNumber":null}',
    call: { id: "reseller.customers.patch", params: { customerId: "a/b" }, body },
  });
  await client.close();
});

test("pages and errors of a transport are as those of the network", async () => {
  const error = { code: 404, errors: [{ reason: "notFound", domain: "global" }] };
  const { seen, transport } = fake(
    answer({ subscriptions: [{}], nextPageToken: "2" }),
    answer({ subscriptions: [{}] }),
    answer({ error }, 404),
  );
  const client = new ResellerClient({ transport });
  expect(await all(client.subscriptions.list())).toHaveLength(2);
  expect(seen[1]?.call?.params).toEqual({ pageToken: "2" });
  expect(await errorOf(client.customers.get({ customerId: "C" }))).toMatchObject({
    status: 404,
    reason: "notFound",
  });
});

test("interceptors wrap every attempt, the first outermost", async () => {
  const order: string[] = [];
  const note =
    (name: string) =>
    (next: Transport): Transport =>
    async (request) => {
      order.push(`${name} ${request.method}`);
      const response = await next(request);
      order.push(`${name} ${response.status}`);
      return response;
    };
  const { server, client } = await setUp([{ json: { kind: "k" } }], {
    interceptors: [note("a"), note("b")],
  });
  expect(await client.customers.get({ customerId: "C" })).toEqual({ kind: "k" });
  expect(order).toEqual(["a GET", "b GET", "b 200", "a 200"]);
  single(server);
});

test("an unknown parameter: the error names the method's own, and the nearest", async () => {
  const { seen, transport } = fake();
  const client = new ResellerClient({ transport });
  const params: { customerId: string } = JSON.parse('{"customerId":"C","subscriptionID":"S"}');
  const error = await errorOf(client.subscriptions.get(params as never));
  expect(error).toMatchObject({ kind: "argument", outcome: "not_sent", attempts: 0 });
  expect(error.message).toContain("reseller.subscriptions.get");
  for (const name of ["customerId", "subscriptionId", "fields"]) {
    expect(error.message).toContain(`"${name}"`);
  }
  expect(error.message).toContain('did you mean "subscriptionId"?');
  expect(seen).toEqual([]);
});

test("unrecognized is the plain string on the wire", async () => {
  const { seen, transport } = fake();
  const { customers } = new ResellerClient({ transport });
  await customers.insert({ body: { customerType: unrecognized("partner") } });
  expect(seen[0]?.body).toBe('{"customerType":"partner"}');
});

test("request sends what the document does not describe", async () => {
  const { server, client } = await setUp([{ json: { ok: true } }]);
  const data = await client.request<{ ok: boolean }>({
    method: "POST",
    path: "apps/reseller/v1/new/thing",
    query: { q: "a b", n: [1, 2] },
    body: { a: 1 },
  });
  expect(data.ok).toBe(true);
  expect(single(server)).toMatchObject({
    url: "/apps/reseller/v1/new/thing?alt=json&prettyPrint=false&q=a%20b&n=1&n=2",
    body: '{"a":1}',
    headers: { authorization: "Bearer token" },
  });
});

test.each([
  [{ transport: async () => answer({}), connections: 2 }, "transport"],
  [{ rootUrl: "reseller.example" }, "rootUrl"],
  [{ retries: 3 }, "retries"],
  [{ connections: 0 }, "connections"],
  [{ auth: {} }, "auth"],
])("wrong client options are an error at construction", (options, word) => {
  const error = thrownBy(() => new ResellerClient(options as never));
  expect(error.kind).toBe("argument");
  expect(error.message).toContain(word);
});

test("await using closes the client", async () => {
  const { transport } = fake();
  const client = new ResellerClient({ transport });
  await client[Symbol.asyncDispose]();
  expect(await errorOf(client.customers.get({ customerId: "C" }))).toMatchObject({
    kind: "argument",
  });
});
