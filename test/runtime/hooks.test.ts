// What can be seen of calls from outside, their pace, and how an unknown outcome is found out.
import { channel, tracingChannel } from "node:diagnostics_channel";
import { AsyncLocalStorage } from "node:async_hooks";
import { execFile } from "node:child_process";
import { promisify, inspect } from "node:util";
import { expect, test } from "vitest";
import {
  accessToken,
  findOutcome,
  GoogleApiError,
  type ClientOptions,
  type RequestTrace,
} from "@discogen/runtime";
import { errorOf, TestClient, thrownBy, wait } from "./reseller.js";
import { httpServer, type Reply, type TestServer } from "./servers.js";
import { open } from "./set-up.js";

const token = "s3cret-and-long-enough";

async function setUp(
  replies: Reply[],
  options: ClientOptions = {},
): Promise<{ server: TestServer; client: TestClient }> {
  const server = await httpServer(...replies);
  const client = new TestClient({
    auth: accessToken(token),
    rootUrl: server.url,
    retry: { minDelayMs: 1 },
    ...options,
  });
  open.push(server, client);
  return { server, client };
}

test("the channel discogen:request tells start and end of a call, once for all its attempts", async () => {
  const { client } = await setUp([{ status: 503 }, { json: { a: 1 } }]);
  const seen: [string, RequestTrace][] = [];
  const events = ["start", "end", "asyncStart", "asyncEnd", "error"] as const;
  const subscribers = Object.fromEntries(
    events.map((name) => [
      name,
      (trace: unknown) => seen.push([name, { ...(trace as RequestTrace) }]),
    ]),
  );
  const tracing = tracingChannel("discogen:request");
  tracing.subscribe(subscribers as never);
  try {
    expect(await client.get()).toEqual({ a: 1 });
  } finally {
    tracing.unsubscribe(subscribers as never);
  }
  expect(seen.map(([name]) => name)).toEqual(["start", "end", "asyncStart", "asyncEnd"]);
  const host = new URL("http://127.0.0.1").hostname;
  expect(seen[0]?.[1]).toEqual({
    id: "reseller.customers.get",
    httpMethod: "GET",
    host: expect.stringContaining(host) as string,
    status: null,
    attempts: 0,
  });
  expect(seen[3]?.[1]).toMatchObject({ status: 200, attempts: 2 });
  await client.get();
  expect(seen).toHaveLength(4);
});

test("the channel tells the error, and nothing of the request", async () => {
  const { client } = await setUp([{ status: 404, json: {} }]);
  const seen: unknown[] = [];
  const onError = (trace: unknown): number => seen.push(trace);
  channel("tracing:discogen:request:error").subscribe(onError);
  const body = { phoneNumber: "b0dy" };
  const options = { headers: { "x-a": "h3ader" } };
  const error = await errorOf(client.call("patch", { customerId: "C-s3cret", body }, options));
  channel("tracing:discogen:request:error").unsubscribe(onError);
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({ error, status: 404, attempts: 1 });
  const text = inspect(seen, { depth: Infinity, showHidden: true });
  for (const secret of ["s3cret", "b0dy", "h3ader"]) expect(text).not.toContain(secret);
});

test("a store bound to the channel is there when the request is sent, and gone after the call", async () => {
  const seen: unknown[] = [];
  const storage = new AsyncLocalStorage<string>();
  const start = channel("tracing:discogen:request:start");
  start.bindStore(storage, (trace) => (trace as RequestTrace).id);
  const { client } = await setUp([{ json: {} }], {
    interceptors: [
      (next) => (request) => {
        seen.push(storage.getStore());
        return next(request);
      },
    ],
  });
  await client.get();
  start.unbindStore(storage);
  expect(seen).toEqual(["reseller.customers.get"]);
  expect(storage.getStore()).toBeUndefined();
});

test("R-ERR-20 NODE_DEBUG=discogen logs calls, retries and errors, and nothing of credentials or data", async () => {
  const { server } = await setUp([{ status: 503 }, { status: 401 }, { json: {} }, { status: 403 }]);
  const script = `
    import { ApiClient } from "@discogen/runtime";
    const client = new ApiClient(
      { format: 1, name: "a", version: "v1", rootUrl: "https://a.googleapis.com/" },
      { rootUrl: "${server.url}", auth: { n: 0, getAccessToken() { return "${token}-" + this.n++; } },
        headers: { "x-a": "h3ader" }, retry: { minDelayMs: 1 } });
    const put = () => client.request({ method: "PUT", path: "x", query: { q: "qu3ry" }, body: { b: "b0dy" } });
    await put().catch(() => {});
    await put().catch(() => {});`;
  const run = async (level: string): Promise<string> => {
    const env = { ...process.env, NODE_DEBUG: level };
    const args = ["--input-type=module", "-e", script];
    return (await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname, env }))
      .stderr;
  };
  const log = await run("discogen");
  expect(log).toMatch(/PUT x: HTTP 503 \(server_error\); sent again in \d+ ms/);
  expect(log).toContain("PUT x: HTTP 401; sent again with new credentials");
  expect(log).toMatch(/PUT x: HTTP 200 from 127\.0\.0\.1:\d+ in \d+ ms, attempts: 3/);
  expect(log).toMatch(/PUT x: HTTP 403 \(outcome failed\) from/);
  for (const secret of ["s3cret", "h3ader", "qu3ry", "b0dy"]) expect(log).not.toContain(secret);
  expect(await run("http")).not.toContain("DISCOGEN");
});

test("pace spreads requests evenly, in order, retries included", async () => {
  const times: number[] = [];
  const { server, client } = await setUp(
    [
      (_, response) => {
        times.push(performance.now());
        response.writeHead(times.length === 1 ? 503 : 200).end("{}");
      },
    ],
    { pace: { perSecond: 20 } },
  );
  const ids = Array.from({ length: 8 }, (_, n) => `C${n}`);
  await Promise.all(ids.map((customerId) => client.get({ customerId })));
  expect(times).toHaveLength(9);
  expect((times[8] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(8 * 50 - 30);
  const order = server.arrived.map(({ url }) => /C\d/.exec(url)?.[0]);
  expect(order.slice(0, 1)).toEqual(["C0"]);
  expect(order.filter((id) => id !== "C0")).toEqual(ids.slice(1));
});

test("a call that ends while it waits for its turn leaves the turn to the next", async () => {
  const { server, client } = await setUp([{ json: {} }], { pace: { perSecond: 1 } });
  const first = client.get();
  const controller = new AbortController();
  const gone = errorOf(client.insert({ signal: controller.signal }));
  const late = errorOf(client.insert({ deadlineMs: 100 }));
  const next = client.get();
  await first;
  const started = performance.now();
  controller.abort();
  expect(await gone).toMatchObject({ kind: "aborted", outcome: "not_sent", attempts: 0 });
  expect(await late).toMatchObject({ kind: "timeout", outcome: "not_sent", attempts: 0 });
  await next;
  expect(performance.now() - started).toBeLessThan(1_900);
  expect(server.arrived).toHaveLength(2);
});

test.each([
  { pace: 5 },
  { pace: {} },
  { pace: { perSecond: 0 } },
  { pace: { perSecond: Infinity } },
  { pace: { persecond: 5 } },
])("a wrong %j is refused", (options) => {
  expect(thrownBy(() => new TestClient(options as ClientOptions)).kind).toBe("argument");
});

const unknownError = (): GoogleApiError =>
  new GoogleApiError({ kind: "timeout", message: "insert: deadline passed", outcome: "unknown" });

test("findOutcome gives what the lookup finds, at once or later", async () => {
  expect(await findOutcome(unknownError(), async () => "order")).toBe("order");
  let looks = 0;
  const later = async (): Promise<string | null> => (++looks < 2 ? null : "order");
  expect(await findOutcome(unknownError(), later)).toBe("order");
  expect(looks).toBe(2);
});

test("findOutcome: nothing all the time is null, said by null, undefined or a 404", async () => {
  const { client } = await setUp([{ status: 404, json: {} }]);
  let looks = 0;
  const started = performance.now();
  const found = await findOutcome(
    unknownError(),
    () => (++looks === 1 ? Promise.resolve(undefined) : client.get()),
    { withinMs: 300 },
  );
  expect(found).toBeNull();
  // The last look comes after the time is over.
  expect(looks).toBe(2);
  expect(performance.now() - started).toBeGreaterThan(295);
});

test("findOutcome throws what is not unknown, and the error again if looking was in vain", async () => {
  const lookup = async (): Promise<never> => {
    throw new GoogleApiError({
      kind: "http",
      status: 503,
      message: "list: 503",
      outcome: "unknown",
    });
  };
  for (const outcome of ["failed", "not_sent"] as const) {
    const error = new GoogleApiError({ kind: "http", message: "m", outcome });
    expect(await errorOf(findOutcome(error, lookup))).toBe(error);
  }
  const other = new Error("x");
  await expect(findOutcome(other, lookup)).rejects.toBe(other);
  const vain = await errorOf(findOutcome(unknownError(), lookup, { withinMs: 0 }));
  expect(vain).toMatchObject({ kind: "timeout", outcome: "unknown", cause: { status: 503 } });
  expect(vain.message).toContain("list: 503");
  const wrong = new GoogleApiError({ kind: "argument", message: "w", outcome: "not_sent" });
  expect(await errorOf(findOutcome(unknownError(), () => Promise.reject(wrong)))).toBe(wrong);
  const withinMs = { withinMs: -1 };
  expect((await errorOf(findOutcome(unknownError(), lookup, withinMs))).kind).toBe("argument");
});

test("findOutcome ends by its signal", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  const { signal } = controller;
  const started = performance.now();
  const error = await errorOf(findOutcome(unknownError(), async () => null, { signal }));
  expect(error).toMatchObject({ kind: "timeout", outcome: "unknown" });
  expect(performance.now() - started).toBeLessThan(500);
});

test("the recipe: an order whose answer was lost is found by its purchaseOrderId", async () => {
  const orders: { subscriptionId: string; purchaseOrderId: string }[] = [];
  const { client } = await setUp([
    (arrived, response) => {
      if (arrived.method === "POST") {
        const { purchaseOrderId } = JSON.parse(arrived.body) as { purchaseOrderId: string };
        // Executed late: after the connection is gone.
        setTimeout(() => orders.push({ subscriptionId: "S1", purchaseOrderId }), 300);
        response.destroy();
        return;
      }
      response.end(JSON.stringify({ subscriptions: orders }));
    },
  ]);
  const purchaseOrderId = "PO-2026-0815";
  const insert = client.call("insert", { body: { purchaseOrderId } });
  const order = await insert.catch((error: unknown) =>
    findOutcome(error, async () => {
      for await (const one of client.list()) {
        if ((one as (typeof orders)[0]).purchaseOrderId === purchaseOrderId) return one;
      }
      return null;
    }),
  );
  expect(order).toEqual({ subscriptionId: "S1", purchaseOrderId });
  await wait(10);
  expect(orders).toHaveLength(1);
});
