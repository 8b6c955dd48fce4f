import { expect, test } from "vitest";
import { accessToken, apiKey, type ClientOptions } from "@discogen/runtime";
import { runtimeVersion } from "../../runtime/src/version.js";
import { api, errorOf, TestClient, thrownBy, wait } from "./reseller.js";
import { httpServer, onRequest, rawServer, type Reply, type TestServer } from "./servers.js";
import { clientFor, open } from "./set-up.js";

async function serverWith(...replies: Reply[]): Promise<TestServer> {
  const server = await httpServer(...replies);
  open.push(server);
  return server;
}

const badValues = [
  "s3cret\r\nX: 1",
  "s3cret\nx",
  "s3cret\0",
  "s3cret 👍",
  "s3cret\u0100",
  "s3cret\x7f",
];

test.each(badValues)(
  "R-SEC-07 a header value that cannot be one is refused (%#)",
  async (value) => {
    const server = await serverWith({ json: {} });
    const client = clientFor(server.url);
    for (const options of [{ headers: { "x-a": value } }, { ifMatch: value }]) {
      const error = await errorOf(client.get(undefined, options));
      expect(error).toMatchObject({ kind: "argument", outcome: "not_sent" });
      expect(error.message).not.toContain("s3cret");
    }
    for (const name of ["quotaProject", "userAgent"]) {
      const error = thrownBy(() => new TestClient({ [name]: value }));
      expect(error.kind).toBe("argument");
      expect(error.message).toContain(name);
      expect(error.message).not.toContain("s3cret");
    }
    expect(server.connections.opened).toBe(0);
  },
);

test.each(["a b", "", "a:b", "a\r\nb", "é", "(x)"])(
  "R-SEC-07 the header name %j is refused",
  async (name) => {
    const server = await serverWith({ json: {} });
    const error = await errorOf(clientFor(server.url).get(undefined, { headers: { [name]: "v" } }));
    expect(error.kind).toBe("argument");
    expect(server.connections.opened).toBe(0);
  },
);

test.each([
  "Authorization",
  "HOST",
  "Content-Length",
  "content-type",
  "Transfer-Encoding",
  "Connection",
  "User-Agent",
  "Accept-Encoding",
  "X-Goog-Api-Key",
  "X-Goog-User-Project",
  "x-goog-api-client",
])("R-SEC-08 the caller may not set %s", async (name) => {
  const server = await serverWith({ json: {} });
  const error = await errorOf(clientFor(server.url).get(undefined, { headers: { [name]: "v" } }));
  expect(error.kind).toBe("argument");
  expect(error.message).toContain(name.toLowerCase());
  expect(thrownBy(() => new TestClient({ headers: { [name]: "v" } })).kind).toBe("argument");
  expect(server.connections.opened).toBe(0);
});

test("R-SEC-08 there is one Authorization line", async () => {
  const server = await serverWith({ json: {} });
  await clientFor(server.url, { headers: { "x-a": "client", "X-B": "1" } }).get(undefined, {
    headers: { "X-A": "call" },
  });
  const names = server.arrived[0]?.rawHeaders.filter((_, i) => i % 2 === 0) ?? [];
  expect(names.filter((n) => /^authorization$/i.test(n))).toHaveLength(1);
  expect(names.filter((n) => /^x-a$/i.test(n))).toHaveLength(1);
  expect(server.arrived[0]?.headers).toMatchObject({ "x-a": "call", "x-b": "1" });
});

test.each([301, 302, 303, 307, 308])(
  "R-SEC-09 a %i is an error and not followed",
  async (status) => {
    const other = await serverWith({ json: {} });
    for (const location of [`${other.url}x`, "/same"]) {
      const server = await serverWith({ status, headers: { location } });
      const client = clientFor(server.url);
      const error = await errorOf(client.get());
      expect(error).toMatchObject({ kind: "http", status });
      if (location !== "/same") expect(error.message).toContain(`127.0.0.1:${other.port}`);
      expect((await errorOf(client.insert())).status).toBe(status);
      expect(server.arrived).toHaveLength(2);
    }
    expect(other.connections.opened).toBe(0);
  },
);

test.each([
  "http://example.com/",
  "http://127.0.0.1.example.com/",
  "http://0.0.0.0/",
  "ftp://localhost/",
  "javascript:1",
  "https://user:s3cret@host/",
  "https://host/?a=s3cret",
  "https://host/#s3cret",
  "reseller.googleapis.com",
  "",
  5,
  null,
])("R-SEC-10 the root %j is refused at construction", (rootUrl) => {
  const error = thrownBy(() => new TestClient({ rootUrl } as ClientOptions));
  expect(error.kind).toBe("argument");
  expect(error.message).not.toContain("s3cret");
});

test("R-SEC-10 a document's root over plain http is refused", () => {
  const descriptor = { ...api, rootUrl: "http://example.com/" };
  expect(thrownBy(() => new TestClient({}, descriptor)).kind).toBe("argument");
});

test("R-SEC-12 credentials go to googleapis.com only, unless the caller named the host", async () => {
  const server = await serverWith({ json: {} });
  const elsewhere = { ...api, rootUrl: server.url };
  const client = new TestClient({ auth: accessToken("t") }, elsewhere);
  open.push(client);
  expect(await errorOf(client.get())).toMatchObject({ kind: "auth", outcome: "not_sent" });
  const near = { ...api, rootUrl: "https://evilgoogleapis.com/" };
  const second = new TestClient({ auth: accessToken("t") }, near);
  expect((await errorOf(second.get())).kind).toBe("auth");
  expect(server.connections.opened).toBe(0);
});

test("R-AUT-40 an API key is a header, never in the URL", async () => {
  const server = await serverWith({ status: 403, json: {} });
  const error = await errorOf(clientFor(server.url, { auth: apiKey("k3y") }).get());
  expect(server.arrived[0]?.headers["x-goog-api-key"]).toBe("k3y");
  expect(server.arrived[0]?.headers.authorization).toBeUndefined();
  expect(server.arrived[0]?.url).not.toContain("k3y");
  expect(error.message).not.toContain("k3y");
});

test.each([
  ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} "],
  [
    "length and chunked",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
  ],
  ["CR only", "HTTP/1.1 200 OK\rContent-Length: 2\r\r{}"],
  ["negative length", "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}"],
])("R-SEC-17 an answer with %s is an error, its connection is not reused", async (_, text) => {
  const server = await rawServer((socket, index) =>
    onRequest(socket, () =>
      socket.write(index === 0 ? text : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
    ),
  );
  open.push(server);
  const client = clientFor(server.url, { connections: 1 });
  const error = await errorOf(client.insert({ attemptTimeoutMs: 1_000 }));
  expect(error.outcome).toBe("unknown");
  expect(await client.get()).toEqual({});
  expect(server.sockets).toHaveLength(2);
});

test("R-SEC-19 User-Agent and x-goog-api-client have a fixed form, whatever the parts hold", async () => {
  const server = await serverWith({ json: {} });
  const versions = Object.getOwnPropertyDescriptor(process, "versions");
  const strange = { ...api, name: "re seller\r\nx: 1", version: "v1/\u00e4(" };
  Object.defineProperty(process, "versions", { configurable: true, value: { node: "20\r\nx: 1" } });
  try {
    const options = { auth: accessToken("t"), rootUrl: server.url };
    const plain = new TestClient({ ...options, userAgent: "shop/1.0 (test)" });
    const other = new TestClient(options, strange);
    open.push(plain, other);
    await plain.get();
    await other.get();
  } finally {
    Object.defineProperty(process, "versions", versions ?? {});
  }
  await clientFor(server.url).get();
  const [first, second, third] = server.arrived.map(({ headers }) => headers);
  const ours = `discogen/${runtimeVersion}`;
  expect(first?.["user-agent"]).toBe(`${ours} reseller/v1 shop/1.0 (test) (gzip)`);
  expect(first?.["x-goog-api-client"]).toBe(`gl-node/20x1 gdcl/${runtimeVersion}`);
  expect(second?.["user-agent"]).toBe(`${ours} resellerx1/v1 (gzip)`);
  const node = process.versions.node;
  expect(third?.["x-goog-api-client"]).toBe(`gl-node/${node} gdcl/${runtimeVersion}`);
});

test("R-SEC-18 a second answer that nobody asked for does not reach the next call", async () => {
  const server = await rawServer((socket, index) =>
    onRequest(socket, () => {
      const first = 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{"n":1}';
      const forged = 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{"n":9}';
      socket.write(index === 0 ? first + forged : first.replace("1}", "2}"));
    }),
  );
  open.push(server);
  const client = clientFor(server.url, { connections: 1 });
  expect(await client.get()).toEqual({ n: 1 });
  await wait(20);
  expect(await client.get()).toEqual({ n: 2 });
});

test("unknown options are refused with the known names", async () => {
  const error = thrownBy(() => new TestClient({ rooturl: "x" } as ClientOptions));
  expect(error.message).toContain('unknown option "rooturl" (did you mean "rootUrl"?)');
  const call = await errorOf(
    clientFor("http://127.0.0.1:1/").get(undefined, { retries: 3 } as object),
  );
  expect(call.message).toContain("deadlineMs");
  for (const options of [null, 5, "x", []]) {
    expect(thrownBy(() => new TestClient(options as ClientOptions)).kind).toBe("argument");
  }
});

test.each([
  { transport: async () => Promise.reject(new Error()), dispatcher: { dispatch: () => true } },
  { transport: async () => Promise.reject(new Error()), connections: 5 },
  { transport: 5 },
  { dispatcher: {} },
  { interceptors: [5] },
  { connections: 0 },
  { connections: 1.5 },
  { auth: {} },
  { auth: "token" },
  { quotaUser: "" },
  { quotaUser: "x".repeat(41) },
  { quotaUser: "\ud800" },
  { quotaProject: "" },
  { headers: [] },
])("wrong options are refused at construction (%#)", (options) => {
  expect(thrownBy(() => new TestClient(options as ClientOptions)).kind).toBe("argument");
});
