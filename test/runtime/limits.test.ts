import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { accessToken } from "@discogen/runtime";
import { errorOf, TestClient } from "./reseller.js";
import { httpServer, rawServer, onRequest, type Reply, type TestServer } from "./servers.js";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

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

test("R-LIM-06 10,000 POSTs at once through 64 connections", async () => {
  const { server } = await setUp((_, response) => {
    setTimeout(() => response.end("{}"), 20);
  });
  // In a process of its own: here the server's memory would be counted too.
  const script = `
    import { ApiClient } from "@discogen/runtime";
    const client = new ApiClient(
      { format: 1, name: "a", version: "v1", rootUrl: "${server.url}", clientVersion: "1.0.0" });
    const post = () => client.request({ method: "POST", path: "x", body: { order: 1 } });
    await post();
    const before = process.memoryUsage.rss();
    const started = performance.now();
    const sample = setInterval(() => { most = Math.max(most, process.memoryUsage.rss()); }, 20);
    let most = before;
    await Promise.all(Array.from({ length: 10000 }, post));
    clearInterval(sample);
    console.log(JSON.stringify({ ms: performance.now() - started, MiB: (most - before) / 2 ** 20 }));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "-e", script],
    { cwd: import.meta.dirname },
  );
  const { ms, MiB: grown } = JSON.parse(stdout) as { ms: number; MiB: number };
  expect(ms).toBeLessThan(8_000);
  expect(grown).toBeLessThan(150);
  expect(server.arrived).toHaveLength(10_001);
  expect(server.connections.most).toBeLessThanOrEqual(64);
});

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
