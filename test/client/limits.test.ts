/** Abort and deadline. */
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { errorOf } from "../runtime/reseller.js";
import type { Reply } from "../runtime/servers.js";
import { setUp, single } from "./set-up.js";

/** Never answers; notes whose connections have ended. */
function silent(ended: string[] = []): Reply {
  return (arrived, response) => void response.on("close", () => ended.push(arrived.method));
}
const seats = { customerId: "C", subscriptionId: "S", body: { numberOfSeats: 5 } };

test("a signal aborted before the call: nothing is sent, not even for a token", async () => {
  let asked = 0;
  const { server, client } = await setUp([silent()], {
    auth: { getAccessToken: () => `token${++asked}` },
  });
  const options = { signal: AbortSignal.abort() };
  const error = await errorOf(client.subscriptions.changeSeats(seats, options));
  expect(error).toMatchObject({ kind: "aborted", outcome: "not_sent", attempts: 0 });
  expect({ asked, connections: server.connections.opened }).toEqual({ asked: 0, connections: 0 });
});

test("a signal aborted during the call ends it at once, with an unknown outcome", async () => {
  const controller = new AbortController();
  const ended: string[] = [];
  let aborted = 0;
  const { server, client } = await setUp([
    (_, response) => {
      response.on("close", () => ended.push("POST"));
      aborted = performance.now();
      controller.abort();
    },
  ]);
  const call = client.subscriptions.changeSeats(seats, { signal: controller.signal });
  const error = await errorOf(call);
  // At once; but the machine may be busy.
  expect(performance.now() - aborted).toBeLessThan(1_000);
  expect(error).toMatchObject({ kind: "aborted", outcome: "unknown", attempts: 1, status: null });
  await expect.poll(() => ended).toEqual(["POST"]);
  single(server);
});

test("a signal that is never aborted stays without listeners", async () => {
  const { signal } = new AbortController();
  let listeners = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...words: Parameters<typeof add>) => (listeners++, add(...words));
  signal.removeEventListener = (...words: Parameters<typeof add>) => (
    listeners--,
    remove(...words)
  );
  const { client } = await setUp([{ json: {} }]);
  for (let i = 0; i < 20; i++) await client.customers.get({ customerId: "C" }, { signal });
  expect(listeners).toBe(0);
});

test.each([
  ["of the call", {}, { deadlineMs: 300 }, "deadline"],
  ["of the client", { deadlineMs: 300 }, {}, "deadline"],
  ["of an attempt", {}, { attemptTimeoutMs: 300 }, "attemptTimeoutMs"],
])("the limit %s holds", async (_, clientOptions, callOptions, words) => {
  const ended: string[] = [];
  const { server, client } = await setUp([silent(ended)], clientOptions);
  const began = performance.now();
  const error = await errorOf(client.subscriptions.changeSeats(seats, callOptions));
  const took = performance.now() - began;
  expect(error).toMatchObject({ kind: "timeout", outcome: "unknown", attempts: 1 });
  expect(error.message).toContain(words);
  expect(took).toBeGreaterThan(280);
  expect(took).toBeLessThan(500);
  await expect.poll(() => ended).toEqual(["POST"]);
  single(server);
});

test("the deadline covers the wait for a token", async () => {
  const { server, client } = await setUp([{ json: {} }], {
    auth: { getAccessToken: () => new Promise(() => {}) },
  });
  const error = await errorOf(client.customers.get({ customerId: "C" }, { deadlineMs: 200 }));
  expect(error).toMatchObject({ kind: "timeout", outcome: "not_sent", attempts: 0 });
  expect(server.connections.opened).toBe(0);
});

test.each([{ deadlineMs: 0 }, { deadlineMs: NaN }, { attemptTimeoutMs: -1 }, { deadline: 5 }])(
  "options %j are refused, not ignored",
  async (options) => {
    const { server, client } = await setUp([{ json: {} }]);
    const error = await errorOf(client.customers.get({ customerId: "C" }, options));
    expect(error).toMatchObject({ kind: "argument", outcome: "not_sent" });
    expect(error.message).toContain(Object.keys(options)[0]);
    expect(server.arrived).toEqual([]);
  },
);

test("close waits for what is in flight; a later call fails", async () => {
  let arrive: (response: ServerResponse) => void = () => {};
  const arrived = new Promise<ServerResponse>((resolve) => {
    arrive = resolve;
  });
  const { client } = await setUp([(_, response) => arrive(response)]);
  const call = client.customers.get({ customerId: "C" });
  const response = await arrived;
  const closed = client.close();
  const late = errorOf(client.customers.get({ customerId: "C" }));
  response.end('{"customerId":"C"}');
  expect(await call).toEqual({ customerId: "C" });
  await closed;
  expect(await late).toMatchObject({ kind: "argument", outcome: "not_sent" });
});
