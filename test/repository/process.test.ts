/** What a program pays for the client: nothing for undici before its first request, no wait at its end. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { start, type Run } from "../cli/run-cli.js";
import { httpServer } from "../runtime/servers.js";
import { closing } from "../client/set-up.js";
import { root } from "./paths.js";

const folder = mkdtempSync(join(tmpdir(), "discogen-process-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a module below `cwd`, where it finds its packages. */
function runModule(cwd: string, text: string): Promise<Run> {
  return start(process.execPath, ["--input-type=module", "-e", text], { cwd }).ended;
}

/** A project that has the client and the runtime as they are published, and no undici. */
function withoutUndici(): string {
  for (const [name, from] of [
    ["reseller-v1", "generated/reseller-v1"],
    ["runtime", "runtime"],
  ] as const) {
    const to = join(folder, "node_modules/@discogen", name);
    mkdirSync(to, { recursive: true });
    cpSync(`${root}${from}/package.json`, join(to, "package.json"));
    cpSync(`${root}${from}/dist`, join(to, "dist"), { recursive: true });
  }
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  return folder;
}

const useClient = `
import { accessToken, ResellerClient, serviceAccount } from "@discogen/reseller-v1";
serviceAccount({ keyFile: "none.json", scopes: ResellerClient.scopes.appsOrder });
const headers = { get: () => null, forEach() {} };
const body = async function* () { yield new TextEncoder().encode('{"kind":"k"}'); };
const fake = new ResellerClient({ transport: async () => ({ status: 200, headers, body: body() }) });
const { kind } = await fake.customers.get({ customerId: "C" });
const client = new ResellerClient({ auth: accessToken("t"), rootUrl: "http://127.0.0.1:9/" });
console.log(kind);
`;

test("import, construction and a transport of one's own do not load undici", async () => {
  const cwd = withoutUndici();
  const run = await runModule(cwd, useClient);
  expect(run, run.stderr).toMatchObject({ code: 0, stdout: "k\n" });
  // The same place cannot send: undici really is missing there.
  const sends = `${useClient}await client.customers.get({ customerId: "C" }).catch((e) => console.log(String(e)));`;
  expect((await runModule(cwd, sends)).stdout).toContain("Cannot find package 'undici'");
});

test("import and construction load no part of undici; a request does", async () => {
  const server = closing(await httpServer({ json: {} }));
  const run = await runModule(
    root,
    `import { createRequire } from "node:module";
    const { cache } = createRequire(import.meta.url);
    const loaded = () => Object.keys(cache).filter((path) => path.includes("/undici/")).length > 0;
    const { accessToken, ResellerClient } = await import("@discogen/reseller-v1");
    const client = new ResellerClient({ auth: accessToken("t"), rootUrl: "${server.url}" });
    const before = loaded();
    await client.customers.get({ customerId: "C" });
    console.log(before, loaded());`,
  );
  expect(run, run.stderr).toMatchObject({ code: 0, stdout: "false true\n" });
});

test("a process ends by itself within 1.5 s of its last call, without close()", async () => {
  const server = closing(await httpServer({ json: { subscriptions: [{}] } }));
  const run = await runModule(
    root,
    `import { accessToken, ResellerClient } from "@discogen/reseller-v1";
    const client = new ResellerClient({ auth: accessToken("t"), rootUrl: "${server.url}" });
    const { signal } = new AbortController();
    await Promise.all([1, 2, 3].map(() => client.customers.get({ customerId: "C" }, { signal })));
    for await (const _ of client.subscriptions.list()) ;
    const done = Date.now();
    process.on("exit", () => console.log(Date.now() - done));`,
  );
  expect(run, run.stderr).toMatchObject({ code: 0, stderr: "" });
  expect(server.arrived).toHaveLength(4);
  expect(run.stdout).toMatch(/^\d+\n$/);
  expect(Number(run.stdout)).toBeLessThan(1_500);
});

test("a rejection that nobody awaits is reported by Node as usual", async () => {
  const run = await runModule(
    root,
    `import { ResellerClient } from "@discogen/reseller-v1";
    new ResellerClient().customers.get({ customerId: "C" });`,
  );
  expect(run.code).toBe(1);
  expect(run.stderr).toContain("reseller.customers.get: the client has no auth");
});
