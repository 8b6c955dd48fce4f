/** The client on the wire: import, first answer, calls per second, size. */
import { build } from "esbuild";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { accessToken, ResellerClient } from "@discogen/reseller-v1";
import { Pool } from "undici";
import { median, report, wallTimes } from "./measure.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const rounds = 7;

export async function benchClient() {
  const server = fork(fileURLToPath(new URL("server.js", import.meta.url)));
  try {
    const [{ port }] = /** @type {[{ port: number }]} */ (await once(server, "message"));
    const origin = `http://127.0.0.1:${port}`;
    benchStart(origin);
    for (const inFlight of [1, 50]) await benchCalls(origin, inFlight);
    await benchSize();
  } finally {
    server.kill();
  }
}

/** @param {string} origin */
function benchStart(origin) {
  // Inside the repository, so that packages are found by their names.
  const folder = mkdtempSync(join(root, "node_modules/.cache-bench-"));
  try {
    const script = (/** @type {string} */ name, /** @type {string} */ text) => {
      writeFileSync(join(folder, `${name}.mjs`), text);
      return { name, command: [process.execPath, join(folder, `${name}.mjs`)] };
    };
    const get = `import { request } from "undici";
const { body } = await request("${origin}/apps/reseller/v1/customers/C1"); await body.json();`;
    const call = `import { accessToken, ResellerClient } from "@discogen/reseller-v1";
const client = new ResellerClient({ auth: accessToken("t"), rootUrl: "${origin}/" });
await client.customers.get({ customerId: "C1" });`;
    const [nothing = 0, imported = 0, bare = 0, first = 0] = wallTimes(
      [
        script("nothing", ""),
        script("import", 'import "@discogen/reseller-v1";'),
        script("undici", get),
        script("client", call),
      ],
      25,
    );
    const ms = { unit: "ms" };
    report("import", { value: imported, base: nothing, against: "nothing", budget: 1.1, ...ms });
    report("start to first answer", {
      value: first,
      base: bare,
      against: "undici",
      budget: 1.05,
      ...ms,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} origin
 * @param {number} inFlight
 */
async function benchCalls(origin, inFlight) {
  const client = new ResellerClient({ auth: accessToken("t"), rootUrl: `${origin}/` });
  const pool = new Pool(origin, { connections: 64 });
  const path = "/apps/reseller/v1/customers/C1";
  const headers = { authorization: "Bearer t" };
  const contenders = [
    () => client.customers.get({ customerId: "C1" }),
    async () => (await pool.request({ path, method: "GET", headers })).body.json(),
  ];
  const calls = inFlight === 1 ? 3_000 : 15_000;
  const rates = contenders.map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round <= rounds; round++) {
    for (const [index, call] of contenders.entries()) {
      const rate = await callsPerSecond(call, calls, inFlight);
      // The first round warms up.
      if (round > 0) rates[index]?.push(rate);
    }
  }
  const [ours = 0, theirs = 0] = rates.map(median);
  const figures = {
    base: theirs,
    against: "Pool.request",
    unit: "/s",
    budget: 0.95,
    atLeast: true,
  };
  report(`GET, ${inFlight} in flight`, { value: ours, ...figures });
  await Promise.all([client.close(), pool.close()]);
}

/**
 * @param {() => Promise<unknown>} call
 * @param {number} calls
 * @param {number} inFlight
 */
async function callsPerSecond(call, calls, inFlight) {
  const start = performance.now();
  let left = calls;
  const lane = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return calls / ((performance.now() - start) / 1_000);
}

async function benchSize() {
  const { outputFiles } = await build({
    stdin: { contents: 'export * from "@discogen/reseller-v1";', resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "node",
    external: ["undici"],
  });
  const [bundle = { contents: new Uint8Array() }] = outputFiles;
  const kB = (/** @type {Uint8Array} */ bytes) => bytes.length / 1_000;
  const figures = { against: "budget", unit: "kB", budget: 1 };
  report("bundle without undici, minified", { value: kB(bundle.contents), base: 30, ...figures });
  report("the same, gzip", { value: kB(gzipSync(bundle.contents)), base: 10, ...figures });
}
