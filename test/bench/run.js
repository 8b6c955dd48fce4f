/**
 * Measures against the budgets. Every figure is a ratio of two things measured in one run; `OVER` is a
 * finding, not a failure, because machines are noisy. Needs `npm run build` and the built client.
 */
import { benchChanges } from "./changes.js";
import { benchClient } from "./client.js";
import { benchGenerator } from "./generator.js";
import { benchTypes } from "./types.js";

const parts = {
  changes: benchChanges,
  generator: benchGenerator,
  types: benchTypes,
  client: benchClient,
};
const chosen = process.argv.slice(2);
for (const [name, bench] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n${name}`);
  await bench();
}
