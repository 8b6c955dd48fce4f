import { getEventListeners } from "node:events";
import { spawn } from "node:child_process";
import type http from "node:http";
import { beforeAll, expect, test } from "vitest";
import { serviceAccount, type GoogleApiError } from "@discogen/runtime";
import { errorOf, repeated, TestClient, thrownBy, wait } from "./reseller.js";
import { httpServer, keyFile, onRequest, rawServer, tokenServer } from "./servers.js";
import { clientFor, open } from "./set-up.js";

async function timed(promise: PromiseLike<unknown>): Promise<{ error: unknown; ms: number }> {
  const started = performance.now();
  const error = await errorOf(promise);
  return { error, ms: performance.now() - started };
}

// The first call loads undici, which on a busy machine takes longer than the limits below.
beforeAll(async () => {
  const server = await httpServer({ json: {} });
  const client = clientFor(server.url);
  await client.insert();
  await Promise.all([client.close(), server.close()]);
});

test("R-TMO-01 no answer: timeout, a POST's outcome is unknown", async () => {
  const server = await rawServer(() => {});
  open.push(server);
  const { error, ms } = await timed(clientFor(server.url).insert({ attemptTimeoutMs: 300 }));
  expect(error).toMatchObject({ kind: "timeout", outcome: "unknown", attempts: 1 });
  expect(ms).toBeGreaterThan(290);
  expect(ms).toBeLessThan(500);
});

test("R-TMO-02 headers, then silence: timeout", async () => {
  const server = await rawServer((socket) =>
    onRequest(socket, () => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{")),
  );
  open.push(server);
  const { error, ms } = await timed(
    clientFor(server.url).get(undefined, { attemptTimeoutMs: 300, retry: false }),
  );
  expect(error).toMatchObject({ kind: "timeout", outcome: "unknown" });
  expect(ms).toBeLessThan(500);
});

test("R-TMO-03 a body that dribbles for ever ends at the deadline, and its socket is closed", async () => {
  let closed = false;
  const server = await rawServer((socket) => {
    socket.on("close", () => (closed = true));
    onRequest(socket, () => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      const timer = setInterval(() => socket.write("1\r\n \r\n"), 50);
      socket.on("close", () => clearInterval(timer));
    });
  });
  open.push(server);
  const { error, ms } = await timed(clientFor(server.url).get(undefined, { deadlineMs: 1_000 }));
  expect(error).toMatchObject({ kind: "timeout" });
  expect(Math.abs(ms - 1_000)).toBeLessThan(200);
  await expect.poll(() => closed).toBe(true);
});

test("R-TMO-04 the deadline covers the token", async () => {
  const tokens = await tokenServer(3600, 700);
  const server = await rawServer(() => {});
  open.push(tokens, server);
  const auth = serviceAccount({ key: keyFile(), scopes: scope, tokenUrl: `${tokens.url}token` });
  const client = clientFor(server.url, { auth });
  const first = await timed(client.get(undefined, { deadlineMs: 300 }));
  expect(first.error).toMatchObject({ kind: "timeout", outcome: "not_sent", attempts: 0 });
  expect(Math.abs(first.ms - 300)).toBeLessThan(150);
  const second = await timed(client.get(undefined, { deadlineMs: 1_000 }));
  expect(second.error).toMatchObject({ kind: "timeout", outcome: "unknown" });
  expect(Math.abs(second.ms - 1_000)).toBeLessThan(200);
});

test("R-TMO-04 the deadline covers token, attempts and waits", async () => {
  const tokens = await tokenServer(3600, 400);
  const server = await httpServer({ status: 503 });
  open.push(tokens, server);
  const auth = serviceAccount({ key: keyFile(), scopes: scope, tokenUrl: `${tokens.url}token` });
  const retry = { minDelayMs: 150, maxDelayMs: 150, attempts: 100 };
  const client = clientFor(server.url, { auth, retry });
  const { error, ms } = await timed(client.get(undefined, { deadlineMs: 1_000 }));
  // The wait that would not end in time is not begun.
  expect(error).toMatchObject({ kind: "http", status: 503, outcome: "unknown" });
  expect(ms).toBeGreaterThan(800);
  expect(ms).toBeLessThan(1_150);
  expect(server.arrived.length).toBeGreaterThan(2);
});
const scope = "https://www.googleapis.com/auth/apps.order";

test("R-TMO-05 a signal that is aborted already: no socket, no token request", async () => {
  const tokens = await tokenServer();
  const server = await httpServer({ json: {} });
  open.push(tokens, server);
  const auth = serviceAccount({ key: keyFile(), scopes: scope, tokenUrl: `${tokens.url}token` });
  const client = clientFor(server.url, { auth });
  const error = await errorOf(client.get(undefined, { signal: AbortSignal.abort() }));
  expect(error).toMatchObject({ kind: "aborted", outcome: "not_sent", attempts: 0 });
  expect(server.connections.opened + tokens.connections.opened).toBe(0);
});

test("R-TMO-05 a signal that aborts in the same turn as the call", async () => {
  const server = await httpServer({ json: {} });
  open.push(server);
  await repeated(async () => {
    const controller = new AbortController();
    const call = clientFor(server.url).insert({ signal: controller.signal });
    controller.abort();
    expect(await errorOf(call)).toMatchObject({ kind: "aborted", outcome: "not_sent" });
  });
  await wait(100);
  expect(server.arrived).toHaveLength(0);
});

test("R-TMO-06 aborted after a POST arrived: at once, the server sees it, unknown", async () => {
  await repeated(async () => {
    let closedAt = 0;
    let requests = 0;
    const controller = new AbortController();
    const server = await rawServer((socket) => {
      socket.on("close", () => (closedAt = performance.now()));
      onRequest(socket, () => {
        requests++;
        setTimeout(() => controller.abort(), 20);
      });
    });
    const client = clientFor(server.url);
    let abortedAt = 0;
    controller.signal.addEventListener("abort", () => (abortedAt = performance.now()));
    const error = await errorOf(client.insert({ signal: controller.signal }));
    expect(performance.now() - abortedAt).toBeLessThan(100);
    expect(error).toMatchObject({ kind: "aborted", outcome: "unknown" });
    await expect.poll(() => closedAt, { interval: 2 }).toBeGreaterThan(0);
    expect(requests).toBe(1);
    await client.close();
    await server.close();
  });
});

test("R-TMO-07 a queued POST that is aborted settles at once and is never sent", async () => {
  await repeated(async () => {
    const held: http.ServerResponse[] = [];
    const server = await httpServer((_, response) => void held.push(response));
    const client = clientFor(server.url, { connections: 1 });
    const first = client.insert();
    const controller = new AbortController();
    const second = errorOf(client.insert({ signal: controller.signal }));
    const third = timed(client.insert({ deadlineMs: 60 }));
    await expect.poll(() => held.length, { interval: 2 }).toBe(1);
    const at = performance.now();
    controller.abort();
    expect(await second).toMatchObject({ kind: "aborted", outcome: "not_sent" });
    expect(performance.now() - at).toBeLessThan(100);
    const { error, ms } = await third;
    expect(error).toMatchObject({ kind: "timeout", outcome: "not_sent" });
    expect(ms).toBeLessThan(260);
    held[0]?.end("{}");
    await first;
    // The connection is kept: dropping a queued request costs nothing.
    const last = client.insert();
    await expect.poll(() => held.length, { interval: 2 }).toBe(2);
    held[1]?.end("{}");
    await last;
    expect(server.arrived).toHaveLength(2);
    expect(server.connections.opened).toBe(1);
    await client.close();
    await server.close();
  });
});

test("R-TMO-07 nothing of 200 POSTs arrives after its abort, whenever that comes", async () => {
  const late: string[] = [];
  const aborted = new Set<string>();
  const server = await httpServer(async (arrived, response) => {
    if (aborted.has(arrived.body)) late.push(arrived.body);
    await wait(2);
    response.end("{}");
  });
  open.push(server);
  const client = clientFor(server.url, { connections: 2 });
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, async (_, n) => {
      const controller = new AbortController();
      const body = { order: n };
      setTimeout(() => {
        controller.abort();
        // What has left our side may still be on its way.
        setTimeout(() => aborted.add(JSON.stringify(body)), 300);
      }, n);
      const call = client.call("insert", { body }, { signal: controller.signal });
      return call.then(
        () => "done",
        (error: unknown) => (error as GoogleApiError).outcome,
      );
    }),
  );
  await wait(600);
  expect(late).toEqual([]);
  expect(new Set(server.arrived.map(({ body }) => body)).size).toBe(server.arrived.length);
  const sent = outcomes.filter((outcome) => outcome !== "not_sent").length;
  expect(server.arrived.length).toBeLessThanOrEqual(sent);
  expect(outcomes).toContain("not_sent");
});

test("R-TMO-11 10,000 calls with one signal leave no listener and print no warning", async () => {
  const server = await httpServer({ json: {} });
  open.push(server);
  const client = clientFor(server.url);
  const warnings: string[] = [];
  const note = (warning: Error): number => warnings.push(warning.message);
  process.on("warning", note);
  const { signal } = new AbortController();
  await Promise.all(Array.from({ length: 10_000 }, () => client.get(undefined, { signal })));
  await wait(10);
  process.off("warning", note);
  expect(warnings).toEqual([]);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("R-TMO-13 the process exits by itself after the last call, without close()", async () => {
  const server = await httpServer({ json: {} });
  open.push(server);
  const script = `
    import { ApiClient } from "@discogen/runtime";
    const client = new ApiClient(
      { format: 1, name: "a", version: "v1", rootUrl: "${server.url}" });
    await client.request({ method: "GET", path: "x" });
    console.log("done");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: import.meta.dirname,
  });
  let doneAt = 0;
  child.stdout.on("data", () => (doneAt = performance.now()));
  const code = await new Promise((resolve) => child.on("exit", resolve));
  expect(code).toBe(0);
  expect(doneAt).toBeGreaterThan(0);
  expect(performance.now() - doneAt).toBeLessThan(1_500);
});

test("a deadline holds although nothing else keeps the process alive", async () => {
  const script = `
    import { ApiClient } from "@discogen/runtime";
    const client = new ApiClient(
      { format: 1, name: "a", version: "v1", rootUrl: "https://a.googleapis.com/" },
      { transport: () => new Promise(() => {}), deadlineMs: 100 });
    await client.request({ method: "GET", path: "x" }).catch((e) => console.log(e.kind, e.outcome));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: import.meta.dirname,
  });
  let text = "";
  child.stdout.on("data", (data: Buffer) => (text += data.toString()));
  await new Promise((resolve) => child.on("exit", resolve));
  expect(text).toBe("timeout unknown\n");
});

test("R-TMO-14 close() ends although nothing but an answer read halfway keeps the process alive", async () => {
  const server = await httpServer((_, response) => {
    response.writeHead(200, { "content-length": 1e8 });
    response.write(Buffer.alloc(1e6));
  });
  open.push(server);
  const script = `
    import { ApiClient } from "@discogen/runtime";
    class Client extends ApiClient {
      media() {
        const method = { id: "a.m", httpMethod: "GET", path: ["m"], response: "media" };
        return this.caller.send(method, undefined, undefined);
      }
    }
    const client = new Client(
      { format: 1, name: "a", version: "v1", rootUrl: "${server.url}" },
      { attemptTimeoutMs: 300 });
    await (await client.media()).stream()[Symbol.asyncIterator]().next();
    await client.close();
    console.log("closed");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: import.meta.dirname,
  });
  let text = "";
  child.stdout.on("data", (data: Buffer) => (text += data.toString()));
  const code = await new Promise((resolve) => child.on("exit", resolve));
  expect([code, text]).toEqual([0, "closed\n"]);
});

test.each([0, NaN, -1, "5", null, -Infinity])("R-TMO-15 deadline %j is refused", async (value) => {
  const client = clientFor("http://127.0.0.1:1/");
  for (const name of ["deadlineMs", "attemptTimeoutMs"]) {
    const error = await errorOf(client.get(undefined, { [name]: value }));
    expect(error).toMatchObject({ kind: "argument", outcome: "not_sent" });
    expect(error.message).toContain(name);
    expect(thrownBy(() => new TestClient({ [name]: value })).kind).toBe("argument");
  }
});

test("R-TMO-15 Infinity and 2^31 do not fire at once", async () => {
  const server = await httpServer(async (_, response) => {
    await wait(60);
    response.end("{}");
  });
  open.push(server);
  const client = clientFor(server.url);
  for (const ms of [Infinity, 2 ** 31, 1e300]) {
    const { signal } = new AbortController();
    await client.get(undefined, { deadlineMs: ms, attemptTimeoutMs: ms, signal });
  }
});
