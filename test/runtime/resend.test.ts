// What is sent again after an answer or a cut, and what is not: RUNTIME.md 1.2 and 3.1.
import { describe, expect, test } from "vitest";
import { accessToken, type ClientOptions, type RequestOptions } from "@discogen/runtime";
import { standardRetry } from "../../runtime/src/retry-options.js";
import { RetryBudget, retryDelayMs, retryTable } from "../../runtime/src/retry.js";
import { errorOf, repeated, TestClient, thrownBy, wait, type methods } from "./reseller.js";
import {
  freePort,
  httpServer,
  onRequest,
  rawServer,
  type Arrived,
  type Reply,
  type TestServer,
} from "./servers.js";
import { open } from "./set-up.js";

const soon = { minDelayMs: 1 };

async function setUp(
  replies: Reply[],
  options: ClientOptions = {},
): Promise<{ server: TestServer; client: TestClient; times: number[] }> {
  const times: number[] = [];
  const server = await httpServer(
    ...replies.map((reply): Reply => async (arrived, response) => {
      times.push(performance.now());
      if (typeof reply === "function") return reply(arrived, response);
      response.writeHead(reply.status ?? 200, reply.headers);
      response.end(reply.body ?? JSON.stringify(reply.json ?? {}));
    }),
  );
  const client = new TestClient({
    auth: accessToken("t"),
    rootUrl: server.url,
    retry: soon,
    ...options,
  });
  open.push(server, client);
  return { server, client, times };
}

const reason = (status: number, reason: string, domain = "global"): Reply => ({
  status,
  json: { error: { code: status, message: "m", errors: [{ reason, domain }] } },
});

type Verb = "GET" | "HEAD" | "PUT" | "DELETE" | "POST" | "PATCH";

function call(client: TestClient, verb: Verb, options?: RequestOptions): Promise<unknown> {
  const body = { phoneNumber: "1" };
  const named: Record<Verb, [keyof typeof methods, object]> = {
    GET: ["get", { customerId: "C1" }],
    HEAD: ["head", {}],
    PUT: ["update", { customerId: "C1", body }],
    DELETE: ["remove", { customerId: "C1", subscriptionId: "S1", deletionType: "cancel" }],
    POST: ["insert", { body }],
    PATCH: ["patch", { customerId: "C1", body }],
  };
  return client.call(named[verb][0], named[verb][1], options);
}

const verbs: readonly Verb[] = ["GET", "HEAD", "PUT", "DELETE", "POST", "PATCH"];
const once = (verb: Verb): boolean => verb === "POST" || verb === "PATCH";

test("the retry table says what RUNTIME.md 1.2 says", () => {
  expect(retryTable).toEqual({
    not_sent: { repeatable: true, once: true },
    rate_limited: { repeatable: true, once: true },
    cut: { repeatable: true, once: false },
    server_error: { repeatable: true, once: false },
    final: { repeatable: false, once: false },
  });
});

describe.each(verbs)("%s", (verb) => {
  test.each([408, 500, 502, 503, 504])("R-RET-02 R-RET-04 R-RET-34 after %i", async (status) => {
    const { server, client } = await setUp([{ status }, { status }, { json: {} }]);
    if (once(verb)) {
      const error = await errorOf(call(client, verb));
      expect(error).toMatchObject({ kind: "http", status, outcome: "unknown", attempts: 1 });
      expect(server.arrived).toHaveLength(1);
    } else {
      await call(client, verb);
      expect(server.arrived).toHaveLength(3);
    }
  });

  test.each([301, 304, 307, 400, 401, 404, 405, 409, 410, 412, 422, 431, 501, 505])(
    "R-RET-03 R-RET-34 after %i once",
    async (status) => {
      const { server, client } = await setUp([{ status }]);
      const outcome = status >= 400 && status < 500 ? "failed" : "unknown";
      expect(await errorOf(call(client, verb))).toMatchObject({ status, outcome, attempts: 1 });
      expect(server.arrived).toHaveLength(1);
    },
  );

  test("R-RET-23 after 429 and 403 rateLimitExceeded, userRateLimitExceeded", async () => {
    const { server, client } = await setUp([
      { status: 429 },
      reason(403, "rateLimitExceeded", "usageLimits"),
      reason(403, "userRateLimitExceeded", "usageLimits"),
      { json: {} },
    ]);
    // An answer to HEAD has no body that could give the reason.
    if (verb === "HEAD") {
      expect((await errorOf(call(client, verb))).status).toBe(403);
    } else {
      await call(client, verb);
      expect(server.arrived).toHaveLength(4);
    }
  });

  test("R-RET-24 with rateLimited: false a 429 is final", async () => {
    const { server, client } = await setUp([{ status: 429, headers: { "retry-after": "7" } }]);
    const error = await errorOf(call(client, verb, { retry: { rateLimited: false } }));
    expect(error).toMatchObject({ status: 429, outcome: "failed", retryAfterMs: 7_000 });
    expect(server.arrived).toHaveLength(1);
  });

  test.each(["dailyLimitExceeded", "quotaExceeded", "forbidden", "accessNotConfigured"])(
    "R-RET-21 R-RET-22 after 403 %s once",
    async (name) => {
      const { server, client } = await setUp([reason(403, name, "usageLimits")]);
      const error = await errorOf(call(client, verb));
      expect(error).toMatchObject({ status: 403, outcome: "failed", attempts: 1 });
      if (verb !== "HEAD") expect(error).toMatchObject({ reason: name, domain: "usageLimits" });
      expect(server.arrived).toHaveLength(1);
    },
  );

  test("R-RET-07 R-RET-35 R-RET-36 after a connection that is cut, at any point of the answer", async () => {
    const cuts = [
      "",
      "HTTP/1.1 200 OK\r\nContent-",
      "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\n{",
    ];
    // The headers are the whole answer to HEAD.
    for (const cut of verb === "HEAD" ? cuts.slice(0, 2) : cuts) {
      for (const reset of [false, true]) {
        let requests = 0;
        const server = await rawServer((socket) =>
          onRequest(socket, () => {
            if (requests++ > 0) socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
            else if (reset) socket.write(cut, () => socket.resetAndDestroy());
            else socket.end(cut);
          }),
        );
        const options = { auth: accessToken("t"), rootUrl: server.url, retry: soon };
        const client = new TestClient(options);
        if (once(verb)) {
          const error = await errorOf(call(client, verb));
          expect(error).toMatchObject({ kind: "network", outcome: "unknown", attempts: 1 });
          expect(requests).toBe(1);
        } else {
          await call(client, verb);
          expect(requests).toBe(2);
        }
        await client.close();
        await server.close();
      }
    }
  });

  test("after an attempt that took too long", async () => {
    const { server, client } = await setUp([() => {}, { json: {} }]);
    const options = { attemptTimeoutMs: 150 };
    if (once(verb)) {
      const error = await errorOf(call(client, verb, options));
      expect(error).toMatchObject({ kind: "timeout", outcome: "unknown", attempts: 1 });
      await wait(100);
      expect(server.arrived).toHaveLength(1);
    } else {
      await call(client, verb, options);
      expect(server.arrived).toHaveLength(2);
    }
  });

  test("idempotent: true makes it repeatable, false makes it not", async () => {
    const replies = [{ status: 503 }, { json: {} }];
    const first = await setUp(replies);
    await call(first.client, verb, { idempotent: true });
    expect(first.server.arrived).toHaveLength(2);
    const second = await setUp(replies);
    const error = await errorOf(call(second.client, verb, { idempotent: false }));
    expect(error).toMatchObject({ status: 503, outcome: "unknown" });
    expect(second.server.arrived).toHaveLength(1);
  });
});

const bodies = (server: TestServer): string[] => server.arrived.map(({ body }: Arrived) => body);

test("R-RET-01 R-RET-05 waits and bodies of a resend", async () => {
  const replies = [{ status: 503 }, { status: 503 }, { json: { a: 1 } }];
  const { server, client, times } = await setUp(replies, { retry: { minDelayMs: 200 } });
  const body = { phoneNumber: "ü ".repeat(10_000) };
  const { data, response } = await client.call("update", { customerId: "C1", body }).withResponse();
  expect(data).toEqual({ a: 1 });
  expect(response.attempts).toBe(3);
  expect(new Set(bodies(server))).toEqual(new Set([JSON.stringify(body)]));
  const [first = 0, second = 0, third = 0] = times;
  expect(second - first).toBeGreaterThan(99);
  expect(second - first).toBeLessThan(200 + 150);
  expect(third - second).toBeGreaterThan(199);
  expect(third - second).toBeLessThan(400 + 150);
});

test.each([404, 409, 412])(
  "R-RET-06 a DELETE answered 503, then %i, may have succeeded",
  async (status) => {
    const { server, client } = await setUp([{ status: 503 }, { status }]);
    const error = await errorOf(call(client, "DELETE"));
    expect(error).toMatchObject({ kind: "http", status, outcome: "unknown", attempts: 2 });
    expect(error.previousAttempts).toEqual([
      { kind: "http", status: 503, code: null, reason: null, outcome: "unknown" },
    ]);
    expect(error.message).toContain("an earlier attempt may have succeeded");
    expect(server.arrived).toHaveLength(2);
    const first = await setUp([{ status }]);
    expect((await errorOf(call(first.client, "DELETE"))).message).not.toContain("succeeded");
    const refused = await setUp([{ status: 429 }, { status }]);
    const plain = await errorOf(call(refused.client, "DELETE"));
    expect(plain.outcome).toBe("failed");
    expect(plain.message).not.toContain("succeeded");
  },
);

test("R-RET-16 R-RET-23 Retry-After in seconds is the least", async () => {
  for (const verb of ["GET", "POST"] as const) {
    const limited = { status: 429, headers: { "retry-after": "1" } };
    const { client, times } = await setUp([limited, { json: {} }]);
    await call(client, verb);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(999);
  }
});

test("R-RET-17 Retry-After as a date", async () => {
  const date = (): string => new Date(Date.now() + 2_000).toUTCString();
  const { client, times } = await setUp([
    (_, response) => void response.writeHead(503, { "retry-after": date() }).end(),
    { json: {} },
  ]);
  await call(client, "GET");
  const waited = (times[1] ?? 0) - (times[0] ?? 0);
  expect(waited).toBeGreaterThan(950);
  expect(waited).toBeLessThan(4_000);
});

test("RetryInfo is the least too", async () => {
  const type = "type.googleapis.com/google.rpc.RetryInfo";
  const json = { error: { details: [{ "@type": type, retryDelay: "0.4s" }] } };
  const { client, times } = await setUp([{ status: 503, json }, { json: {} }]);
  await call(client, "GET");
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(399);
});

test("of Retry-After and RetryInfo the longer one is the least", async () => {
  const type = "type.googleapis.com/google.rpc.RetryInfo";
  const json = { error: { details: [{ "@type": type, retryDelay: "0.4s" }] } };
  const headers = { "retry-after": "0" };
  const { client, times } = await setUp([{ status: 503, json, headers }, { json: {} }]);
  await call(client, "GET");
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(399);
});

test.each([
  ["R-RET-18 beyond the deadline", "10", 5_000],
  ["more than 60 s", "61", 600_000],
  ["R-RET-18 an hour", "3600", 600_000],
  ["longer than anybody can wait", "99999999999", 600_000],
])("Retry-After %s: the call ends at once", async (_, seconds, deadlineMs) => {
  const { server, client } = await setUp([{ status: 429, headers: { "retry-after": seconds } }]);
  const started = performance.now();
  const error = await errorOf(call(client, "GET", { deadlineMs }));
  expect(error).toMatchObject({ status: 429, retryAfterMs: Number(seconds) * 1_000, attempts: 1 });
  expect(performance.now() - started).toBeLessThan(300);
  expect(server.arrived).toHaveLength(1);
});

test("R-RET-20 R-RET-22 refusals for the rate of calls are tried again", async () => {
  const { server, client } = await setUp([
    reason(403, "rateLimitExceeded"),
    reason(403, "userRateLimitExceeded"),
    reason(429, "quotaExceeded", "usageLimits"),
    { json: {} },
  ]);
  await call(client, "GET");
  expect(server.arrived).toHaveLength(4);
});

test("R-RET-26 a GET always answered 503 is sent four times", async () => {
  const { server, client } = await setUp([{ status: 503 }]);
  const error = await errorOf(call(client, "GET"));
  expect(error).toMatchObject({ kind: "http", status: 503, attempts: 4 });
  expect(error.previousAttempts).toHaveLength(3);
  expect(server.arrived).toHaveLength(4);
  const more = await errorOf(call(client, "GET", { retry: { attempts: 6 } }));
  expect(more.attempts).toBe(6);
});

test("R-RET-27 delays are at least half, at most whole, spread, and capped", () => {
  let seed = 1;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let retry = 1; retry <= 8; retry++) {
    const whole = Math.min(32_000, 1_000 * 2 ** (retry - 1));
    const delays = Array.from({ length: 200 }, () =>
      retryDelayMs(standardRetry, retry, null, random),
    );
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(whole / 2);
    expect(Math.max(...delays)).toBeLessThanOrEqual(whole);
    expect(new Set(delays).size).toBeGreaterThan(150);
    // Those who were told the same time do not come back at the same time.
    const asked = Array.from({ length: 200 }, () =>
      retryDelayMs(standardRetry, retry, 50_000, random),
    );
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(50_000);
    expect(Math.max(...asked)).toBeLessThanOrEqual(50_000 + whole / 2);
    expect(new Set(asked).size).toBeGreaterThan(150);
  }
  expect(retryDelayMs(standardRetry, 5_000, null, () => 1)).toBe(32_000);
  expect(retryDelayMs({ ...standardRetry, minDelayMs: 0 }, 5_000)).toBe(0);
});

test("R-RET-28 500 calls at once spend the client's budget, not the server's patience", async () => {
  const { server, client } = await setUp([{ status: 503, json: {} }], {
    retry: { minDelayMs: 0 },
  });
  const errors = await Promise.all(
    Array.from({ length: 500 }, () => errorOf(call(client, "GET", { deadlineMs: 30_000 }))),
  );
  expect(server.arrived.length).toBeGreaterThan(500);
  expect(server.arrived.length).toBeLessThanOrEqual(520);
  const spent = errors.filter(({ kind }) => kind === "budget");
  expect(spent.length).toBeGreaterThan(470);
  for (const error of spent) expect(error).toMatchObject({ status: 503, outcome: "unknown" });
  expect(spent[0]?.message).toContain("retry budget is spent");
});

test("the budget: a retry costs 5 of 100, a success gives 1, never above the size", () => {
  const budget = new RetryBudget();
  for (let i = 0; i < 20; i++) expect(budget.spend()).toBe(true);
  expect(budget.spend()).toBe(false);
  for (let i = 0; i < 4; i++) budget.earn();
  expect(budget.spend()).toBe(false);
  budget.earn();
  expect(budget.spend()).toBe(true);
  for (let i = 0; i < 1_000; i++) budget.earn();
  for (let i = 0; i < 20; i++) expect(budget.spend()).toBe(true);
  expect(budget.spend()).toBe(false);
  const endless = new RetryBudget(Infinity);
  for (let i = 0; i < 1_000; i++) expect(endless.spend()).toBe(true);
});

test("successes fill the budget again, and budget: 0 stops all retries", async () => {
  const { client, server } = await setUp([{ status: 503 }, { json: {} }], {
    retry: { minDelayMs: 1, budget: 5 },
  });
  await call(client, "GET");
  for (let i = 0; i < 4; i++) await call(client, "GET");
  expect(server.arrived).toHaveLength(6);
  const none = await setUp([{ status: 503 }], { retry: { budget: 0 } });
  expect(await errorOf(call(none.client, "GET"))).toMatchObject({ kind: "budget", attempts: 1 });
});

test("R-RET-30 retry: false sends once, also what never left; a 401 is still renewed", async () => {
  let tokens = 0;
  const auth = accessToken(() => `t${++tokens}`);
  const { server, client } = await setUp([{ status: 503 }, { status: 401 }, { json: {} }], {
    auth,
    retry: false,
  });
  expect(await errorOf(call(client, "GET"))).toMatchObject({ status: 503, attempts: 1 });
  await call(client, "GET");
  expect(server.arrived).toHaveLength(3);
  const closed = new TestClient({ rootUrl: `http://127.0.0.1:${await freePort()}/`, retry: false });
  const error = await errorOf(closed.call("open"));
  expect(error).toMatchObject({ kind: "network", outcome: "not_sent", attempts: 1 });
  const on = await setUp([{ status: 503 }, { json: {} }], { retry: false });
  await call(on.client, "GET", { retry: { attempts: 2, minDelayMs: 1 } });
  const off = await setUp([{ status: 503 }]);
  expect((await errorOf(call(off.client, "GET", { retry: false }))).attempts).toBe(1);
});

test("R-RET-33 a requestId of the caller's makes a POST repeatable, in query or body", async () => {
  const replies = [{ status: 503 }, { json: {} }];
  const query = { requestId: "r1", body: { a: 1 } };
  const body = { body: { requestId: "r1", a: 1 } };
  for (const [name, params] of [
    ["order", query],
    ["orderInBody", body],
  ] as const) {
    const { server, client } = await setUp(replies);
    await client.call(name, params);
    expect(server.arrived).toHaveLength(2);
    const [first, second] = server.arrived;
    expect([second?.url, second?.body]).toEqual([first?.url, first?.body]);
    expect(`${first?.url}${first?.body}`).toContain("r1");
    const revoked = await setUp(replies);
    await errorOf(revoked.client.call(name, params, { idempotent: false }));
    expect(revoked.server.arrived).toHaveLength(1);
  }
});

test.each([
  ["order", { body: { requestId: "r1" } }],
  ["order", { requestId: "", body: {} }],
  ["order", { requestId: undefined, body: {} }],
  ["order", { note: "requestId", body: {} }],
  ["orderInBody", { body: { requestId: "" } }],
  ["orderInBody", { body: { requestId: 5 } }],
  ["orderInBody", { body: { order: { requestId: "r1" } } }],
  ["orderInBody", { body: [{ requestId: "r1" }] }],
  ["orderInBody", { body: Object.create({ requestId: "r1" }) as object }],
  ["insert", { body: { requestId: "r1" } }],
] as const)("%s %j holds no requestId of the method's own", async (name, params) => {
  const { server, client } = await setUp([{ status: 503 }, { json: {} }]);
  expect(await errorOf(client.call(name, params))).toMatchObject({ outcome: "unknown" });
  expect(server.arrived).toHaveLength(1);
});

test("R-RET-38 an abort ends the wait for a retry, and nothing is sent afterwards", async () => {
  const servers: TestServer[] = [];
  await repeated(async () => {
    const { server, client } = await setUp([{ status: 503 }], { retry: { minDelayMs: 600 } });
    servers.push(server);
    const controller = new AbortController();
    const failed = errorOf(call(client, "GET", { signal: controller.signal }));
    await expect.poll(() => server.arrived.length).toBe(1);
    await wait(40);
    const at = performance.now();
    controller.abort();
    const error = await failed;
    expect(performance.now() - at).toBeLessThan(100);
    expect(error).toMatchObject({ kind: "aborted", outcome: "unknown", attempts: 1 });
    expect(error.previousAttempts[0]).toMatchObject({ status: 503 });
  });
  await wait(700);
  for (const { arrived } of servers) expect(arrived).toHaveLength(1);
});

test("R-RET-43 a POST answered 401, then cut: two requests, unknown, no third", async () => {
  await repeated(async () => {
    let requests = 0;
    const server = await rawServer((socket) =>
      onRequest(socket, () => {
        if (requests++ > 0) socket.resetAndDestroy();
        else socket.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
      }),
    );
    let tokens = 0;
    const auth = accessToken(() => `t${++tokens}`);
    const client = new TestClient({ auth, rootUrl: server.url, retry: soon });
    const error = await errorOf(call(client, "POST"));
    expect(error).toMatchObject({ kind: "network", outcome: "unknown", attempts: 2 });
    expect(error.previousAttempts[0]).toMatchObject({ kind: "auth", status: 401 });
    await wait(5);
    expect(requests).toBe(2);
    await client.close();
    await server.close();
  });
});

test("an attempt that was never sent does not make the one before it undone", async () => {
  const { server, client } = await setUp([
    (_, response) => {
      response.writeHead(503, { connection: "close" }).end();
      void server.close();
    },
  ]);
  const error = await errorOf(call(client, "PUT", { retry: { attempts: 2 } }));
  expect(error).toMatchObject({ kind: "network", outcome: "unknown", attempts: 2 });
  expect(error.message).not.toContain("nothing was sent");
});

test.each([
  { retry: true },
  { retry: 3 },
  { retry: { attempts: 0 } },
  { retry: { attempts: 1.5 } },
  { retry: { rateLimited: "no" } },
  { retry: { minDelayMs: -1 } },
  { retry: { maxDelayMs: Infinity } },
  { retry: { minDelayMs: NaN } },
  { retry: { tries: 3 } },
])("a wrong %j is refused, of a client and of a call", async (options) => {
  expect(thrownBy(() => new TestClient(options as ClientOptions)).kind).toBe("argument");
  const error = await errorOf(new TestClient().get(undefined, options as RequestOptions));
  expect(error.kind).toBe("argument");
  expect(error.message).toMatch(/^reseller\.customers\.get: retry/);
});

test("what belongs to a call only, and to a client only, is refused elsewhere", async () => {
  for (const options of [{ idempotent: true }, { retry: { budget: -1 } }, { signal: 1 }]) {
    expect(thrownBy(() => new TestClient(options as ClientOptions)).kind).toBe("argument");
  }
  for (const options of [{ retry: { budget: 1 } }, { idempotent: 1 }, { deadlineMs: 0 }]) {
    const error = await errorOf(new TestClient().get(undefined, options as RequestOptions));
    expect(error).toMatchObject({ kind: "argument", outcome: "not_sent" });
    expect(error.message).toMatch(/^reseller\.customers\.get: /);
  }
});
