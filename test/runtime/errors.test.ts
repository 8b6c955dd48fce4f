import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { mkdtempSync, rmSync, cpSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { accessToken, apiKey, GoogleApiError, type HttpRequest } from "@discogen/runtime";
import { errorOf, TestClient } from "./reseller.js";
import {
  httpServer,
  rawServer,
  onRequest,
  freePort,
  type Arrived,
  type Reply,
  type TestServer,
} from "./servers.js";
import { open } from "./set-up.js";

async function setUp(...replies: Reply[]): Promise<{ server: TestServer; client: TestClient }> {
  const server = await httpServer(...replies);
  const auth = accessToken("t0ken-secret");
  const client = new TestClient({ auth, rootUrl: server.url, retry: false });
  open.push(server, client);
  return { server, client };
}

async function answered(reply: Reply): Promise<GoogleApiError> {
  const { client } = await setUp(reply);
  return errorOf(client.get());
}

const legacy = {
  code: 404,
  message: "Customer not found",
  errors: [
    {
      domain: "global",
      reason: "notFound",
      message: "first",
      location: "id",
      locationType: "parameter",
    },
    { domain: "usageLimits", reason: "quotaExceeded", message: "second" },
  ],
};
const details = [
  {
    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
    reason: "API_DISABLED",
    domain: "googleapis.com",
    metadata: { service: "s" },
  },
  { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "3.5s" },
  {
    "@type": "type.googleapis.com/google.rpc.Help",
    links: [{ description: "d", url: "https://u" }, 5],
  },
  { "@type": "type.googleapis.com/unknown.Thing", x: [1] },
];

test("R-ERR-01 the legacy form", async () => {
  const error = await answered({ status: 404, json: { error: legacy } });
  expect(error).toMatchObject({
    name: "GoogleApiError",
    kind: "http",
    status: 404,
    reason: "notFound",
    domain: "global",
    outcome: "failed",
    attempts: 1,
    message: "reseller.customers.get: HTTP 404 notFound: Customer not found",
  });
  expect(error.errors).toEqual(legacy.errors);
  expect(error.response).toMatchObject({ status: 404, attempts: 1 });
});

test("R-ERR-02 the AIP-193 form", async () => {
  const json = { error: { code: 403, status: "PERMISSION_DENIED", message: "m", details } };
  const error = await answered({ status: 403, json });
  expect(error).toMatchObject({
    code: "PERMISSION_DENIED",
    reason: "API_DISABLED",
    domain: "googleapis.com",
    errorInfo: { reason: "API_DISABLED", domain: "googleapis.com", metadata: { service: "s" } },
    retryInfo: { retryDelayMs: 3_500 },
    retryAfterMs: 3_500,
    help: { links: [{ description: "d", url: "https://u" }] },
  });
  expect(error.details).toEqual(details);
});

test("R-ERR-03 both forms: ErrorInfo first, legacy kept", async () => {
  const error = await answered({ status: 403, json: { error: { ...legacy, details } } });
  expect(error.reason).toBe("API_DISABLED");
  expect(error.errors[0]?.reason).toBe("notFound");
});

test.each([[[{ error: legacy }]], [[{ error: legacy }, { error: { message: "other" } }]]])(
  "R-ERR-04 an array around it (%#)",
  async (json) => {
    expect(await answered({ status: 404, json })).toMatchObject({ reason: "notFound" });
  },
);

test("R-ERR-05 the OAuth form", async () => {
  const json = { error: "invalid_request", error_description: "no such thing" };
  const error = await answered({ status: 400, json });
  expect(error.reason).toBe("invalid_request");
  expect(error.message).toContain("invalid_request: no such thing");
});

test("R-ERR-06 an HTML page stands in the excerpt, not in the message", async () => {
  const body = `<html>${"\u0007long ".repeat(4_000)}</html>`;
  const error = await answered({ status: 502, body, headers: { "content-type": "text/html" } });
  expect(error).toMatchObject({ kind: "http", status: 502, outcome: "unknown" });
  expect(error.message).toBe("reseller.customers.get: HTTP 502");
  expect(error.excerpt?.startsWith("<html>\\u{7}long")).toBe(true);
  expect(error.excerpt?.length).toBeLessThanOrEqual(4_096);
});

test.each([
  [
    "<html><head><title>\n  Error 502 (Server Error)!!1 </title></head>x",
    "Error 502 (Server Error)!!1",
  ],
  [
    "upstream connect error or disconnect/reset before headers\n",
    "upstream connect error or disconnect/reset before headers",
  ],
  [`<title>${"t".repeat(500)}</title>`, null],
  ["<html>no title</html>", null],
  ["x".repeat(101), null],
  [" \n ", null],
])(
  "R-ERR-06 a few words of a page or a line of text stand in the message (%#)",
  async (body, words) => {
    const error = await answered({ status: 502, body });
    const end = words === null ? "" : `: ${words}`;
    expect(error.message).toBe(`reseller.customers.get: HTTP 502${end}`);
  },
);

const rpc = (kind: string, members: object): object => ({
  "@type": `type.googleapis.com/google.rpc.${kind}`,
  ...members,
});

test("R-ERR-02 the details that Google's APIs share are typed", async () => {
  const violation = { field: "seats.numberOfSeats", description: "must be above 0" };
  const quota = { subject: "project:1", description: "d", quotaMetric: "m", quotaId: "i" };
  const precondition = { type: "TOS", subject: "google.com", description: "not accepted" };
  const error = await answered({
    status: 400,
    json: {
      error: {
        message: "Request contains an invalid argument.",
        details: [
          rpc("BadRequest", { fieldViolations: [violation, 5, { field: ["x"] }] }),
          rpc("QuotaFailure", { violations: [quota] }),
          rpc("PreconditionFailure", { violations: [precondition] }),
          rpc("LocalizedMessage", { locale: "de", message: "Nein." }),
          rpc("RequestInfo", { requestId: "r", servingData: 5 }),
          rpc("ResourceInfo", { resourceType: "t", resourceName: "n" }),
        ],
      },
    },
  });
  expect(error.message).toBe(
    "reseller.customers.get: HTTP 400: Request contains an invalid argument.; seats.numberOfSeats: must be above 0",
  );
  const empty = { field: "", description: "", reason: "" };
  expect(error.badRequest).toEqual({ fieldViolations: [{ ...violation, reason: "" }, empty] });
  expect(error.quotaFailure).toEqual({ violations: [quota] });
  expect(error.preconditionFailure).toEqual({ violations: [precondition] });
  expect(error.localizedMessage).toEqual({ locale: "de", message: "Nein." });
  expect(error.requestInfo).toEqual({ requestId: "r", servingData: "" });
  const resource = { resourceType: "t", resourceName: "n", owner: "", description: "" };
  expect(error.resourceInfo).toEqual(resource);
  const none = await answered({ status: 400, json: { error: { message: "m" } } });
  for (const name of ["badRequest", "quotaFailure", "localizedMessage", "requestInfo"] as const) {
    expect(none[name]).toBeNull();
  }
});

test("a violation that the message tells already is not repeated", async () => {
  const details = [
    rpc("BadRequest", { fieldViolations: [{ field: "a", description: "a is wrong" }] }),
  ];
  const error = await answered({
    status: 400,
    json: { error: { message: "a is wrong", details } },
  });
  expect(error.message).toBe("reseller.customers.get: HTTP 400: a is wrong");
});

test.each([
  "",
  '{"error":{"mess',
  "null",
  "[]",
  "5",
  '"x"',
  '{"error":null}',
  '{"error":[]}',
  "{}",
  "[[]]",
  '[null,{"error":5}]',
])("R-ERR-07 a 500 with the body %j is an http error", async (body) => {
  expect(await answered({ status: 500, body })).toMatchObject({
    kind: "http",
    status: 500,
    message: "reseller.customers.get: HTTP 500",
  });
});

test.each([
  { errors: "x", code: "429", status: 5, details: "d" },
  { errors: [null, 5, "x", { reason: 5, message: {} }], details: [null, [], { "@type": 5 }] },
  { message: { a: 1 }, errors: {}, details: {} },
  { details: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: 5, metadata: 5 }] },
  { details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "x" }] },
  { details: [{ "@type": "type.googleapis.com/google.rpc.Help", links: "x" }] },
  JSON.parse('{"__proto__":{"reason":"x"},"errors":[{"__proto__":{"reason":"y"}}]}') as object,
])("R-ERR-09 malformed members never throw, the HTTP status wins (%#)", async (error) => {
  const result = await answered({ status: 500, json: { error } });
  expect(result).toMatchObject({ kind: "http", status: 500, reason: null });
});

test("R-ERR-12 R-ERR-13 R-ERR-14 a 200 without the expected JSON is a protocol error", async () => {
  const html = { "content-type": "text/html; charset=utf-8" };
  const replies: Reply[] = [
    { body: "" },
    { body: "<html>login</html>", headers: html },
    { body: '{"kind":"trunc' },
    { body: "null" },
    { body: "[]" },
    { body: '"x"' },
    { body: "5" },
    { status: 204 },
  ];
  for (const reply of replies) {
    const { client } = await setUp(reply);
    const error = await errorOf(client.insert());
    expect(error).toMatchObject({ kind: "protocol", outcome: "unknown", attempts: 1 });
    expect(error.message).toContain("reseller.customers.insert: HTTP 20");
  }
  const login = await answered(replies[1] ?? {});
  expect(login.message).toContain("text/html");
  expect(login.excerpt).toBe("<html>login</html>");
});

test("R-ERR-13 where no data is expected a page is a protocol error, and nothing else is", async () => {
  const html = { "content-type": "Text/HTML; charset=utf-8" };
  const { client } = await setUp(
    { body: "<html>login</html>", headers: html },
    { body: gzipSync("<html>login</html>"), headers: { ...html, "content-encoding": "gzip" } },
    { body: "", headers: html },
    { body: "{}", headers: html },
    { body: "done", headers: { "content-type": "text/plain" } },
  );
  const remove = (): Promise<unknown> =>
    client.call("remove", { customerId: "C1", subscriptionId: "S1", deletionType: "cancel" });
  for (let page = 0; page < 2; page++) {
    expect(await errorOf(remove())).toMatchObject({
      kind: "protocol",
      outcome: "unknown",
      attempts: 1,
      excerpt: "<html>login</html>",
    });
  }
  for (let other = 0; other < 3; other++) expect(await remove()).toBeUndefined();
});

test("an array is accepted where one is expected, and any JSON where any is", async () => {
  const { client } = await setUp({ json: [1] }, { json: {} }, { json: null });
  expect(await client.call("array")).toEqual([1]);
  expect((await errorOf(client.call("array"))).kind).toBe("protocol");
  expect(await client.call("open")).toBeNull();
});

test.each(["application/vnd.x+json", "text/plain", ""])(
  "R-ERR-15 JSON of type %j is accepted",
  async (type) => {
    const headers: Record<string, string> = type === "" ? {} : { "content-type": type };
    const { client } = await setUp({ body: '{"a":1}', headers });
    expect(await client.get()).toEqual({ a: 1 });
  },
);

test("R-ERR-16 a byte order mark is accepted; bad UTF-8 and UTF-16 are protocol errors", async () => {
  const { client } = await setUp(
    { body: '\uFEFF{"a":"é"}' },
    { body: Buffer.from('{"a":"\xff"}', "latin1") },
    { body: Buffer.from('\uFEFF{"a":1}', "utf16le") },
  );
  expect(await client.get()).toEqual({ a: "é" });
  expect((await errorOf(client.get())).kind).toBe("protocol");
  expect((await errorOf(client.get())).kind).toBe("protocol");
});

test("R-ERR-20 no credential, header or body is in any form of an error", async () => {
  const secrets = ["t0ken-secret", "k3y-secret", "b0dy-secret", "h3ader-secret", "q0uery-secret"];
  const raw = await rawServer((socket) => onRequest(socket, () => socket.destroy()));
  const port = await freePort();
  const { server } = await setUp({ status: 403, json: { error: legacy } }, { body: "<html>" });
  open.push(raw);
  const body = { a: "b0dy-secret" };
  const errors: GoogleApiError[] = [];
  const urls = [server.url, server.url, raw.url, `http://127.0.0.1:${port}/`];
  for (const rootUrl of urls) {
    for (const auth of [accessToken("t0ken-secret"), apiKey("k3y-secret")]) {
      const client = new TestClient({ auth, rootUrl, headers: { "x-a": "h3ader-secret" } });
      open.push(client);
      const options = { deadlineMs: 300 };
      errors.push(await errorOf(client.call("patch", { customerId: "C", body }, options)));
      errors.push(await errorOf(client.list({ customerNamePrefix: "q0uery-secret", x: 1 })));
    }
  }
  for (const error of errors) {
    const seen = [
      inspect(error, { depth: Infinity, showHidden: true }),
      JSON.stringify(error),
      String(error),
      error.stack,
    ].join("\n");
    for (const secret of secrets) expect(seen).not.toContain(secret);
  }
  expect(new Set(errors.map((e) => e.kind))).toEqual(
    new Set(["http", "protocol", "network", "argument"]),
  );
});

test("R-ERR-20 a transport whose error quotes what it was given does not bring it into an error", async () => {
  const secret = "s3cret-and-long-enough";
  const quote = async ({ headers }: HttpRequest): Promise<never> => {
    const quoted = JSON.stringify(headers);
    const cause = Object.assign(new Error(quoted), { code: quoted, config: { headers } });
    throw Object.assign(new TypeError(quoted, { cause }), { code: { headers } });
  };
  const quoteText = ({ headers }: HttpRequest): Promise<never> =>
    Promise.reject(headers["authorization"]);
  const quoteLate = ({ headers }: HttpRequest): Promise<never> =>
    Promise.reject(new Error("x".repeat(180) + headers["authorization"]));
  for (const transport of [quote, quoteText, quoteLate]) {
    const client = new TestClient({ auth: accessToken(secret), transport, retry: false });
    const error = await errorOf(client.get());
    const seen = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error);
    expect(seen).not.toContain("s3cret");
    expect(error.cause).toBeDefined();
  }
});

test("R-ERR-20 credentials that a server repeats with JSON's escapes are not in an error either", async () => {
  const secret = "s3cret/with=signs/and-long-enough";
  const written = secret.replaceAll("/", "\\/").replaceAll("=", "\\u003d");
  const body = `{"error":{"errors":[{"message":"${written}"}],"details":[{"a":["${written}"]}]}}`;
  const { server } = await setUp({ status: 400, body });
  const client = new TestClient({ auth: accessToken(secret), rootUrl: server.url });
  open.push(client);
  const error = await errorOf(client.get());
  expect(error).toMatchObject({ errors: [{ message: "…" }], details: [{ a: ["…"] }] });
});

test("R-ERR-20 a server that repeats the credentials in its answer does not bring them into an error", async () => {
  const echo = (arrived: Arrived): string =>
    `${arrived.headers["authorization"]}${arrived.headers["x-goog-api-key"]}`;
  const replies: Reply[] = [
    (arrived, response) =>
      void response.writeHead(400).end(
        JSON.stringify({
          error: {
            message: echo(arrived),
            status: echo(arrived),
            details: [{ x: echo(arrived) }],
            errors: [{ reason: echo(arrived) }],
          },
        }),
      ),
    (arrived, response) => void response.writeHead(500).end(`<title>${echo(arrived)}</title>`),
    (arrived, response) => void response.writeHead(200).end(`<html>${echo(arrived)}`),
    (arrived, response) => void response.writeHead(502).end("x".repeat(4_090) + echo(arrived)),
  ];
  const secret = "s3cret-and-long-enough";
  for (const auth of [accessToken(secret), apiKey(secret)]) {
    for (const reply of replies) {
      const server = await httpServer(reply);
      const client = new TestClient({ auth, rootUrl: server.url, retry: false });
      open.push(server, client);
      const error = await errorOf(client.get());
      const seen = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error);
      expect(seen).not.toContain("s3cret");
    }
  }
});

test("a message is one line of sane length; controls are escaped", async () => {
  const message = `line one\nline two\r\u202e\u0000${"x".repeat(100_000)}`;
  const error = await answered({ status: 400, json: { error: { message } } });
  expect(error.message).toContain("line one\\nline two\\r\\u{202e}\\u{0}xxx");
  expect(error.message.length).toBeLessThan(800);
});

test("JSON.stringify keeps what matters", async () => {
  const error = await answered({ status: 404, json: { error: legacy } });
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    name: "GoogleApiError",
    kind: "http",
    status: 404,
    reason: "notFound",
    message: error.message,
    response: { status: 404, attempts: 1 },
  });
});

test("retryAfterMs from seconds and from a date", async () => {
  const seconds = await answered({ status: 503, json: {}, headers: { "retry-after": "3600" } });
  expect(seconds.retryAfterMs).toBe(3_600_000);
  const date = new Date(Date.now() + 60_000).toUTCString();
  const later = await answered({ status: 503, json: {}, headers: { "retry-after": date } });
  expect(later.retryAfterMs).toBeGreaterThan(57_000);
  expect(later.retryAfterMs).toBeLessThanOrEqual(60_000);
  const bad = await answered({ status: 503, json: {}, headers: { "retry-after": "soon" } });
  expect(bad.retryAfterMs).toBeNull();
});

test("403 for a missing scope names the scopes that would do", async () => {
  const info = {
    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
    reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
  };
  const error = await answered({
    status: 403,
    json: { error: { message: "no", details: [info] } },
  });
  expect(error.message).toContain("https://www.googleapis.com/auth/apps.order.readonly");
});

test("instanceof works across two copies of the package, and for subclasses", async () => {
  const root = mkdtempSync(join(tmpdir(), "discogen-"));
  try {
    // Under node_modules, so that vitest loads it as it is.
    const folder = join(root, "node_modules", "copy");
    cpSync(join(import.meta.dirname, "../../runtime/dist"), folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    const copy = (await import(`${folder}/index.js`)) as { GoogleApiError: typeof GoogleApiError };
    expect(copy.GoogleApiError).not.toBe(GoogleApiError);
    const error = await answered({ status: 404, json: {} });
    expect(error instanceof copy.GoogleApiError).toBe(true);
    expect(
      new copy.GoogleApiError({ kind: "http", message: "m", outcome: "failed" }) instanceof
        GoogleApiError,
    ).toBe(true);
    class Mine extends GoogleApiError {}
    expect(error instanceof Mine).toBe(false);
    expect(new Mine({ kind: "http", message: "m", outcome: "failed" }) instanceof Mine).toBe(true);
    for (const other of [null, undefined, 5, "x", {}, new Error("x")]) {
      expect((other as unknown) instanceof GoogleApiError).toBe(false);
    }
  } finally {
    rmSync(root, { recursive: true });
  }
});
