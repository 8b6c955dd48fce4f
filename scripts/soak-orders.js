/**
 * Runs the properties about orders (test/runtime/orders) on very many schedules, in as many processes as there are
 * cores: `npm run soak:orders -- 200000 [seed]`. It goes in pieces, each with a seed of its own, so that a piece
 * that fails can be run again.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const total = Number(process.argv[2] ?? 200_000);
const firstSeed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 30));
const properties = 3;
const perPiece = 2_000;
const pieces = Math.ceil(total / (properties * perPiece));
const root = fileURLToPath(new URL("..", import.meta.url));
const started = performance.now();
let [next, done, failed] = [0, 0, 0];

async function runPiece() {
  // Far enough apart for the lanes of a piece, which count from its seed.
  const seed = firstSeed + 100 * next++;
  const words = { DISCOGEN_ORDERS: String(perPiece), DISCOGEN_SEED: String(seed) };
  const child = spawn("npx", ["vitest", "run", "test/runtime/orders"], {
    cwd: root,
    env: { ...process.env, ...words },
  });
  const output = /** @type {Buffer[]} */ ([]);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (/** @type {Buffer} */ data) => output.push(data));
  }
  const [code] = await once(child, "close");
  done++;
  if (code !== 0) {
    failed++;
    console.log(Buffer.concat(output).toString());
    const again = Object.entries(words).map((word) => word.join("="));
    console.log(`FAILED: ${again.join(" ")} npx vitest run test/runtime/orders`);
  }
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  const schedules = done * properties * perPiece;
  console.log(`${schedules} schedules in ${minutes} minutes, seed ${seed}, ${failed} failures`);
}

await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    while (next < pieces) await runPiece();
  }),
);
process.exitCode = failed === 0 ? 0 : 1;
