/** Inputs that failed once: each is kept as a file, and is tried before all random ones from then on. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { runs } from "../runs.js";
import { prototypes } from "./dictionary.js";

/** What a fuzz target does with an input; it throws where the input breaks a promise. */
export interface Target<T> {
  /** The folder of its regressions. */
  readonly name: string;
  /** Random inputs; they can be written as JSON. */
  readonly inputs: fc.Arbitrary<T>;
  readonly check: (input: T) => void | Promise<void>;
  /** The bytes or signs of an input, which decide how long it may take. Default: those of its JSON. */
  readonly sizeOf?: (input: T) => number;
}

/** A second for each 100 KB, and for small ones what a busy machine may take. */
const [secondsPerByte, leastSeconds] = [1 / 100_000, 5];

/**
 * Tries what failed before, then `count` random inputs. Of each: no exception, no change to what all objects
 * inherit, no more of the processor's time than its size allows. What fails is made as small as it gets and
 * kept in `regressions/<name>/<hash>.json`.
 */
export async function fuzz<T>(target: Target<T>, count = 1_000): Promise<void> {
  const folder = new URL(`regressions/${target.name}/`, import.meta.url);
  for (const input of known<T>(folder)) await tried(target, input);
  const property = fc.asyncProperty(target.inputs, (input) => tried(target, input));
  const details = await fc.check(property, runs(count));
  if (!details.failed) return;
  const [input] = details.counterexample ?? [];
  const kept = input === undefined ? "" : `\nkept as ${keep(folder, input)}`;
  throw new Error(`${fc.defaultReportMessage(details)}${kept}`);
}

function known<T>(folder: URL): T[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as T);
}

async function tried<T>({ check, sizeOf }: Target<T>, input: T): Promise<void> {
  const before = prototypes();
  const start = process.cpuUsage();
  await check(input);
  const { user, system } = process.cpuUsage(start);
  const size = sizeOf?.(input) ?? JSON.stringify(input).length;
  const most = Math.max(leastSeconds, size * secondsPerByte);
  if ((user + system) / 1e6 > most) throw new Error(`more than ${most} s for ${size} bytes`);
  if (prototypes() !== before) throw new Error("a prototype was changed");
}

function keep(folder: URL, input: unknown): string {
  const text = `${JSON.stringify(input, null, 2)}\n`;
  const name = `${createHash("sha256").update(text).digest("hex").slice(0, 16)}.json`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(name, folder), text);
  return name;
}
