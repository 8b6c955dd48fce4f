/** What is loaded by need may fail to come, or not come at all: bundles fetch it over the network. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { httpServer, type TestServer } from "./servers.js";

let server: TestServer;

beforeAll(async () => {
  server = await httpServer({ json: {} });
});

afterAll(() => server.close());

/**
 * Makes two calls in a process of its own, and tells how they ended.
 * @param hook what happens before the module is found, in JavaScript
 * @param call makes one call, in JavaScript
 * @param more where to, and the client's options in JavaScript
 */
async function endsOf(
  what: string,
  hook: string,
  call: string,
  { url = server.url, options = "{}" } = {},
): Promise<unknown[]> {
  const hooks = `let count = 0;
export async function resolve(name, context, next) {
  if (name.endsWith(${JSON.stringify(what)})) { count++; ${hook} }
  return next(name, context);
}`;
  const script = `
    import { register } from "node:module";
    register("data:text/javascript," + encodeURIComponent(${JSON.stringify(hooks)}));
    const { ApiClient } = await import("@discogen/runtime");
    const rootUrl = ${JSON.stringify(url)};
    const api = { format: 1, name: "a", version: "v1", rootUrl, batchPath: "batch" };
    const method = { id: "a.x", httpMethod: "POST", path: ["x"], response: "any" };
    class Client extends ApiClient {
      constructor(options) { super(api, options); }
      sends(options) { return this.caller.send(method, undefined, options); }
      uploads(options) {
        const media = { body: new Uint8Array(3), type: "text/plain" };
        return this.caller.send({ ...method, upload: { raw: true } }, { media }, options);
      }
      waits(options) {
        return this.caller.waitUntilDone({ ...method, httpMethod: "GET", operation: "done" }, {}, options);
      }
      async batches(options) {
        const [result] = await this.sendBatch(Client, (b) => [b.sends()], options);
        if (result.status === "rejected") throw result.reason;
      }
    }
    const client = new Client(${options});
    // What is being loaded for ever does not keep a process alive.
    setInterval(() => {}, 1_000);
    const post = (options) => client.request({ method: "POST", path: "x" }, options);
    const end = (start = performance.now()) => (${call}).then(
      (answer) => ({ answer }),
      ({ kind, outcome }) => ({ kind, outcome, ms: performance.now() - start }));
    console.log(JSON.stringify([await end(), await end()]));
    process.exit();`;
  const words = ["--input-type=module", "-e", script];
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    cwd: import.meta.dirname,
  });
  return JSON.parse(stdout) as unknown[];
}

const modules = ["client-sending.js", "#connections"];

/** What only some calls need: the call, and the client's options, in JavaScript. */
const further: readonly (readonly [module: string, call: string, options: string])[] = [
  ["send-media.js", "client.uploads", "{}"],
  ["base-transport.js", "client.uploads", "{}"],
  ["base-transport.js", "post", "{ interceptors: [(next) => next] }"],
  ["send-batch.js", "client.batches", "{}"],
  ["pace.js", "post", "{ pace: { perSecond: 100 } }"],
  ["ask-provider.js", "post", `{ rootUrl, auth: { getAccessToken: () => "t" } }`],
  ["wait-until-done.js", "client.waits", "{}"],
];

test.each(further)(
  "if %s cannot be loaded for %s, nothing was sent",
  async (what, call, options) => {
    const hook = `throw new Error("gone");`;
    const before = server.arrived.length;
    const kind = what === "ask-provider.js" ? "auth" : "network";
    const end = { kind, outcome: "not_sent" };
    expect(await endsOf(what, hook, `${call}({})`, { options })).toMatchObject([end, end]);
    expect(server.arrived).toHaveLength(before);
  },
);

test.each(further)(
  "R-TMO-04 R-TMO-06 limits hold while %s is loaded for %s",
  async (what, call, options) => {
    const hook = "await new Promise(() => {});";
    const limits = ["{ deadlineMs: 200 }", "{ signal: AbortSignal.timeout(200) }"];
    for (const limit of limits) {
      for (const end of await endsOf(what, hook, `${call}(${limit})`, { options })) {
        expect(["timeout", "aborted"]).toContain((end as { kind: string }).kind);
        expect((end as { ms: number }).ms).toBeLessThan(5_000);
      }
    }
  },
);

test.each(modules)(
  "if %s cannot be loaded, nothing was sent; the next call tries again",
  async (what) => {
    // Connections are asked for ahead of need, and when they are needed.
    const times = what === "#connections" ? 2 : 1;
    const hook = `if (count <= ${times}) throw new Error("gone");`;
    const before = server.arrived.length;
    expect(await endsOf(what, hook, "post({ retry: false })")).toMatchObject([
      { kind: "network", outcome: "not_sent" },
      { answer: {} },
    ]);
    expect(server.arrived).toHaveLength(before + 1);
  },
);

test.each(modules)("R-TMO-04 a deadline holds while %s is loaded", async (what) => {
  const hook = "await new Promise(() => {});";
  for (const end of await endsOf(what, hook, "post({ deadlineMs: 200 })")) {
    expect(end).toMatchObject({ kind: "timeout", outcome: "not_sent" });
    expect((end as { ms: number }).ms).toBeLessThan(5_000);
  }
});

test("R-TMO-04 the deadline covers loading and what follows", async () => {
  const slow = await httpServer(() => {});
  const hook = "await new Promise((resolve) => setTimeout(resolve, 600));";
  const call = "post({ deadlineMs: 1_000 })";
  const [first] = await endsOf("client-sending.js", hook, call, { url: slow.url });
  expect(first).toMatchObject({ kind: "timeout", outcome: "unknown" });
  // Each of the two by itself ends in time.
  expect((first as { ms: number }).ms).toBeLessThan(1_400);
  await slow.close();
});

test.each(modules)("R-TMO-06 a signal holds while %s is loaded", async (what) => {
  const hook = "await new Promise(() => {});";
  for (const end of await endsOf(what, hook, "post({ signal: AbortSignal.timeout(200) })")) {
    expect(end).toMatchObject({ kind: "aborted", outcome: "not_sent" });
    expect((end as { ms: number }).ms).toBeLessThan(5_000);
  }
});
