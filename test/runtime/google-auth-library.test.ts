/**
 * Google's own library as `auth`, as users have it: installed from the registry, in a process of its own, its
 * token requests led to this machine by a proxy. Only where `DISCOGEN_NETWORK` is set.
 */
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { start } from "../cli/run-cli.js";
import { installed } from "../installed.js";
import {
  certificateFor,
  httpServer,
  keyFile,
  listen,
  tlsServerOf,
  verifyAssertion,
  type Certificate,
  type Reply,
  type TestServer,
} from "./servers.js";

const versions = ["9.15.1", "10.9.1"];
let library = "";
const root = join(import.meta.dirname, "../..");
const runtime = pathToFileURL(join(root, "runtime/dist/index.js")).href;
const order = "https://www.googleapis.com/auth/apps.order";
const subject = "admin@r.example";

/** What a program says of its call. */
interface Outcome {
  readonly ok: boolean;
  readonly kind?: string;
  readonly message?: string;
  /** The error in full. */
  readonly seen?: string;
}

describe.skipIf(process.env["DISCOGEN_NETWORK"] === undefined)("google-auth-library", () => {
  const open: { close(): Promise<unknown> }[] = [];
  const certificate = join(tmpdir(), `discogen-google-${process.pid}.pem`);
  let google: Certificate;

  beforeAll(() => {
    // Both versions side by side.
    const packages = versions.map((version) => `v${version}@npm:google-auth-library@${version}`);
    library = installed(`google-auth-library-${versions.join("-")}`, packages);
    google = certificateFor("oauth2.googleapis.com", "www.googleapis.com");
    writeFileSync(certificate, google.cert);
  }, 180_000);
  afterAll(() => rmSync(certificate, { force: true }));
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  });

  /** Google's token endpoint, with a proxy that leads there whatever host it is asked for. */
  async function tokenEndpoint(reply: Reply): Promise<{ tokens: TestServer; proxy: string }> {
    const tokens = await tlsServerOf(google, reply);
    const proxy = http.createServer();
    proxy.on("connect", (_, client) => {
      const onward = net.connect(tokens.port, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 OK\r\n\r\n");
        client.pipe(onward).pipe(client);
      });
      for (const socket of [client, onward]) socket.on("error", () => {});
    });
    const port = await listen(proxy);
    open.push(tokens, { close: async () => void proxy.close().closeAllConnections() });
    return { tokens, proxy: `http://127.0.0.1:${port}` };
  }

  const token: Reply = ({ body }, response) => {
    verifyAssertion(body);
    response.setHeader("content-type", "application/json");
    response.end('{"access_token":"token-1","expires_in":3600,"token_type":"Bearer"}');
  };

  /** Calls the API once with `auth`, an expression over the library and a key. */
  async function call(
    version: string,
    auth: string,
    reply: Reply = token,
  ): Promise<Outcome & { tokens: TestServer; server: TestServer }> {
    const { tokens, proxy } = await tokenEndpoint(reply);
    const server = await httpServer({ json: {} });
    open.push(server);
    const program = `
      import { inspect } from "node:util";
      import { ApiClient } from "${runtime}";
      import { GoogleAuth, JWT } from "v${version}";
      const key = ${JSON.stringify(keyFile())};
      const credentials = { email: key.client_email, key: key.private_key, keyId: key.private_key_id };
      const scopes = ["${order}"];
      const subject = "${subject}";
      const auth = ${auth};
      const api = { format: 1, name: "a", version: "v1", rootUrl: "https://reseller.googleapis.com/" };
      const client = new ApiClient(api, { auth, rootUrl: "${server.url}" });
      const outcome = await client.request({ method: "GET", path: "x" }).then(
        () => ({ ok: true }),
        (error) => ({ ok: false, kind: error.kind, message: error.message,
          seen: inspect(error, { depth: Infinity, showHidden: true }) }));
      console.log(JSON.stringify(outcome));
      await client.close();`;
    const run = await start(process.execPath, ["--input-type=module", "-e", program], {
      cwd: library,
      env: { HTTPS_PROXY: proxy, NODE_EXTRA_CA_CERTS: certificate, HOME: library },
    }).ended;
    expect(run.code, run.stderr).toBe(0);
    return { ...(JSON.parse(run.stdout) as Outcome), tokens, server };
  }

  describe.each(versions)("%s", (version) => {
    test.each([
      ["JWT", "new JWT({ ...credentials, scopes, subject })"],
      ["GoogleAuth", "new GoogleAuth({ credentials: key, scopes, clientOptions: { subject } })"],
      [
        "its client",
        "await new GoogleAuth({ credentials: key, scopes, clientOptions: { subject } }).getClient()",
      ],
    ])("R-AUT-38 %s with a subject and scopes acts for the subject", async (_, auth) => {
      const { ok, tokens, server } = await call(version, auth);
      expect(ok).toBe(true);
      expect(tokens.arrived).toHaveLength(1);
      const { claims } = verifyAssertion(tokens.arrived[0]?.body ?? "");
      expect(claims).toMatchObject({ sub: subject, scope: order });
      expect(server.arrived[0]?.headers.authorization).toBe("Bearer token-1");
    });

    test("R-AUT-38 JWT with a subject and no scopes: nobody else than the subject", async () => {
      const { tokens, server } = await call(version, "new JWT({ ...credentials, subject })");
      // With a URL the library would sign a token of its own, for the service account instead of the subject.
      expect(tokens.arrived).toHaveLength(1);
      expect(verifyAssertion(tokens.arrived[0]?.body ?? "").claims["sub"]).toBe(subject);
      expect(server.arrived[0]?.headers.authorization).toBe("Bearer token-1");
    });

    test("R-AUT-36 its headers alone are a provider too", async () => {
      const { ok, server } = await call(
        version,
        "((jwt) => ({ getRequestHeaders: (url) => jwt.getRequestHeaders(url) }))(new JWT({ ...credentials, scopes, subject }))",
      );
      expect(ok).toBe(true);
      expect(server.arrived[0]?.headers.authorization).toBe("Bearer token-1");
    });

    test("its classes fit the type of auth", () => {
      const file = join(library, `use-${version}.ts`);
      writeFileSync(
        file,
        `import { type AuthProvider } from "${join(root, "runtime/dist/types/index.js")}";
        import { GoogleAuth, JWT, OAuth2Client, UserRefreshClient } from "v${version}";
        export const fits: AuthProvider[] = [new GoogleAuth(), new JWT(), new OAuth2Client(), new UserRefreshClient()];`,
      );
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      const words = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext"];
      const types = ["--types", "node", "--typeRoots", join(root, "node_modules/@types")];
      const { stdout } = spawnSync(process.execPath, [tsc, ...words, ...types, file], {
        cwd: library,
        encoding: "utf8",
      });
      expect(stdout).toBe("");
    });

    test.each([
      ["<html>login</html>", 200],
      ['{"access_token":null}', 200],
      ['{"error":"invalid_grant"}', 400],
    ])("a token answer %s: an auth error without a secret, and no call", async (body, status) => {
      let assertion = "?";
      const reply: Reply = (arrived, response) => {
        assertion = new URLSearchParams(arrived.body).get("assertion") ?? assertion;
        response.statusCode = status;
        response.setHeader("content-type", body.startsWith("{") ? "application/json" : "text/html");
        response.end(body);
      };
      const auth = "new JWT({ ...credentials, scopes, subject })";
      const { ok, kind, seen, server, tokens } = await call(version, auth, reply);
      expect({ ok, kind }).toEqual({ ok: false, kind: "auth" });
      expect(tokens.arrived.length).toBeGreaterThan(0);
      expect(server.connections.opened).toBe(0);
      for (const secret of [assertion, "PRIVATE KEY"]) expect(seen).not.toContain(secret);
    });
  });
});
