/** Waiting for long-running operations, in every style that real documents have. */
import { describe, expect, test } from "vitest";
import {
  accessToken,
  ApiClient,
  type GoogleApiError,
  type MethodDescriptor,
  type WaitOptions,
} from "@discogen/runtime";
import { errorOf, wait } from "./reseller.js";
import { httpServer, type Reply, type TestServer } from "./servers.js";
import { open } from "./set-up.js";

type Operation = Record<string, unknown>;

class Client extends ApiClient {
  waitUntilDone(
    poll: MethodDescriptor,
    operation: Operation,
    options: WaitOptions = {},
  ): Promise<Operation> {
    return this.caller.waitUntilDone(poll, operation, { minDelayMs: 10, ...options });
  }
}

async function setUp(replies: readonly Reply[]): Promise<{ server: TestServer; client: Client }> {
  const server = await httpServer(...replies);
  const api = { format: 1, name: "a", version: "v1", rootUrl: server.url } as const;
  const client = new Client(api, { auth: accessToken("t"), rootUrl: server.url });
  open.push(server, client);
  return { server, client };
}

function poll(operation: "done" | "status", ...path: MethodDescriptor["path"]): MethodDescriptor {
  return { id: "test.operations.get", httpMethod: "GET", path, response: "object", operation };
}

const v = (name: string, operator?: "+"): MethodDescriptor["path"][number] =>
  operator === undefined ? { name } : { name, operator };

const longrunning = poll("done", "v1/", v("name", "+"));
const computeZone = poll(
  "status",
  "compute/v1/projects/",
  v("project"),
  "/zones/",
  v("zone"),
  "/operations/",
  v("operation"),
);
const name = "projects/p/locations/l/operations/o-1";

describe("how an operation is asked for", () => {
  const compute = "https://www.googleapis.com/compute/v1/projects/p-1";
  test.each<[string, MethodDescriptor, Operation, string]>([
    ["google.longrunning", longrunning, { name }, `v1/${name}`],
    [
      "google.longrunning, a version below",
      poll("done", "v1beta/", v("name", "+")),
      { name: "operations/x y" },
      "v1beta/operations/x%20y",
    ],
    [
      "compute, zone",
      computeZone,
      { name: "op", selfLink: `${compute}/zones/z-a/operations/op` },
      "compute/v1/projects/p-1/zones/z-a/operations/op",
    ],
    [
      "compute, region",
      poll(
        "status",
        "compute/v1/projects/",
        v("project"),
        "/regions/",
        v("region"),
        "/operations/",
        v("operation"),
      ),
      { name: "op", selfLink: `${compute}/regions/r/operations/op` },
      "compute/v1/projects/p-1/regions/r/operations/op",
    ],
    [
      "compute, global",
      poll("status", "compute/v1/projects/", v("project"), "/global/operations/", v("operation")),
      { name: "op", selfLink: `${compute}/global/operations/op` },
      "compute/v1/projects/p-1/global/operations/op",
    ],
    [
      "compute, an organization",
      poll("status", "compute/v1/locations/global/operations/", v("operation")),
      {
        name: "op",
        selfLink: "https://www.googleapis.com/compute/v1/locations/global/operations/op",
      },
      "compute/v1/locations/global/operations/op",
    ],
    [
      "container, whose name is only an id",
      poll("status", "v1/", v("name", "+")),
      {
        name: "op-1",
        selfLink: "https://container.googleapis.com/v1/projects/7/zones/z/operations/op-1",
      },
      "v1/projects/7/zones/z/operations/op-1",
    ],
    [
      "sqladmin",
      poll("status", "v1/projects/", v("project"), "/operations/", v("operation")),
      {
        name: "uuid",
        selfLink: "https://sqladmin.googleapis.com/v1/projects/p%3Aq/operations/uuid",
      },
      "v1/projects/p%3Aq/operations/uuid",
    ],
    [
      "appengine",
      poll("done", "v1/apps/", v("appsId"), "/operations/", v("operationsId")),
      { name: "apps/my-app/operations/u" },
      "v1/apps/my-app/operations/u",
    ],
    [
      "storage",
      poll("done", "storage/v1/b/", v("bucket"), "/operations/", v("operationId")),
      {
        name: "projects/_/buckets/b/operations/o",
        selfLink: "https://www.googleapis.com/storage/v1/b/b/operations/o",
      },
      "storage/v1/b/b/operations/o",
    ],
    [
      "drive",
      poll("done", "drive/v3/operations/", v("name")),
      { name: "abc" },
      "drive/v3/operations/abc",
    ],
    [
      "drive, with the word before it",
      poll("done", "drive/v3/operations/", v("name")),
      { name: "operations/abc" },
      "drive/v3/operations/abc",
    ],
  ])("%s", async (_, method, operation, path) => {
    const ended = { ...operation, done: true, status: "DONE" };
    const { server, client } = await setUp([{ json: ended }]);
    expect(await client.waitUntilDone(method, { ...operation, status: "RUNNING" })).toEqual(ended);
    expect(server.arrived.map(({ method, url }) => [method, url.split("?")[0]])).toEqual([
      ["GET", `/${path}`],
    ]);
  });

  test("a selfLink of the server below a root with a path", async () => {
    const { server } = await setUp([{ json: { status: "DONE" } }]);
    const rootUrl = `${server.url}google/`;
    const api = { format: 1, name: "a", version: "v1", rootUrl } as const;
    const client = new Client(api, { auth: accessToken("t"), rootUrl });
    open.push(client);
    const selfLink = `${rootUrl}compute/v1/projects/p/zones/z/operations/o`;
    await client.waitUntilDone(computeZone, { name: "o", selfLink });
    expect(server.arrived[0]?.url).toContain("/google/compute/v1/projects/p/zones/z/operations/o?");
  });

  test("what the operation does not tell is given as params, which win; else the error says what", async () => {
    const { server, client } = await setUp([{ json: { status: "DONE" } }]);
    const error = await errorOf(client.waitUntilDone(computeZone, { name: "o" }));
    expect(error).toMatchObject({ kind: "argument", outcome: "not_sent" });
    expect(error.message).toBe(
      "test.operations.get: the operation does not tell project and zone; give them as params: { project: …, zone: … }",
    );
    const params = { project: "p", zone: "z", operation: "mine" };
    await client.waitUntilDone(computeZone, { name: "o" }, { params });
    expect(server.arrived.map(({ url }) => url.split("?")[0])).toEqual([
      "/compute/v1/projects/p/zones/z/operations/mine",
    ]);
  });

  test("a variable of several segments tells nothing unless it is the last", async () => {
    const { client } = await setUp([]);
    const method = poll("done", "v1/", v("parent", "+"), "/operations/", v("operation"));
    const error = await errorOf(client.waitUntilDone(method, { name: "v1/a/operations/o/p" }));
    expect(error.message).toContain("does not tell parent and operation;");
  });

  test.each([
    ["no name", {}],
    ["a name that is no text", { name: 5 }],
    ["a selfLink that is no address", { selfLink: "projects/p/zones/z/operations/o" }],
    [
      "a selfLink of something else",
      { selfLink: "https://www.googleapis.com/compute/v1/projects/p" },
    ],
    [
      "a selfLink with a bad escape",
      { selfLink: "https://x.example/compute/v1/projects/%E0/zones/z/operations/o" },
    ],
    [
      "a selfLink that climbs",
      { selfLink: "https://x.example/compute/v1/projects/%2e%2e/zones/z/operations/o" },
    ],
  ])("%s: an argument error, nothing is sent", async (_, operation) => {
    const { server, client } = await setUp([]);
    expect((await errorOf(client.waitUntilDone(computeZone, operation))).kind).toBe("argument");
    expect(server.arrived).toHaveLength(0);
  });
});

describe("until it has ended", () => {
  test("polls until done; every state is told", async () => {
    const states = [{ name }, { name, done: false }, { name, done: true, response: { x: 1 } }];
    const { server, client } = await setUp(states.map((json) => ({ json })));
    const seen: object[] = [];
    const ended = await client.waitUntilDone(
      longrunning,
      { name },
      { onPoll: (one) => void seen.push(one) },
    );
    expect(ended).toEqual(states[2]);
    expect(seen).toEqual(states);
    expect(server.arrived).toHaveLength(3);
  });

  test.each<[MethodDescriptor, Operation]>([
    [longrunning, { done: true, response: {} }],
    [computeZone, { status: "DONE", name: "o" }],
    [computeZone, { status: "done", error: {} }],
    [computeZone, { status: "DONE", error: { kind: "sql#operationErrors", errors: [] } }],
  ])("an operation that has ended already: no request (%#)", async (method, operation) => {
    const { server, client } = await setUp([]);
    expect(await client.waitUntilDone(method, operation)).toBe(operation);
    expect(server.arrived).toHaveLength(0);
  });

  test("the waits grow from minDelayMs to maxDelayMs", async () => {
    const times: number[] = [];
    const { client } = await setUp([
      (_, response) => {
        times.push(performance.now());
        response.end(JSON.stringify({ done: times.length === 6, name }));
      },
    ]);
    await client.waitUntilDone(longrunning, { name }, { minDelayMs: 60, maxDelayMs: 120 });
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    for (const [index, most] of [60, 90, 120, 120, 120].entries()) {
      expect(waits[index]).toBeGreaterThan(most / 2 - 2);
    }
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(2_000);
  });

  test("a question that fails for the moment is asked again", async () => {
    const { server, client } = await setUp([
      { json: { name } },
      { status: 503, json: {} },
      { json: { name, done: true } },
    ]);
    const options = { request: { retry: { minDelayMs: 1 } } };
    expect(await client.waitUntilDone(longrunning, { name }, options)).toMatchObject({
      done: true,
    });
    expect(server.arrived).toHaveLength(3);
  });

  test("a question that fails for good ends the wait", async () => {
    const { server, client } = await setUp([
      { json: { name } },
      { status: 404, json: { error: { code: 404, status: "NOT_FOUND" } } },
    ]);
    const error = await errorOf(client.waitUntilDone(longrunning, { name, metadata: 0 }));
    expect(error).toMatchObject({ kind: "http", status: 404, attempts: 2, operation: { name } });
    expect(error.operation).toEqual({ name });
    expect(server.arrived).toHaveLength(2);
  });
});

describe("an operation that failed", () => {
  const failed = async (
    method: MethodDescriptor,
    operation: Operation,
  ): Promise<GoogleApiError> => {
    const { client } = await setUp([{ json: { ...operation } }]);
    return errorOf(client.waitUntilDone(method, { ...operation, done: false, status: "RUNNING" }));
  };

  test("google.rpc.Status: code, status, details and the operation", async () => {
    const info = {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "STOCKOUT",
      domain: "d",
    };
    const operation = {
      name,
      done: true,
      error: { code: 8, message: "none left", details: [info] },
    };
    const error = await failed(longrunning, operation);
    expect(error).toMatchObject({
      kind: "operation",
      outcome: "failed",
      code: "RESOURCE_EXHAUSTED",
      status: 429,
      reason: "STOCKOUT",
      domain: "d",
      details: [info],
      errorInfo: { reason: "STOCKOUT" },
      attempts: 1,
    });
    expect(error.operation).toEqual(operation);
    expect(error.response?.status).toBe(200);
    expect(error.message).toBe(
      `test.operations.get: the operation ${name} failed: STOCKOUT: none left`,
    );
  });

  test("compute: errors and httpErrorStatusCode", async () => {
    const selfLink = "https://www.googleapis.com/compute/v1/projects/p/zones/z/operations/o";
    const errors = [{ code: "RESOURCE_NOT_FOUND", message: "no image", location: "image" }];
    const base = { name: "o", selfLink, status: "DONE" };
    const error = await failed(computeZone, {
      ...base,
      error: { errors },
      httpErrorStatusCode: 404,
    });
    expect(error).toMatchObject({
      kind: "operation",
      status: 404,
      reason: "RESOURCE_NOT_FOUND",
      errors: [{ reason: "RESOURCE_NOT_FOUND", message: "no image", location: "image" }],
    });
    const bare = { ...base, httpErrorStatusCode: 409, httpErrorMessage: "CONFLICT" };
    expect((await failed(computeZone, bare)).message).toMatch(/the operation o failed: CONFLICT$/);
  });

  test.each([
    [1, "CANCELLED", 499],
    [5, "NOT_FOUND", 404],
    [16, "UNAUTHENTICATED", 401],
    [404, null, 404],
    [77, null, null],
    ["5", null, null],
    [-1, null, null],
  ])("code %s is %s and HTTP %s", async (code, word, status) => {
    const error = await failed(longrunning, { name, done: true, error: { code } });
    expect(error).toMatchObject({ kind: "operation", code: word, status });
  });

  test("one that failed already: no request; error bodies of any kind are no crash", async () => {
    const { server, client } = await setUp([]);
    for (const error of [{}, "x", 5, [], { errors: 5 }, { errors: [null, 5] }, { details: "x" }]) {
      const operation = { done: true, error };
      const ended = await errorOf(client.waitUntilDone(longrunning, operation));
      expect(ended).toMatchObject({ kind: "operation", attempts: 0, operation });
    }
    expect(server.arrived).toHaveLength(0);
  });
});

describe("the end of the wait", () => {
  test("its deadline: kind timeout, with the last state", async () => {
    const { client } = await setUp([{ json: { name, metadata: { percent: 5 } } }]);
    const started = performance.now();
    const error = await errorOf(client.waitUntilDone(longrunning, { name }, { deadlineMs: 150 }));
    expect(performance.now() - started).toBeLessThan(1_150);
    expect(error).toMatchObject({ kind: "timeout", outcome: "unknown" });
    expect(error.operation).toEqual({ name, metadata: { percent: 5 } });
    expect(error.attempts).toBeGreaterThan(1);
    expect(error.message).toContain(`the operation ${name} goes on`);
  });

  test("its deadline while a question is open", async () => {
    const { client } = await setUp([() => {}]);
    const error = await errorOf(client.waitUntilDone(longrunning, { name }, { deadlineMs: 150 }));
    expect(error).toMatchObject({ kind: "timeout", operation: { name }, attempts: 1 });
    expect(error.message).toContain("deadline of the wait");
  });

  test("a time limit of the question alone is the question's error, with the operation", async () => {
    const { client } = await setUp([() => {}]);
    const options = { request: { deadlineMs: 100 } };
    const error = await errorOf(client.waitUntilDone(longrunning, { name }, options));
    expect(error).toMatchObject({ kind: "timeout", operation: { name } });
    expect(error.message).toContain("deadline passed");
  });

  test("its signal, between two questions and before the first", async () => {
    const { server, client } = await setUp([{ json: { name } }]);
    const controller = new AbortController();
    const { signal } = controller;
    const waiting = errorOf(
      client.waitUntilDone(
        longrunning,
        { name },
        { signal, minDelayMs: 60_000, maxDelayMs: 60_000 },
      ),
    );
    await expect.poll(() => server.arrived.length).toBe(1);
    await wait(20);
    controller.abort();
    expect(await waiting).toMatchObject({ kind: "aborted", operation: { name } });
    expect(await errorOf(client.waitUntilDone(longrunning, { name }, { signal }))).toMatchObject({
      kind: "aborted",
      attempts: 0,
      operation: { name },
    });
    expect(server.arrived).toHaveLength(1);
  });

  test("settings of the questions: their headers; a signal stands outside", async () => {
    const { server, client } = await setUp([{ json: { done: true } }]);
    const request = { headers: { "x-own": "1" } };
    await client.waitUntilDone(longrunning, { name }, { request });
    expect(server.arrived[0]?.headers["x-own"]).toBe("1");
    const { signal } = new AbortController();
    const error = await errorOf(
      client.waitUntilDone(longrunning, { name }, { request: { signal } }),
    );
    expect(error.message).toContain("give the signal to waitUntilDone itself");
  });

  test.each([
    { deadlineMs: 0 },
    { minDelayMs: -1 },
    { maxDelayMs: "5" },
    { every: 5 },
    { signal: {} },
  ])("wrong options are argument errors: %j", async (options) => {
    const { server, client } = await setUp([]);
    const call = client.waitUntilDone(longrunning, { name }, options as WaitOptions);
    expect((await errorOf(call)).kind).toBe("argument");
    expect(server.arrived).toHaveLength(0);
  });

  test("what is no operation", async () => {
    const { client } = await setUp([]);
    for (const value of [null, undefined, "x"]) {
      const call = client.waitUntilDone(longrunning, value as never);
      expect((await errorOf(call)).kind).toBe("argument");
    }
  });
});
