/**
 * Runs the property about orders (test/runtime/orders) on very many schedules, in as many processes as there are
 * cores: `npm run soak:orders -- 200000`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const total = Number(process.argv[2] ?? 200_000);
const processes = availableParallelism();
const root = fileURLToPath(new URL("..", import.meta.url));
const started = performance.now();
const codes = await Promise.all(
  Array.from({ length: processes }, async () => {
    const env = { ...process.env, DISCOGEN_ORDERS: String(Math.ceil(total / processes)) };
    const options = { cwd: root, env, stdio: /** @type {const} */ ("inherit") };
    const child = spawn("npx", ["vitest", "run", "test/runtime/orders"], options);
    const [code] = await once(child, "exit");
    return code;
  }),
);
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
console.log(`${total} schedules in ${processes} processes, ${minutes} minutes`);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
