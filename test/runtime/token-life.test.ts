/** What token requests do to the process and to close(): nothing lingers, nothing ends too early. */
import { describe, expect, test } from "vitest";
import { refreshToken, type TokenProvider } from "@discogen/runtime";
import { start } from "../cli/run-cli.js";
import { TestClient, wait } from "./reseller.js";
import { httpServer, rawServer, type Reply, type TestServer } from "./servers.js";
import { closing } from "./set-up.js";

const never: Reply = () => {};
const soon: Reply = { json: { access_token: "first", expires_in: 30 } };
const late: Reply = async (_, response) => {
  await wait(400);
  response.end('{"access_token":"late","expires_in":3600}');
};

/** Runs a program that has `get()` and `auth`, and prints how long it went on after its last line. */
async function run(urls: { tokens: string; api?: string }, program: string): Promise<string> {
  const text = `
    import { ApiClient, refreshToken } from "@discogen/runtime";
    const auth = refreshToken({ clientId: "c", clientSecret: "s", refreshToken: "r", tokenUrl: "${urls.tokens}" });
    const api = { format: 1, name: "a", version: "v1", rootUrl: "https://a.googleapis.com/" };
    const client = new ApiClient(api, { auth, rootUrl: "${urls.api ?? urls.tokens}" });
    const get = (options) => client.request({ method: "GET", path: "x" }, options);
    ${program}
    const done = Date.now();
    process.on("exit", () => console.log(String(Date.now() - done)));`;
  const { ended } = start(process.execPath, ["--input-type=module", "-e", text], {
    cwd: import.meta.dirname,
  });
  const { code, stdout, stderr } = await ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

/** A connection is given up after 5 s, an answer after 10 s: much less, on a busy machine too. */
function expectSoon(out: string, said: string): void {
  expect(out.startsWith(said)).toBe(true);
  expect(Number(out.slice(said.length))).toBeLessThan(3_000);
}

describe("a process ends by itself", () => {
  test("while a refresh hangs that nobody needs any more", async () => {
    const tokens = closing(await httpServer(soon, never));
    const api = closing(await httpServer({ json: {} }));
    const out = await run(
      { tokens: tokens.url, api: api.url },
      `await get();
      const now = Date.now;
      Date.now = () => now() + 18_000;
      await get();`,
    );
    expectSoon(out, "");
    expect([tokens.arrived.length, api.arrived.length]).toEqual([2, 2]);
  });

  test("while a token request hangs whose call has met its deadline", async () => {
    const tokens = closing(await httpServer(never));
    const out = await run(
      { tokens: tokens.url },
      `await get({ deadlineMs: 300 }).catch((error) => console.log(error.kind));`,
    );
    expectSoon(out, "timeout\n");
    expect(tokens.arrived).toHaveLength(1);
  });

  test("while a connection to the token endpoint hangs", async () => {
    const silent = closing(await rawServer(() => {}));
    const out = await run(
      { tokens: silent.url.replace("http:", "https:") },
      `await get({ deadlineMs: 500 }).catch((error) => console.log(error.kind));`,
    );
    expectSoon(out, "timeout\n");
    expect(silent.sockets).toHaveLength(1);
  });
});

describe("a process does not end before its token is there", () => {
  test("which a call without a deadline waits for", async () => {
    const tokens = closing(await httpServer(late));
    const api = closing(await httpServer({ json: { ok: 1 } }));
    const out = await run(
      { tokens: tokens.url, api: api.url },
      `console.log(JSON.stringify(await get({ deadlineMs: Infinity })));`,
    );
    expect(out).toMatch(/^\{"ok":1\}\n/);
  });

  test("which the provider was asked for", async () => {
    const tokens = closing(await httpServer(soon, late));
    const out = await run(
      { tokens: tokens.url },
      `console.log(await auth.getAccessToken());
      const now = Date.now;
      Date.now = () => now() + 25_000;
      console.log(await auth.getAccessToken());`,
    );
    expect(out).toMatch(/^first\nlate\n/);
  });
});

describe("close()", () => {
  const consent = { clientId: "c", clientSecret: "s", refreshToken: "r" };
  const provider = (tokens: TestServer): TokenProvider =>
    refreshToken({ ...consent, tokenUrl: tokens.url });

  test("ends a token request that hangs, and its connection", async () => {
    const tokens = closing(await httpServer(never));
    const client = new TestClient({ auth: provider(tokens), rootUrl: tokens.url });
    await expect(client.get(undefined, { deadlineMs: 200 })).rejects.toThrow("deadline");
    await expect.poll(() => tokens.connections.opened).toBe(1);
    await client.close();
    await expect.poll(() => tokens.connections.open).toBe(0);
  });

  test("leaves the provider to the other clients that have it", async () => {
    const tokens = closing(await httpServer(late));
    const server = closing(await httpServer({ json: {} }));
    const auth = provider(tokens);
    const make = (): TestClient => new TestClient({ auth, rootUrl: server.url });
    const [one, other] = [make(), closing(make())];
    const waiting = other.get();
    await one.get(undefined, { deadlineMs: 100 }).catch(() => {});
    await one.close();
    await waiting;
    expect(tokens.arrived).toHaveLength(1);
    expect(server.arrived[0]?.headers.authorization).toBe("Bearer late");
  });

  test("of the last client closes the connections; a client made later opens others", async () => {
    const tokens = closing(await httpServer({ json: { access_token: "t", expires_in: 0.001 } }));
    const server = closing(await httpServer({ json: {} }));
    const auth = provider(tokens);
    for (let round = 1; round <= 2; round++) {
      const client = new TestClient({ auth, rootUrl: server.url });
      await client.get();
      await client.close();
      await expect.poll(() => tokens.connections.open).toBe(0);
      expect(tokens.arrived).toHaveLength(round);
      await wait(5);
    }
    expect(tokens.connections.opened).toBe(2);
  });
});
