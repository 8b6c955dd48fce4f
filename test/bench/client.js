/** The client on the wire: import, first answer, calls per second, size. */
import { build } from "esbuild";
import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
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
  const { metafile, outputFiles } = await build({
    // A program in a browser: it has no key, and what it does not use is left out.
    stdin: {
      contents: 'export { accessToken, ResellerClient } from "@discogen/reseller-v1";',
      resolveDir: root,
    },
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "browser",
    absWorkingDir: root,
    outdir: "out",
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [relative(root, path), contents]));
  const start = startOf(metafile, "out/stdin.js");
  /** @param {Iterable<string>} names */
  const size = (names) => {
    let [bytes, packed] = [0, 0];
    for (const name of names) {
      const contents = files.get(name) ?? new Uint8Array();
      bytes += contents.length;
      packed += gzipSync(contents).length;
    }
    return { bytes: bytes / 1_000, packed: packed / 1_000 };
  };
  const figures = { against: "budget", unit: "kB", budget: 1 };
  const needed = size(start);
  report("bundle: loaded at the start, minified", { value: needed.bytes, base: 30, ...figures });
  report("the same, gzip", { value: needed.packed, base: 10, ...figures });
  const whole = size(files.keys());
  const all = `${whole.bytes.toFixed(1)} kB minified, ${whole.packed.toFixed(1)} kB gzip`;
  console.log(`     bundle with all that is loaded by need: ${all}`);
  report("runtime's package without maps", { value: packedSize(), base: 150, ...figures });
}

/**
 * @param {import("esbuild").Metafile} metafile
 * @param {string} entry
 * @returns {Set<string>} the files that are loaded with it
 */
function startOf({ outputs }, entry) {
  const start = new Set([entry]);
  for (const path of start) {
    for (const { path: next, kind } of outputs[path]?.imports ?? []) {
      if (kind === "import-statement") start.add(next);
    }
  }
  return start;
}

/** @returns {number} kB */
function packedSize() {
  const words = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const text = execFileSync("npm", words, { cwd: join(root, "runtime"), encoding: "utf8" });
  const [{ files }] = JSON.parse(text.slice(text.indexOf("[")));
  let bytes = 0;
  for (const { path, size } of files) if (!path.endsWith(".map")) bytes += size;
  return bytes / 1_000;
}
