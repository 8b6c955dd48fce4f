/** What costs money is sent once. */
import http from "node:http";
import type net from "node:net";
import { expect, test } from "vitest";
import { ResellerClient } from "@discogen/reseller-v1";
import { errorOf, wait } from "../runtime/reseller.js";
import { freePort, listen, onRequest, rawServer } from "../runtime/servers.js";
import { methods, valuesFor } from "./document.js";
import { callById, clientOf, closing } from "./set-up.js";

const orders = methods.filter(({ httpMethod }) => /^(?:POST|PATCH)$/.test(httpMethod));
const longestFirstWaitMs = 1_000;

const ends: Record<string, (socket: net.Socket) => void> = {
  "reset after the request": (socket) => socket.resetAndDestroy(),
  "closed after the request": (socket) => socket.end(),
  "closed within the head of the answer": (socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Le"),
  "closed within the body of the answer": (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"kind":'),
};

test.each(Object.keys(ends))("a connection %s: no POST or PATCH is sent again", async (how) => {
  const arrived: string[] = [];
  const server = closing(
    await rawServer((socket) => {
      onRequest(socket, (text) => {
        arrived.push(text.slice(0, text.indexOf("?")));
        ends[how]?.(socket);
      });
    }),
  );
  const client = clientOf(server.url);
  const calls = orders.map((method) => {
    const body = method.request === undefined ? {} : { body: { kind: method.id } };
    return errorOf(callById(client, method.id, { ...valuesFor(method, "x"), ...body }));
  });
  for (const error of await Promise.all(calls)) {
    expect(error, error.message).toMatchObject({ outcome: "unknown", attempts: 1, status: null });
    expect(error.kind).toBe("network");
  }
  await wait(longestFirstWaitMs + 200);
  expect(arrived).toHaveLength(orders.length);
  expect(new Set(arrived).size).toBe(orders.length);
});

test("a refused connection is tried again, and the order arrives once", async () => {
  const port = await freePort();
  const client = clientOf(`http://127.0.0.1:${port}/`);
  const body = { numberOfSeats: 5 };
  const call = client.subscriptions
    .changeSeats({ customerId: "C", subscriptionId: "S", body })
    .withResponse();
  await wait(200);
  const bodies: string[] = [];
  const server = http.createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += String(chunk)));
    request.on("end", () => {
      bodies.push(text);
      response.end("{}");
    });
  });
  await listen(server, port);
  closing({ close: async () => void server.close().closeAllConnections() });
  const { response } = await call;
  expect(response.attempts).toBe(2);
  await wait(100);
  expect(bodies).toEqual([JSON.stringify(body)]);
});

test("a port that stays closed ends in an error that says nothing was sent", async () => {
  const client = clientOf(`http://127.0.0.1:${await freePort()}/`, { deadlineMs: 400 });
  const error = await errorOf(client.customers.insert({ body: {} }));
  expect(error).toMatchObject({ kind: "network", outcome: "not_sent", code: "ECONNREFUSED" });
});

test("credentials go to no other host over plain http", () => {
  expect(() => new ResellerClient({ rootUrl: "http://reseller.example/" })).toThrow(/https/);
});
