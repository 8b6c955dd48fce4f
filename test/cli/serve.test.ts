import { request as httpRequest } from "node:http";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { readFileSync } from "node:fs";
import { describe, expect } from "vitest";
import { refreshToken, ResellerClient, serviceAccount } from "@discogen/reseller-v1";
import { keyFile, listen } from "../runtime/servers.js";
import { config, plant, test, treeOf } from "./folders.js";
import { library } from "./library.js";
import { linesOf, refusalLines, resellerPath, runCli, start, type Run } from "./run-cli.js";
import { serving, type Serving } from "./serving.js";

/** Runs what is to be done with a server, and ends it. */
async function withServer(
  words: readonly string[],
  cwd: string,
  work: (server: Serving) => Promise<void>,
): Promise<Run> {
  const server = await serving(words, cwd);
  try {
    await work(server);
  } finally {
    server.run.child.kill("SIGINT");
  }
  return server.run.ended;
}

function curl(cwd: string, ...words: readonly string[]): Promise<Run> {
  return start("curl", ["--silent", "--show-error", "--max-time", "15", ...words], { cwd }).ended;
}

test("it prints its address, tells every request on standard error, and ends with 0", async ({
  folder,
}) => {
  const run = await withServer([resellerPath], folder, async ({ url }) => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    await curl(folder, `${url}apps/reseller/v1/customers/C1?key=secret`);
    await curl(folder, `${url}nothing`);
  });
  expect(run).toMatchObject({ code: 0, signal: null });
  expect(linesOf(run.stdout)).toHaveLength(1);
  const [first, second, ...lines] = linesOf(run.stderr);
  expect(first).toBe("reseller:v1 20211106: 3 resources, 17 methods, 10 schemas");
  expect(second).toMatch(/^tokens at http\S+token, the document at http\S+rest; Ctrl\+C ends it$/);
  expect(lines).toEqual([
    "GET /apps/reseller/v1/customers/C1?key=… 404 reseller.customers.get",
    "GET /nothing 404",
  ]);
  expect(await treeOf(folder)).toEqual({});
});

test("--quiet: its address alone", async ({ folder }) => {
  const run = await withServer([resellerPath, "--quiet"], folder, async ({ url }) => {
    await curl(folder, `${url}apps/reseller/v1/subscriptions`);
  });
  expect(linesOf(run.stdout)).toHaveLength(1);
  expect(run.stderr).toBe("");
});

test("SIGTERM ends it with 0, though a client holds its connection", async ({ folder }) => {
  const server = await serving([resellerPath, "--port", "0"], folder);
  const held = connect(Number(new URL(server.url).port), "127.0.0.1");
  held.on("error", () => {});
  await once(held, "connect");
  server.run.child.kill("SIGTERM");
  expect(await server.run.ended).toMatchObject({ code: 0, signal: null });
  held.destroy();
});

test("at its address it tells what there is, for people to read", async ({ folder }) => {
  await withServer([resellerPath], folder, async ({ url }) => {
    const { stdout } = await curl(folder, url);
    expect(stdout).toContain('{\n  "api": "reseller:v1",\n');
    const { methods, token } = JSON.parse(stdout) as { methods: string[]; token: string };
    expect(token).toBe(`${url}token`);
    expect(methods).toHaveLength(17);
    expect(methods).toContain("GET /apps/reseller/v1/customers/{customerId}");
    const compact = await curl(folder, `${url}apps/reseller/v1/subscriptions?prettyPrint=false`);
    expect(compact.stdout).toBe('{"kind":"reseller#subscriptions","subscriptions":[]}');
  });
});

test("--json prints the addresses, and the document that is served is the one it was given", async ({
  folder,
}) => {
  await withServer([resellerPath, "--json"], folder, async (server) => {
    const { url, tokenUrl, documentUrl, ...rest } = JSON.parse(server.url) as Record<
      string,
      string
    >;
    expect(rest).toEqual({ schemaVersion: 1, api: { id: "reseller:v1", revision: "20211106" } });
    expect(tokenUrl).toBe(`${url}token`);
    expect(documentUrl).toBe(`${url}discovery/v1/apis/reseller/v1/rest`);
    const { stdout } = await curl(folder, documentUrl ?? "");
    expect(stdout).toBe(readFileSync(resellerPath, "utf8"));
  });
});

test("curl: created, read, changed, listed, deleted; refused with Google's errors", async ({
  folder,
}) => {
  await withServer([resellerPath], folder, async ({ url }) => {
    const root = `${url}apps/reseller/v1/customers`;
    const json = ["--header", "content-type: application/json"];
    const call = async (...words: readonly string[]): Promise<unknown> => {
      const { stdout, stderr, code } = await curl(folder, ...words);
      expect([code, stderr]).toEqual([0, ""]);
      return stdout === "" ? null : JSON.parse(stdout);
    };
    const body = '{"customerId":"C1","customerDomain":"acme.example"}';
    const created = await call(...json, "--data", body, root);
    expect(created).toMatchObject({ kind: "reseller#customer", customerId: "C1" });
    expect(await call(`${root}/C1`)).toEqual(created);
    const patched = await call(
      ...json,
      "-X",
      "PATCH",
      "--data",
      '{"phoneNumber":"+1"}',
      `${root}/C1`,
    );
    expect(patched).toMatchObject({ customerDomain: "acme.example", phoneNumber: "+1" });
    expect(await call(...json, "--data", '{"nonsense":1}', root)).toMatchObject({
      error: { code: 400, status: "INVALID_ARGUMENT" },
    });
    const subscription = `${root}/C1/subscriptions`;
    await call(...json, "--data", '{"subscriptionId":"S1"}', subscription);
    expect(await call(`${url}apps/reseller/v1/subscriptions`)).toMatchObject({
      subscriptions: [{ subscriptionId: "S1", customerId: "C1" }],
    });
    await call(...json, "--data", '{"subscriptionId":"S2"}', subscription);
    const pages: unknown[] = [];
    for (let token: string | undefined = ""; token !== undefined;) {
      const query = `maxResults=1&pageToken=${encodeURIComponent(token)}`;
      const page = await call(`${url}apps/reseller/v1/subscriptions?${query}`);
      const { subscriptions, nextPageToken } = page as {
        subscriptions: { subscriptionId: string }[];
        nextPageToken?: string;
      };
      pages.push(subscriptions.map(({ subscriptionId }) => subscriptionId));
      token = nextPageToken;
    }
    expect(pages).toEqual([["S1"], ["S2"]]);
    expect(await call("-X", "DELETE", `${subscription}/S1?deletionType=cancel`)).toBe(null);
    expect(await call(`${subscription}/S1`)).toMatchObject({ error: { code: 404 } });
    const status = await curl(folder, "-o", "/dev/null", "-w", "%{http_code}", `${root}/C9`);
    expect(status.stdout).toBe("404");
    expect(await call("--header", "x-fake-error: 503", `${root}/C1`)).toMatchObject({
      error: { code: 503, status: "UNAVAILABLE" },
    });
  });
});

test("a generated client: tokens, calls, lists, batches", async ({ folder }) => {
  const run = await withServer([resellerPath], folder, async ({ url }) => {
    const scopes = [ResellerClient.scopes.appsOrder];
    const key = keyFile();
    const tokenUrl = `${url}token`;
    const client = new ResellerClient({
      rootUrl: url,
      auth: serviceAccount({ key, subject: "admin@acme.example", scopes, tokenUrl }),
    });
    for (const skuId of ["a", "b", "c"]) {
      await client.subscriptions.insert({ customerId: "C1", body: { skuId } });
    }
    const found: (string | undefined)[] = [];
    for await (const { skuId } of client.subscriptions.list({ customerId: "C1", maxResults: 2 }))
      found.push(skuId);
    expect(found).toEqual(["a", "b", "c"]);
    const [list, missing] = await client.batch((b) => [
      b.subscriptions.list({ maxResults: 1 }),
      b.customers.get({ customerId: "C9" }),
    ]);
    expect(list).toMatchObject({ value: { subscriptions: [{ skuId: "a" }] } });
    expect(missing).toMatchObject({ reason: { status: 404, reason: "notFound" } });
    await client.close();

    const user = refreshToken({ clientId: "i", clientSecret: "s", refreshToken: "r", tokenUrl });
    const other = new ResellerClient({ rootUrl: url, auth: user });
    expect(await other.subscriptions.list({ maxResults: 9 })).toHaveProperty("subscriptions");
    await other.close();
  });
  expect(run.stderr.match(/POST \/token 200/g)).toHaveLength(2);
});

test("what is no HTTP, and who leaves, does it no harm", async ({ folder }) => {
  await withServer([resellerPath], folder, async ({ url }) => {
    const { port } = new URL(url);
    const body = httpRequest({ port, method: "POST", path: "/apps/reseller/v1/customers" });
    body.on("error", () => {});
    body.write("{");
    await new Promise((resolve) => setTimeout(resolve, 100));
    body.destroy();
    const broken = await curl(folder, "--path-as-is", `${url}%zz/../%`);
    expect(JSON.parse(broken.stdout)).toMatchObject({ error: { code: 404 } });
    const { stdout } = await curl(folder, `${url}apps/reseller/v1/subscriptions`);
    expect(JSON.parse(stdout)).toMatchObject({ subscriptions: [] });
  });
});

test("it serves the client's API: overrides, selection, standard input", async ({ folder }) => {
  await plant(folder, {
    "library.json": library(),
    ...config([
      {
        document: "library.json",
        only: ["books.*"],
        overrides: [{ at: "/schemas/Book/properties/pages", is: { type: "integer" }, why: "test" }],
      },
    ]),
  });
  await withServer(["library.json"], folder, async ({ url }) => {
    const book = await curl(folder, `${url}v1/books/b1`);
    expect(JSON.parse(book.stdout)).toMatchObject({ pages: 1 });
    const shelf = await curl(folder, `${url}v1/shelves`);
    expect(JSON.parse(shelf.stdout)).toMatchObject({ error: { code: 404 } });
  });
  await withServer(["library.json", "--no-config"], folder, async ({ url }) => {
    const { stdout } = await curl(folder, `${url}v1/shelves`);
    expect(JSON.parse(stdout)).toEqual({ title: "title" });
  });
});

describe("it does not start", () => {
  test.for([
    ["0.0.0.0", "0.0.0.0 is not this machine alone"],
    ["192.168.0.1", "is not this machine alone"],
    ["127.0.0.1.example.com", "is not this machine alone"],
    ["::", "is not this machine alone"],
  ] as const)("at %s", async ([host, words], { folder }) => {
    const run = await runCli(["serve", resellerPath, "--host", host], { cwd: folder });
    expect(refusalLines(run)[0]).toContain(words);
  });

  test.for([["-1"], ["65536"], ["x"], ["1.5"], [""]])(
    "at the port %j",
    async ([port = ""], { folder }) => {
      const run = await runCli(["serve", resellerPath, "--port", port], { cwd: folder });
      expect(refusalLines(run)[0]).toContain("from 0 to 65535");
    },
  );

  test("where another program listens", async ({ folder }) => {
    const server = createServer();
    const port = await listen(server);
    const run = await runCli(["serve", resellerPath, "--port", String(port)], { cwd: folder });
    await new Promise((resolve) => server.close(resolve));
    expect(refusalLines(run)).toEqual([
      `127.0.0.1:${port}: cannot be listened on: another program listens there (EADDRINUSE); name another port (--port), or none for a free one [cannot-listen]`,
    ]);
  });

  test("without a document, or with one that has errors", async ({ folder }) => {
    await plant(folder, { "a.json": library().replace('"$ref": "Shelf"', '"$ref": "Shlf"') });
    expect(refusalLines(await runCli(["serve"], { cwd: folder }))[0]).toContain("missing required");
    const gone = await runCli(["serve", "no/such.json"], { cwd: folder });
    expect(refusalLines(gone)[0]).toContain("[cannot-read]");
    const wrong = await runCli(["serve", "a.json"], { cwd: folder });
    expect(refusalLines(wrong)[0]).toContain("[dangling-ref]");
  });
});

test("--host and --port: where it is told to be", async ({ folder }) => {
  await withServer([resellerPath, "--host", "localhost"], folder, async ({ url }) => {
    expect(url).toMatch(/^http:\/\/localhost:\d+\/$/);
    const { stdout } = await curl(folder, `${url}apps/reseller/v1/subscriptions`);
    expect(JSON.parse(stdout)).toMatchObject({ subscriptions: [] });
  });
});
