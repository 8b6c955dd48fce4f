/** What passes between a provider and the server that gives it tokens. */
import { inspect } from "node:util";
import { Agent } from "undici";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  accessToken,
  type GoogleApiError,
  refreshToken,
  serviceAccount,
  type TokenProvider,
} from "@discogen/runtime";
import { errorOf, TestClient, thrownBy } from "./reseller.js";
import {
  freePort,
  httpServer,
  keyFile,
  onRequest,
  rawServer,
  verifyAssertion,
  type Reply,
  type TestServer,
} from "./servers.js";
import { closing } from "./set-up.js";

afterEach(async () => {
  vi.useRealTimers();
});

const scopes = "https://www.googleapis.com/auth/apps.order";
const token = { json: { access_token: "t", expires_in: 3_600, token_type: "Bearer" } };
const user = {
  clientId: "client-1.apps.example",
  clientSecret: "GOCSPX-s3cret",
  refreshToken: "1//r3fresh-t0ken",
};

const robot = (tokenUrl: string): TokenProvider =>
  serviceAccount({ key: keyFile(), scopes, tokenUrl });

async function clientOf(auth: TokenProvider): Promise<{ server: TestServer; client: TestClient }> {
  const server = closing(await httpServer({ json: {} }));
  return { server, client: closing(new TestClient({ auth, rootUrl: server.url })) };
}

function timed(times: number[], reply: Reply): Reply {
  return async (arrived, response) => {
    times.push(performance.now());
    if (typeof reply === "function") return reply(arrived, response);
    response.writeHead(reply.status ?? 200, reply.headers);
    response.end(JSON.stringify(reply.json ?? {}));
  };
}

function seen(error: GoogleApiError): string {
  const causes: unknown[] = [];
  for (let e: unknown = error; e instanceof Error; e = e.cause) causes.push(e.stack, e.message);
  return [
    inspect(error, { depth: Infinity, showHidden: true }),
    JSON.stringify(error),
    ...causes,
  ].join("\n");
}

describe("repetition", () => {
  test("R-AUT-14 503, 503, 200: one call, and no two clients wait alike", async () => {
    const waits = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const times: number[] = [];
        const busy = timed(times, { status: 503 });
        const tokens = closing(await httpServer(busy, busy, timed(times, token)));
        const { server, client } = await clientOf(robot(tokens.url));
        await client.insert();
        expect([tokens.arrived.length, server.arrived.length]).toEqual([3, 1]);
        const [first = 0, second = 0, third = 0] = times;
        return [second - first, third - second] as const;
      }),
    );
    for (const [first, second] of waits) {
      expect(first).toBeGreaterThan(490);
      expect(first).toBeLessThan(1_800);
      expect(second).toBeGreaterThan(990);
      expect(second).toBeLessThan(2_800);
    }
    const firsts = waits.map(([first]) => first);
    expect(Math.max(...firsts) - Math.min(...firsts)).toBeGreaterThan(20);
  });

  test.each([429, 500, 503])("a %i with Retry-After waits at least as long", async (status) => {
    const times: number[] = [];
    const busy = timed(times, { status, headers: { "retry-after": "2" } });
    const tokens = closing(await httpServer(busy, timed(times, token)));
    const { client } = await clientOf(refreshToken({ ...user, tokenUrl: tokens.url }));
    await client.get();
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1_990);
  });

  test("Retry-After beyond the limit: no second request, and the error says how long", async () => {
    const tokens = closing(
      await httpServer({ status: 503, headers: { "retry-after": "90" }, json: {} }),
    );
    const { client } = await clientOf(robot(tokens.url));
    expect(await errorOf(client.get())).toMatchObject({
      kind: "auth",
      outcome: "not_sent",
      retryAfterMs: 90_000,
      message: expect.stringContaining("HTTP 503") as string,
    });
    expect(tokens.arrived).toHaveLength(1);
  });

  test("a connection that is cut after the request is tried again: nothing happens twice there", async () => {
    let requests = 0;
    const tokens = closing(
      await rawServer((socket) => {
        onRequest(socket, () => {
          if (++requests < 3) socket.destroy();
          else socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{"access_token":"t"}`);
        });
      }),
    );
    const { server, client } = await clientOf(robot(tokens.url));
    await client.get();
    expect(requests).toBe(3);
    expect(server.arrived[0]?.headers.authorization).toBe("Bearer t");
  });

  test("nobody answers: an end after four tries, with the cause and its code", async () => {
    const { server, client } = await clientOf(robot(`http://127.0.0.1:${await freePort()}/`));
    const error = await errorOf(client.get());
    expect(error).toMatchObject({ kind: "auth", outcome: "not_sent", code: "ECONNREFUSED" });
    expect(error.message).toMatch(
      /reseller\.customers\.get: token request: connection refused by 127/,
    );
    expect(inspect(error.cause)).toContain("ECONNREFUSED");
    expect(server.arrived).toHaveLength(0);
  });

  test.each([400, 401, 403, 404])("a %i is final", async (status) => {
    const tokens = closing(await httpServer({ status, json: { error: "no" } }));
    const { client } = await clientOf(robot(tokens.url));
    expect((await errorOf(client.get())).message).toContain(`HTTP ${status}: no`);
    expect(tokens.arrived).toHaveLength(1);
  });

  test("a token of another type than Bearer is refused", async () => {
    const tokens = closing(
      await httpServer({ json: { access_token: "t", expires_in: 9, token_type: "mac" } }),
    );
    const { client } = await clientOf(robot(tokens.url));
    expect((await errorOf(client.get())).message).toContain("token_type");
  });
});

describe("R-AUT-20 a clock that is wrong", () => {
  const refusal = {
    error: "invalid_grant",
    error_description:
      "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.",
  };

  /** A token endpoint whose clock is `aheadMs` ahead; it refuses what is not of this hour, as Google does. */
  const strictServer = (aheadMs: number): Promise<TestServer> =>
    httpServer((arrived, response) => {
      const { claims } = verifyAssertion(arrived.body);
      const now = Date.now() + aheadMs;
      response.setHeader("date", new Date(now).toUTCString());
      const fits = Number(claims["iat"]) * 1_000 <= now && Number(claims["exp"]) * 1_000 > now;
      response.statusCode = fits ? 200 : 400;
      response.end(JSON.stringify(fits ? token.json : refusal));
    });

  test.each([3_600_000, -3_600_000, 90 * 60_000])("by %i ms: corrected once", async (aheadMs) => {
    const tokens = closing(await strictServer(aheadMs));
    const server = closing(await httpServer({ status: 401, json: {} }, { json: {} }));
    const client = closing(new TestClient({ auth: robot(tokens.url), rootUrl: server.url }));
    await client.get();
    const issued = tokens.arrived.map(({ body }) => Number(verifyAssertion(body).claims["iat"]));
    // The second token, after the API's 401, needs no correction any more.
    expect(issued).toHaveLength(3);
    for (const corrected of issued.slice(1)) {
      const moved = corrected * 1_000 - (Date.now() + aheadMs);
      expect(moved).toBeLessThan(-8_000);
      expect(moved).toBeGreaterThan(-30_000);
    }
  });

  test("a second refusal is final", async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const tokens = closing(await httpServer({ status: 400, headers: { date }, json: refusal }));
    const { server, client } = await clientOf(robot(tokens.url));
    expect(await errorOf(client.get())).toMatchObject({ kind: "auth", reason: "invalid_grant" });
    expect([tokens.arrived.length, server.arrived.length]).toEqual([2, 0]);
  });

  test.each([
    ["a clock that is right", refusal, Date.now()],
    ["no date", refusal, NaN],
    ["another reason", { error: "invalid_grant", error_description: "bad" }, 0],
  ])("%s: no second request", async (_, json, at) => {
    const headers = { date: Number.isNaN(at) ? "soon" : new Date(at).toUTCString() };
    const tokens = closing(await httpServer({ status: 400, headers, json }));
    const { client } = await clientOf(robot(tokens.url));
    expect((await errorOf(client.get())).kind).toBe("auth");
    expect(tokens.arrived).toHaveLength(1);
  });
});

describe("refreshToken", () => {
  test("sends what the consent gave, and no scopes", async () => {
    const tokens = closing(await httpServer(token));
    const auth = refreshToken({ ...user, scopes, tokenUrl: `${tokens.url}token?x=1` });
    const { server, client } = await clientOf(auth);
    await Promise.all([client.get(), client.insert()]);
    expect(tokens.arrived).toHaveLength(1);
    expect(tokens.arrived[0]).toMatchObject({ method: "POST", url: "/token?x=1" });
    expect(Object.fromEntries(new URLSearchParams(tokens.arrived[0]?.body))).toEqual({
      grant_type: "refresh_token",
      client_id: user.clientId,
      client_secret: user.clientSecret,
      refresh_token: user.refreshToken,
    });
    expect(server.arrived[0]?.headers.authorization).toBe("Bearer t");
  });

  test("scopes that are stated are checked before sending", async () => {
    const tokens = closing(await httpServer(token));
    const auth = refreshToken({ ...user, scopes: "other", tokenUrl: tokens.url });
    const { server, client } = await clientOf(auth);
    expect((await errorOf(client.get())).message).toContain(scopes);
    expect(tokens.connections.opened + server.connections.opened).toBe(0);
  });

  test("a 401 of the API is answered with a new token once", async () => {
    const tokens = closing(await httpServer(token, { json: { access_token: "u" } }));
    const server = closing(await httpServer({ status: 401, json: {} }, { json: {} }));
    const auth = refreshToken({ ...user, tokenUrl: tokens.url });
    await closing(new TestClient({ auth, rootUrl: server.url })).insert();
    expect(server.arrived.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer t",
      "Bearer u",
    ]);
  });

  test("options that are missing or unknown are argument errors", () => {
    for (const name of ["clientId", "clientSecret", "refreshToken"]) {
      for (const value of ["", " ", undefined, 5]) {
        const error = thrownBy(() => refreshToken({ ...user, [name]: value }));
        expect(error).toMatchObject({ kind: "argument" });
        expect(error.message).toContain(`${name} is missing`);
      }
    }
    const mistyped = { ...user, refreshtoken: "x" };
    expect(thrownBy(() => refreshToken(mistyped)).message).toContain("refreshToken");
    for (const bad of [null, undefined, 5, [], { ...user, tokenUrl: "http://evil.example/" }]) {
      expect(thrownBy(() => refreshToken(bad as typeof user)).kind).toBe("argument");
    }
  });

  test("R-AUT-03 a subject with a refresh token or a fixed token is an argument error", () => {
    const subject = "admin@r.example";
    const withSubject = { ...user, subject };
    expect(thrownBy(() => refreshToken(withSubject))).toMatchObject({ kind: "argument" });
    expect(thrownBy(() => refreshToken(withSubject)).message).toContain("subject");
    const loose = accessToken as (...words: unknown[]) => unknown;
    expect(thrownBy(() => loose("t", { subject })).kind).toBe("argument");
    expect(thrownBy(() => loose({ token: "t", subject })).kind).toBe("argument");
  });
});

test("a dispatcher of the caller's carries token requests, and stays open", async () => {
  const tokens = closing(await httpServer(token));
  const agent = closing(new Agent());
  const origins: unknown[] = [];
  const dispatcher = {
    dispatch(options: { origin?: unknown }, handler: object): boolean {
      origins.push(options.origin);
      return agent.dispatch(options as never, handler);
    },
  };
  for (const auth of [
    refreshToken({ ...user, tokenUrl: tokens.url, dispatcher }),
    serviceAccount({ key: keyFile(), scopes, tokenUrl: tokens.url, dispatcher }),
  ]) {
    const { client } = await clientOf(auth);
    await client.get();
    await client.close();
  }
  expect(origins).toEqual(Array(2).fill(tokens.url.slice(0, -1)));
  expect(agent.closed).toBe(false);
  for (const bad of [null, 5, {}]) {
    const build = (): unknown => refreshToken({ ...user, dispatcher: bad as never });
    expect(thrownBy(build).message).toContain("dispatcher");
  }
});

describe("R-AUT-15 no secret anywhere in an error", () => {
  const echo: Reply = ({ body }, response) => {
    const form = new URLSearchParams(body);
    const secret = form.get("assertion") ?? form.get("client_secret");
    response.statusCode = 400;
    const said = { error: secret, error_description: `${body} ${[...form.values()].join(" ")}` };
    response.end(JSON.stringify(said));
  };
  const cut = (): Promise<{ url: string; close(): Promise<void> }> =>
    rawServer((socket) => onRequest(socket, () => socket.destroy()));
  const page: Reply = ({ body }, response) => {
    response.statusCode = 403;
    response.end(`<html>${body}</html>`);
  };
  const here: Reply = ({ body }, response) => {
    response.writeHead(302, { location: `/?${body}` });
    response.end();
  };

  test.each([
    ["the server repeats them", () => httpServer(echo)],
    ["the server repeats them in a page", () => httpServer(page)],
    ["the server repeats them in a redirect", () => httpServer(here)],
    ["the connection is cut", cut],
  ])("%s", async (_, serve) => {
    const tokens = closing(await serve());
    const providers = [robot(tokens.url), refreshToken({ ...user, tokenUrl: tokens.url })];
    const errors = await Promise.all(
      providers.map(async (auth) => errorOf((await clientOf(auth)).client.get())),
    );
    for (const error of errors) {
      expect(error).toMatchObject({ kind: "auth", outcome: "not_sent" });
      for (const part of [user.clientSecret, user.refreshToken, "r3fresh", "eyJ", "PRIVATE KEY"]) {
        expect(seen(error)).not.toContain(part);
      }
    }
  });
});
