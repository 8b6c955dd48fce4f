// Sending through proxies, over TLS with other certificates than Google's, and with a certificate of one's own.
import { execFile, execFileSync } from "node:child_process";
import https from "node:https";
import type { TLSSocket } from "node:tls";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect, promisify } from "node:util";
import { afterEach, beforeAll, expect, test } from "vitest";
import {
  accessToken,
  proxyDispatcher,
  serviceAccount,
  type ClientOptions,
  type ClosableDispatcher,
} from "@discogen/runtime";
import { Agent } from "undici";
import { errorOf, repeated, TestClient, thrownBy } from "./reseller.js";
import {
  freePort,
  httpServer,
  keyFile,
  listen,
  proxyServer,
  selfSigned,
  tlsServer,
  tokenServer,
  type ProxyServer,
} from "./servers.js";
import { open } from "./set-up.js";

afterEach(async () => {
  for (const name of Object.keys(process.env)) {
    if (/^(?:https?|no)_proxy$/i.test(name)) delete process.env[name];
  }
});

function closing<T extends { close(): Promise<void> }>(one: T): T {
  open.push(one);
  return one;
}

function clientThrough(
  dispatcher: ClosableDispatcher,
  rootUrl: string,
  options: ClientOptions = {},
): TestClient {
  const retry = { minDelayMs: 1 };
  return closing(
    new TestClient({ auth: accessToken("t"), rootUrl, dispatcher, retry, ...options }),
  );
}

async function proxied(proxy: ProxyServer): Promise<ClosableDispatcher> {
  return closing(proxyDispatcher(closing(proxy).url));
}

// The first call loads undici, which on a busy machine takes longer than the limits below.
beforeAll(async () => {
  const server = await httpServer({ json: {} });
  const client = new TestClient({ auth: accessToken("t"), rootUrl: server.url });
  await client.get();
  await client.close();
  await server.close();
});

test("a call goes through a tunnel, with the proxy's password and without the call's credentials", async () => {
  const server = closing(await httpServer({ json: { a: 1 } }));
  const proxy = closing(await proxyServer());
  const dispatcher = closing(proxyDispatcher(`http://us%40er:pa%20ss@127.0.0.1:${proxy.port}`));
  const client = clientThrough(dispatcher, server.url);
  expect(await client.get()).toEqual({ a: 1 });
  await client.insert();
  expect(new Set(proxy.tunnels)).toEqual(new Set([`127.0.0.1:${server.port}`]));
  const password = Buffer.from("us@er:pa ss").toString("base64");
  expect(proxy.heads[0]).toContain(`proxy-authorization: Basic ${password}`);
  expect(proxy.heads[0]).not.toContain("Bearer");
  expect(server.arrived[1]?.rawHeaders.join(" ")).not.toMatch(/proxy/i);
});

test("providers may send their token requests through it too", async () => {
  const [server, tokens] = [closing(await httpServer({ json: {} })), closing(await tokenServer())];
  const proxy = await proxyServer();
  const dispatcher = await proxied(proxy);
  const scopes = "https://www.googleapis.com/auth/apps.order";
  const tokenUrl = `${tokens.url}token`;
  const auth = serviceAccount({ key: keyFile(), scopes, tokenUrl, dispatcher });
  await clientThrough(dispatcher, server.url, { auth }).get();
  expect(proxy.tunnels).toEqual([`127.0.0.1:${tokens.port}`, `127.0.0.1:${server.port}`]);
});

test.each(["end", "destroy", "resetAndDestroy"] as const)(
  "R-TMO-09 a proxy that closes during CONNECT (%s): a tunnel for each attempt, not_sent",
  async (end) => {
    await repeated(async () => {
      const proxy = await proxyServer((socket) => void socket[end]());
      const dispatcher = proxyDispatcher(proxy.url);
      const client = clientThrough(dispatcher, "https://localhost:1/");
      const started = performance.now();
      const error = await errorOf(client.insert());
      expect(error).toMatchObject({
        kind: "network",
        code: "PROXY_TUNNEL_FAILED",
        outcome: "not_sent",
        attempts: 4,
      });
      expect(error.message).toContain(`no tunnel to localhost:1: proxy 127.0.0.1:${proxy.port}`);
      expect(performance.now() - started).toBeLessThan(2_000);
      expect(proxy.tunnels.length).toBeLessThanOrEqual(4);
      await Promise.all([client.close(), dispatcher.close(), proxy.close()]);
    });
  },
);

test("a proxy that closes once: the call goes through the next tunnel, and arrives once", async () => {
  await repeated(async () => {
    const server = await httpServer({ json: {} });
    let first = true;
    const proxy = await proxyServer();
    const flaky = await proxyServer((socket) => {
      if (first) {
        first = false;
        socket.destroy();
        return;
      }
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.once("data", () => {
        server.arrived.push({} as never);
        socket.end("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
      });
    });
    const dispatcher = proxyDispatcher(flaky.url);
    const client = clientThrough(dispatcher, server.url);
    const { response } = await client.insert().withResponse();
    expect(response.attempts).toBe(2);
    expect(server.arrived).toHaveLength(1);
    await Promise.all([client.close(), dispatcher.close(), server.close()]);
    await Promise.all([proxy.close(), flaky.close()]);
  });
});

test.each([
  [407, 1],
  [403, 1],
  [404, 1],
  [502, 4],
  [503, 4],
])(
  "R-SEC-13 a proxy that answers %i is asked %i times, and no password is shown",
  async (status, times) => {
    const proxy = closing(
      await proxyServer((socket) =>
        socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`),
      ),
    );
    const url = `http://us3r:s3cret@127.0.0.1:${proxy.port}`;
    const client = clientThrough(closing(proxyDispatcher(url)), "https://localhost:1/", {
      auth: accessToken("b3arer-and-long-enough"),
    });
    const error = await errorOf(client.insert());
    expect(error).toMatchObject({ kind: "network", outcome: "not_sent", attempts: times });
    expect(error.message).toContain(`proxy 127.0.0.1:${proxy.port} answered with ${status}`);
    expect(proxy.tunnels).toHaveLength(times);
    const secrets = ["s3cret", "us3r", Buffer.from("us3r:s3cret").toString("base64"), "b3arer"];
    const shown = inspect(error, { depth: Infinity, showHidden: true });
    for (const secret of secrets) expect(shown).not.toContain(secret);
    expect(proxy.text()).not.toContain("b3arer");
  },
);

test("a proxy that is not there, or says nothing: not_sent", async () => {
  const gone = closing(proxyDispatcher(`http://127.0.0.1:${await freePort()}`));
  const refused = await errorOf(clientThrough(gone, "https://localhost:1/").insert());
  expect(refused).toMatchObject({ code: "PROXY_TUNNEL_FAILED", outcome: "not_sent", attempts: 4 });
  expect(refused.message).toContain("ECONNREFUSED");
  const silent = await proxied(await proxyServer(() => {}));
  const options = { attemptTimeoutMs: 100, retry: { attempts: 2 } };
  const slow = await errorOf(clientThrough(silent, "https://localhost:1/", options).insert());
  expect(slow).toMatchObject({ kind: "timeout", outcome: "not_sent", attempts: 2 });
});

const host = "127.0.0.1";

test.each<[Record<string, string>, "direct" | "http" | "https"]>([
  [{}, "direct"],
  [{ HTTP_PROXY: "http" }, "http"],
  [{ http_proxy: "http" }, "http"],
  [{ http_proxy: "http", HTTP_PROXY: "https" }, "http"],
  [{ HTTPS_PROXY: "https" }, "direct"],
  [{ HTTP_PROXY: "http", HTTPS_PROXY: "https" }, "http"],
  [{ HTTP_PROXY: "", HTTPS_PROXY: "" }, "direct"],
  [{ HTTP_PROXY: "http", NO_PROXY: host }, "direct"],
  [{ HTTP_PROXY: "http", no_proxy: host }, "direct"],
  [{ HTTP_PROXY: "http", no_proxy: "other", NO_PROXY: host }, "http"],
  [{ HTTP_PROXY: "http", NO_PROXY: ` other.example , ${host}` }, "direct"],
  [{ HTTP_PROXY: "http", NO_PROXY: "*" }, "direct"],
  [{ HTTP_PROXY: "http", NO_PROXY: `${host}:1` }, "http"],
  [{ HTTP_PROXY: "http", NO_PROXY: `${host}:PORT` }, "direct"],
  [{ HTTP_PROXY: "http", NO_PROXY: ".0.0.1" }, "direct"],
  [{ HTTP_PROXY: "http", NO_PROXY: "0.0.2" }, "http"],
])("R-SEC-14 with %j the way is %s", async (env, way) => {
  const server = closing(await httpServer({ json: {} }));
  const proxies = { http: closing(await proxyServer()), https: closing(await proxyServer()) };
  for (const [name, value] of Object.entries(env)) {
    process.env[name] =
      value === "http" || value === "https"
        ? proxies[value].url
        : value.replace("PORT", `${server.port}`);
  }
  const dispatcher = closing(proxyDispatcher());
  await clientThrough(dispatcher, server.url).get();
  const ways = Object.entries(proxies).filter(([, { tunnels }]) => tunnels.length > 0);
  expect(ways.map(([name]) => name)).toEqual(way === "direct" ? [] : [way]);
});

test("R-SEC-14 names of hosts: without regard to case, and with what stands below them", async () => {
  const proxy = closing(await proxyServer());
  process.env["https_proxy"] = proxy.url;
  const connects = async (noProxy: string, rootUrl: string): Promise<boolean> => {
    process.env["NO_PROXY"] = noProxy;
    const dispatcher = closing(proxyDispatcher());
    proxy.tunnels.length = 0;
    const retry = { attempts: 1 };
    await errorOf(clientThrough(dispatcher, rootUrl, { retry, deadlineMs: 2_000 }).get());
    return proxy.tunnels.length > 0;
  };
  const api = `https://api.LocalHost:${await freePort()}/`;
  expect(await connects("other", api)).toBe(true);
  expect(await connects(".LOCALHOST", api)).toBe(false);
  expect(await connects("localhost", api)).toBe(false);
  expect(await connects("Api.localhost", api)).toBe(false);
  expect(await connects("pi.localhost", api)).toBe(true);
});

test.each(["socks5://s3cret@host", "s3cret:3128", "", "http://", 5, null, "http://a b s3cret"])(
  "%j is no proxy",
  (url) => {
    const error = thrownBy(() => proxyDispatcher(url as string));
    expect(error.kind).toBe("argument");
    expect(inspect(error, { depth: Infinity })).not.toContain("s3cret");
  },
);

test("an environment that names no proxy fails the call, and may be put right", async () => {
  const server = closing(await httpServer({ json: {} }));
  process.env["HTTP_PROXY"] = "socks5://us3r:s3cret@127.0.0.1:1";
  const client = clientThrough(closing(proxyDispatcher()), server.url);
  const error = await errorOf(client.get());
  expect(error).toMatchObject({ outcome: "not_sent", attempts: 1 });
  expect(error.message).toContain("HTTP_PROXY must be the URL of a proxy");
  expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain("s3cret");
  delete process.env["HTTP_PROXY"];
  await client.get();
});

test("a closed proxy dispatcher sends nothing", async () => {
  const proxy = closing(await proxyServer());
  for (const used of [true, false]) {
    const server = closing(await httpServer({ json: {} }));
    const dispatcher = proxyDispatcher(proxy.url);
    const client = clientThrough(dispatcher, server.url);
    if (used) await client.get();
    await dispatcher[Symbol.asyncDispose]();
    expect(await errorOf(client.get())).toMatchObject({ outcome: "not_sent", attempts: 1 });
    expect(server.arrived).toHaveLength(used ? 1 : 0);
  }
});

/** Runs a script that imports the runtime, with further variables in its environment. */
async function run(script: string, variables: Record<string, string>): Promise<string> {
  const env = { ...process.env, ...variables };
  const args = ["--input-type=module", "-e", script];
  const options = { cwd: import.meta.dirname, env };
  return (await promisify(execFile)(process.execPath, args, options)).stdout.trim();
}

test("R-SEC-13 R-SEC-16 over https through a proxy, with NODE_EXTRA_CA_CERTS: no bearer on its connection", async () => {
  const server = closing(await tlsServer({ json: { a: 1 } }));
  const proxy = closing(await proxyServer());
  const folder = mkdtempSync(join(tmpdir(), "discogen-ca-"));
  try {
    const ca = join(folder, "ca.pem");
    writeFileSync(ca, selfSigned().cert);
    const script = (rootUrl: string): string => `
      import { accessToken, ApiClient, proxyDispatcher } from "@discogen/runtime";
      const client = new ApiClient(
        { format: 1, name: "a", version: "v1", rootUrl: "https://a.googleapis.com/" },
        { auth: accessToken("b3arer-and-long-enough"), rootUrl: "${rootUrl}",
          dispatcher: proxyDispatcher(), retry: false });
      try { console.log(JSON.stringify(await client.request({ method: "GET", path: "x" }))); }
      catch (error) { console.log(error.code); }`;
    const variables = { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: ca };
    expect(await run(script(server.url), variables)).toBe('{"a":1}');
    expect(proxy.tunnels).toEqual([`localhost:${server.port}`]);
    expect(proxy.text()).not.toContain("b3arer");
    expect(server.arrived[0]?.headers.authorization).toBe("Bearer b3arer-and-long-enough");
    const other = script(server.url.replace("localhost", "other.localhost"));
    expect(await run(other, variables)).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
    expect(await run(script(server.url), { HTTPS_PROXY: proxy.url })).toBe(
      "DEPTH_ZERO_SELF_SIGNED_CERT",
    );
    expect(server.arrived).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("R-SEC-16 an expired certificate is refused, and one's own authority and certificate are a dispatcher's", async () => {
  const folder = mkdtempSync(join(tmpdir(), "discogen-mtls-"));
  try {
    const made = certificates(folder);
    const seen: string[] = [];
    const serve = (cert: string, key: string): Promise<{ url: string; close(): Promise<void> }> =>
      secureServer({ cert, key, ca: made.ca, requestCert: true, rejectUnauthorized: true }, seen);
    const server = closing(await serve(made.server.cert, made.server.key));
    const expired = closing(await serve(made.expired.cert, made.expired.key));
    const { cert, key } = made.client;
    const agent = closing(new Agent({ connect: { ca: made.ca, cert, key }, connections: 64 }));
    const mutual = { auth: accessToken("t"), dispatcher: agent };
    // As with the API's mTLS address, which is given as `rootUrl`.
    const client = closing(new TestClient({ ...mutual, rootUrl: server.url }));
    expect(await client.get()).toEqual({});
    expect(seen).toEqual(["client"]);
    const old = closing(new TestClient({ ...mutual, rootUrl: expired.url }));
    const error = await errorOf(old.insert());
    expect(error).toMatchObject({ code: "CERT_HAS_EXPIRED", outcome: "not_sent", attempts: 1 });
    expect(error.message).toContain("certificate of localhost");
    const unknown = closing(new Agent({ connect: { ca: made.ca } }));
    const without = new TestClient({ ...mutual, dispatcher: unknown, rootUrl: server.url });
    const refused = await errorOf(closing(without).insert({ retry: false }));
    expect(refused.kind).toBe("network");
    expect(seen).toEqual(["client"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** An authority, and what it signed. */
function certificates(folder: string): { ca: string; server: Pair; expired: Pair; client: Pair } {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => {
    execFileSync("openssl", args, { stdio: "ignore", cwd: folder });
  };
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-days",
    "2",
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-subj",
    "/CN=Test CA",
  );
  writeFileSync(at("names"), "subjectAltName=DNS:localhost");
  const signed = (name: string, days: string): Pair => {
    openssl(
      "req",
      ...newKey,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.csr`,
      "-subj",
      `/CN=${name}`,
    );
    openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      "-CA",
      "ca.pem",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-days",
      days,
      "-extfile",
      "names",
      "-out",
      `${name}.pem`,
    );
    return {
      cert: readFileSync(at(`${name}.pem`), "utf8"),
      key: readFileSync(at(`${name}.key`), "utf8"),
    };
  };
  return {
    ca: readFileSync(at("ca.pem"), "utf8"),
    server: signed("server", "2"),
    expired: signed("expired", "-1"),
    client: signed("client", "2"),
  };
}

/** An https server that notes the names of its clients' certificates. */
async function secureServer(
  options: https.ServerOptions,
  seen: string[],
): Promise<{ url: string; close(): Promise<void> }> {
  const server = https.createServer(options, (request, response) => {
    seen.push((request.socket as TLSSocket).getPeerCertificate().subject.CN as string);
    response.end("{}");
  });
  const port = await listen(server);
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `https://localhost:${port}/`, close };
}
