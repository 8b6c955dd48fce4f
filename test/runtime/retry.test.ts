import http from "node:http";
import dns from "node:dns";
import { expect, test } from "vitest";
import { Agent } from "undici";
import { errorOf, repeated, wait } from "./reseller.js";
import {
  freePort,
  httpServer,
  listen,
  onRequest,
  rawServer,
  type RawServer,
  selfSigned,
  tlsServer,
} from "./servers.js";
import tls from "node:tls";
import type net from "node:net";
import { clientFor, open } from "./set-up.js";

test.each([
  [400, "failed"],
  [404, "failed"],
  [408, "unknown"],
  [409, "failed"],
  [412, "failed"],
  [500, "unknown"],
  [501, "unknown"],
  [502, "unknown"],
  [503, "unknown"],
  [504, "unknown"],
])("R-RET-02 R-RET-03 a POST answered %i is sent once, outcome %s", async (status, outcome) => {
  const server = await httpServer({ status, json: { error: { code: status } } });
  open.push(server);
  const error = await errorOf(clientFor(server.url).insert());
  expect(error).toMatchObject({ kind: "http", status, outcome, attempts: 1 });
  expect(server.arrived).toHaveLength(1);
});

test.each([
  ["R-RET-07 reset", (socket: net.Socket) => void socket.resetAndDestroy()],
  ["R-RET-08 closed", (socket: net.Socket) => void socket.destroy()],
])("%s after a POST was read: one request, network, unknown", async (_, end) => {
  await repeated(async () => {
    let requests = 0;
    const server = await rawServer((socket) =>
      onRequest(socket, () => {
        requests++;
        end(socket);
      }),
    );
    const client = clientFor(server.url);
    const error = await errorOf(client.insert());
    expect(error).toMatchObject({ kind: "network", outcome: "unknown", attempts: 1 });
    expect(error.message).toContain(`127.0.0.1:${server.port}`);
    await wait(5);
    expect(requests).toBe(1);
    await client.close();
    await server.close();
  });
});

test("R-RET-09 a POST to a port that opens later arrives once", async () => {
  const port = await freePort();
  const bodies: string[] = [];
  const server = http.createServer((request, response) => {
    request.on("data", (data: Buffer) => bodies.push(data.toString()));
    request.on("end", () => response.end("{}"));
  });
  const call = clientFor(`http://127.0.0.1:${port}/`).insert().withResponse();
  setTimeout(() => void listen(server, port), 200);
  const { response } = await call;
  expect(response.attempts).toBeGreaterThanOrEqual(2);
  expect(bodies).toEqual(['{"customerDomain":"a.example"}']);
  server.closeAllConnections();
  server.close();
});

test("a refused port is tried inside the deadline only, and named in words", async () => {
  const port = await freePort();
  const started = performance.now();
  const call = clientFor(`http://127.0.0.1:${port}/`).insert({ deadlineMs: 1_200 });
  const error = await errorOf(call);
  expect(error).toMatchObject({ kind: "network", code: "ECONNREFUSED", outcome: "not_sent" });
  expect(error.message).toContain(`connection refused by 127.0.0.1:${port}`);
  expect(error.attempts).toBe(error.previousAttempts.length + 1);
  expect(error.attempts).toBeGreaterThan(1);
  expect(error.previousAttempts[0]).toMatchObject({ kind: "network", outcome: "not_sent" });
  expect(performance.now() - started).toBeLessThan(1_300);
});

test.each(["ENOTFOUND", "EAI_AGAIN"])("R-RET-10 a POST after %s once", async (code) => {
  const server = await httpServer({ json: {} });
  let lookups = 0;
  const dispatcher = new Agent({
    connect: {
      lookup: (host, options, callback) => {
        if (lookups++ > 0) return dns.lookup(host, options, callback);
        return callback(Object.assign(new Error("lookup"), { code }), "", 4);
      },
    },
  });
  open.push(server, dispatcher);
  const client = clientFor(`http://localhost:${server.port}/`, { dispatcher });
  const { response } = await client.insert().withResponse();
  expect(response.attempts).toBe(2);
  expect(server.arrived).toHaveLength(1);
});

test("R-RET-11 a kept connection that resets at the second POST: unknown, no third", async () => {
  await repeated(async () => {
    const { server, texts } = await resettingServer();
    const client = clientFor(server.url, { connections: 1 });
    await client.insert();
    expect(await errorOf(client.insert())).toMatchObject({ kind: "network", outcome: "unknown" });
    await wait(20);
    expect(texts).toHaveLength(2);
    await client.close();
    await server.close();
  });
});

test("R-RET-12 a kept connection that resets at the second GET: sent again on a new one", async () => {
  await repeated(async () => {
    const { server, texts } = await resettingServer();
    const client = clientFor(server.url, { connections: 1, retry: { minDelayMs: 1 } });
    await client.get();
    const { response } = await client.get().withResponse();
    expect(response.attempts).toBe(2);
    expect(texts).toHaveLength(3);
    expect(server.sockets).toHaveLength(2);
    await client.close();
    await server.close();
  });
});

/** The first request of a connection is answered, the second one resets it. */
async function resettingServer(): Promise<{ server: RawServer; texts: string[] }> {
  const texts: string[] = [];
  const server = await rawServer((socket) =>
    onRequest(socket, (text, index) => {
      texts.push(text);
      if (index === 0) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
      else socket.resetAndDestroy();
    }),
  );
  return { server, texts };
}

test("R-RET-13 a TLS handshake cut once, then a POST arrives once", async () => {
  const { key, cert } = selfSigned();
  const bodies: string[] = [];
  let count = 0;
  const secure = http.createServer((request, response) => {
    request.on("data", (data: Buffer) => bodies.push(data.toString()));
    request.on("end", () => response.end("{}"));
  });
  const server = await rawServer((socket) => {
    if (count++ === 0) {
      socket.once("data", () => socket.destroy());
      return;
    }
    const wrapped = new tls.TLSSocket(socket, { isServer: true, key, cert });
    wrapped.on("error", () => {});
    secure.emit("connection", wrapped);
  });
  const dispatcher = new Agent({ connect: { ca: cert } });
  open.push(server, dispatcher);
  const client = clientFor(`https://localhost:${server.port}/`, { dispatcher });
  const { response } = await client.insert().withResponse();
  expect(response.attempts).toBe(2);
  expect(bodies).toHaveLength(1);
});

test("R-RET-14 an untrusted certificate: one connection, not_sent, its code kept", async () => {
  const server = await tlsServer({ json: {} });
  open.push(server);
  const error = await errorOf(clientFor(server.url).insert());
  expect(error).toMatchObject({ kind: "network", outcome: "not_sent", attempts: 1 });
  expect(error.code).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
  expect(error.cause).toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  expect(error.message).toContain("certificate of localhost");
  expect(server.connections.opened).toBe(1);
});

test("R-RET-15 a TLS handshake that never ends: not_sent, in time", async () => {
  const server = await rawServer(() => {});
  open.push(server);
  const client = clientFor(`https://localhost:${server.port}/`);
  const started = performance.now();
  const options = { attemptTimeoutMs: 300, deadlineMs: 700 };
  const error = await errorOf(client.insert(options));
  expect(error).toMatchObject({ kind: "timeout", outcome: "not_sent" });
  expect(performance.now() - started).toBeLessThan(900);
});

test("R-RET-36 a POST whose answer is cut: once, unknown", async () => {
  let requests = 0;
  const server = await rawServer((socket) =>
    onRequest(socket, () => {
      requests++;
      socket.end("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
    }),
  );
  open.push(server);
  const error = await errorOf(clientFor(server.url).insert());
  expect(error).toMatchObject({ kind: "network", outcome: "unknown" });
  expect(requests).toBe(1);
});

test("R-RET-41 103 Early Hints before the answer", async () => {
  const server = await rawServer((socket) =>
    onRequest(socket, () => {
      socket.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{"a":1}');
    }),
  );
  open.push(server);
  expect(await clientFor(server.url).get()).toEqual({ a: 1 });
});

test("R-LIM-11 an answer before the upload is finished", async () => {
  const server = await rawServer((socket) => {
    socket.once("data", () => {
      socket.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
      setTimeout(() => socket.destroy(), 50);
    });
  });
  open.push(server);
  const client = clientFor(server.url);
  const body = { big: "x".repeat(20_000_000) };
  const result = await client.call("insert", { body }).then(
    (data) => data,
    (error: unknown) => error,
  );
  // Either is right: the answer, or an error that says the outcome is unknown.
  expect(result instanceof Error ? result : { outcome: "unknown" }).toMatchObject({
    outcome: "unknown",
  });
});
