import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import {
  accessToken,
  anonymous,
  apiKey,
  type AuthProvider,
  type GoogleApiError,
  serviceAccount,
  type ServiceAccountOptions,
} from "@discogen/runtime";
import { errorOf, TestClient, thrownBy } from "./reseller.js";
import {
  httpServer,
  keyFile,
  tokenServer,
  verifyAssertion,
  type Reply,
  type TestServer,
} from "./servers.js";
import { open } from "./set-up.js";

afterEach(async () => {
  vi.useRealTimers();
});

/** A test that is run 20 times over: a race that is lost now and then must be seen. */
function race(name: string, run: () => Promise<void>): void {
  test(`${name} (20 times)`, async () => {
    for (let round = 0; round < 20; round++) {
      await run();
      await Promise.all(open.splice(0).map((one) => one.close()));
    }
  });
}

const order = "https://www.googleapis.com/auth/apps.order";

async function setUp(
  tokens: TestServer,
  options: Partial<ServiceAccountOptions> = {},
  ...replies: Reply[]
): Promise<{ server: TestServer; client: TestClient }> {
  const server = await httpServer(...(replies.length === 0 ? [{ json: {} }] : replies));
  const auth = serviceAccount({
    key: keyFile(),
    scopes: [order],
    tokenUrl: `${tokens.url}token`,
    ...options,
  });
  const client = new TestClient({ auth, rootUrl: server.url });
  open.push(tokens, server, client);
  return { server, client };
}

async function clientWith(
  auth: AuthProvider,
  ...replies: Reply[]
): Promise<{ server: TestServer; client: TestClient }> {
  const server = await httpServer(...(replies.length === 0 ? [{ json: {} }] : replies));
  const client = new TestClient({ auth, rootUrl: server.url });
  open.push(server, client);
  return { server, client };
}

function seen(error: GoogleApiError): string {
  return [
    inspect(error, { depth: Infinity, showHidden: true }),
    JSON.stringify(error),
    error.stack,
  ].join("\n");
}

test("R-AUT-01 a service account with a subject", async () => {
  const tokens = await tokenServer();
  const scopes = [order, "https://www.googleapis.com/auth/other"];
  const { server, client } = await setUp(tokens, { subject: "admin@r.example", scopes });
  await client.get();
  expect(server.arrived[0]?.headers.authorization).toBe("Bearer token-1");
  expect(tokens.arrived[0]).toMatchObject({ method: "POST", url: "/token" });
  const { header, claims } = verifyAssertion(tokens.arrived[0]?.body ?? "");
  expect(header).toEqual({ alg: "RS256", typ: "JWT", kid: "key-1" });
  expect(claims).toMatchObject({
    iss: "robot@p.iam.gserviceaccount.com",
    sub: "admin@r.example",
    scope: scopes.join(" "),
    aud: `${tokens.url}token`,
  });
  const now = Date.now() / 1_000;
  expect(claims["iat"]).toBeLessThanOrEqual(now - 9);
  expect(claims["iat"]).toBeGreaterThan(now - 30);
  expect(Number(claims["exp"]) - Number(claims["iat"])).toBe(3_600);
});

test("R-AUT-02 without a subject there is no sub", async () => {
  const tokens = await tokenServer();
  const { client } = await setUp(tokens);
  await client.get();
  expect(verifyAssertion(tokens.arrived[0]?.body ?? "").claims).not.toHaveProperty("sub");
});

test("R-AUT-04 scopes: a text is split, duplicates count once, none is an error", async () => {
  const tokens = await tokenServer();
  const { client } = await setUp(tokens, { scopes: `${order}  b ${order}` });
  await client.get();
  expect(verifyAssertion(tokens.arrived[0]?.body ?? "").claims["scope"]).toBe(`${order} b`);
  for (const scopes of [[], "", " ", [""], [5], undefined, null, "a\r\nb\0"]) {
    const build = (): unknown => serviceAccount({ key: keyFile(), scopes: scopes as string });
    expect(thrownBy(build).kind).toBe("argument");
  }
});

race("R-AUT-05 1,000 first calls make one token request", async () => {
  const tokens = await tokenServer(3600, 50);
  const { server, client } = await setUp(tokens);
  await Promise.all(Array.from({ length: 1_000 }, () => client.get()));
  expect(tokens.arrived).toHaveLength(1);
  expect(server.arrived).toHaveLength(1_000);
});

test("R-AUT-06 a token is refreshed before it ends", async () => {
  const tokens = await tokenServer(3600);
  const { server, client } = await setUp(tokens);
  const start = Date.now();
  await client.get();
  vi.useFakeTimers({ toFake: ["Date"], now: start + 3_200_000 });
  await client.get();
  expect(tokens.arrived).toHaveLength(1);
  vi.setSystemTime(start + 3_400_000);
  await client.get();
  expect(tokens.arrived).toHaveLength(2);
  expect(server.arrived[2]?.headers.authorization).toBe("Bearer token-2");
});

test.each([undefined, 0, -5, "3599", 1e12, null, "abc", [], {}])(
  "R-AUT-08 expires_in %j gives a token that is kept, at most 12 h",
  async (expiresIn) => {
    const tokens = await tokenServer(expiresIn);
    const { client } = await setUp(tokens);
    const start = Date.now();
    await client.get();
    await client.get();
    expect(tokens.arrived).toHaveLength(1);
    vi.useFakeTimers({ toFake: ["Date"], now: start + 12 * 3_600_000 });
    await client.get();
    expect(tokens.arrived).toHaveLength(2);
  },
);

test("R-AUT-09 a 401 is answered with a new token once, the body is the same", async () => {
  const tokens = await tokenServer();
  const { server, client } = await setUp(
    tokens,
    {},
    { status: 401, json: {} },
    { json: { ok: 1 } },
  );
  const { data, response } = await client.insert().withResponse();
  expect(data).toEqual({ ok: 1 });
  expect(response.attempts).toBe(2);
  expect(tokens.arrived).toHaveLength(2);
  expect(server.arrived.map((a) => a.body)).toEqual(
    Array(2).fill('{"customerDomain":"a.example"}'),
  );
  expect(server.arrived[1]?.headers.authorization).toBe("Bearer token-2");
});

test("R-AUT-10 401 for ever: two requests, two tokens, kind auth", async () => {
  const tokens = await tokenServer();
  const { server, client } = await setUp(tokens, {}, { status: 401, json: {} });
  const error = await errorOf(client.insert());
  expect(error).toMatchObject({ kind: "auth", status: 401, outcome: "failed", attempts: 2 });
  expect(error.previousAttempts).toMatchObject([{ status: 401, outcome: "failed" }]);
  expect([server.arrived.length, tokens.arrived.length]).toEqual([2, 2]);
});

race("R-AUT-11 100 calls refused with one token: one new token, 200 requests", async () => {
  const tokens = await tokenServer(3600, 20);
  const { server, client } = await setUp(tokens, {}, (arrived, response) => {
    response.statusCode = arrived.headers.authorization === "Bearer token-1" ? 401 : 200;
    response.end("{}");
  });
  await Promise.all(Array.from({ length: 100 }, () => client.get()));
  expect([server.arrived.length, tokens.arrived.length]).toEqual([200, 2]);
});

test("R-AUT-13 a 403 refreshes nothing", async () => {
  const tokens = await tokenServer();
  const { client } = await setUp(tokens, {}, { status: 403, json: {} });
  expect(await errorOf(client.get())).toMatchObject({ kind: "http", status: 403 });
  expect(tokens.arrived).toHaveLength(1);
});

test("R-AUT-15 invalid_grant: one request, error and description, no secret anywhere", async () => {
  const json = { error: "invalid_grant", error_description: "account not found" };
  const tokens = await httpServer({ status: 400, json });
  const { server, client } = await setUp(tokens);
  const error = await errorOf(client.get());
  expect(error).toMatchObject({ kind: "auth", outcome: "not_sent", reason: "invalid_grant" });
  expect(error.message).toContain("invalid_grant: account not found");
  expect(error.message).toContain("reseller.customers.get");
  expect([tokens.arrived.length, server.arrived.length]).toEqual([1, 0]);
  const assertion = new URLSearchParams(tokens.arrived[0]?.body).get("assertion") ?? "?";
  expect(seen(error)).not.toContain(assertion);
  expect(seen(error)).not.toContain("PRIVATE KEY");
});

test.each([
  { body: "<html>login</html>", headers: { "content-type": "text/html" } },
  { body: "" },
  { json: [] },
  ...[null, "", {}, "a b", "a\r\nX: 1", "t\u00e9", "x".repeat(2 ** 20), 5].map((access_token) => ({
    json: { access_token, marker: "s3cret", expires_in: 3600 },
  })),
])("R-AUT-16 R-AUT-17 a token answer without a usable token (%#)", async (reply) => {
  const tokens = await httpServer(reply);
  const { server, client } = await setUp(tokens);
  const error = await errorOf(client.get());
  expect(error).toMatchObject({ kind: "auth", outcome: "not_sent" });
  expect(server.arrived).toHaveLength(0);
  for (const part of ["s3cret", "X: 1", "t\u00e9", "xxx", "login"])
    expect(seen(error)).not.toContain(part);
});

test.each([
  "http://169.254.169.254/",
  "https://evil.example/token",
  "https://oauth2.googleapis.com.evil.example/",
  "https://oauth2.googleapis.com@evil.example/",
  "https://oauth2.googleapis.com:8443/token",
  "http://oauth2.googleapis.com/token",
  "javascript:1",
  "",
  5,
  null,
])("R-AUT-18 token_uri %j is refused at construction", (token_uri) => {
  const error = thrownBy(() => serviceAccount({ key: keyFile({ token_uri }), scopes: order }));
  expect(error.message).toContain("token_uri");
  expect(error.message).not.toContain("evil");
});

test("tokenUrl must be https or loopback", () => {
  for (const tokenUrl of ["http://evil.example/", "x", "https://a:b@c/"]) {
    expect(thrownBy(() => serviceAccount({ key: keyFile(), scopes: order, tokenUrl })).kind).toBe(
      "argument",
    );
  }
  serviceAccount({ key: keyFile(), scopes: order, tokenUrl: "https://tokens.example/t" });
});

test.each([302, 307, 308])(
  "R-AUT-19 a %i of the token endpoint is not followed",
  async (status) => {
    const elsewhere = await tokenServer();
    const tokens = await httpServer({ status, headers: { location: elsewhere.url } });
    const { server, client } = await setUp(tokens);
    open.push(elsewhere);
    expect((await errorOf(client.get())).kind).toBe("auth");
    expect(elsewhere.connections.opened).toBe(0);
    expect(server.arrived).toHaveLength(0);
  },
);

test("R-AUT-22 a refresh that fails is survived while the old token lives, and is not remembered", async () => {
  let up = true;
  let count = 0;
  const tokens = await httpServer((_, response) => {
    response.statusCode = up ? 200 : 503;
    response.end(JSON.stringify(up ? { access_token: `t${++count}`, expires_in: 3600 } : {}));
  });
  const { server, client } = await setUp(tokens);
  const start = Date.now();
  await client.get();
  up = false;
  vi.useFakeTimers({ toFake: ["Date"], now: start + 3_360_000 });
  await client.get();
  expect(server.arrived[1]?.headers.authorization).toBe("Bearer t1");
  vi.setSystemTime(start + 3_595_000);
  expect((await errorOf(client.get())).kind).toBe("auth");
  up = true;
  await client.get();
  expect(server.arrived[2]?.headers.authorization).toBe("Bearer t2");
});

test("R-AUT-24 keys with a mark, CRLF, escaped line ends, and PKCS#1 work", async () => {
  const pem = String(keyFile()["private_key"]);
  const texts = [
    `\uFEFF${JSON.stringify(keyFile())}`,
    JSON.stringify(keyFile({ private_key: pem.replaceAll("\n", "\r\n") })),
    JSON.stringify(keyFile({ private_key: pem.replaceAll("\n", "\\n") })),
  ];
  for (const key of texts) {
    const { client } = await setUp(await tokenServer(), { key });
    await client.get();
  }
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pkcs1 = privateKey.export({ type: "pkcs1", format: "pem" });
  const tokens = await httpServer({ json: { access_token: "t", expires_in: 3600 } });
  const { client } = await setUp(tokens, { key: keyFile({ private_key: pkcs1 }) });
  await client.get();
});

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
test.each([
  [
    "EC",
    generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
      type: "pkcs8",
      format: "pem",
    }),
  ],
  ["public", rsa.publicKey.export({ type: "spki", format: "pem" })],
  [
    "encrypted",
    rsa.privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }),
  ],
  ["cut", pem.slice(0, 600)],
  ["empty", ""],
  ["a number", 5],
  ["damaged", pem.replace(/[A-Za-z]{20}/, "@@@@")],
])("R-AUT-25 a key that is %s is an auth error without any part of it", async (_, private_key) => {
  const tokens = await tokenServer();
  const error = await setUp(tokens, { key: keyFile({ private_key }) }).then(
    ({ client }) => errorOf(client.get()),
    (thrown: GoogleApiError) => thrown,
  );
  expect(error).toMatchObject({ kind: "auth", outcome: "not_sent" });
  expect(error.message).toContain("private_key");
  expect(error.message).not.toContain("\n");
  for (const line of String(private_key)
    .split("\n")
    .filter((l) => l.length > 20)) {
    expect(seen(error)).not.toContain(line);
  }
  expect(tokens.connections.opened).toBe(0);
  await tokens.close();
});

test("R-AUT-27 R-AUT-30 unfit key files: an error that names the field, no socket", async () => {
  const folder = mkdtempSync(join(tmpdir(), "discogen-key-"));
  const path = join(folder, "key.json");
  const tokens = await tokenServer();
  const run = async (file: string): Promise<GoogleApiError> =>
    errorOf((await setUp(tokens, { key: undefined, keyFile: file })).client.get());
  expect((await run(join(folder, "missing"))).message).toMatch(/keyFile .*missing cannot be read/);
  expect((await run(folder)).kind).toBe("auth");
  for (const [text, word] of [
    ['{"private_key":"s3cret', "not JSON"],
    ["[]", "JSON object"],
    ['{"type":"authorized_user"}', '"authorized_user"'],
    [JSON.stringify(keyFile({ client_email: "" })), "client_email"],
    [JSON.stringify(keyFile({ token_uri: "https://evil.example/" })), "token_uri"],
    [`{"type":"${"x".repeat(500)}"}`, "type is not"],
  ] as const) {
    writeFileSync(path, text);
    const error = await run(path);
    expect(error.kind).toBe("auth");
    expect(error.message).toContain(word);
    expect(error.message.length).toBeLessThan(250);
    expect(seen(error)).not.toContain("s3cret");
  }
  writeFileSync(path, JSON.stringify(keyFile()));
  const { client } = await setUp(tokens, { key: undefined, keyFile: path });
  await client.get();
  expect(tokens.arrived).toHaveLength(1);
  rmSync(folder, { recursive: true });
});

test("R-AUT-35 another universe: refused with a subject, and for googleapis roots", async () => {
  const key = keyFile({ universe_domain: "cloud.example" });
  expect(thrownBy(() => serviceAccount({ key, scopes: order, subject: "a@b.c" })).kind).toBe(
    "argument",
  );
  const client = new TestClient({ auth: serviceAccount({ key, scopes: order }) });
  expect(await errorOf(client.get())).toMatchObject({ kind: "auth", outcome: "not_sent" });
});

test("R-AUT-36 objects with getRequestHeaders()", async () => {
  const headers = new Headers({
    Authorization: "Bearer h",
    "x-goog-user-project": "p",
    "x-other": "no",
  });
  const first = await clientWith({ getRequestHeaders: async () => headers });
  await first.client.get();
  expect(first.server.arrived[0]?.headers).toMatchObject({
    authorization: "Bearer h",
    "x-goog-user-project": "p",
  });
  expect(first.server.arrived[0]?.headers["x-other"]).toBeUndefined();
  const second = await clientWith({ getRequestHeaders: () => ({ Authorization: "Bearer o" }) });
  await second.client.get();
  expect(second.server.arrived[0]?.headers.authorization).toBe("Bearer o");
  const bad: unknown[] = [
    null,
    undefined,
    {},
    new Map([["authorization", "Bearer m"]]),
    "x",
    { authorization: "a\r\nb" },
    { authorization: 5 },
  ];
  for (const answer of bad) {
    const { server, client } = await clientWith({ getRequestHeaders: () => answer as object });
    expect(await errorOf(client.get())).toMatchObject({ kind: "auth", outcome: "not_sent" });
    expect(server.arrived).toHaveLength(0);
  }
  const cause = new Error("no network");
  const thrower = await clientWith({ getRequestHeaders: () => Promise.reject(cause) });
  expect(await errorOf(thrower.client.get())).toMatchObject({ kind: "auth", cause });
});

test("R-AUT-37 objects with getAccessToken(), which is preferred", async () => {
  for (const answer of ["t", { token: "t" }]) {
    const auth = {
      getAccessToken: () => answer,
      getRequestHeaders: () => ({ authorization: "Bearer no" }),
    };
    const { server, client } = await clientWith(auth);
    await client.get();
    expect(server.arrived[0]?.headers.authorization).toBe("Bearer t");
  }
  for (const answer of [{ token: null }, null, "", undefined, "a b"]) {
    const { client } = await clientWith({ getAccessToken: () => answer });
    expect((await errorOf(client.get())).kind).toBe("auth");
  }
});

test("accessToken: a text, or a function that is asked again after a 401", async () => {
  for (const bad of ["", "a b", "a\n", 5, null]) {
    expect(thrownBy(() => accessToken(bad as string)).kind).toBe("argument");
    expect(thrownBy(() => apiKey(bad as string)).kind).toBe("argument");
  }
  let count = 0;
  const { server, client } = await clientWith(
    accessToken(() => `t${++count}`),
    { status: 401, json: {} },
    { json: {} },
  );
  await client.get();
  expect(server.arrived.map((a) => a.headers.authorization)).toEqual(["Bearer t1", "Bearer t2"]);
  const fixed = await clientWith(accessToken("t"), { status: 401, json: {} });
  expect(await errorOf(fixed.client.get())).toMatchObject({ kind: "auth", attempts: 1 });
  const same = await clientWith(
    accessToken(async () => "t"),
    { status: 401, json: {} },
  );
  expect(await errorOf(same.client.get())).toMatchObject({ kind: "auth", attempts: 1 });
});

race("R-AUT-42 two clients with one key and different subjects do not share tokens", async () => {
  const tokens = await tokenServer();
  const one = await setUp(tokens, { subject: "a@r.example" });
  const two = await setUp(tokens, { subject: "b@r.example" });
  await Promise.all([one.client.get(), two.client.get()]);
  const subjects = tokens.arrived.map((a) => verifyAssertion(a.body).claims["sub"]);
  expect(subjects.toSorted()).toEqual(["a@r.example", "b@r.example"]);
  expect(one.server.arrived[0]?.headers.authorization).not.toBe(
    two.server.arrived[0]?.headers.authorization,
  );
});

test("no auth: a method with scopes fails before it is sent and lists the providers", async () => {
  const server = await httpServer({ json: {} });
  const client = new TestClient({ rootUrl: server.url });
  open.push(server, client);
  const error = await errorOf(client.get());
  expect(error).toMatchObject({ kind: "auth", outcome: "not_sent", attempts: 0 });
  for (const word of ["serviceAccount", "accessToken", "apiKey", "anonymous"])
    expect(error.message).toContain(word);
  expect(server.connections.opened).toBe(0);
  await client.call("open");
  const open2 = await clientWith(anonymous());
  await open2.client.get();
  expect(open2.server.arrived[0]?.headers.authorization).toBeUndefined();
});

test("a provider whose scopes do not fit fails before it is sent, naming those that would", async () => {
  const tokens = await tokenServer();
  const { server, client } = await setUp(tokens, { scopes: `${order}.readonly` });
  await client.get();
  const error = await errorOf(client.insert());
  expect(error).toMatchObject({ kind: "auth", outcome: "not_sent" });
  expect(error.message).toContain(order);
  expect(server.arrived).toHaveLength(1);
  const other = await clientWith({ getAccessToken: () => "t", scopes: ["x"] });
  expect((await errorOf(other.client.get())).kind).toBe("auth");
});

test("the provider of a service account gives its token to whoever asks", async () => {
  const tokens = await tokenServer();
  open.push(tokens);
  const auth = serviceAccount({ key: keyFile(), scopes: order, tokenUrl: tokens.url });
  expect(await auth.getAccessToken()).toBe("token-1");
  expect(await auth.getAccessToken()).toBe("token-1");
  expect(inspect(auth, { depth: Infinity, showHidden: true })).not.toContain("PRIVATE");
});

test("a token that still lives is used while its refresh hangs", async () => {
  let requests = 0;
  const tokens = await httpServer((_, response) => {
    // The first token lives 30 s, and from its half on it is to be refreshed; the second never comes.
    if (requests++ === 0) response.end('{"access_token":"first","expires_in":30}');
  });
  const { client, server } = await setUp(tokens);
  await client.get();
  const now = Date.now();
  vi.spyOn(Date, "now").mockImplementation(() => now + 18_000);
  const started = performance.now();
  await client.get();
  expect(performance.now() - started).toBeLessThan(2_500);
  vi.restoreAllMocks();
  expect(server.arrived.map((one) => one.headers["authorization"])).toEqual([
    "Bearer first",
    "Bearer first",
  ]);
  expect(requests).toBe(2);
});
