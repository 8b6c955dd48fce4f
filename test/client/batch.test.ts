/** The batches of a generated client: over the wire, through interceptors, and of a fake. */
import { expect, test } from "vitest";
import {
  accessToken,
  answerBatch,
  ResellerClient,
  type HttpRequest,
  type HttpResponse,
  type Transport,
} from "@discogen/reseller-v1";
import { batchReply, partsOf } from "../runtime/multipart.js";
import { httpServer } from "../runtime/servers.js";
import { clientOf, closing, setUp } from "./set-up.js";

const json = (value: unknown): { body: string } => ({ body: JSON.stringify(value) });

test("the sample of the README: two calls, one request, results by their place", async () => {
  const reply = batchReply(({ line }) =>
    line.includes("subscriptions")
      ? json({ subscriptions: [{ skuId: "sku" }] })
      : json({ customerId: "C1" }),
  );
  const { server, client } = await setUp([reply]);
  const [who, subs] = await client.batch((b) => [
    b.customers.get({ customerId: "C1" }),
    b.subscriptions.list({ customerId: "C1" }),
  ]);
  expect(who).toEqual({ status: "fulfilled", value: { customerId: "C1" } });
  expect(subs).toMatchObject({ value: { subscriptions: [{ skuId: "sku" }] } });
  expect(server.arrived).toHaveLength(1);
  expect(server.arrived[0]?.url).toBe("/batch");
});

test("a subclass with a constructor of its own", async () => {
  class Shop extends ResellerClient {
    constructor(shop: string, rootUrl: string) {
      super({ auth: accessToken(shop.toLowerCase()), rootUrl });
    }
  }
  const server = closing(await httpServer(batchReply(() => json({}))));
  const shop = closing(new Shop("T", server.url));
  const results = await shop.batch((b) => [b.customers.get({ customerId: "C" })]);
  expect(results).toEqual([{ status: "fulfilled", value: {} }]);
});

/** Answers calls by what their callers wrote, without any network. */
function fake(answer: (call: NonNullable<HttpRequest["call"]>) => unknown): {
  seen: HttpRequest[];
  transport: Transport;
} {
  const seen: HttpRequest[] = [];
  const transport: Transport = async (request): Promise<HttpResponse> => {
    seen.push(request);
    if (request.parts !== null) return answerBatch(request.parts, transport);
    const value = request.call === null ? null : answer(request.call);
    const text = JSON.stringify(value ?? { error: { code: 404, message: "no such thing" } });
    return {
      status: value === null ? 404 : 200,
      headers: new Headers({ "content-type": "application/json", etag: '"1"' }),
      body: (async function* () {
        yield new TextEncoder().encode(text.slice(0, 3));
        yield new TextEncoder().encode(text.slice(3));
      })(),
    };
  };
  return { seen, transport };
}

test("a fake answers the calls of a batch as it answers single ones", async () => {
  const { seen, transport } = fake(({ id, params, body }) =>
    id === "reseller.customers.get" && params["customerId"] !== "C"
      ? null
      : { kind: id, alternateEmail: JSON.stringify([params, body]) },
  );
  const client = new ResellerClient({ transport });
  const body = { phoneNumber: "é+1" };
  const build = (b: Parameters<Parameters<typeof client.batch>[0]>[0]) =>
    [
      b.customers.get({ customerId: "C" }).withResponse(),
      b.customers.insert({ body }),
      b.customers.get({ customerId: "D" }),
    ] as const;
  const [got, inserted, missing] = await client.batch(build);
  expect(got).toMatchObject({ value: { data: { kind: "reseller.customers.get" } } });
  expect(got.status === "fulfilled" && got.value.response.headers.get("etag")).toBe('"1"');
  expect(inserted).toMatchObject({ value: { alternateEmail: JSON.stringify([{}, body]) } });
  expect(missing).toMatchObject({ reason: { status: 404, attempts: 1 } });
  expect(seen).toHaveLength(4);
  expect(seen[0]).toMatchObject({
    method: "POST",
    url: "https://reseller.googleapis.com/batch",
    call: null,
  });
  expect(seen[2]).toMatchObject({
    method: "POST",
    url: "https://reseller.googleapis.com/apps/reseller/v1/customers?alt=json&prettyPrint=false",
    body: JSON.stringify(body),
    call: { id: "reseller.customers.insert", params: {}, body },
    parts: null,
  });
  await client.close();
});

test("an interceptor sees the request that goes out, and the calls in it", async () => {
  const seen: HttpRequest[] = [];
  const server = closing(
    await httpServer(
      batchReply(() => json({})),
      { json: {} },
    ),
  );
  const client = clientOf(server.url, {
    interceptors: [
      (next) => async (request) => {
        seen.push(request);
        return next(request);
      },
    ],
  });
  await client.batch((b) => [b.customers.get({ customerId: "C" })]);
  await client.customers.get({ customerId: "C" });
  const [batch, single] = seen;
  expect(batch?.parts?.map(({ call }) => call?.id)).toEqual(["reseller.customers.get"]);
  expect(batch?.headers["authorization"]).toBe("Bearer token");
  expect(batch?.parts?.[0]?.headers).toEqual({});
  expect(batch?.body).toBe(server.arrived[0]?.body);
  expect(partsOf(server.arrived[0] ?? { headers: {}, body: "" })).toHaveLength(1);
  expect(single).toMatchObject({ parts: null, call: { id: "reseller.customers.get" } });
});
