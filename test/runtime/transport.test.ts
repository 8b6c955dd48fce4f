import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  accessToken,
  type ClientOptions,
  type HttpRequest,
  type HttpResponse,
  type Interceptor,
  type Transport,
} from "@discogen/runtime";
import { Pool } from "undici";
import { MediaClient } from "./media-client.js";
import { errorOf, repeated, TestClient, wait } from "./reseller.js";
import { freePort, httpServer } from "./servers.js";
import { open } from "./set-up.js";

async function* bytes(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

const answer = (text: string, status = 200): HttpResponse => ({
  status,
  headers: new Headers(),
  body: bytes(text),
});

test("a transport gets the request complete, and needs no auth", async () => {
  const seen: HttpRequest[] = [];
  const client = new TestClient({
    transport: async (request) => {
      seen.push(request);
      return { status: 200, headers: new Headers({ "x-a": "b" }), body: bytes('{"a":', "1}") };
    },
  });
  const body = { n: 1 };
  const call = client.call("patch", { customerId: "C 1", body, fields: "a" });
  const { data, response } = await call.withResponse();
  expect(data).toEqual({ a: 1 });
  expect(response.headers.get("x-a")).toBe("b");
  expect(seen[0]).toMatchObject({
    method: "PATCH",
    url: "https://reseller.googleapis.com/apps/reseller/v1/customers/C%201?alt=json&prettyPrint=false&fields=a",
    headers: { "content-type": "application/json", "accept-encoding": "gzip" },
    body: '{"n":1}',
  });
  expect(seen[0]?.call).toEqual({
    id: "reseller.customers.patch",
    params: { customerId: "C 1", fields: "a" },
    body: { n: 1 },
  });
  expect(seen[0]?.call?.body).toBe(body);
  await client.request({ method: "GET", path: "x" });
  expect(seen[1]?.call).toBeNull();
  await client.close();
});

test("a transport's errors and wrong answers", async () => {
  const run = (transport: Transport): Promise<Error> =>
    errorOf(new TestClient({ transport }).insert());
  const cause = new Error("boom");
  expect(await run(() => Promise.reject(cause))).toMatchObject({
    kind: "network",
    outcome: "unknown",
    cause,
  });
  expect(
    await run(() => {
      throw cause;
    }),
  ).toMatchObject({ kind: "network", cause });
  expect(await run(async () => answer("x", 500))).toMatchObject({ kind: "http", status: 500 });
  expect(await run(async () => answer("<html>"))).toMatchObject({ kind: "protocol" });
  for (const wrong of [
    null,
    undefined,
    {},
    { status: 200 },
    { status: "200", headers: new Headers(), body: bytes("{}") },
  ]) {
    expect(await run(async () => wrong as HttpResponse)).toMatchObject({ kind: "network" });
  }
  const texts = { status: 200, headers: new Headers(), body: ["{}"] as unknown };
  expect(await run(async () => texts as HttpResponse)).toMatchObject({ kind: "network" });
});

test("deadline and signal hold around a transport, which is told", async () => {
  let aborted = 0;
  const transport: Transport = (request) => {
    request.signal?.addEventListener("abort", () => aborted++);
    return new Promise(() => {});
  };
  const client = new TestClient({ transport });
  const started = performance.now();
  const late = await errorOf(client.insert({ deadlineMs: 100 }));
  expect(late).toMatchObject({ kind: "timeout", outcome: "unknown" });
  expect(performance.now() - started).toBeLessThan(200);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  const ended = await errorOf(client.get(undefined, { signal: controller.signal }));
  expect(ended).toMatchObject({ kind: "aborted", outcome: "unknown" });
  expect(aborted).toBe(2);
});

test("a body of a transport is limited and left when the call ends", async () => {
  let left = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        await wait(1);
        yield new Uint8Array(2 ** 20);
      }
    } finally {
      left = true;
    }
  }
  const client = new TestClient({
    transport: async () => ({ status: 200, headers: new Headers(), body: endless() }),
  });
  expect(await errorOf(client.get())).toMatchObject({ kind: "protocol" });
  expect(left).toBe(true);
  left = false;
  expect((await errorOf(client.get(undefined, { deadlineMs: 10 }))).kind).toBe("timeout");
  await expect.poll(() => left).toBe(true);
});

test("interceptors wrap undici: the first is outermost, they see and change every attempt", async () => {
  const server = await httpServer(
    { status: 401, json: {} },
    { json: { a: 1 }, headers: { "x-big": "1" } },
  );
  const order: string[] = [];
  const named =
    (name: string): Interceptor =>
    (next) =>
    async (request) => {
      order.push(`${name}>`);
      const response = await next({
        ...request,
        headers: { ...request.headers, [`x-${name}`]: "1" },
      });
      order.push(`<${name}${response.status}`);
      return response;
    };
  let count = 0;
  const client = new TestClient({
    auth: accessToken(() => `t${++count}`),
    rootUrl: server.url,
    interceptors: [named("a"), named("b")],
  });
  open.push(server, client);
  expect(await client.insert()).toEqual({ a: 1 });
  expect(order).toEqual(["a>", "b>", "<b401", "<a401", "a>", "b>", "<b200", "<a200"]);
  expect(server.arrived[1]?.headers).toMatchObject({
    "x-a": "1",
    "x-b": "1",
    authorization: "Bearer t2",
  });
  expect(server.arrived[1]?.body).toBe('{"customerDomain":"a.example"}');
});

test("behind interceptors a large body arrives whole, and deadlines close the connection", async () => {
  const items = Array.from({ length: 50_000 }, (_, i) => i);
  let closed = false;
  const server = await httpServer({ json: { items } }, (_, response) => {
    response.on("close", () => (closed = true));
  });
  const client = new TestClient({
    auth: accessToken("t"),
    rootUrl: server.url,
    interceptors: [(next) => next],
  });
  open.push(server, client);
  expect(await client.get()).toEqual({ items });
  expect(await errorOf(client.get(undefined, { deadlineMs: 100 }))).toMatchObject({
    kind: "timeout",
  });
  await expect.poll(() => closed).toBe(true);
  expect(server.arrived).toHaveLength(2);
});

test("behind interceptors a refused port is still known as not sent", async () => {
  const port = await freePort();
  const client = new TestClient({
    auth: accessToken("t"),
    rootUrl: `http://127.0.0.1:${port}/`,
    interceptors: [(next) => next],
  });
  open.push(client);
  const error = await errorOf(client.insert({ deadlineMs: 400 }));
  expect(error).toMatchObject({ kind: "network", outcome: "not_sent", code: "ECONNREFUSED" });
});

describe("what an interceptor has sent before is not forgotten when its next request is not sent", () => {
  const retry = { minDelayMs: 1, maxDelayMs: 2 };
  const media = { body: new Uint8Array(9), type: "text/plain", protocol: "simple" };
  const clients = {
    "a call": (options: ClientOptions) => {
      const client = new TestClient({ ...options, retry });
      return { client, send: () => client.insert() };
    },
    "an upload": (options: ClientOptions) => {
      const client = new MediaClient(options);
      return { client, send: () => client.call("create", { media }) };
    },
  };
  for (const [name, build] of Object.entries(clients)) {
    test(`${name}: POST, outcome unknown, no further attempt (20 times)`, () =>
      repeated(async () => {
        const server = await httpServer((_, response) => {
          response.writeHead(503, { connection: "close" }).end(() => void server.close());
        });
        const again: Interceptor = (next) => async (request) => {
          for await (const _ of (await next(request)).body);
          while (server.connections.open > 0) await wait(1);
          return next(request);
        };
        const auth = accessToken("t");
        const { client, send } = build({ auth, rootUrl: server.url, interceptors: [again] });
        const error = await errorOf(send());
        expect(error).toMatchObject({ code: "ECONNREFUSED", outcome: "unknown", attempts: 1 });
        expect(server.arrived).toHaveLength(1);
        await client.close();
      }));
  }
});

test("behind interceptors a queued POST whose time is over is known as not sent (20 times)", async () => {
  await repeated(async () => {
    let answer = (): void => {};
    const server = await httpServer((_, response) => void (answer = () => response.end("{}")));
    const interceptors: Interceptor[] = [(next) => async (request) => next({ ...request })];
    const options = { auth: accessToken("t"), interceptors, connections: 1 };
    const client = new TestClient({ ...options, rootUrl: server.url });
    const first = client.get();
    await expect.poll(() => server.arrived.length).toBe(1);
    for (const [kind, limit] of [
      ["timeout", () => ({ deadlineMs: 20 })],
      ["timeout", () => ({ attemptTimeoutMs: 20, retry: false as const })],
      ["aborted", () => ({ signal: AbortSignal.timeout(20) })],
    ] as const) {
      const error = await errorOf(client.insert(limit()));
      expect(error).toMatchObject({ kind, outcome: "not_sent", attempts: 1 });
    }
    answer();
    await first;
    await client.close();
    expect(server.arrived).toHaveLength(1);
    await server.close();
  });
});

test("a dispatcher of the caller's is used and stays open", async () => {
  const server = await httpServer({ json: {} });
  const dispatcher = new Pool(server.url.slice(0, -1), { connections: 1 });
  const client = new TestClient({ auth: accessToken("t"), rootUrl: server.url, dispatcher });
  open.push(server, dispatcher);
  await client.get();
  await client.close();
  expect(dispatcher.closed).toBe(false);
  expect(dispatcher.destroyed).toBe(false);
});

test("what a dispatcher has answered was sent, though it did not tell the start", async () => {
  let sent = 0;
  interface Told {
    onResponseStart(controller: object, status: number, headers: object): void;
    onResponseData(controller: object, chunk: Uint8Array): void;
    onResponseError(controller: object, error: Error): void;
  }
  const dispatch = (_: object, handler: object): boolean => {
    sent++;
    const controller = { abort: () => {}, pause: () => {}, resume: () => {} };
    const told = handler as Told;
    setImmediate(() => {
      told.onResponseStart(controller, 200, {});
      told.onResponseData(controller, Buffer.from("{"));
      told.onResponseError(controller, Object.assign(new Error("reset"), { code: "ECONNRESET" }));
    });
    return true;
  };
  for (const interceptors of [[], [(next: Transport) => next]]) {
    const auth = accessToken("t");
    const client = new TestClient({ auth, dispatcher: { dispatch }, interceptors });
    expect(await errorOf(client.insert())).toMatchObject({ outcome: "unknown", attempts: 1 });
  }
  expect(sent).toBe(2);
});

test("an interceptor that leaves answers unread keeps no connection", async () => {
  let count = 0;
  const server = await httpServer((_, response) => {
    response.statusCode = count++ % 2 === 0 ? 503 : 200;
    response.end('{"x":1}');
  });
  open.push(server);
  const again: Interceptor = (next) => async (request) => {
    const answer = await next(request);
    return answer.status === 503 ? next(request) : answer;
  };
  const client = new TestClient({
    auth: accessToken("t"),
    rootUrl: server.url,
    interceptors: [again],
    connections: 1,
    attemptTimeoutMs: 3_000,
  });
  for (let call = 0; call < 20; call++) expect(await client.get()).toEqual({ x: 1 });
  await client.close();
});

test("an error of a transport or a provider carries nothing that it was given", async () => {
  const failure = Object.assign(new Error("boom"), {
    code: "EBOOM",
    config: { headers: { Authorization: "Bearer s3cret" } },
  });
  const fail = async (): Promise<never> => {
    throw failure;
  };
  const clients = [
    new TestClient({ transport: fail }),
    new TestClient({ auth: { getAccessToken: fail } }),
  ];
  for (const client of clients) {
    const error = await errorOf(client.get());
    const text = inspect(error, { depth: Infinity, showHidden: true });
    expect(text).toContain("boom");
    expect(text).not.toContain("s3cret");
  }
});

test("headers may be Headers or a Map; request() refuses what it does not know", async () => {
  const server = await httpServer({ json: {} });
  open.push(server);
  const client = new TestClient({ auth: accessToken("t"), rootUrl: server.url });
  for (const headers of [new Headers({ "x-a": "1" }), new Map([["x-a", "1"]])]) {
    await client.get(undefined, { headers: headers as never });
  }
  expect(server.arrived.map((one) => one.headers["x-a"])).toEqual(["1", "1"]);
  for (const request of [
    undefined,
    { method: "GET", path: "a", params: {} },
    { method: "GET", path: "a", query: "a=b" },
  ]) {
    const error = await errorOf(client.request(request as never));
    expect(error).toMatchObject({ kind: "argument", outcome: "not_sent" });
  }
  await client.close();
});

test("an error is named GoogleApiError wherever it is printed", async () => {
  const error = await errorOf(new TestClient({}).get());
  expect(error.constructor.name).toBe("GoogleApiError");
  expect(inspect(error)).toMatch(/^GoogleApiError/);
});
