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
 */
async function endsOf(
  what: string,
  hook: string,
  call: string,
  url = server.url,
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
    const api = { format: 1, name: "a", version: "v1", rootUrl: ${JSON.stringify(url)} };
    const client = new ApiClient(api);
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
    expect((end as { ms: number }).ms).toBeLessThan(1_200);
  }
});

test("R-TMO-04 the deadline covers loading and what follows", async () => {
  const slow = await httpServer(() => {});
  const hook = "await new Promise((resolve) => setTimeout(resolve, 600));";
  const call = "post({ deadlineMs: 1_000 })";
  const [first] = await endsOf("client-sending.js", hook, call, slow.url);
  expect(first).toMatchObject({ kind: "timeout", outcome: "unknown" });
  // Each of the two by itself ends in time.
  expect((first as { ms: number }).ms).toBeLessThan(1_400);
  await slow.close();
});

test.each(modules)("R-TMO-06 a signal holds while %s is loaded", async (what) => {
  const hook = "await new Promise(() => {});";
  for (const end of await endsOf(what, hook, "post({ signal: AbortSignal.timeout(200) })")) {
    expect(end).toMatchObject({ kind: "aborted", outcome: "not_sent" });
    expect((end as { ms: number }).ms).toBeLessThan(1_200);
  }
});
