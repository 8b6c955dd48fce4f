import { expect, test } from "vitest";
import { accessToken, ApiClient, type ClientOptions } from "@discogen/runtime";
import { api, errorOf, TestClient, wait } from "./reseller.js";
import { httpServer, type Reply, type TestServer } from "./servers.js";
import { open } from "./set-up.js";

async function setUp(
  replies: Reply[],
  options: ClientOptions = {},
): Promise<{ server: TestServer; client: TestClient }> {
  const server = await httpServer(...replies);
  const client = new TestClient({ auth: accessToken("t"), rootUrl: server.url, ...options });
  open.push(server, client);
  return { server, client };
}

test("a call resolves to the data, with status, headers and attempts beside it", async () => {
  const { server, client } = await setUp([{ json: { kind: "k" }, headers: { "x-a": "b" } }]);
  const call = client.get();
  expect(await call).toEqual({ kind: "k" });
  const { data, response } = await call.withResponse();
  expect(data).toEqual({ kind: "k" });
  expect(response).toMatchObject({ status: 200, attempts: 1 });
  expect(response.headers.get("X-A")).toBe("b");
  expect(server.arrived).toHaveLength(1);
});

test("a call is sent once although nobody awaits it, and not before the next microtask", async () => {
  const { server, client } = await setUp([{ json: {} }]);
  void client.get();
  await expect.poll(() => server.arrived.length).toBe(1);
  await wait(50);
  expect(server.arrived).toHaveLength(1);
});

test("what then() derives is a plain promise, and a call counts as a promise", async () => {
  const { client } = await setUp([{ json: {} }]);
  const call = client.get();
  expect(call).toBeInstanceOf(Promise);
  expect(call.then(() => 1).constructor).toBe(Promise);
  // What is awaited is the call itself: of another class it would be a copy, three microtasks later.
  expect(Promise.resolve(call)).toBe(call);
  expect(await Promise.all([call, call])).toEqual([{}, {}]);
});

test("parameters and body are taken when the method is called", async () => {
  const { server, client } = await setUp([{ json: {} }]);
  const params = { customerId: "first", body: { n: 1 } };
  const call = client.call("patch", params);
  params.customerId = "second";
  params.body.n = 2;
  await call;
  expect(server.arrived[0]?.url).toContain("/customers/first?");
  expect(server.arrived[0]?.body).toBe('{"n":1}');
});

test("so are lists, requests that no method describes, and calls of a batch", async () => {
  const { server, client } = await setUp([{ json: {} }]);
  const tags = ["first"];
  const body: Record<string, unknown> = { n: 1 };
  const calls = [
    client.list({ tags }),
    client.request({ method: "POST", path: "v1/free", query: { tags }, body }),
    client.batch((b) => [b.list({ tags }), b.call("patch", { customerId: "C1", body })]),
  ];
  tags.push("second");
  body["n"] = 2;
  await Promise.all(calls);
  const arrived = (path: string): { url: string; body: string } => {
    const [found, ...more] = server.arrived.filter(({ url }) => url.startsWith(path));
    if (found === undefined || more.length > 0) throw new Error(`not one ${path}`);
    return found;
  };
  expect(arrived("/apps/reseller/v1/subscriptions").url).toMatch(/&tags=first$/);
  expect(arrived("/v1/free").url).toMatch(/&tags=first$/);
  expect(arrived("/v1/free").body).toBe('{"n":1}');
  expect(arrived("/batch").body).toContain("&tags=first HTTP/1.1");
  expect(arrived("/batch").body).toContain('{"n":1}');
});

test("a requestId that is taken away, or added, after the call changes nothing", async () => {
  const replies = [{ status: 503, json: {} }, { json: {} }];
  const retry = { minDelayMs: 1 };
  const known = await setUp(replies, { retry });
  const body: Record<string, unknown> = { requestId: "r" };
  const order = known.client.call("orderInBody", { body });
  delete body["requestId"];
  await order;
  expect(known.server.arrived.map((each) => each.body)).toEqual(
    Array.from(replies, () => '{"requestId":"r"}'),
  );

  const unknown = await setUp(replies, { retry });
  const late: Record<string, unknown> = {};
  const refused = errorOf(unknown.client.call("orderInBody", { body: late }));
  late["requestId"] = "r";
  expect(await refused).toMatchObject({ status: 503, outcome: "unknown", attempts: 1 });
  expect(unknown.server.arrived.map((each) => each.body)).toEqual(["{}"]);
});

test("a rejection that withResponse() passes on is not reported as unhandled", async () => {
  const { client } = await setUp([{ status: 404, json: {} }]);
  const unhandled: unknown[] = [];
  const note = (reason: unknown): number => unhandled.push(reason);
  process.on("unhandledRejection", note);
  expect((await errorOf(client.get().withResponse())).status).toBe(404);
  await wait(20);
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

test("R-ERR-17 ifChanged sends the etag; 304 is no error for who asked", async () => {
  const { server, client } = await setUp([{ status: 304 }, { json: { a: 1 } }]);
  const unchanged = await client.get().ifChanged('"e1"');
  expect(unchanged).toMatchObject({ changed: false, response: { status: 304 } });
  expect(server.arrived[0]?.headers["if-none-match"]).toBe('"e1"');
  expect(await client.get().ifChanged('"e1"')).toMatchObject({ changed: true, data: { a: 1 } });
});

test("a 304 nobody asked for is a protocol error; ifChanged said too late is refused", async () => {
  const { client } = await setUp([{ status: 304 }, { json: {} }]);
  expect(await errorOf(client.get())).toMatchObject({ kind: "protocol", status: 304 });
  const call = client.get();
  await call;
  expect(await errorOf(call.ifChanged('"e"'))).toMatchObject({ kind: "argument" });
  const bad = await errorOf(client.get().ifChanged("a\r\nb: c"));
  expect(bad.kind).toBe("argument");
});

test("R-ERR-18 If-Match is sent and a 412 is not retried", async () => {
  const { server, client } = await setUp([{ status: 412, json: {} }]);
  const error = await errorOf(client.get(undefined, { ifMatch: '"v1"' }));
  expect(error).toMatchObject({ kind: "http", status: 412, outcome: "failed" });
  expect(server.arrived).toHaveLength(1);
  expect(server.arrived[0]?.headers["if-match"]).toBe('"v1"');
});

test("R-ERR-11 204 and an empty 200 resolve to undefined where nothing is expected", async () => {
  const { client } = await setUp([{ status: 204 }, {}, { json: { ignored: true } }]);
  const params = { customerId: "C", subscriptionId: "S", deletionType: "cancel" };
  expect(await client.call("remove", params)).toBeUndefined();
  expect(await client.call("remove", params)).toBeUndefined();
  expect(await client.call("remove", params)).toBeUndefined();
});

test("R-ERR-19 R-ERR-22 int64 stays text; missing properties are undefined", async () => {
  const { client } = await setUp([{ json: { size: "9007199254740993" } }]);
  const data = await client.get({ customerId: "C", fields: "size" });
  expect(data["size"]).toBe("9007199254740993");
  expect(data["kind"]).toBeUndefined();
});

test("R-TMO-14 close() waits for calls in flight, and later calls are refused", async () => {
  const { server, client } = await setUp([
    async (_, response) => {
      await wait(150);
      response.end("{}");
    },
  ]);
  const calls = Array.from({ length: 5 }, () => client.get());
  let done = 0;
  for (const call of calls) void call.then(() => done++);
  await client.close();
  expect(done).toBe(5);
  expect(await errorOf(client.get())).toMatchObject({ kind: "argument", outcome: "not_sent" });
  expect((await errorOf(client.get())).message).toContain("closed");
  expect(server.arrived).toHaveLength(5);
  await client[Symbol.asyncDispose]();
});

test("close() of a client that sent nothing, and twice", async () => {
  const client = new TestClient();
  await Promise.all([client.close(), client.close()]);
});

test("request() sends what no method describes", async () => {
  const { server, client } = await setUp([{ json: [1] }, { status: 204 }]);
  const path = "apps/reseller/v1/new/a%2Fb";
  const query = { q: "a b", n: 5, flag: true, none: undefined, many: ["x", "y"] };
  expect(await client.request({ method: "GET", path, query })).toEqual([1]);
  expect(server.arrived[0]?.url).toBe(
    `/${path}?alt=json&prettyPrint=false&q=a%20b&n=5&flag=true&many=x&many=y`,
  );
  expect(await client.request({ method: "POST", path: "a", body: { b: 1 } })).toBeUndefined();
  expect(server.arrived[1]).toMatchObject({ method: "POST", body: '{"b":1}' });
  expect(server.arrived[1]?.headers.authorization).toBe("Bearer t");
});

test.each([
  "https://evil.example/",
  "//evil.example/",
  "/a",
  "a/../b",
  "a/%2e%2E/b",
  "a//b",
  "..",
  "a?b=c",
  "a#b",
  "a\\b",
  "a b",
  "é",
  "%zz",
  "",
])("request() refuses the path %j", async (path) => {
  const { server, client } = await setUp([{ json: {} }]);
  expect(await errorOf(client.request({ method: "GET", path }))).toMatchObject({
    kind: "argument",
    outcome: "not_sent",
  });
  expect(server.connections.opened).toBe(0);
});

test("a fixed User-Agent and x-goog-api-client; the caller's text is added", async () => {
  const { server, client } = await setUp([{ json: {} }], {
    userAgent: "shop/2",
    quotaProject: "p1",
  });
  await client.get(undefined, { headers: { "X-Extra": "1" }, quotaUser: "u 1" });
  const headers = server.arrived[0]?.headers ?? {};
  const url = server.arrived[0]?.url;
  expect(headers["user-agent"]).toMatch(/^discogen\/\d+\.\d+\.\d+ reseller\/v1 shop\/2 \(gzip\)$/);
  expect(headers["x-goog-api-client"]).toMatch(/^gl-node\/\d+\.\d+\.\d+ gdcl\/\d+\.\d+\.\d+$/);
  expect(headers).toMatchObject({ "x-goog-user-project": "p1", "x-extra": "1" });
  expect(url).toContain("alt=json&prettyPrint=false&quotaUser=u%201");
});

test("a root with a path keeps it", async () => {
  const { server, client } = await setUp([{ json: {} }]);
  const below = new TestClient({ auth: accessToken("t"), rootUrl: `${server.url}base` });
  open.push(below, client);
  await below.get();
  expect(server.arrived[0]?.url).toMatch(/^\/base\/apps\/reseller\/v1\/customers\/C1\?/);
});

test("ApiClient can be used by itself", async () => {
  const { server } = await setUp([{ json: { ok: true } }]);
  const client = new ApiClient(api, { rootUrl: server.url });
  open.push(client);
  expect(await client.request({ method: "GET", path: "x" })).toEqual({ ok: true });
});
