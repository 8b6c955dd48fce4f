/** Who the client is to Google. */
import { describe, expect, test } from "vitest";
import { anonymous, apiKey, ResellerClient, serviceAccount } from "@discogen/reseller-v1";
import { errorOf } from "../runtime/reseller.js";
import { httpServer, keyFile, tokenServer, verifyAssertion } from "../runtime/servers.js";
import { clientOf, closing, setUp, single } from "./set-up.js";

const { scopes } = ResellerClient;
const customer = { customerId: "C1" };

interface Signed {
  tokens: Awaited<ReturnType<typeof tokenServer>>;
  server: Awaited<ReturnType<typeof httpServer>>;
  client: ResellerClient;
}

async function signedIn(more: { subject?: string } = {}): Promise<Signed> {
  const tokens = closing(await tokenServer(3_600, 30));
  const server = closing(await httpServer({ json: {} }));
  const auth = serviceAccount({
    key: keyFile(),
    scopes: [scopes.appsOrder, scopes.appsOrderReadonly],
    tokenUrl: `${tokens.url}token`,
    ...more,
  });
  return { tokens, server, client: clientOf(server.url, { auth }) };
}

describe("a service account", () => {
  test.each([{ subject: "admin@reseller.example" }, {}])("signs for %j", async (more) => {
    const { tokens, server, client } = await signedIn(more);
    const before = Math.floor(Date.now() / 1_000);
    await client.customers.get(customer);
    const request = single(tokens);
    expect(request).toMatchObject({ method: "POST", url: "/token" });
    const form = new URLSearchParams(request.body);
    expect([...form.keys()].sort()).toEqual(["assertion", "grant_type"]);
    expect(form.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
    const { header, claims } = verifyAssertion(request.body);
    expect(header).toEqual({ alg: "RS256", typ: "JWT", kid: "key-1" });
    const { iat, exp, ...fixed } = claims;
    expect(fixed).toEqual({
      iss: "robot@p.iam.gserviceaccount.com",
      aud: `${tokens.url}token`,
      scope: `${scopes.appsOrder} ${scopes.appsOrderReadonly}`,
      ...("subject" in more ? { sub: more.subject } : {}),
    });
    const issued = Number(iat);
    expect(issued).toBeLessThanOrEqual(before + 1);
    expect(issued).toBeGreaterThan(before - 60);
    expect(Number(exp) - issued).toBe(3_600);
    expect(single(server).headers["authorization"]).toBe("Bearer token-1");
  });

  test("a forged assertion would be seen", async () => {
    const { tokens, client } = await signedIn();
    await client.customers.get(customer);
    const { body } = single(tokens);
    const at = body.lastIndexOf(".") + 10;
    const other = body[at] === "A" ? "B" : "A";
    expect(() => verifyAssertion(body.slice(0, at) + other + body.slice(at + 1))).toThrow();
  });

  test("50 first calls at once ask for one token, later calls for none", async () => {
    const { tokens, server, client } = await signedIn();
    await Promise.all(Array.from({ length: 50 }, () => client.customers.get(customer)));
    for (let i = 0; i < 5; i++) await client.customers.get(customer);
    single(tokens);
    expect(server.arrived).toHaveLength(55);
    expect(new Set(server.arrived.map(({ headers }) => headers["authorization"]))).toEqual(
      new Set(["Bearer token-1"]),
    );
  });

  test("two subjects never share a token", async () => {
    const [one, two] = [await signedIn({ subject: "a@x.example" }), await signedIn()];
    await Promise.all([one.client.customers.get(customer), two.client.customers.get(customer)]);
    expect(verifyAssertion(single(one.tokens).body).claims).toMatchObject({ sub: "a@x.example" });
    expect(verifyAssertion(single(two.tokens).body).claims).not.toHaveProperty("sub");
  });

  test("a 401 makes one new token and one more request, with the same body", async () => {
    const tokens = closing(await tokenServer());
    const server = closing(await httpServer({ status: 401, json: {} }, { json: { kind: "k" } }));
    const auth = serviceAccount({ key: keyFile(), scopes: scopes.appsOrder, tokenUrl: tokens.url });
    const { customers } = clientOf(server.url, { auth });
    const call = customers.insert({ body: { customerDomain: "a.example" } });
    expect((await call.withResponse()).response.attempts).toBe(2);
    expect(server.arrived.map(({ headers }) => headers["authorization"])).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
    expect(server.arrived[1]?.body).toBe(server.arrived[0]?.body);
  });

  test("a token request that is refused: the call is not sent, the error names the method", async () => {
    const refusal = { error: "unauthorized_client", error_description: "not for this scope" };
    const tokens = closing(await httpServer({ status: 401, json: refusal }));
    const auth = serviceAccount({ key: keyFile(), scopes: scopes.appsOrder, tokenUrl: tokens.url });
    const { server, client } = await setUp([{ json: {} }], { auth });
    const error = await errorOf(client.customers.get(customer));
    expect(error).toMatchObject({ kind: "auth", outcome: "not_sent", reason: refusal.error });
    expect(error.message).toContain("reseller.customers.get");
    expect(error.message).toContain("not for this scope");
    expect(server.arrived).toEqual([]);
  });
});

test("an API key goes in its header, never in the URL", async () => {
  const { server, client } = await setUp([{ json: {} }], { auth: apiKey("AIza-key") });
  await client.customers.get(customer);
  const { headers, url } = single(server);
  expect(headers["x-goog-api-key"]).toBe("AIza-key");
  expect(headers).not.toHaveProperty("authorization");
  expect(url).not.toContain("AIza");
});

test("anonymous sends nothing of the kind", async () => {
  const { server, client } = await setUp([{ json: {} }], { auth: anonymous() });
  await client.customers.get(customer);
  expect(Object.keys(single(server).headers)).not.toContain("authorization");
});

const bearer = { authorization: "Bearer mine" };
test.each([
  ["a token", { getAccessToken: () => "mine" }],
  ["a token to come", { getAccessToken: async () => "mine" }],
  ["an object with a token", { getAccessToken: async () => ({ token: "mine", res: null }) }],
  ["headers", { getRequestHeaders: async () => new Headers(bearer) }],
  ["a plain object", { getRequestHeaders: () => ({ Authorization: "Bearer mine" }) }],
])("an object of the caller's that gives %s is a provider", async (_, auth) => {
  const { server, client } = await setUp([{ json: {} }], { auth });
  await client.customers.get(customer);
  expect(single(server).headers["authorization"]).toBe("Bearer mine");
});

test.each([null, "", "a b", "a\r\nx: 1", undefined, { token: null }])(
  "a provider that gives %j: no request, no value in the message",
  async (token) => {
    const auth = { getAccessToken: () => token };
    const { server, client } = await setUp([{ json: {} }], { auth });
    const error = await errorOf(client.customers.get(customer));
    expect(error).toMatchObject({ kind: "auth", outcome: "not_sent" });
    expect(server.arrived).toEqual([]);
  },
);

test("without auth the call fails before it is sent, and says what to give", async () => {
  const server = closing(await httpServer({ json: {} }));
  const client = closing(new ResellerClient({ rootUrl: server.url }));
  const error = await errorOf(client.customers.get(customer));
  expect(error).toMatchObject({ kind: "auth", outcome: "not_sent", attempts: 0 });
  for (const name of ["serviceAccount", "accessToken", "apiKey", "anonymous", "getAccessToken"]) {
    expect(error.message).toContain(name);
  }
  expect(server.connections.opened).toBe(0);
});
