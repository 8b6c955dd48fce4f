import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { accessToken } from "@discogen/runtime";
import { errorOf, TestClient } from "./reseller.js";
import {
  httpServer,
  onRequest,
  rawServer,
  type RawServer,
  type Reply,
  type TestServer,
} from "./servers.js";
import { open } from "./set-up.js";

async function setUp(...replies: Reply[]): Promise<{ server: TestServer; client: TestClient }> {
  const server = await httpServer(...replies);
  const client = new TestClient({ auth: accessToken("t"), rootUrl: server.url });
  open.push(server, client);
  return { server, client };
}

const gzip = { "content-encoding": "gzip", "content-type": "application/json" };
const MiB = 1024 * 1024;

test("gzip is asked for and unpacked, small and large", async () => {
  const large = { items: Array.from({ length: 20_000 }, (_, i) => `item ${i * 7919}`) };
  const { server, client } = await setUp(
    { headers: gzip, body: gzipSync('{"a":1}') },
    { headers: gzip, body: gzipSync(JSON.stringify(large)) },
  );
  expect(await client.get()).toEqual({ a: 1 });
  expect(await client.get()).toEqual(large);
  expect(server.arrived[0]?.headers["accept-encoding"]).toBe("gzip");
});

test("R-LIM-01 a gzip bomb ends at 32 MiB, soon and in little memory", async () => {
  const bomb = gzipSync(Buffer.alloc(200 * MiB));
  const { client } = await setUp({ headers: gzip, body: bomb });
  const before = process.memoryUsage.rss();
  const started = performance.now();
  const error = await errorOf(client.get());
  expect(error).toMatchObject({ kind: "protocol", outcome: "unknown" });
  expect(error.message).toContain("too large");
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(process.memoryUsage.rss() - before).toBeLessThan(80 * MiB);
});

test("R-LIM-03 an endless body ends at the limit, and its socket is closed", async () => {
  let closed = false;
  const server = await rawServer((socket) => {
    socket.on("close", () => (closed = true));
    onRequest(socket, () => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      const chunk = `100000\r\n${" ".repeat(MiB)}\r\n`;
      const more = (): void => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on("drain", more);
      more();
    });
  });
  const client = new TestClient({ auth: accessToken("t"), rootUrl: server.url });
  open.push(server, client);
  expect(await errorOf(client.get())).toMatchObject({ kind: "protocol" });
  await expect.poll(() => closed).toBe(true);
});

test.each([
  ["truncated", gzipSync(JSON.stringify({ a: "x".repeat(100) })).subarray(0, 20)],
  ["corrupt", Buffer.concat([gzipSync("{}").subarray(0, 12), Buffer.from("garbage here")])],
  ["empty", Buffer.alloc(0)],
  ["not gzip at all", Buffer.from("garbage")],
  ["large and corrupt", Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(100_000, 7)])],
])("R-LIM-04 gzip that is %s is a protocol error", async (_, body) => {
  const { client } = await setUp({ headers: gzip, body }, { json: {} });
  expect(await errorOf(client.insert())).toMatchObject({ kind: "protocol", outcome: "unknown" });
  expect(await client.get()).toEqual({});
});

test("encodings that were not asked for, and chained ones, are protocol errors", async () => {
  const body = gzipSync(gzipSync("{}"));
  for (const encoding of ["br", "gzip, gzip", "deflate"]) {
    const { client } = await setUp({ headers: { "content-encoding": encoding }, body });
    expect((await errorOf(client.get())).kind).toBe("protocol");
  }
});

test("R-LIM-05 a header block of 20 KB is an error, no crash", async () => {
  const { client } = await setUp({ headers: { "x-big": "x".repeat(20_000) }, json: {} });
  expect((await errorOf(client.get())).kind).toBe("network");
});

/** What a script prints in a process of its own: here the server's memory would be counted too. */
async function alone(script: string): Promise<unknown> {
  const node = [process.execPath, "--expose-gc", "--input-type=module", "-e", '"$SCRIPT"'].join(
    " ",
  );
  const { stdout, stderr } = await promisify(execFile)(
    "sh",
    ["-c", `ulimit -n 1024; exec ${node}`],
    {
      cwd: import.meta.dirname,
      env: { ...process.env, SCRIPT: script },
    },
  );
  // A warning of too many listeners, for instance.
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

const imports = `
  import { ApiClient } from "@discogen/runtime";
  const clientFor = (rootUrl) => new ApiClient({ format: 1, name: "a", version: "v1", rootUrl });
  const rss = () => { gc(); gc(); return process.memoryUsage.rss(); };`;

test("R-LIM-06 10,000 POSTs at once with 1,024 files: none is lost, none is doubled", async () => {
  const orders = new Map<string, number>();
  const { server } = await setUp((arrived, response) => {
    orders.set(arrived.body, (orders.get(arrived.body) ?? 0) + 1);
    setTimeout(() => response.end("{}"), 20);
  });
  const result = await alone(`${imports}
    const client = clientFor("${server.url}");
    const post = (order) => client.request({ method: "POST", path: "x", body: { order } });
    await post(-1);
    const before = rss();
    const started = performance.now();
    let most = before;
    const sample = setInterval(() => { most = Math.max(most, process.memoryUsage.rss()); }, 20);
    const done = await Promise.all(Array.from({ length: 10000 }, (_, order) => post(order)));
    clearInterval(sample);
    const ms = performance.now() - started;
    console.log(JSON.stringify({ done: done.length, ms, MiB: (most - before) / 2 ** 20 }));`);
  const { done, ms, MiB: grown } = result as { done: number; ms: number; MiB: number };
  expect(done).toBe(10_000);
  expect(orders.size).toBe(10_001);
  expect([...orders.values()].every((count) => count === 1)).toBe(true);
  expect(server.connections.most).toBeLessThanOrEqual(64);
  expect(grown).toBeLessThan(150);
  // Four seconds where nothing else runs.
  expect(ms).toBeLessThan(40_000);
});

test("R-LIM-07 50,000 calls one after the other: no growth of memory or of what is open", async () => {
  const server = await instantServer();
  const result = await alone(`${imports}
    const client = clientFor("${server.url}");
    const get = () => client.request({ method: "GET", path: "x" });
    const state = () => ({ rss: rss(), open: process.getActiveResourcesInfo().length });
    for (let n = 0; n < 5000; n++) await get();
    const before = state();
    for (let n = 0; n < 45000; n++) await get();
    const after = state();
    console.log(JSON.stringify({ MiB: (after.rss - before.rss) / 2 ** 20, more: after.open - before.open }));`);
  const { MiB: grown, more } = result as { MiB: number; more: number };
  expect(grown).toBeLessThan(20);
  expect(more).toBeLessThanOrEqual(0);
  // The second call comes before undici has noticed that the first connection is free.
  expect(server.sockets.length).toBeLessThanOrEqual(2);
}, 300_000);

test("R-TMO-11 R-LIM-07 10,000 calls with one signal leave nothing on it, and no memory", async () => {
  const server = await instantServer();
  const result = await alone(`${imports}
    import { getEventListeners } from "node:events";
    const client = clientFor("${server.url}");
    const { signal } = new AbortController();
    const get = () => client.request({ method: "GET", path: "x" }, { signal });
    const many = async (count) => {
      for (let n = 0; n < count; n += 50) await Promise.all(Array.from({ length: 50 }, get));
    };
    await many(5000);
    const before = rss();
    await many(10000);
    const left = getEventListeners(signal, "abort").length;
    console.log(JSON.stringify({ MiB: (rss() - before) / 2 ** 20, left }));`);
  const { MiB: grown, left } = result as { MiB: number; left: number };
  expect(grown).toBeLessThan(20);
  expect(left).toBe(0);
}, 120_000);

/** Answers every request at once, and without node:http's work. */
async function instantServer(): Promise<RawServer> {
  const server = await rawServer((socket) =>
    onRequest(socket, () => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")),
  );
  open.push(server);
  return server;
}

test("R-LIM-10 an endless error body is read up to 1 MiB, and the error is still the server's", async () => {
  let written = 0;
  const server = await rawServer((socket) =>
    onRequest(socket, () => {
      socket.write("HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n");
      const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
      const more = (): void => {
        if (socket.destroyed) return;
        written += chunk.length;
        socket.write(chunk, () => setImmediate(more));
      };
      more();
    }),
  );
  const client = new TestClient({ auth: accessToken("t"), rootUrl: server.url });
  open.push(server, client);
  const error = await errorOf(client.get());
  expect(error).toMatchObject({ kind: "http", status: 400, outcome: "failed" });
  expect(error.excerpt?.length).toBeLessThanOrEqual(4_096);
  expect(written).toBeLessThan(16 * MiB);
});

test("JSON nested 100,000 deep is an error, in an answer and in an error's details", async () => {
  const deep = '{"a":'.repeat(100_000) + "1" + "}".repeat(100_000);
  const details = `{"error":{"message":"m","details":[${deep}]}}`;
  const { client } = await setUp({ body: deep }, { status: 400, body: details });
  const first = await errorOf(client.get());
  expect(first.kind).toBe("protocol");
  const second = await errorOf(client.get());
  expect(second).toMatchObject({ kind: "http", status: 400, details: [] });
  JSON.stringify(second);
});

test("brackets in strings are not nesting; 1,001 levels are too many, 999 are not", async () => {
  const wide = { text: "{[".repeat(5_000), list: Array.from({ length: 3_000 }, () => ({})) };
  const { client } = await setUp(
    { json: wide },
    { body: `{"a":${"[".repeat(998)}${"]".repeat(998)}}` },
    { body: `{"a":${"[".repeat(1_000)}${"]".repeat(1_000)}}` },
  );
  expect(await client.get()).toEqual(wide);
  await client.get();
  expect((await errorOf(client.get())).kind).toBe("protocol");
});
