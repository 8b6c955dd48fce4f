/** Fakes of a generated client, as its users' tests have them. */
import { describe, expect, test } from "vitest";
import { GoogleApiError, ResellerClient, type Customer } from "@discogen/reseller-v1";
import { fakeError, fakeMedia, fakeTransport } from "@discogen/reseller-v1/testing";
import { createFakeTransport, type FakeApi } from "@discogen/runtime/testing";
import { ApiClient, type MethodDescriptor } from "@discogen/runtime";
import type { MediaResponse } from "@discogen/runtime";
import { MediaClient } from "../runtime/media-client.js";
import { callById, closing } from "./set-up.js";
import { methods } from "./document.js";

type Handlers = Parameters<typeof fakeTransport<ResellerClient>>[0];

function clientOf(handlers: Handlers): ResellerClient {
  return closing(new ResellerClient({ transport: fakeTransport<ResellerClient>(handlers) }));
}

/** Handlers that types refuse. */
function wrong(handlers: object): Handlers {
  return handlers as Handlers;
}

async function errorOf(promise: Promise<unknown>): Promise<GoogleApiError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof GoogleApiError) return error;
  throw new Error("the call did not fail with a GoogleApiError", { cause: error });
}

describe("handlers", () => {
  test("the sample of CLIENT-API.md", async () => {
    const client = clientOf({ customers: { get: ({ customerId }) => ({ customerId }) } });
    expect(await client.customers.get({ customerId: "acme.example" })).toEqual({
      customerId: "acme.example",
    });
  });

  test("get what the caller wrote, its body among it, and the request", async () => {
    const seen: unknown[] = [];
    const client = clientOf({
      customers: {
        insert: async (params, request) => {
          seen.push(params, request.method, request.headers["x-trace"]);
          return { ...params.body, customerId: "C1" };
        },
      },
    });
    const body: Customer = { customerDomain: "new.example", postalAddress: { countryCode: "US" } };
    const params = { customerAuthToken: "t", body };
    const got = await client.customers.insert(params, { headers: { "x-trace": "7" } });
    expect(got).toEqual({ ...body, customerId: "C1" });
    expect(seen).toEqual([params, "POST", "7"]);
  });

  test("answer every method; none is reached by another's handler", async () => {
    const handlers: Record<string, Record<string, () => object | undefined>> = {};
    for (const { id, response } of methods) {
      const [, resource = "", name = ""] = id.split(".");
      handlers[resource] ??= {};
      handlers[resource][name] = () => (response === undefined ? undefined : { kind: id });
    }
    const client = clientOf(wrong(handlers));
    for (const { id, response, parameters = {}, request } of methods) {
      const params = Object.entries(parameters).filter(([, { required }]) => required);
      const values = Object.fromEntries(
        params.map(([name, each]) => [name, each.enum?.[0] ?? "x"]),
      );
      const call = callById(client, id, request === undefined ? values : { ...values, body: {} });
      if (id.includes("resellernotify")) {
        // Its answers have no kind.
        expect((await errorOf(call)).message).toContain('has no property "kind"');
      } else expect(await call).toEqual(response === undefined ? undefined : { kind: id });
    }
  });

  test("answer a list page by page", async () => {
    const client = clientOf({
      subscriptions: {
        list: ({ pageToken }) =>
          pageToken === undefined
            ? { subscriptions: [{ skuId: "1" }, { skuId: "2" }], nextPageToken: "next" }
            : { subscriptions: [{ skuId: pageToken }] },
      },
    });
    const found: (string | undefined)[] = [];
    for await (const { skuId } of client.subscriptions.list()) found.push(skuId);
    expect(found).toEqual(["1", "2", "next"]);
    expect(await client.subscriptions.list()).toMatchObject({ nextPageToken: "next" });
  });

  test("answer each call of a batch", async () => {
    const client = clientOf({
      customers: {
        get: ({ customerId }) => (customerId === "C" ? { customerId } : fakeError(404)),
      },
      subscriptions: { list: () => ({ subscriptions: [], nextPageToken: "2" }) },
    });
    const [one, page, other] = await client.batch((b) => [
      b.customers.get({ customerId: "C" }),
      b.subscriptions.list(),
      b.customers.get({ customerId: "D" }),
    ]);
    expect(one).toEqual({ status: "fulfilled", value: { customerId: "C" } });
    expect(page).toMatchObject({ value: { nextPageToken: "2" } });
    expect(other).toMatchObject({ reason: { status: 404, reason: "notFound" } });
  });

  test("answer request(), which names no method", async () => {
    const client = clientOf({
      request: ({ method, url, body }) => ({ method, path: new URL(url).pathname, body }),
    });
    const request = { method: "POST", path: "apps/reseller/v1/new", body: { a: 1 } } as const;
    expect(await client.request(request)).toEqual({
      method: "POST",
      path: "/apps/reseller/v1/new",
      body: '{"a":1}',
    });
  });
});

describe("errors", () => {
  const call = (get: NonNullable<NonNullable<Handlers["customers"]>["get"]>): Promise<unknown> =>
    clientOf({ customers: { get } }).customers.get({ customerId: "C" }, { deadlineMs: 700 });

  test.each([
    ["returned", () => fakeError(404, { reason: "notFound", message: "No customer" })],
    ["promised", async () => fakeError(404, { reason: "notFound", message: "No customer" })],
    [
      "thrown",
      (): never => {
        throw fakeError(404, { reason: "notFound", message: "No customer" });
      },
    ],
  ])("of Google's, %s", async (_, get) => {
    const error = await errorOf(call(get));
    expect(error).toMatchObject({
      kind: "http",
      status: 404,
      reason: "notFound",
      code: "NOT_FOUND",
      domain: "global",
      outcome: "failed",
      attempts: 1,
    });
    expect(error.message).toBe("reseller.customers.get: HTTP 404 notFound: No customer");
  });

  test("with code, domain, details and headers", async () => {
    const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "R", domain: "d" };
    const parts = { code: "ABORTED", details: [info], headers: { "Retry-After": "90" } };
    expect(await errorOf(call(() => fakeError(409, parts)))).toMatchObject({
      code: "ABORTED",
      reason: "R",
      errorInfo: { reason: "R", domain: "d" },
      retryAfterMs: 90_000,
    });
  });

  test.each([
    [400, "INVALID_ARGUMENT", "badRequest"],
    [403, "PERMISSION_DENIED", "forbidden"],
    [418, "UNKNOWN", "unknown"],
  ])("with Google's usual words for %d", async (status, code, reason) => {
    expect(await errorOf(call(() => fakeError(status)))).toMatchObject({ code, reason });
  });

  test.each([200, 299, 600, 404.5, NaN])("the status %d is no error", (status) => {
    expect(() => fakeError(status)).toThrow(/must be that of an error/);
  });

  test("that pass are retried, as on the wire", async () => {
    let count = 0;
    const client = closing(
      new ResellerClient({
        transport: fakeTransport({
          customers: { get: () => (++count === 1 ? fakeError(503) : { customerId: "C" }) },
        }),
        retry: { minDelayMs: 1 },
      }),
    );
    expect(await client.customers.get({ customerId: "C" })).toEqual({ customerId: "C" });
    expect(count).toBe(2);
  });

  test("of a handler's own are the transport's, with what it threw as their cause", async () => {
    const error = await errorOf(
      call(() => {
        throw new TypeError("no such fixture");
      }),
    );
    expect(error.message).toContain("no such fixture");
    expect(error.cause).toMatchObject({ name: "TypeError", message: "no such fixture" });
    expect(error.attempts).toBe(1);
  });
});

describe("answers are held to the schema", () => {
  const get = (answer: unknown): Promise<unknown> =>
    clientOf(wrong({ customers: { get: () => answer } })).customers.get({ customerId: "C" });

  test.each<[string, unknown, string]>([
    [
      "a property",
      { costumerId: "C" },
      'Customer has no property "costumerId" (did you mean "customerId"?)',
    ],
    [
      "deeper",
      { postalAddress: { contryCode: "US" } },
      'Address has no property "contryCode" (did you mean "countryCode"?), at postalAddress',
    ],
    ["with no name like it", { x: 1 }, 'Customer has no property "x"'],
    ["with a name of every object", { toString: 1 }, 'Customer has no property "toString"'],
    [
      "an object that is none",
      { postalAddress: "here" },
      "postalAddress is not the object it should be",
    ],
    ["an array", [], "the answer is not the object it should be"],
    [
      "nothing",
      undefined,
      "the handler of reseller.customers.get returned nothing; an empty answer is {}",
    ],
    ["a bigint", { customerId: 1n }, "cannot be written as JSON"],
    ["a function", () => ({}), "cannot be written as JSON"],
  ])("%s", async (_, answer, words) => {
    const error = await errorOf(get(answer));
    expect(error.message).toContain("reseller.customers.get: ");
    expect(String((error.cause as Error).message)).toContain(words);
    expect(error.attempts).toBe(1);
  });

  test("inside arrays, with the place", async () => {
    const client = clientOf(
      wrong({ subscriptions: { list: () => ({ subscriptions: [{}, { plan: { nam: 1 } }] }) } }),
    );
    expect((await errorOf(client.subscriptions.list())).message).toContain(
      'SubscriptionPlan has no property "nam"',
    );
    expect((await errorOf(client.subscriptions.list())).message).toContain(
      "at subscriptions[1].plan",
    );
  });

  test("an array that is none", async () => {
    const client = clientOf(wrong({ subscriptions: { list: () => ({ subscriptions: {} }) } }));
    expect((await errorOf(client.subscriptions.list())).message).toContain(
      "subscriptions is not the array it should be",
    );
  });

  test("a method without an answer gives none", async () => {
    const params = { customerId: "C", subscriptionId: "S", deletionType: "cancel" } as const;
    const none = clientOf({ subscriptions: { delete: () => undefined } });
    expect(await none.subscriptions.delete(params)).toBe(undefined);
    const some = clientOf(wrong({ subscriptions: { delete: () => ({}) } }));
    expect((await errorOf(some.subscriptions.delete(params))).message).toContain(
      "answers with nothing, and so must its handler",
    );
  });

  test("what is left out, null and undefined are no matter", async () => {
    const answer = { postalAddress: null, customerDomain: undefined };
    expect(await get(answer)).toEqual({ postalAddress: null });
  });
});

describe("what is not there is told", () => {
  test("a call without a handler: which, and how to add it", async () => {
    const client = clientOf({ customers: {} });
    const error = await errorOf(client.customers.get({ customerId: "C" }));
    expect(error.message).toContain(
      "the fake has no handler for reseller.customers.get; add { customers: { get: (params) => … } }",
    );
    expect(error.attempts).toBe(1);
    const free = await errorOf(client.request({ method: "GET", path: "x" }));
    expect(free.message).toContain("add { request: (request) => … }");
  });

  test.each<[string, object, string]>([
    ["a resource", { custmers: {} }, "the client has no method custmers"],
    [
      "a method",
      { customers: { gett: () => ({}) } },
      "the client has no method customers.gett (did you mean customers.get?)",
    ],
    ["a resource that is a function", { customers: () => ({}) }, "no method customers"],
    ["a method that is none", { customers: { get: {} } }, "customers.get must be a function"],
    ["a resource that is null", { customers: null }, "customers must be an object of functions"],
    ["request that is none", { request: {} }, "request must be a function"],
  ])("a handler for what the client does not have: %s", (_, handlers, words) => {
    expect(() => fakeTransport(wrong(handlers))).toThrow(words);
    expect(() => fakeTransport(wrong(handlers))).toThrow(GoogleApiError);
  });

  test.each([[undefined], [null], [[]], [1], ["x"]])("handlers that are %j", (handlers) => {
    expect(() => fakeTransport(handlers as never)).toThrow("the handlers must be an object");
  });

  test("handlers that are undefined are as if left out", async () => {
    const client = clientOf({ customers: { get: undefined }, subscriptions: undefined });
    expect((await errorOf(client.customers.get({ customerId: "C" }))).message).toContain(
      "has no handler",
    );
  });
});

describe("other kinds of methods", () => {
  const method = (id: string, more: Partial<MethodDescriptor> = {}): MethodDescriptor => ({
    id,
    httpMethod: "GET",
    path: ["x"],
    response: "any",
    ...more,
  });
  class Client extends ApiClient {
    call(id: string, params: object = {}, more: Partial<MethodDescriptor> = {}): Promise<unknown> {
      return this.caller.send(method(id, more), params, undefined);
    }
  }
  const api: FakeApi = {
    methods: {
      "a.pages": "pages",
      "a.pages.list": "pages.list: Map",
      "a.get": "get: A|B",
      "a.tree": "tree: Tree",
      "a.odd": "odd%002ename.x: Odd",
      "a.file": "file: A | <media>",
    },
    schemas: {
      A: "kind a",
      B: "kind b:A{}",
      Map: "=A{}",
      Tree: "=Tree[]",
      Odd: "a%0020b a%003ab",
    },
    dataWrapper: true,
  };
  const clientWith = (handlers: object): Client =>
    closing(
      new Client(
        { format: 1, name: "a", version: "v1", rootUrl: "https://a.googleapis.com/" },
        { transport: createFakeTransport(api, handlers) },
      ),
    );
  const wrapped = { dataWrapper: true } as const;

  test("one that is a resource too takes a function with members, or either", async () => {
    const list = (): object => ({ x: { a: 1 } });
    const both = clientWith({ pages: Object.assign(() => undefined, { list }) });
    expect(await both.call("a.pages", {}, { response: "none" })).toBe(undefined);
    expect(await both.call("a.pages.list", {}, wrapped)).toEqual({ x: { a: 1 } });
    const one = clientWith({ pages: { list } });
    expect(await one.call("a.pages.list", {}, wrapped)).toEqual({ x: { a: 1 } });
    await expect(one.call("a.pages")).rejects.toThrow("no handler for a.pages;");
  });

  test("maps, variants, aliases and names with odd signs", async () => {
    const answers: Record<string, unknown> = {};
    const client = clientWith({
      pages: { list: () => answers["list"] },
      get: () => answers["get"],
      tree: () => answers["tree"],
      "odd.name": { x: () => answers["odd"] },
    });
    const call = (name: string, id: string, answer: unknown): Promise<unknown> => {
      answers[name] = answer;
      return client.call(id, {}, wrapped);
    };
    expect(await call("get", "a.get", { kind: "b", b: { x: { a: 1 } } })).toBeTruthy();
    await expect(call("get", "a.get", { c: 1 })).rejects.toThrow('A has no property "c"');
    await expect(call("list", "a.pages.list", { "x y": { c: 1 } })).rejects.toThrow('at "x y"');
    expect(await call("tree", "a.tree", [[], [[]]])).toEqual([[], [[]]]);
    await expect(call("tree", "a.tree", [[1]])).rejects.toThrow("[0][0] is not the array");
    expect(await call("odd", "a.odd", { "a b": [1], "a:b": 2 })).toEqual({ "a b": [1], "a:b": 2 });
    await expect(call("odd", "a.odd", { "a c": 1 })).rejects.toThrow('no property "a c"');
  });

  test("bytes, where they are asked for", async () => {
    const bytes = Uint8Array.of(1, 2);
    const give: Record<string, unknown> = { file: bytes };
    const transport = createFakeTransport(api, { file: () => give["file"] });
    const request = (params: object): Promise<[number, string | null, string]> =>
      transport({
        method: "GET",
        url: "https://a/x",
        headers: {},
        body: null,
        parts: null,
        call: { id: "a.file", params: { ...params }, body: undefined },
      }).then(async ({ status, headers, body }) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of body) chunks.push(chunk);
        return [status, headers.get("Content-Type"), Buffer.concat(chunks).toString("latin1")];
      });
    expect(await request({ alt: "media" })).toEqual([200, "application/octet-stream", "\x01\x02"]);
    give["file"] = fakeMedia("é", { type: "text/plain" });
    expect(await request({ alt: "media" })).toEqual([200, "text/plain", "\xc3\xa9"]);
    give["file"] = { a: 1 };
    expect(await request({})).toEqual([200, "application/json; charset=UTF-8", '{"data":{"a":1}}']);
    await expect(request({ alt: "media" })).rejects.toThrow("fakeMedia(…)");
  });
});

describe("media and streams", () => {
  const api: FakeApi = {
    methods: {
      "files.files.create": "files.create: File",
      "files.files.get": "files.get: File | <media>",
      "files.files.ingest": "files.ingest: <media>",
      "files.rows.stream": "rows.stream: Row[]",
    },
    schemas: { File: "size", Row: "n" },
  };
  const clientWith = (handlers: object): MediaClient =>
    closing(new MediaClient({ transport: createFakeTransport(api, handlers) }));
  const bytesOf = (body: unknown): number => (body as Uint8Array).length;

  test.each(["simple", "resumable"] as const)("an upload is one call: %s", async (protocol) => {
    const seen: unknown[] = [];
    const client = clientWith({
      files: {
        create: (params: { body: unknown }, { body }: { body: unknown }) => {
          seen.push(params.body, Object.keys(params).sort());
          return { size: bytesOf(body) };
        },
      },
    });
    const media = {
      body: new Uint8Array(600_000).fill(7),
      type: "text/plain",
      protocol,
      chunkBytes: 262_144,
    };
    const { size } = await client.call<{ size: number }>("create", { body: { name: "x" }, media });
    if (protocol === "resumable") expect(size).toBe(600_000);
    else expect(size).toBeGreaterThan(600_000);
    expect(seen).toEqual([{ name: "x" }, ["body", "media"]]);
  });

  test("a stream is uploaded, and progress is told", async () => {
    const told: number[] = [];
    const client = clientWith({
      files: {
        create: (_: object, { body }: { body: unknown }) => ({ size: bytesOf(body) }),
      },
    });
    async function* body(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 5; i++) yield new Uint8Array(100_000);
    }
    const onProgress = ({ bytes }: { bytes: number }): void => void told.push(bytes);
    const media = { body: body(), type: "text/plain", chunkBytes: 262_144, onProgress };
    expect(await client.call("create", { media })).toEqual({ size: 500_000 });
    expect(told.at(-1)).toBe(500_000);
  });

  test("a handler that fails a piece is asked again for the whole", async () => {
    let count = 0;
    const client = closing(
      new MediaClient({
        transport: createFakeTransport(api, {
          files: { create: () => (++count === 1 ? fakeError(503) : { size: count }) },
        }),
      }),
    );
    const media = { body: new Uint8Array(10), type: "text/plain", protocol: "resumable" } as const;
    expect(await client.call("create", { media })).toEqual({ size: 2 });
  });

  test("downloads, and what is always media", async () => {
    const client = clientWith({
      files: {
        get: ({ alt }: { alt?: string }) =>
          alt === "media" ? Uint8Array.of(104, 105) : { size: 2 },
        ingest: () => fakeMedia("done", { type: "text/plain" }),
      },
    });
    const content = await client.call<MediaResponse>("get", { fileId: "F", alt: "media" });
    expect(await content.text()).toBe("hi");
    expect(await client.call("get", { fileId: "F" })).toEqual({ size: 2 });
    const media = { body: Uint8Array.of(1), type: "text/plain" };
    const ingested = await client.call<MediaResponse>("ingest", { parent: "a/b", media });
    expect([ingested.headers.get("content-type"), await ingested.text()]).toEqual([
      "text/plain",
      "done",
    ]);
  });

  test("a stream of elements is their array", async () => {
    const client = clientWith({ rows: { stream: () => [{ n: 1 }, { n: 2 }] } });
    const found: unknown[] = [];
    for await (const row of client.stream("rows")) found.push(row);
    expect(found).toEqual([{ n: 1 }, { n: 2 }]);
    const wrong = clientWith({ rows: { stream: () => [{ n: 1 }, { m: 2 }] } });
    await expect(wrong.stream("rows")).rejects.toThrow('Row has no property "m"');
  });
});
