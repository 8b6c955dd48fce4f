/** Credentials of the place where the program runs: which are found, and which are refused. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  applicationDefault,
  type ApplicationDefaultOptions,
  type ClientOptions,
} from "@discogen/runtime";
import { errorOf, TestClient, thrownBy } from "./reseller.js";
import {
  freePort,
  httpServer,
  iamServer,
  keyFile,
  listen,
  metadataServer,
  rawServer,
  tokenServer,
  verifyAssertion,
  type Arrived,
  type TestServer,
} from "./servers.js";

const open: { close(): Promise<unknown> }[] = [];
const platform = Object.getOwnPropertyDescriptor(process, "platform") as PropertyDescriptor;
const variables = [
  "GOOGLE_APPLICATION_CREDENTIALS",
  "GOOGLE_CLOUD_QUOTA_PROJECT",
  "CLOUDSDK_CONFIG",
  "APPDATA",
  "HOME",
  "GCE_METADATA_HOST",
  "METADATA_SERVER_DETECTION",
  "NO_GCE_CHECK",
  "GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES",
];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "discogen-default-"));
  for (const name of variables) vi.stubEnv(name, undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  Object.defineProperty(process, "platform", platform);
  await Promise.all(open.splice(0).map((one) => one.close()));
  rmSync(folder, { recursive: true });
});

function closing<T extends { close(): Promise<unknown> }>(one: T): T {
  open.push(one);
  return one;
}

const order = "https://www.googleapis.com/auth/apps.order";
const user = {
  type: "authorized_user",
  client_id: "client-1",
  client_secret: "GOCSPX-s3cret",
  refresh_token: "1//r3fresh-t0ken",
};

/** Writes a file of credentials, and returns its path. */
function written(content: unknown, path = "credentials.json"): string {
  const file = path.startsWith("/") ? path : join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

interface SetUp {
  readonly server: TestServer;
  readonly client: TestClient;
  readonly tokens: TestServer;
  /** The grant that the token endpoint got last. */
  grant(): Record<string, string>;
}

/** A client with these credentials, its API, and a token endpoint that gives `token-n` for any grant. */
async function setUp(
  options: Partial<ApplicationDefaultOptions> = {},
  clientOptions: ClientOptions = {},
): Promise<SetUp> {
  let count = 0;
  const tokens = closing(
    await httpServer((_, response) => {
      response.end(JSON.stringify({ access_token: `token-${++count}`, expires_in: 3_600 }));
    }),
  );
  const server = closing(await httpServer({ json: {} }));
  const auth = applicationDefault({ scopes: order, tokenUrl: tokens.url, ...options });
  const client = closing(new TestClient({ auth, rootUrl: server.url, ...clientOptions }));
  const grant = (): Record<string, string> =>
    Object.fromEntries(new URLSearchParams(tokens.arrived.at(-1)?.body));
  return { server, client, tokens, grant };
}

/** A metadata server that the environment leads to. */
async function machine(headers?: { "metadata-flavor": string }): Promise<TestServer> {
  const metadata = closing(await metadataServer(headers));
  vi.stubEnv("GCE_METADATA_HOST", `127.0.0.1:${metadata.port}`);
  return metadata;
}

const bearerOf = (arrived: Arrived | undefined): unknown => arrived?.headers.authorization;

describe("where they are looked for", () => {
  test("R-AUT-26 the environment's file, then the well-known one, then the metadata server", async () => {
    const metadata = await machine();
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", written(keyFile(), "key.json"));
    vi.stubEnv("HOME", folder);
    const path = ".config/gcloud/application_default_credentials.json";
    const wellKnown = written(user, path);

    const first = await setUp();
    await first.client.get();
    expect(verifyAssertion(first.tokens.arrived[0]?.body ?? "").claims).toMatchObject({
      iss: keyFile()["client_email"],
      scope: order,
    });

    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", "");
    const second = await setUp();
    await second.client.get();
    expect(second.grant()).toMatchObject({
      grant_type: "refresh_token",
      refresh_token: user.refresh_token,
      client_secret: user.client_secret,
    });
    expect(metadata.connections.opened).toBe(0);

    rmSync(wellKnown);
    const third = await setUp();
    await third.client.get();
    expect(bearerOf(third.server.arrived[0])).toBe("Bearer machine-1");
    expect(third.tokens.connections.opened).toBe(0);
  });

  test("nothing is read before the first token is needed, and then once", async () => {
    const { client, tokens } = await setUp();
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", written(user));
    await Promise.all([client.get(), client.get()]);
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", join(folder, "none"));
    await client.get();
    expect(tokens.arrived).toHaveLength(1);
  });

  test("what was not found is looked for again", async () => {
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", join(folder, "later.json"));
    const { client } = await setUp();
    expect((await errorOf(client.get())).message).toContain("cannot be read");
    written(user, "later.json");
    await client.get();
  });

  test("R-AUT-27 a file of the environment that is missing or unfit ends the search", async () => {
    const metadata = await machine();
    vi.stubEnv("HOME", folder);
    written(user, ".config/gcloud/application_default_credentials.json");
    for (const [path, words] of [
      [join(folder, "missing.json"), "missing.json cannot be read"],
      [folder, "cannot be read"],
      [written('{"private_key":"s3cret', "a.json"), "not JSON"],
      [written("", "b.json"), "not JSON"],
      [written("[]", "c.json"), "JSON object"],
      [written({ ...user, refresh_token: "" }, "d.json"), "refresh_token is missing"],
      [written(keyFile({ client_email: 5 }), "e.json"), "client_email is missing"],
    ] as const) {
      vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", path);
      const { client, tokens, server } = await setUp();
      const error = await errorOf(client.get());
      expect(error).toMatchObject({ kind: "auth", outcome: "not_sent" });
      expect(error.message).toContain("GOOGLE_APPLICATION_CREDENTIALS");
      expect(error.message).toContain(words);
      expect(inspect(error, { depth: Infinity })).not.toContain("s3cret");
      expect([tokens, server, metadata].map(({ connections }) => connections.opened)).toEqual([
        0, 0, 0,
      ]);
    }
  });

  test.skipIf(process.getuid?.() !== 0)("R-AUT-27 a file that may not be read", () => {
    const path = written(user);
    chmodSync(path, 0o000);
    chmodSync(folder, 0o755);
    // Root reads everything, so another user tries.
    const program = `
      import { applicationDefault } from "@discogen/runtime";
      await applicationDefault({ scopes: "s" }).getAccessToken().catch((e) => console.log(e.message, e.cause.code));`;
    const out = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
      cwd: import.meta.dirname,
      env: { PATH: process.env["PATH"], GOOGLE_APPLICATION_CREDENTIALS: path },
      uid: 65_534,
      gid: 65_534,
      encoding: "utf8",
    });
    expect(out).toContain("cannot be read EACCES");
  });

  test("a well-known file that is unfit ends the search as well", async () => {
    const metadata = await machine();
    vi.stubEnv("CLOUDSDK_CONFIG", folder);
    written("{", "application_default_credentials.json");
    const error = await errorOf((await setUp()).client.get());
    expect(error.message).toContain("application_default_credentials.json: the key is not JSON");
    expect(metadata.connections.opened).toBe(0);
  });

  describe("R-AUT-28 the well-known file", () => {
    const name = "application_default_credentials.json";
    const windows = (): unknown => Object.defineProperty(process, "platform", { value: "win32" });

    test("stands below HOME, or where CLOUDSDK_CONFIG says", async () => {
      vi.stubEnv("HOME", folder);
      written({ ...user, client_id: "home" }, `.config/gcloud/${name}`);
      written({ ...user, client_id: "config" }, `elsewhere/${name}`);
      const home = await setUp();
      await home.client.get();
      expect(home.grant()["client_id"]).toBe("home");
      vi.stubEnv("CLOUDSDK_CONFIG", join(folder, "elsewhere"));
      const config = await setUp();
      await config.client.get();
      expect(config.grant()["client_id"]).toBe("config");
    });

    test("stands below APPDATA on Windows", async () => {
      windows();
      vi.stubEnv("APPDATA", join(folder, "Roaming"));
      vi.stubEnv("HOME", folder);
      written({ ...user, client_id: "home" }, `.config/gcloud/${name}`);
      // On this machine the backslashes are part of the file's name.
      written({ ...user, client_id: "roaming" }, join(folder, `Roaming\\gcloud\\${name}`));
      const { client, grant } = await setUp();
      await client.get();
      expect(grant()["client_id"]).toBe("roaming");
    });

    test.each([false, true])(
      "is not looked for without HOME or APPDATA (Windows: %j)",
      async (on) => {
        if (on) windows();
        await machine();
        const { client, server } = await setUp();
        await client.get();
        expect(bearerOf(server.arrived[0])).toBe("Bearer machine-1");
      },
    );
  });
});

describe("which types are refused", () => {
  test.each([
    "external_account",
    "external_account_authorized_user",
    "impersonated_service_account",
  ])(
    "R-AUT-29 R-AUT-30 %s: by name, with the way out; nothing is run, read or asked",
    async (type) => {
      const trace = join(folder, "ran");
      const script = written(`#!/bin/sh\ntouch ${trace}\n`, "run.sh");
      chmodSync(script, 0o755);
      // Reading a pipe that nobody writes to would never end.
      execFileSync("mkfifo", [join(folder, "pipe")]);
      const server = closing(await httpServer({ json: {} }));
      vi.stubEnv("GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES", "1");
      vi.stubEnv(
        "GOOGLE_APPLICATION_CREDENTIALS",
        written({
          type,
          audience: "//iam.example",
          token_url: server.url,
          service_account_impersonation_url: server.url,
          credential_source: {
            file: join(folder, "pipe"),
            url: server.url,
            executable: { command: script, timeout_millis: 5_000 },
          },
          source_credentials: user,
        }),
      );
      const { client, tokens } = await setUp();
      const error = await errorOf(client.get());
      expect(error).toMatchObject({ kind: "auth", outcome: "not_sent" });
      expect(error.message).toContain(`"${type}"`);
      expect(error.message).toContain("google-auth-library: auth: new GoogleAuth({ scopes: […] })");
      expect(existsSync(trace)).toBe(false);
      expect(server.connections.opened + tokens.connections.opened).toBe(0);
    },
  );

  test.each([
    [{ type: "gdch_service_account" }, '"gdch_service_account"'],
    [{ type: "" }, '""'],
    [{ type: 5 }, "no type"],
    [{}, "no type"],
    [{ type: `x\n${"y".repeat(500)}` }, `"x\\\\n${"y".repeat(58)}…"`],
    [{ type: "service_Account" }, '"service_Account"'],
    [{ web: { client_id: "c" } }, 'an OAuth client ("web")'],
    [{ installed: { client_id: "c" } }, "refreshToken"],
  ])("R-AUT-30 %j", async (content, words) => {
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", written(content));
    const error = await errorOf((await setUp()).client.get());
    expect(error).toMatchObject({ kind: "auth", outcome: "not_sent" });
    expect(error.message).toContain(words);
    expect(error.message).not.toContain("\n");
    expect(error.message.length).toBeLessThan(500);
  });

  test.each(["http://169.254.169.254/", "https://evil.example/token", "", 5, null])(
    "R-AUT-18 a user's file with token_uri %j",
    async (token_uri) => {
      vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", written({ ...user, token_uri }));
      const { client, tokens } = await setUp();
      expect((await errorOf(client.get())).message).toContain("token_uri");
      expect(tokens.connections.opened).toBe(0);
    },
  );
});

describe("the metadata server", () => {
  test("is asked with its header, for the scopes, over plain http", async () => {
    const metadata = await machine();
    const { client } = await setUp({ scopes: [order, "b"] });
    await Promise.all([client.get(), client.get()]);
    expect(metadata.arrived).toHaveLength(1);
    expect(metadata.arrived[0]).toMatchObject({
      method: "GET",
      url: `/computeMetadata/v1/instance/service-accounts/default/token?scopes=${encodeURIComponent(order)},b`,
    });
    expect(metadata.arrived[0]?.headers["metadata-flavor"]).toBe("Google");
  });

  test("is never asked through the caller's dispatcher, which may be a proxy", async () => {
    const metadata = await machine();
    const dispatcher = {
      dispatch(): boolean {
        throw new Error("asked");
      },
    };
    const { client, server } = await setUp({ dispatcher });
    await client.get();
    expect(bearerOf(server.arrived[0])).toBe("Bearer machine-1");
    expect(metadata.arrived).toHaveLength(1);
  });

  test("a redirect of its is not followed", async () => {
    const elsewhere = closing(await metadataServer());
    const headers = { "metadata-flavor": "Google", location: elsewhere.url };
    const metadata = closing(await httpServer({ status: 302, headers }));
    vi.stubEnv("GCE_METADATA_HOST", `127.0.0.1:${metadata.port}`);
    expect((await errorOf((await setUp()).client.get())).message).toContain("HTTP 302");
    expect(elsewhere.connections.opened).toBe(0);
  });

  test("R-AUT-31 an answer without Metadata-Flavor: Google is refused", async () => {
    const metadata = await machine({ "metadata-flavor": "Other" });
    const { client, server } = await setUp();
    const error = await errorOf(client.get());
    expect(error).toMatchObject({ kind: "auth", outcome: "not_sent" });
    expect(error.message).toContain("Metadata-Flavor");
    expect(metadata.arrived[0]?.headers["metadata-flavor"]).toBe("Google");
    expect(server.connections.opened).toBe(0);
  });

  test("its tokens are refreshed 225 s before their end, not 300 s", async () => {
    const metadata = await machine();
    const { client } = await setUp();
    const start = Date.now();
    await client.get();
    vi.useFakeTimers({ toFake: ["Date"], now: start + (3_599 - 260) * 1_000 });
    await client.get();
    expect(metadata.arrived).toHaveLength(1);
    vi.setSystemTime(start + (3_599 - 220) * 1_000);
    await client.get();
    expect(metadata.arrived).toHaveLength(2);
  });

  test("nobody answers: no credentials, and why", async () => {
    vi.stubEnv("GCE_METADATA_HOST", `127.0.0.1:${await freePort()}`);
    const started = performance.now();
    const error = await errorOf((await setUp()).client.get());
    expect(error).toMatchObject({ kind: "auth", outcome: "not_sent" });
    for (const word of ["no credentials found", "GOOGLE_APPLICATION_CREDENTIALS", "gcloud"]) {
      expect(error.message).toContain(word);
    }
    expect(inspect(error)).toContain("ECONNREFUSED");
    expect(performance.now() - started).toBeLessThan(4_500);
  });

  test("a server that hangs is given up after 3 s", async () => {
    const hanging = closing(await rawServer(() => {}));
    vi.stubEnv("GCE_METADATA_HOST", `127.0.0.1:${hanging.port}`);
    const started = performance.now();
    expect((await errorOf((await setUp()).client.get())).message).toContain("no credentials found");
    expect(performance.now() - started).toBeGreaterThan(2_900);
    expect(performance.now() - started).toBeLessThan(4_500);
    expect(hanging.sockets).toHaveLength(1);
  });

  test("assume-present: a server that starts late is waited for", async () => {
    const port = await freePort();
    vi.stubEnv("GCE_METADATA_HOST", `127.0.0.1:${port}`);
    vi.stubEnv("METADATA_SERVER_DETECTION", "assume-present");
    const late = http.createServer((_, response) => {
      response.setHeader("metadata-flavor", "Google");
      response.end('{"access_token":"late"}');
    });
    closing({ close: async () => late.close().closeAllConnections() });
    setTimeout(() => void listen(late, port), 3_200);
    const { client, server } = await setUp();
    await client.get();
    expect(bearerOf(server.arrived[0])).toBe("Bearer late");
  });

  test.each([
    ["NO_GCE_CHECK", "true"],
    ["METADATA_SERVER_DETECTION", "none"],
  ])("%s=%s: it is not asked", async (name, value) => {
    const metadata = await machine();
    vi.stubEnv(name, value);
    expect((await errorOf((await setUp()).client.get())).message).toContain("no credentials found");
    expect(metadata.connections.opened).toBe(0);
  });

  test.each([
    ["METADATA_SERVER_DETECTION", "maybe"],
    ["GCE_METADATA_HOST", "evil.example/path"],
    ["GCE_METADATA_HOST", "user@host"],
    ["GCE_METADATA_HOST", "http://host"],
  ])("%s=%s is an error that names it", async (name, value) => {
    const metadata = await machine();
    vi.stubEnv(name, value);
    expect((await errorOf((await setUp()).client.get())).message).toContain(name);
    expect(metadata.connections.opened).toBe(0);
  });

  test("a machine without a service account", async () => {
    const headers = { "metadata-flavor": "Google" };
    const metadata = closing(await httpServer({ status: 404, headers, body: "<html>" }));
    vi.stubEnv("GCE_METADATA_HOST", `127.0.0.1:${metadata.port}`);
    const error = await errorOf((await setUp()).client.get());
    expect(error.message).toContain("no service account");
  });
});

describe("R-AUT-34 the quota project", () => {
  test("the client's option, else the environment's, else the file's", async () => {
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", written({ ...user, quota_project_id: "of-file" }));
    const project = async (options?: ClientOptions): Promise<unknown> => {
      const { client, server } = await setUp({}, options);
      await client.get();
      return server.arrived[0]?.headers["x-goog-user-project"];
    };
    expect(await project()).toBe("of-file");
    vi.stubEnv("GOOGLE_CLOUD_QUOTA_PROJECT", "of-environment");
    expect(await project()).toBe("of-environment");
    expect(await project({ quotaProject: "of-client" })).toBe("of-client");
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", undefined);
    await machine();
    expect(await project()).toBe("of-environment");
  });

  test("is not sent if nobody names one", async () => {
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", written(user));
    const { client, server } = await setUp();
    await client.get();
    expect(server.arrived[0]?.headers).not.toHaveProperty("x-goog-user-project");
  });

  test.each(["a\r\nx-evil: 1", "a b", "\u00e9"])("%j is an error", async (project) => {
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", written({ ...user, quota_project_id: project }));
    const file = await setUp();
    expect((await errorOf(file.client.get())).message).toContain("quota_project_id");
    vi.stubEnv("GOOGLE_CLOUD_QUOTA_PROJECT", project);
    const environment = await setUp();
    const error = await errorOf(environment.client.get());
    expect(error.message).toContain("GOOGLE_CLOUD_QUOTA_PROJECT");
    expect(environment.server.connections.opened).toBe(0);
  });
});

test("R-AUT-35 another universe: refused for googleapis hosts and with a subject", async () => {
  for (const content of [keyFile(), user]) {
    const file = written({ ...content, universe_domain: "cloud.example" });
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", file);
    const tokens = closing(await httpServer({ json: { access_token: "t" } }));
    const auth = applicationDefault({ scopes: order, tokenUrl: tokens.url });
    const client = closing(new TestClient({ auth }));
    const error = await errorOf(client.get());
    expect(error).toMatchObject({ kind: "auth", outcome: "not_sent", attempts: 0 });
    expect(error.message).toContain("universe_domain");
    const delegated = await setUp({ subject: "a@b.example" });
    expect((await errorOf(delegated.client.get())).message).toContain("universe_domain");
    expect(delegated.tokens.connections.opened).toBe(0);
    // The caller's own host, on the other hand, is the caller's business.
    await (await setUp()).client.get();
  }
});

test("scopes that turn out not to fit: the call is not sent", async () => {
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", written(keyFile()));
  const { client, server } = await setUp({ scopes: "https://www.googleapis.com/auth/other" });
  for (let round = 0; round < 2; round++) {
    expect((await errorOf(client.get())).message).toContain(order);
  }
  expect(server.connections.opened).toBe(0);
});

describe("options", () => {
  test.each([
    {},
    { scopes: [] },
    { scopes: order, subject: "" },
    { scopes: order, subject: 5 },
    { scopes: order, serviceAccount: "a@b.example" },
    { scopes: order, subject: "u@x.example", serviceAccount: "no address" },
    { scopes: order, subject: "u@x.example", serviceAccount: "a/../b@c.example" },
    { scopes: order, tokenUrl: "http://tokens.example/" },
    { scopes: order, iamUrl: "http://iam.example/" },
    { scopes: order, dispatcher: {} },
    { scopes: order, subjects: "u@x.example" },
    null,
  ])("%j is an argument error", (options) => {
    const build = (): unknown => applicationDefault(options as ApplicationDefaultOptions);
    expect(thrownBy(build).kind).toBe("argument");
  });
});

describe("a subject without a key at hand: IAM signs", () => {
  const subject = "admin@r.example";
  const cloud = "https://www.googleapis.com/auth/cloud-platform";

  async function keyless(
    options: Partial<ApplicationDefaultOptions>,
    iam: TestServer,
  ): Promise<{ tokens: TestServer; server: TestServer; client: TestClient }> {
    const tokens = closing(await tokenServer());
    closing(iam);
    const server = closing(await httpServer({ json: {} }));
    const auth = applicationDefault({
      scopes: order,
      subject,
      tokenUrl: `${tokens.url}token`,
      iamUrl: iam.url,
      ...options,
    });
    return { tokens, server, client: closing(new TestClient({ auth, rootUrl: server.url })) };
  }

  test("for a machine's service account: its own address, and only what signing needs", async () => {
    const metadata = await machine();
    const iam = await iamServer();
    const { tokens, server, client } = await keyless({}, iam);
    await Promise.all([client.get(), client.get()]);
    expect(bearerOf(server.arrived[0])).toBe("Bearer token-1");
    expect(iam.arrived).toHaveLength(1);
    expect(iam.arrived[0]).toMatchObject({
      method: "POST",
      url: "/v1/projects/-/serviceAccounts/machine@p.iam.gserviceaccount.com:signJwt",
    });
    expect(iam.arrived[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(/^Bearer machine-\d$/) as string,
      "content-type": "application/json",
    });
    const { claims, header } = verifyAssertion(tokens.arrived[0]?.body ?? "");
    expect(header["kid"]).toBe("iam-key");
    expect(claims).toMatchObject({
      iss: "machine@p.iam.gserviceaccount.com",
      sub: subject,
      scope: order,
      aud: `${tokens.url}token`,
    });
    expect(Number(claims["exp"]) - Number(claims["iat"])).toBe(3_600);
    const asked = metadata.arrived.map(({ url }) => url.replace(/^.*\/default\//, ""));
    expect(asked).toEqual(["email", `token?scopes=${encodeURIComponent(cloud)}`]);
  });

  test("for a service account that is named, asked by the machine's", async () => {
    await machine();
    const iam = await iamServer();
    const { tokens, client } = await keyless({ serviceAccount: "other@p.example" }, iam);
    await client.get();
    expect(iam.arrived[0]?.url).toContain("/other@p.example:signJwt");
    expect(verifyAssertion(tokens.arrived[0]?.body ?? "").claims["iss"]).toBe("other@p.example");
  });

  test("for a user, who must name the service account; his quota project goes along", async () => {
    const file = written({ ...user, quota_project_id: "quota" });
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", file);
    const without = await setUp({ subject });
    const error = await errorOf(without.client.get());
    expect(error).toMatchObject({ kind: "auth", outcome: "not_sent" });
    expect(error.message).toContain("serviceAccount");
    expect(without.tokens.connections.opened).toBe(0);

    const iam = closing(await iamServer());
    const { client, server, tokens } = await setUp({
      subject,
      serviceAccount: "robot@p.example",
      iamUrl: `${iam.url}iam/`,
    });
    await client.get();
    expect(iam.arrived[0]?.url).toBe("/iam/v1/projects/-/serviceAccounts/robot@p.example:signJwt");
    expect(iam.arrived[0]?.headers).toMatchObject({
      authorization: "Bearer token-1",
      "x-goog-user-project": "quota",
    });
    const grants = tokens.arrived.map(({ body }) => new URLSearchParams(body).get("grant_type"));
    expect(grants).toEqual(["refresh_token", "urn:ietf:params:oauth:grant-type:jwt-bearer"]);
    expect(verifyAssertion(tokens.arrived[1]?.body ?? "").claims["sub"]).toBe(subject);
    expect(bearerOf(server.arrived[0])).toBe("Bearer token-2");
  });

  test("a key in the file signs by itself, for its own account", async () => {
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", written(keyFile()));
    for (const serviceAccount of [undefined, String(keyFile()["client_email"])]) {
      const iam = await iamServer();
      const { tokens, client } = await keyless({ serviceAccount }, iam);
      await client.get();
      expect(iam.connections.opened).toBe(0);
      expect(verifyAssertion(tokens.arrived[0]?.body ?? "").claims["sub"]).toBe(subject);
    }
    const iam = await iamServer();
    const { tokens, client } = await keyless({ serviceAccount: "other@p.example" }, iam);
    await client.get();
    const claims = tokens.arrived.map(({ body }) => verifyAssertion(body).claims);
    expect(claims).toMatchObject([
      { iss: keyFile()["client_email"], scope: cloud },
      { iss: "other@p.example", scope: order, sub: subject },
    ]);
    expect(claims[0]).not.toHaveProperty("sub");
  });

  test("IAM refuses: its words, no token", async () => {
    await machine();
    const iam = await httpServer(({ headers }, response) => {
      response.statusCode = 403;
      const token = headers.authorization?.slice("Bearer ".length);
      const message = `Permission 'iam.serviceAccounts.signJwt' denied for ${token}`;
      response.end(JSON.stringify({ error: { code: 403, message, status: "PERMISSION_DENIED" } }));
    });
    const { client, server } = await keyless({}, iam);
    const error = await errorOf(client.get());
    expect(error).toMatchObject({ kind: "auth", outcome: "not_sent", code: "PERMISSION_DENIED" });
    expect(error.message).toContain("IAM signJwt request");
    expect(inspect(error, { depth: Infinity })).not.toContain("machine-");
    expect(server.connections.opened).toBe(0);
  });

  test("IAM refuses the token: a new one, once", async () => {
    const metadata = await machine();
    const signer = closing(await iamServer());
    let refusals = 0;
    const iam = await httpServer(async ({ url, body, headers }, response) => {
      if (headers.authorization === "Bearer machine-2") {
        refusals++;
        response.statusCode = 401;
        response.end("{}");
        return;
      }
      const answer = await fetch(new URL(url, signer.url), { method: "POST", body });
      response.end(await answer.text());
    });
    const { client } = await keyless({}, iam);
    await client.get();
    expect([refusals, metadata.arrived.length]).toEqual([1, 3]);
  });

  test.each([{}, { signedJwt: null }, { signedJwt: "a b" }, [], null])(
    "an answer of IAM without a usable assertion: %j",
    async (json) => {
      await machine();
      const { client, tokens } = await keyless({}, await httpServer({ json }));
      expect((await errorOf(client.get())).message).toContain("signedJwt");
      expect(tokens.connections.opened).toBe(0);
    },
  );

  test("an address that is none, from the metadata server", async () => {
    const headers = { "metadata-flavor": "Google" };
    const metadata = closing(await httpServer({ headers, body: "a/../../evil" }));
    vi.stubEnv("GCE_METADATA_HOST", `127.0.0.1:${metadata.port}`);
    const iam = await iamServer();
    const { client } = await keyless({}, iam);
    expect((await errorOf(client.get())).message).toContain("not the address of a service account");
    expect(iam.connections.opened).toBe(0);
  });
});
