import http from "node:http";
import { describe, expect, test } from "vitest";
import { accessToken, type ClientOptions } from "@discogen/runtime";
import { methods as files } from "./media-client.js";
import { batchReply, multipartBody, multipartType, partsOf, type AnswerPart } from "./multipart.js";
import { errorOf, TestClient, thrownBy, wait } from "./reseller.js";
import {
  freePort,
  httpServer,
  listen,
  onRequest,
  rawServer,
  type Reply,
  type TestServer,
} from "./servers.js";
import { clientFor, open } from "./set-up.js";

async function setUp(
  replies: readonly Reply[],
  options: ClientOptions = {},
): Promise<{ server: TestServer; client: TestClient }> {
  const server = await httpServer(...replies);
  open.push(server);
  return { server, client: clientFor(server.url, options) };
}

const json = (value: unknown, status = 200): AnswerPart => ({
  status,
  headers: { "Content-Type": "application/json; charset=UTF-8" },
  body: JSON.stringify(value),
});
/** Tells each call what it was. */
const echo = batchReply(({ line, body, headers }) => json({ line, body, headers }));
const failure = (code: number, reason: string): object => ({
  error: { code, message: `${reason}!`, errors: [{ reason, domain: "global" }] },
});

describe("what is sent", () => {
  test("R-BAT-01 one POST to the batch path; a part is a request line with a path, headers, CRLF everywhere", async () => {
    const { server, client } = await setUp([echo]);
    const results = await client.batch((b) => [
      b.get({ customerId: "a/b", fields: "kind" }),
      b.call("insert", { body: { customerDomain: "\r\né--batch_" }, customerAuthToken: "x" }),
      b.call("remove", { customerId: "C", subscriptionId: "S", deletionType: "cancel" }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
    const [arrived, ...more] = server.arrived;
    expect(more).toEqual([]);
    expect(arrived).toMatchObject({
      method: "POST",
      url: "/batch",
      headers: { authorization: "Bearer t" },
    });
    const parts = partsOf(arrived ?? { headers: {}, body: "" });
    expect(parts.map(({ line }) => line)).toEqual([
      "GET /apps/reseller/v1/customers/a%2Fb?alt=json&prettyPrint=false&fields=kind HTTP/1.1",
      "POST /apps/reseller/v1/customers?alt=json&prettyPrint=false&customerAuthToken=x HTTP/1.1",
      "DELETE /apps/reseller/v1/customers/C/subscriptions/S?alt=json&prettyPrint=false&deletionType=cancel HTTP/1.1",
    ]);
    const body = JSON.stringify({ customerDomain: "\r\né--batch_" });
    expect(parts[1]?.body).toBe(body);
    expect(parts[1]?.headers).toEqual({
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
    });
    expect(parts[0]?.headers).toEqual({});
    expect(new Set(parts.map(({ id }) => id)).size).toBe(3);
    expect(arrived?.body.toLowerCase()).not.toContain("host:");
  });

  test("headers, ifMatch and quotaUser of a call stand in its part, those of client and batch outside", async () => {
    const { server, client } = await setUp([echo], { headers: { "x-client": "1" } });
    const build = (b: TestClient) => [
      b.get({ customerId: "C" }, { headers: { "X-Own": "2" }, ifMatch: '"e"', quotaUser: "one" }),
      b.get({ customerId: "D" }),
    ];
    await client.batch(build, { headers: { "x-batch": "3" }, quotaUser: "all" });
    const [arrived] = server.arrived;
    expect(arrived?.headers).toMatchObject({ "x-client": "1", "x-batch": "3" });
    const [first, second] = partsOf(arrived ?? { headers: {}, body: "" });
    expect(first?.headers).toEqual({ "x-own": "2", "if-match": '"e"' });
    expect(first?.line).toContain("&quotaUser=one");
    expect(second?.headers).toEqual({});
    expect(second?.line).toContain("&quotaUser=all");
  });

  test("what is changed after batch() was called does not count", async () => {
    const { server, client } = await setUp([echo]);
    const body = { customerDomain: "before" };
    const sent = client.batch((b) => [b.call("insert", { body })]);
    body.customerDomain = "after";
    await sent;
    expect(server.arrived[0]?.body).toContain("before");
  });

  test("a root with a path: the paths of the parts have it too", async () => {
    const { server } = await setUp([echo]);
    await clientFor(`${server.url}google/`).batch((b) => [b.get({ customerId: "C" })]);
    expect(server.arrived[0]?.url).toBe("/google/batch");
    expect(server.arrived[0]?.body).toContain("GET /google/apps/reseller/v1/customers/C?");
  });
});

describe("what comes back", () => {
  test("R-BAT-02 R-BAT-03 answers in reversed order with ids, and in order without", async () => {
    const named = batchReply(
      ({ line }) => json({ line }),
      (answers) => answers.toReversed(),
    );
    const bare = batchReply(
      ({ line }) => json({ line }),
      (answers) => answers.map(({ body = "" }) => ({ body })),
    );
    const { client } = await setUp([named, bare]);
    for (let round = 0; round < 2; round++) {
      const results = await client.batch((b) =>
        ["A", "B", "C"].map((customerId) => b.get({ customerId })),
      );
      const lines = results.map((one) => one.status === "fulfilled" && String(one.value["line"]));
      for (const [index, id] of ["A", "B", "C"].entries()) {
        expect(lines[index]).toContain(`/customers/${id}?`);
      }
    }
  });

  test("R-BAT-08 204, 404 and 500 are results of their calls, with errors as of single calls", async () => {
    const answers: AnswerPart[] = [
      { status: 204 },
      json(failure(404, "notFound"), 404),
      json(failure(503, "backendError"), 503),
      { ...json(failure(429, "rateLimitExceeded"), 429), headers: { "Retry-After": "7" } },
      { status: 200, body: "<html>", headers: { "Content-Type": "text/html" } },
      json({ kind: "x" }),
    ];
    const { server, client } = await setUp([batchReply((_, index) => answers[index] ?? {})]);
    const results = await client.batch((b) => [
      b.call("remove", { customerId: "C", subscriptionId: "S", deletionType: "cancel" }),
      b.get({ customerId: "C" }),
      b.insert(),
      b.insert(),
      b.insert(),
      b.get({ customerId: "C" }),
    ]);
    const id = "reseller.customers.insert";
    expect(results).toMatchObject([
      { status: "fulfilled", value: undefined },
      {
        status: "rejected",
        reason: { kind: "http", status: 404, reason: "notFound", outcome: "failed", attempts: 1 },
      },
      { status: "rejected", reason: { kind: "http", status: 503, outcome: "unknown" } },
      { status: "rejected", reason: { status: 429, outcome: "failed", retryAfterMs: 7_000 } },
      {
        status: "rejected",
        reason: {
          kind: "protocol",
          outcome: "unknown",
          excerpt: "<html>",
          message: expect.stringContaining(`${id}: HTTP 200`) as string,
        },
      },
      { status: "fulfilled", value: { kind: "x" } },
    ]);
    expect(server.arrived).toHaveLength(1);
  });

  test("a list gives its first page; withResponse and ifChanged are of the part", async () => {
    const answers: AnswerPart[] = [
      json({ subscriptions: [{ subscriptionId: "s" }], nextPageToken: "p2" }),
      { ...json({ a: 1 }), headers: { ETag: '"new"', "X-Own": "1" } },
      { status: 304, headers: { ETag: '"old"' } },
    ];
    const { server, client } = await setUp([batchReply((_, index) => answers[index] ?? {})]);
    const results = await client.batch((b) => [
      b.list({ maxResults: 1, fields: "subscriptions" }),
      b.get({ customerId: "C" }).withResponse(),
      b.get({ customerId: "D" }).ifChanged('"old"'),
    ]);
    const parts = partsOf(server.arrived[0] ?? { headers: {}, body: "" });
    expect(parts[0]?.line).toContain("&fields=subscriptions%2CnextPageToken");
    expect(parts[2]?.headers).toEqual({ "if-none-match": '"old"' });
    const [list, whole, changed] = results;
    expect(list).toMatchObject({ value: { nextPageToken: "p2" } });
    if (whole.status !== "fulfilled" || changed.status !== "fulfilled") throw new Error("rejected");
    expect(whole.value.data).toEqual({ a: 1 });
    expect(whole.value.response).toMatchObject({ status: 200, attempts: 1 });
    expect(whole.value.response.headers.get("etag")).toBe('"new"');
    expect(changed.value).toMatchObject({ changed: false, response: { status: 304 } });
  });

  test("R-BAT-07 a body cut in the second of three parts: the first is there, the others are unknown", async () => {
    const { server, client } = await setUp([
      (arrived, response) => {
        const ids = partsOf(arrived).map(({ id }) => id);
        const parts = ids.map((id) => ({ ...json({ id }), id: `<response-${id}>` }));
        const whole = Buffer.from(multipartBody("x", parts));
        response.setHeader("content-type", multipartType("x"));
        response.end(whole.subarray(0, whole.lastIndexOf(ids[1] ?? "") + 3));
      },
    ]);
    const results = await client.batch((b) => [b.get(), b.insert(), b.get()]);
    expect(results).toMatchObject([
      { status: "fulfilled" },
      { status: "rejected", reason: { kind: "protocol", outcome: "unknown", attempts: 1 } },
      { status: "rejected", reason: { kind: "protocol", outcome: "unknown", attempts: 1 } },
    ]);
    expect(results[2].status === "rejected" && results[2].reason.message).toMatch(
      /^reseller\.customers\.get: .*not sent again$/,
    );
    expect(server.arrived).toHaveLength(1);
  });

  test.each<[string, Reply]>([
    ["HTML", { headers: { "content-type": "text/html" }, body: "<html>" }],
    ["JSON", { json: failure(400, "x") }],
    [
      "multipart without boundary",
      { headers: { "content-type": "multipart/mixed" }, body: "--x--" },
    ],
    ["multipart without parts", { headers: { "content-type": multipartType("x") }, body: "--x--" }],
    ["nothing", {}],
  ])("R-BAT-11 200 with %s: a protocol error, every call unknown", async (_, reply) => {
    const { server, client } = await setUp([reply]);
    const results = await client.batch((b) => [b.get(), b.insert()]);
    expect(results).toMatchObject([
      { status: "rejected", reason: { kind: "protocol", status: 200, outcome: "unknown" } },
      { status: "rejected", reason: { kind: "protocol", status: 200, outcome: "unknown" } },
    ]);
    expect(server.arrived).toHaveLength(1);
  });
});

describe("what becomes of the whole", () => {
  test.each([
    [503, "unknown"],
    [500, "unknown"],
    [429, "failed"],
    [403, "failed"],
    [400, "failed"],
  ])("R-BAT-09 an outer %i: one request, every call %s", async (status, outcome) => {
    const { server, client } = await setUp([
      { status, json: failure(status, "rateLimitExceeded") },
    ]);
    const results = await client.batch((b) => [b.insert(), b.get()]);
    expect(results).toMatchObject([
      { status: "rejected", reason: { kind: "http", status, outcome, attempts: 1 } },
      { status: "rejected", reason: { kind: "http", status, outcome, attempts: 1 } },
    ]);
    const [first] = results;
    expect(first.status === "rejected" && first.reason.message).toMatch(
      new RegExp(`^reseller\\.customers\\.insert: batch of 2: HTTP ${status} rateLimitExceeded`),
    );
    await wait(30);
    expect(server.arrived).toHaveLength(1);
  });

  test("a connection that is cut after the batch was read: sent once, every call unknown", async () => {
    for (let round = 0; round < 20; round++) {
      let requests = 0;
      const server = await rawServer((socket) =>
        onRequest(socket, () => {
          requests++;
          socket.destroy();
        }),
      );
      const client = clientFor(server.url);
      const results = await client.batch((b) => [b.insert(), b.get()]);
      for (const result of results) {
        expect(result).toMatchObject({
          reason: { kind: "network", outcome: "unknown", attempts: 1 },
        });
      }
      await client.close();
      expect(requests).toBe(1);
      await server.close();
    }
  });

  test("a deadline and a signal end all calls of the batch", async () => {
    const { server, client } = await setUp([() => {}]);
    const late = await client.batch((b) => [b.insert(), b.get()], { deadlineMs: 150 });
    expect(late).toMatchObject([
      { reason: { kind: "timeout", outcome: "unknown" } },
      { reason: { kind: "timeout", outcome: "unknown" } },
    ]);
    const controller = new AbortController();
    const aborted = client.batch((b) => [b.insert()], { signal: controller.signal });
    await expect.poll(() => server.arrived.length).toBe(2);
    controller.abort();
    expect(await aborted).toMatchObject([{ reason: { kind: "aborted", outcome: "unknown" } }]);
    const before = client.batch((b) => [b.insert()], { signal: controller.signal });
    expect(await before).toMatchObject([{ reason: { kind: "aborted", outcome: "not_sent" } }]);
    expect(server.arrived).toHaveLength(2);
  });

  test("R-RET-09 a port that opens later: the batch arrives once", async () => {
    const port = await freePort();
    const arrived: number[] = [];
    const late = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        const parts = partsOf({ headers: request.headers, body });
        arrived.push(parts.length);
        response.setHeader("content-type", multipartType("x"));
        response.end(
          multipartBody(
            "x",
            parts.map(({ id }) => ({ ...json({}), id })),
          ),
        );
      });
    });
    open.push({ close: () => new Promise<void>((resolve) => late.close(() => resolve())) });
    const sent = clientFor(`http://127.0.0.1:${port}/`).batch((b) => [b.insert().withResponse()]);
    setTimeout(() => void listen(late, port), 200);
    expect(await sent).toMatchObject([{ value: { response: { attempts: 2 } } }]);
    expect(arrived).toEqual([1]);
  });

  test("a batch takes as long of the client's pace as its calls", async () => {
    const { server, client } = await setUp([echo, { json: {} }], { pace: { perSecond: 100 } });
    await client.batch((b) => Array.from({ length: 40 }, () => b.get()));
    const started = performance.now();
    await client.get();
    expect(performance.now() - started).toBeGreaterThan(150);
    expect(server.arrived).toHaveLength(2);
  });

  test("close() waits for a batch", async () => {
    const { server, client } = await setUp([
      async (arrived, response) => {
        await wait(50);
        const parts = partsOf(arrived).map(({ id }) => ({ ...json({}), id }));
        response.setHeader("content-type", multipartType("x"));
        response.end(multipartBody("x", parts));
      },
    ]);
    const results = client.batch((b) => [b.get()]);
    await client.close();
    expect(await results).toMatchObject([{ status: "fulfilled" }]);
    expect((await errorOf(client.batch((b) => [b.get()]))).message).toContain("closed");
    expect(server.arrived).toHaveLength(1);
  });
});

describe("credentials", () => {
  /** Tokens one after the other; the server takes only the second. */
  function tokens(): { auth: ReturnType<typeof accessToken>; asked: () => number } {
    let asked = 0;
    return { auth: accessToken(() => `t${++asked}`), asked: () => asked };
  }
  const refusal = json(failure(401, "authError"), 401);

  test("R-BAT-08 the calls answered 401, of any method, are sent once more with a new token", async () => {
    const { auth } = tokens();
    const reply = batchReply(({ line }, index, { headers }) =>
      headers.authorization === "Bearer t1" && index !== 1 ? refusal : json({ line }),
    );
    const { server, client } = await setUp([reply], { auth });
    const results = await client.batch((b) => [
      b.insert().withResponse(),
      b.get({ customerId: "B" }).withResponse(),
      b.get({ customerId: "C" }).withResponse(),
    ]);
    expect(results).toMatchObject([
      {
        value: {
          data: { line: expect.stringContaining("POST") as string },
          response: { attempts: 2 },
        },
      },
      {
        value: {
          data: { line: expect.stringContaining("/B?") as string },
          response: { attempts: 1 },
        },
      },
      {
        value: {
          data: { line: expect.stringContaining("/C?") as string },
          response: { attempts: 2 },
        },
      },
    ]);
    expect(server.arrived.map((arrived) => partsOf(arrived).length)).toEqual([3, 2]);
    expect(server.arrived[1]?.headers.authorization).toBe("Bearer t2");
  });

  test("R-BAT-08 still 401: two batches, the error says so", async () => {
    const { auth } = tokens();
    const { server, client } = await setUp([batchReply(() => refusal)], { auth });
    const [result] = await client.batch((b) => [b.insert()]);
    expect(result).toMatchObject({
      reason: {
        kind: "auth",
        status: 401,
        outcome: "failed",
        attempts: 2,
        previousAttempts: [{ kind: "auth", status: 401, outcome: "failed" }],
      },
    });
    expect(server.arrived).toHaveLength(2);
  });

  test("R-BAT-08 credentials that cannot be renewed: one batch", async () => {
    const { server, client } = await setUp([batchReply(() => refusal)]);
    const [result] = await client.batch((b) => [b.insert()]);
    expect(result).toMatchObject({ reason: { kind: "auth", attempts: 1, previousAttempts: [] } });
    expect(server.arrived).toHaveLength(1);
  });

  test("a second batch that fails: unknown only for the calls in it", async () => {
    const { auth } = tokens();
    const first = batchReply((_, index) => (index === 0 ? refusal : json({})));
    const { client } = await setUp([first, { status: 503, json: {} }], { auth });
    const results = await client.batch((b) => [b.insert(), b.insert()]);
    expect(results).toMatchObject([
      {
        reason: {
          status: 503,
          outcome: "unknown",
          attempts: 2,
          previousAttempts: [{ status: 401, outcome: "failed" }],
        },
      },
      { status: "fulfilled" },
    ]);
  });

  test("R-BAT-10 an outer 401: refresh, the whole once more; a 401 inside is then final", async () => {
    const { auth, asked } = tokens();
    const { server, client } = await setUp(
      [
        { status: 401, json: failure(401, "authError") },
        batchReply((_, i) => (i ? json({}) : refusal)),
      ],
      { auth },
    );
    const results = await client.batch((b) => [b.insert(), b.insert()]);
    expect(results).toMatchObject([
      { reason: { status: 401, attempts: 2 } },
      { status: "fulfilled" },
    ]);
    expect(server.arrived).toHaveLength(2);
    expect(asked()).toBe(2);
  });

  test("a token that cannot be had: nothing is sent, every call says so", async () => {
    const auth = accessToken(async () => Promise.reject(new Error("no")));
    const { server, client } = await setUp([echo], { auth });
    const results = await client.batch((b) => [b.get()]);
    expect(results).toMatchObject([{ reason: { kind: "auth", outcome: "not_sent" } }]);
    expect(server.arrived).toHaveLength(0);
  });
});

describe("what is refused before anything is sent", () => {
  test("R-BAT-12 no call: no request; 1,000 calls: one; 1,001: an argument error", async () => {
    const { server, client } = await setUp([echo]);
    expect(await client.batch(() => [])).toEqual([]);
    expect(server.arrived).toHaveLength(0);
    expect(await client.batch((b) => [b.get()])).toHaveLength(1);
    const many = (count: number) => (b: TestClient) => Array.from({ length: count }, () => b.get());
    const results = await client.batch(many(1_000));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1_000);
    const error = await errorOf(client.batch(many(1_001)));
    expect(error).toMatchObject({ kind: "argument", outcome: "not_sent" });
    expect(error.message).toContain("1,000");
    expect(server.arrived).toHaveLength(2);
  });

  const media = { body: new Uint8Array(1), type: "text/plain" };
  type Build = (b: TestClient) => readonly unknown[];
  test.each<[string, Build, RegExp]>([
    [
      "a missing parameter",
      (b) => [b.get(), b.get({})],
      /customers\.get: parameter "customerId" is required/,
    ],
    ["R-BAT-12 media sent", (b) => [b.any(files.create, { media })], /create takes or gives media/],
    ["R-BAT-12 media alone", (b) => [b.any(files.ingest, { parent: "p", media })], /gives media/],
    [
      "R-BAT-12 media wanted",
      (b) => [b.any(files.get, { fileId: "f", alt: "media" })],
      /gives media/,
    ],
    ["R-BAT-12 media always", (b) => [b.any(files.read)], /read takes or gives media/],
    ["a stream", (b) => [b.stream()], /gives a stream/],
    ["waiting", (b) => [b.waits()], /many requests/],
    ["request()", (b) => [b.request({ method: "GET", path: "x" })], /request\(\)/],
    ["close()", (b) => [b.close()], /close\(\)/],
    ["a batch in a batch", (b) => [b.batch(() => [])], /a batch is no call/],
    [
      "a call that is not returned",
      (b) => [b.insert(), b.get()].slice(1),
      /customers\.insert .*does not return/,
    ],
    ["a deadline of a call", (b) => [b.get(undefined, { deadlineMs: 5 })], /takes no deadlineMs/],
    [
      "a signal of a call",
      (b) => [b.get(undefined, { signal: new AbortController().signal })],
      /no signal/,
    ],
    [
      "a header that is no ASCII",
      (b) => [b.get(undefined, { headers: { "x-a": "é" } })],
      /x-a must be ASCII/,
    ],
    ["an etag that is no ASCII", (b) => [b.get().ifChanged("é")], /if-none-match must be ASCII/],
    ["what is no call", () => [5], /element 0/],
    [
      "what was derived from a call",
      (b) => [b.get().then(() => 5)],
      /element 0 .*no call of its own/,
    ],
    ["iteration", (b) => [b.list().pages()], /first page/],
  ])("%s", async (_, build, message) => {
    const { server, client } = await setUp([echo]);
    const error = await errorOf(client.batch(build));
    expect(error).toMatchObject({ kind: "argument", outcome: "not_sent" });
    expect(error.message).toMatch(message);
    await wait(10);
    expect(server.arrived).toHaveLength(0);
  });

  test("methods that may have media are part of it without them", async () => {
    const { client } = await setUp([batchReply(({ line }) => json({ line }))]);
    const results = await client.batch((b) => [
      b.any(files.create, { body: { name: "x" } }),
      b.any(files.get, { fileId: "f", alt: "json" }),
    ]);
    expect(results).toMatchObject([
      { value: { line: expect.stringContaining("POST /files/v1/files?") as string } },
      { value: { line: expect.stringContaining("GET /files/v1/files/f?") as string } },
    ]);
  });

  test.each([
    ["ifMatch", '"e"'],
    ["idempotent", true],
  ])("%s of the batch", async (name, value) => {
    const { server, client } = await setUp([echo]);
    const error = await errorOf(client.batch((b) => [b.get()], { [name]: value }));
    expect(error.message).toBe(`batch: it takes no ${name}, which is for single calls`);
    expect(server.arrived).toHaveLength(0);
  });

  test("a build that is asynchronous; its calls end with the error, and it takes no more", async () => {
    const { server, client } = await setUp([echo]);
    let inside: Promise<unknown> | undefined;
    const build = async (b: TestClient): Promise<unknown[]> => {
      inside = errorOf(b.get());
      await inside;
      return [b.get()];
    };
    const error = await errorOf(client.batch(build as never));
    expect(error.message).toMatch(/build must return an array .*not asynchronous/);
    expect(await inside).toBe(error);
    await wait(10);
    expect(server.arrived).toHaveLength(0);
  });

  test("the client that build was given takes no calls afterwards", async () => {
    const { server, client } = await setUp([echo]);
    let kept: TestClient | undefined;
    await client.batch((b) => {
      kept = b;
      return [b.get()];
    });
    const error = thrownBy(() => kept?.get());
    expect(error).toMatchObject({ kind: "argument" });
    expect(error.message).toBe("reseller.customers.get: the batch takes no more calls");
    expect(server.arrived).toHaveLength(1);
  });

  test("what build throws comes out", async () => {
    const { client } = await setUp([echo]);
    const build = (b: TestClient): never => {
      void b.get();
      throw new RangeError("mine");
    };
    await expect(client.batch(build)).rejects.toThrow(new RangeError("mine"));
  });

  test("a call of another client is not part of it; it is sent on its own", async () => {
    const { server, client } = await setUp([{ json: {} }]);
    const error = await errorOf(client.batch(() => [client.get()]));
    expect(error.message).toMatch(/element 0 .*is a call of another client/);
    await expect.poll(() => server.arrived.length).toBe(1);
    expect(server.arrived[0]?.method).toBe("GET");
  });

  test("scopes that do not fit one of the calls; an API without batches", async () => {
    const auth = { getAccessToken: () => "t", scopes: ["https://www.googleapis.com/auth/other"] };
    const { server, client } = await setUp([echo], { auth });
    expect(await errorOf(client.batch((b) => [b.get()]))).toMatchObject({ kind: "auth" });
    const plain = new TestClient(
      { auth, rootUrl: server.url },
      { format: 1, name: "plain", version: "v1", rootUrl: server.url },
    );
    expect((await errorOf(plain.batch((b) => [b.get()]))).message).toContain("no batches");
    expect(server.arrived).toHaveLength(0);
  });
});

test("a client of the user's own class", async () => {
  class Own extends TestClient {
    constructor(rootUrl: string) {
      if (typeof rootUrl !== "string") throw new Error("not made by its user");
      super({ auth: accessToken("t"), rootUrl });
    }
  }
  const { server } = await setUp([echo]);
  const client = new Own(server.url);
  open.push(client);
  expect(await client.batch((b) => [b.get()])).toMatchObject([{ status: "fulfilled" }]);
});
