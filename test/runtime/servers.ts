// Servers on loopback that the tests of the runtime and of generated clients talk to. No mocks.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSign, createVerify, generateKeyPairSync } from "node:crypto";

/** A request that arrived with its whole body. */
export interface Arrived {
  readonly method: string;
  /** The path and query as they stood in the request line. */
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

/** What a server answers: a value is sent as JSON with 200. */
export type Reply =
  | {
      status?: number;
      headers?: Record<string, string>;
      json?: unknown;
      body?: string | Uint8Array;
    }
  | ((arrived: Arrived, response: http.ServerResponse) => void | Promise<void>);

export interface TestServer {
  /** With a closing slash. */
  readonly url: string;
  readonly port: number;
  readonly arrived: Arrived[];
  /** How many connections were opened, and how many are open. */
  readonly connections: { opened: number; open: number; most: number };
  close(): Promise<void>;
}

/** An HTTP server; the nth request gets the nth reply, those after the last reply get the last one. */
export async function httpServer(...replies: Reply[]): Promise<TestServer> {
  return serve((listener) => http.createServer(listener), "http", replies);
}

/** The same over TLS with a certificate that nobody trusts. */
export async function tlsServer(...replies: Reply[]): Promise<TestServer> {
  return tlsServerOf(selfSigned(), ...replies);
}

/** The same with another certificate. */
export async function tlsServerOf(pair: Certificate, ...replies: Reply[]): Promise<TestServer> {
  return serve((listener) => https.createServer({ ...pair }, listener), "https", replies);
}

async function serve(
  create: (listener: http.RequestListener) => http.Server,
  scheme: string,
  replies: Reply[],
): Promise<TestServer> {
  const arrived: Arrived[] = [];
  const connections = { opened: 0, open: 0, most: 0 };
  const server = create((request, response) => {
    const chunks: Buffer[] = [];
    request.on("error", () => {});
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one: Arrived = {
        method: request.method ?? "",
        url: request.url ?? "",
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        body: Buffer.concat(chunks).toString(),
      };
      arrived.push(one);
      const reply = replies[Math.min(arrived.length, replies.length) - 1] ?? { json: {} };
      void answer(reply, one, response);
    });
  });
  server.on("connection", (socket) => {
    connections.opened++;
    connections.open++;
    connections.most = Math.max(connections.most, connections.open);
    socket.on("close", () => connections.open--);
    socket.on("error", () => {});
  });
  server.on("tlsClientError", () => {});
  const port = await listen(server);
  return {
    url: `${scheme}://${scheme === "https" ? "localhost" : "127.0.0.1"}:${port}/`,
    port,
    arrived,
    connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(reply: Reply, one: Arrived, response: http.ServerResponse): Promise<void> {
  if (typeof reply === "function") {
    await reply(one, response);
    return;
  }
  const { status = 200, headers = {}, json, body } = reply;
  const text = json === undefined ? (body ?? "") : JSON.stringify(json);
  const type: Record<string, string> =
    json === undefined ? {} : { "content-type": "application/json; charset=UTF-8" };
  response.writeHead(status, { ...type, ...headers });
  response.end(text);
}

export interface RawServer {
  readonly url: string;
  readonly port: number;
  readonly sockets: net.Socket[];
  /** Everything that arrived on all sockets. */
  text(): string;
  close(): Promise<void>;
}

/** A TCP server; `serveSocket` is called for each connection with its number from 0. */
export async function rawServer(
  serveSocket: (socket: net.Socket, index: number) => void,
): Promise<RawServer> {
  const sockets: net.Socket[] = [];
  let text = "";
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (data) => {
      text += data.toString("latin1");
    });
    serveSocket(socket, sockets.push(socket) - 1);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    sockets,
    text: () => text,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Calls back with the text of every complete request on the socket (head and body by Content-Length). */
export function onRequest(
  socket: net.Socket,
  callback: (text: string, index: number) => void,
): void {
  let buffered = "";
  let index = 0;
  socket.on("data", (data) => {
    buffered += data.toString("latin1");
    for (;;) {
      const head = buffered.indexOf("\r\n\r\n");
      if (head === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(buffered.slice(0, head))?.[1] ?? 0);
      const end = head + 4 + length;
      if (buffered.length < end) return;
      const text = buffered.slice(0, end);
      buffered = buffered.slice(end);
      callback(text, index++);
    }
  });
}

export function listen(server: net.Server, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

let pair: Certificate | undefined;

/** A self-signed certificate for localhost, made once. */
export function selfSigned(): Certificate {
  pair ??= certificateFor("localhost");
  return pair;
}

/** A self-signed certificate for these host names. */
export function certificateFor(...hosts: string[]): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "discogen-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const names = `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(",")}`;
  const words = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
  const subject = ["-subj", `/CN=${hosts[0]}`, "-addext", names];
  execFileSync("openssl", ["req", ...words, "-keyout", key, "-out", cert, ...subject], {
    stdio: "ignore",
  });
  const made = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  rmSync(folder, { recursive: true });
  return made;
}

const keys = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** The content of a key file whose private key {@link verifyAssertion} knows. */
export function keyFile(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: "service_account",
    project_id: "p",
    private_key_id: "key-1",
    private_key: keys.privateKey,
    client_email: "robot@p.iam.gserviceaccount.com",
    token_uri: "https://oauth2.googleapis.com/token",
    ...changes,
  };
}

/** Header and claims of the assertion in a token request; throws if its signature is not the key's. */
export function verifyAssertion(body: string): {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
} {
  const assertion = new URLSearchParams(body).get("assertion") ?? "";
  const [header = "", claims = "", signature = ""] = assertion.split(".");
  const verifier = createVerify("RSA-SHA256").update(`${header}.${claims}`);
  if (!verifier.verify(keys.publicKey, signature, "base64url")) throw new Error("bad signature");
  const read = (part: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
  return { header: read(header), claims: read(claims) };
}

/** A token endpoint: the nth request gets the token `token-n`, checked for its signature. */
export async function tokenServer(expiresIn: unknown = 3600, delayMs = 0): Promise<TestServer> {
  let count = 0;
  return httpServer(async (arrived, response) => {
    verifyAssertion(arrived.body);
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        access_token: `token-${++count}`,
        expires_in: expiresIn,
        token_type: "Bearer",
      }),
    );
  });
}

/** A metadata server as on Google's machines; it knows tokens, `machine-n`, and the service account's address. */
export async function metadataServer(
  headers = { "metadata-flavor": "Google" },
): Promise<TestServer> {
  let count = 0;
  return httpServer(({ url }, response) => {
    response.writeHead(200, headers);
    const token = { access_token: `machine-${++count}`, expires_in: 3_599, token_type: "Bearer" };
    response.end(
      url.endsWith("/email") ? "machine@p.iam.gserviceaccount.com" : JSON.stringify(token),
    );
  });
}

/** IAM's `signJwt`: signs with the key that {@link verifyAssertion} knows. */
export async function iamServer(): Promise<TestServer> {
  return httpServer(({ body }, response) => {
    const { payload } = JSON.parse(body) as { payload: string };
    const encode = (text: string): string => Buffer.from(text).toString("base64url");
    const text = `${encode('{"alg":"RS256","kid":"iam-key","typ":"JWT"}')}.${encode(payload)}`;
    const signature = createSign("RSA-SHA256").update(text).sign(keys.privateKey, "base64url");
    response.end(JSON.stringify({ keyId: "iam-key", signedJwt: `${text}.${signature}` }));
  });
}

export interface ProxyServer extends RawServer {
  /** The hosts that tunnels were asked for. */
  readonly tunnels: string[];
  /** The heads of the requests for tunnels. */
  readonly heads: string[];
}

/** A proxy that opens tunnels, unless `answer` does something else with the socket that asks for one. */
export async function proxyServer(
  answer?: (socket: net.Socket, index: number) => void,
): Promise<ProxyServer> {
  const [tunnels, heads]: [string[], string[]] = [[], []];
  const server = await rawServer((socket) => {
    socket.once("data", (data) => {
      const head = data.toString("latin1");
      const host = /^CONNECT (\S+) /.exec(head)?.[1] ?? "";
      heads.push(head);
      const index = tunnels.push(host) - 1;
      if (answer !== undefined) return answer(socket, index);
      const [, name = "", port = ""] = /^(.*):(\d+)$/.exec(host) ?? [];
      const target = net.connect(Number(port), name.endsWith("localhost") ? "127.0.0.1" : name);
      target.on("connect", () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
      target.on("error", () => socket.destroy());
      socket.on("close", () => target.destroy());
      socket.pipe(target).pipe(socket);
    });
  });
  return Object.assign(server, { tunnels, heads });
}
