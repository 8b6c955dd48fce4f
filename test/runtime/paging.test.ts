import { describe, expect, test } from "vitest";
import { accessToken } from "@discogen/runtime";
import { errorOf, TestClient, wait } from "./reseller.js";
import { httpServer, type Reply, type TestServer } from "./servers.js";
import { open } from "./set-up.js";

async function setUp(...replies: Reply[]): Promise<{ server: TestServer; client: TestClient }> {
  const server = await httpServer(...replies);
  const client = new TestClient({ auth: accessToken("t"), rootUrl: server.url });
  open.push(server, client);
  return { server, client };
}

const page = (ids: string[], nextPageToken?: string): Reply => ({
  json: { subscriptions: ids.map((subscriptionId) => ({ subscriptionId })), nextPageToken },
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const query = (server: TestServer, index: number): URLSearchParams =>
  new URL(server.arrived[index]?.url ?? "", server.url).searchParams;

test("items of all pages, each page asked for when it is needed", async () => {
  const { server, client } = await setUp(page(["a", "b"], "p2"), page(["c"], ""));
  const ids: (string | undefined)[] = [];
  for await (const item of client.list({ customerNamePrefix: "x", maxResults: 2 })) {
    ids.push(item.subscriptionId);
    if (ids.length === 2) expect(server.arrived).toHaveLength(1);
  }
  expect(ids).toEqual(["a", "b", "c"]);
  expect(query(server, 1).get("pageToken")).toBe("p2");
  expect(query(server, 1).get("maxResults")).toBe("2");
});

test("await, withResponse, pages and iteration share the first page", async () => {
  const { server, client } = await setUp(page(["a"], "p2"), page(["b"]), page(["b2"]));
  const call = client.list();
  expect((await call).nextPageToken).toBe("p2");
  await call.withResponse();
  expect(await all(call.pages())).toHaveLength(2);
  expect(server.arrived).toHaveLength(2);
  expect((await all(call)).map((s) => s.subscriptionId)).toEqual(["a", "b2"]);
  expect(server.arrived).toHaveLength(3);
});

test("pages() that nobody iterates still sends the first page", async () => {
  const { server, client } = await setUp(page(["a"], "p2"));
  client.list().pages();
  await expect.poll(() => server.arrived.length).toBe(1);
  await wait(30);
  expect(server.arrived).toHaveLength(1);
});

test("an explicit pageToken is the start", async () => {
  const { server, client } = await setUp(page(["c"], "p3"), page(["d"]));
  expect(await all(client.list({ pageToken: "p2" }))).toHaveLength(2);
  expect(query(server, 0).get("pageToken")).toBe("p2");
  expect(query(server, 1).get("pageToken")).toBe("p3");
});

test("R-ERR-22 a page without items counts as empty; a repeated token ends with an error", async () => {
  const { server, client } = await setUp({ json: { nextPageToken: "p" } });
  const error = await errorOf(all(client.list()));
  expect(error).toMatchObject({ kind: "protocol" });
  expect(error.message).toContain("repeats the token");
  expect(server.arrived).toHaveLength(2);
});

test("a token that comes back to the caller's own first one ends with an error", async () => {
  const { server, client } = await setUp({ json: { nextPageToken: "p2" } });
  expect((await errorOf(all(client.list({ pageToken: "p2" })))).kind).toBe("protocol");
  expect(server.arrived).toHaveLength(1);
});

test.each([
  ["subscriptions(subscriptionId)", "subscriptions(subscriptionId),nextPageToken"],
  ["subscriptions(a,nextPageToken)", "subscriptions(a,nextPageToken),nextPageToken"],
  ["kind,nextPageToken", "kind,nextPageToken"],
  ["*", "*"],
  ["kind, nextPageToken ", "kind, nextPageToken "],
  ["subscriptions/plan/planName", "subscriptions/plan/planName,nextPageToken"],
])("fields of a list also asks for the next page: %s", async (fields, sent) => {
  const { server, client } = await setUp({ json: {} });
  await client.list({ fields });
  expect(query(server, 0).get("fields")).toBe(sent);
});

test("fields of a method without pages is sent as it is", async () => {
  const { server, client } = await setUp({ json: {} });
  await client.get({ customerId: "C", fields: "kind" });
  expect(query(server, 0).get("fields")).toBe("kind");
});

test("a token in the body, below a property of the answer, and a map of items", async () => {
  const { server, client } = await setUp(
    { json: { things: { a: 1 }, page: { next: "n2" } } },
    { json: { things: { b: 2 }, page: {} } },
  );
  const body = { filter: "f" };
  const call = client.search({ body, fields: "things,page(total)" });
  body.filter = "changed later";
  expect(await all(call)).toEqual([
    ["a", 1],
    ["b", 2],
  ]);
  expect(JSON.parse(server.arrived[1]?.body ?? "")).toEqual({ filter: "f", pageToken: "n2" });
  expect(query(server, 1).get("fields")).toBe("things,page(total),page/next");
});

test("the deadline is for a page, the signal for the whole loop", async () => {
  const slow = (next: string): Reply => {
    return async (_, response) => {
      await wait(150);
      response.end(JSON.stringify({ subscriptions: [{}], nextPageToken: next }));
    };
  };
  const { client } = await setUp(slow("2"), slow("3"), slow("4"), slow(""));
  expect(await all(client.list({}, { deadlineMs: 400 }))).toHaveLength(4);

  const second = await setUp(slow("2"), slow("3"), slow("4"), slow("5"), slow(""));
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 220);
  const error = await errorOf(all(second.client.list({}, { signal: controller.signal })));
  expect(error.kind).toBe("aborted");
  expect(second.server.arrived.length).toBe(2);
});

test("items that are no array, and a token that is no string, are protocol errors", async () => {
  const { client } = await setUp({ json: { subscriptions: {} } }, { json: { nextPageToken: {} } });
  expect((await errorOf(all(client.list()))).kind).toBe("protocol");
  expect((await errorOf(all(client.list()))).kind).toBe("protocol");
});

describe("pages that name the address of the next one", () => {
  const linked = (items: number[], nextLink?: unknown): Reply => ({ json: { items, nextLink } });
  const address = (start: string): string =>
    `https://www.googleapis.com/analytics/v3/things?max-results=2&start-index=${start}`;

  test("only its number is taken from the address; the rest is the caller's", async () => {
    const { server, client } = await setUp(linked([1, 2], address("3")), linked([3]));
    expect(await all(client.linked({ filter: "f", fields: "items" }))).toEqual([1, 2, 3]);
    const [first, second] = [query(server, 0), query(server, 1)];
    expect(first.get("fields")).toBe("items,nextLink");
    expect(first.has("start-index")).toBe(false);
    expect(second.get("start-index")).toBe("3");
    expect(second.get("filter")).toBe("f");
    expect(server.arrived[1]?.url).toMatch(/^\/v1\/linked\?/);
  });

  test("R-ERR-22 the caller's own start that comes back ends with an error", async () => {
    const { server, client } = await setUp(linked([1], address("5")));
    const error = await errorOf(all(client.linked({ "start-index": 5 })));
    expect(error.message).toContain("repeats the token");
    expect(server.arrived).toHaveLength(1);
  });

  test.each(["no address", "https://x.example/?a=1", address("x"), address(""), 5, {}])(
    "a protocol error without one: %j",
    async (nextLink) => {
      const { server, client } = await setUp(linked([1], nextLink));
      const error = await errorOf(all(client.linked()));
      expect(error).toMatchObject({ kind: "protocol" });
      expect(error.message).toContain("nextLink without a token");
      expect(server.arrived).toHaveLength(1);
    },
  );
});
