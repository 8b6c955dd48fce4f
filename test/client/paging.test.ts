/** subscriptions.list: by item, by page, one page. */
import { expect, test } from "vitest";
import { errorOf, wait } from "../runtime/reseller.js";
import type { Reply } from "../runtime/servers.js";
import { all, queryOf, setUp, single } from "./set-up.js";

const page = (ids: string[], nextPageToken?: string): Reply => ({
  json: {
    kind: "reseller#subscriptions",
    subscriptions: ids.map((subscriptionId) => ({ subscriptionId })),
    nextPageToken,
  },
});
const threePages = [page(["a", "b"], "p/2 +"), page(["c"], "p3"), page(["d"])];
const params = { customerNamePrefix: "ac me", maxResults: 2 };

test("by item: three pages, three requests, each when the loop gets there", async () => {
  const { server, client } = await setUp(threePages);
  const seen: string[] = [];
  for await (const { subscriptionId } of client.subscriptions.list(params)) {
    seen.push(`${subscriptionId} ${server.arrived.length}`);
  }
  expect(seen).toEqual(["a 1", "b 1", "c 2", "d 3"]);
  const sent = server.arrived.map((arrived) => Object.fromEntries(queryOf(arrived)));
  const always = {
    alt: "json",
    prettyPrint: "false",
    customerNamePrefix: "ac me",
    maxResults: "2",
  };
  expect(sent).toEqual([always, { ...always, pageToken: "p/2 +" }, { ...always, pageToken: "p3" }]);
  expect(server.arrived.every(({ method }) => method === "GET")).toBe(true);
});

test("by page: three pages as they came", async () => {
  const { server, client } = await setUp(threePages);
  const pages = await all(client.subscriptions.list(params).pages());
  expect(pages.map((one) => one.subscriptions?.length)).toEqual([2, 1, 1]);
  expect(pages.map((one) => one.nextPageToken)).toEqual(["p/2 +", "p3", undefined]);
  expect(pages[0]?.kind).toBe("reseller#subscriptions");
  expect(server.arrived).toHaveLength(3);
});

test("one page: one request, and its token resumes", async () => {
  const { server, client } = await setUp(threePages);
  const first = await client.subscriptions.list(params);
  expect(first.subscriptions?.map((one) => one.subscriptionId)).toEqual(["a", "b"]);
  await wait(30);
  single(server);
  const rest = client.subscriptions.list({ ...params, pageToken: first.nextPageToken });
  expect((await all(rest)).map((one) => one.subscriptionId)).toEqual(["c", "d"]);
  expect(queryOf(server.arrived[1]).get("pageToken")).toBe("p/2 +");
  expect(server.arrived).toHaveLength(3);
});

test("iterating twice reads the first page once, and the further pages twice", async () => {
  const { server, client } = await setUp([...threePages, ...threePages.slice(1)]);
  const list = client.subscriptions.list();
  expect(await all(list)).toHaveLength(4);
  expect(await all(list)).toHaveLength(4);
  expect(server.arrived).toHaveLength(5);
  expect(server.arrived.filter((arrived) => !queryOf(arrived).has("pageToken"))).toHaveLength(1);
});

test("two loops at once do not disturb each other", async () => {
  const { server, client } = await setUp([
    (arrived, response) => {
      const at = queryOf(arrived).get("pageToken") ?? "1";
      const nextPageToken = at === "3" ? undefined : String(Number(at) + 1);
      response.end(JSON.stringify({ subscriptions: [{ subscriptionId: at }], nextPageToken }));
    },
  ]);
  const list = client.subscriptions.list();
  const both = await Promise.all([all(list), all(list.pages())]);
  expect(both.map((each) => each.length)).toEqual([3, 3]);
  expect(both[0].map((one) => one.subscriptionId)).toEqual(["1", "2", "3"]);
  expect(server.arrived).toHaveLength(5);
});

test.each([
  ["the page before", [page(["a"], "p2"), page(["b"], "p2")], {}, 2],
  ["an earlier page", [page(["a"], "p2"), page([], "p3"), page([], "p2")], {}, 3],
  ["the caller's own page", [page(["a"], "mine")], { pageToken: "mine" }, 1],
])("a token that repeats that of %s ends with an error", async (_, replies, first, requests) => {
  const { server, client } = await setUp(replies);
  const seen: unknown[] = [];
  const loop = (async () => {
    for await (const one of client.subscriptions.list(first)) seen.push(one);
  })();
  expect(await errorOf(loop)).toMatchObject({
    kind: "protocol",
    message: expect.stringContaining("reseller.subscriptions.list") as unknown,
  });
  expect(server.arrived).toHaveLength(requests);
  expect(seen[0]).toEqual({ subscriptionId: "a" });
});

test("a page without subscriptions has none, and the loop goes on", async () => {
  const empty = { json: { kind: "reseller#subscriptions", nextPageToken: "p2" } };
  const { server, client } = await setUp([empty, page(["a"]), { json: {} }]);
  expect(await all(client.subscriptions.list())).toEqual([{ subscriptionId: "a" }]);
  expect(await all(client.subscriptions.list())).toEqual([]);
  expect(server.arrived).toHaveLength(3);
});

test("break ends the requests", async () => {
  const { server, client } = await setUp(threePages);
  for await (const one of client.subscriptions.list()) if (one.subscriptionId === "b") break;
  for await (const _ of client.subscriptions.list().pages()) break;
  await wait(50);
  expect(server.arrived).toHaveLength(2);
});

test("a loop that throws ends the requests, and its error comes out", async () => {
  const { server, client } = await setUp(threePages);
  const loop = (async () => {
    for await (const _ of client.subscriptions.list()) throw new RangeError("mine");
  })();
  await expect(loop).rejects.toThrow(new RangeError("mine"));
  await wait(50);
  single(server);
});

test("a signal ends the loop while a page is under way", async () => {
  const controller = new AbortController();
  const { server, client } = await setUp([page(["a"], "p2"), () => controller.abort("enough")]);
  const seen: unknown[] = [];
  const loop = (async () => {
    const list = client.subscriptions.list({}, { signal: controller.signal });
    for await (const one of list) seen.push(one);
  })();
  expect(await errorOf(loop)).toMatchObject({ kind: "aborted" });
  expect(seen).toHaveLength(1);
  expect(server.arrived).toHaveLength(2);
});

test("a signal between two pages ends the loop before the next request", async () => {
  const controller = new AbortController();
  const { server, client } = await setUp(threePages);
  const loop = (async () => {
    for await (const _ of client.subscriptions.list({}, { signal: controller.signal })) {
      controller.abort();
    }
  })();
  expect(await errorOf(loop)).toMatchObject({ kind: "aborted", outcome: "not_sent", attempts: 0 });
  single(server);
});

test("a signal in the middle of a page ends the loop before the next item", async () => {
  const controller = new AbortController();
  const { server, client } = await setUp([page(["a", "b", "c"])]);
  const seen: unknown[] = [];
  const loop = (async () => {
    for await (const one of client.subscriptions.list({}, { signal: controller.signal })) {
      seen.push(one.subscriptionId);
      controller.abort();
    }
  })();
  expect(await errorOf(loop)).toMatchObject({ kind: "aborted" });
  expect(seen).toEqual(["a"]);
  single(server);
});

test("an error of a later page ends the loop with what came before", async () => {
  const { server, client } = await setUp([page(["a"], "p2"), { status: 403, json: {} }]);
  const seen: unknown[] = [];
  const loop = (async () => {
    for await (const one of client.subscriptions.list()) seen.push(one);
  })();
  expect(await errorOf(loop)).toMatchObject({ status: 403, kind: "http" });
  expect(seen).toHaveLength(1);
  expect(server.arrived).toHaveLength(2);
});

test("withResponse of a list is of its first page, sent once", async () => {
  const { server, client } = await setUp(threePages);
  const list = client.subscriptions.list();
  const [{ data, response }, first] = await Promise.all([list.withResponse(), list]);
  expect(data).toBe(first);
  expect(response.status).toBe(200);
  expect(await all(list)).toHaveLength(4);
  expect(server.arrived).toHaveLength(3);
});

test("a list that nobody awaits is sent once", async () => {
  const { server, client } = await setUp(threePages);
  client.subscriptions.list().pages();
  await expect.poll(() => server.arrived.length).toBe(1);
  await wait(50);
  single(server);
});
