import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as runtime from "@discogen/runtime";
import * as testing from "@discogen/runtime/testing";
import { runtimeVersion } from "../../runtime/src/version.js";

const root = join(import.meta.dirname, "../..");

test("the version constant is the package's", () => {
  const text = readFileSync(join(root, "runtime/package.json"), "utf8");
  expect(runtimeVersion).toBe((JSON.parse(text) as { version: string }).version);
});

test("the exports are this list", () => {
  expect(Object.keys(runtime).toSorted()).toEqual([
    "ApiClient",
    "GoogleApiError",
    "accessToken",
    "anonymous",
    "answerBatch",
    "apiKey",
    "applicationDefault",
    "callable",
    "findOutcome",
    "proxyDispatcher",
    "refreshToken",
    "serviceAccount",
    "unrecognized",
  ]);
});

test("the exports of ./testing are this list", () => {
  expect(Object.keys(testing).toSorted()).toEqual([
    "FakeError",
    "FakeMedia",
    "createFakeTransport",
    "fakeError",
    "fakeMedia",
  ]);
});

test("the start is one module behind the index, the first call one more; what is loaded by need imports no others", () => {
  const dist = join(root, "runtime/dist");
  const importsOf = (name: string): string[] =>
    [...readFileSync(join(dist, name), "utf8").matchAll(/\b(?:from|import) ?"\.\/([^"]+)"/g)].map(
      ([, file = ""]) => file,
    );
  const [start = "", ...others] = importsOf("index.js");
  expect(others).toEqual([]);
  expect(importsOf(start)).toEqual([]);
  const [firstCall = "", ...more] = importsOf("client-sending.js");
  expect(more).toEqual([]);
  expect(importsOf(firstCall)).toEqual([start]);
  const known = new Set([start, firstCall, "fetch-connections.js"]);
  for (const name of readdirSync(dist).filter((file) => file.endsWith(".js"))) {
    expect([name, importsOf(name).filter((file) => !known.has(file))]).toEqual([name, []]);
  }
  expect(importsOf("undici.js")).toEqual([]);
  expect(importsOf("fetch-connections.js")).toEqual([]);
});

test("importing the package and making a client loads no undici, no crypto, no zlib", () => {
  const script = `
    import { ApiClient, accessToken } from "@discogen/runtime";
    new ApiClient({ format: 1, name: "a", version: "v1", rootUrl: "https://a.googleapis.com/" },
      { auth: accessToken("t") });
    const { createRequire } = await import("node:module");
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes("undici"));
    const builtin = process.moduleLoadList.filter((name) => /^NativeModule (zlib|crypto|tls|http)$/.test(name));
    console.log(JSON.stringify([...loaded, ...builtin]));`;
  const out = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  expect(JSON.parse(out)).toEqual([]);
});

test("an error that nobody catches is told without a page of code", () => {
  const script = `
    import { ApiClient, accessToken } from "@discogen/runtime";
    const api = { format: 1, name: "a", version: "v1", rootUrl: "http://127.0.0.1:1/" };
    const client = new ApiClient(api, { auth: accessToken("t"), rootUrl: api.rootUrl, retry: false });
    client.request({ method: "GET", path: "x" });`;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stderr).toContain("GoogleApiError: GET x: connection refused by 127.0.0.1:1");
  expect(stderr.length).toBeLessThan(4_000);
});

test("the declarations keep the comments of what users write, and no others", () => {
  const text = readFileSync(join(root, "runtime/dist/index.d.ts"), "utf8");
  expect(text).toContain("  /** Who the client is to Google.");
  // Of an interface that is not exported, and extended by one that is.
  expect(text).toContain("  /** Where tokens come from: https, or http on loopback.");
  expect(text).not.toContain("A mask cut into names and signs.");
  expect(/import\(|from "/.exec(text)).toBeNull();
});

test("the declarations compile with lib es2022 and no types, and name what a user needs", () => {
  const folder = mkdtempSync(join(import.meta.dirname, "consumer-"));
  try {
    writeFileSync(
      join(folder, "use.ts"),
      `import { ApiClient, GoogleApiError, accessToken, type ApiDescriptor, type ClientOptions, type PagePromise } from "@discogen/runtime";
       declare const api: ApiDescriptor;
       declare const list: PagePromise<{ a?: string }, string>;
       class C extends ApiClient { constructor(o?: ClientOptions) { super(api, o); } one() { return this.caller.send<{ a: 1 }>({ id: "x", httpMethod: "GET", path: ["x"], response: "object" }, undefined, undefined); } }
       export async function run(): Promise<string> {
         await using c = new C({ auth: accessToken("t"), deadlineMs: undefined });
         const { data, response } = await c.one().withResponse();
         for await (const s of list) s.toUpperCase();
         for await (const p of list.pages()) p.a?.length;
         // A structural provider, as in google-auth-library: its own private members do not matter.
         class Google { private scopes?: string; getAccessToken(): Promise<string | null | undefined> { return Promise.resolve(this.scopes); } }
         new C({ auth: new Google() });
         new C({ auth: { getAccessToken: () => "t", scopes: ["s"] } });
         try { return response.headers.get("x") ?? String(data.a); }
         catch (e) { return e instanceof GoogleApiError ? e.kind : ""; }
       }
       // @ts-expect-error an unknown option
       new C({ retries: 1 });
       // @ts-expect-error a deadline is a number
       new C().request({ method: "GET", path: "x" }, { deadlineMs: "5" });`,
    );
    const options = {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      lib: ["es2022"],
      types: [],
      target: "es2022",
      module: "nodenext",
      moduleResolution: "nodenext",
      exactOptionalPropertyTypes: true,
    };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, files: ["use.ts"] }),
    );
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const result = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
    expect(result.stdout).toBe("");
    expect(result.status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
