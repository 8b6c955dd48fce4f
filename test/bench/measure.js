/** Wall times of whole processes, taken in turns, so that a busy machine slows all of them alike. */
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {string[]} command What is timed: the program and its words.
 * @property {() => void} [before] What happens before each run, outside of the time.
 * @property {string} [cwd]
 */

/**
 * The median wall time of each contender in milliseconds.
 *
 * @param {Contender[]} contenders
 * @param {number} rounds
 * @returns {number[]}
 */
export function wallTimes(contenders, rounds) {
  const times = contenders.map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < rounds; round++) {
    for (const [index, { name, command, before, cwd }] of contenders.entries()) {
      before?.();
      const [program = "", ...words] = command;
      const start = performance.now();
      const { status, stdout, stderr } = spawnSync(program, words, { cwd, encoding: "utf8" });
      times[index]?.push(performance.now() - start);
      if (status !== 0) throw new Error(`${name}: ${stdout}${stderr}`);
    }
  }
  return times.map(median);
}

/**
 * @param {number[]} numbers
 * @returns {number}
 */
export function median(numbers) {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * One line of the result: a figure, what it is compared with, the ratio and its budget.
 *
 * @param {string} what
 * @param {{ value: number, base: number, against: string, unit: string, budget: number, atLeast?: boolean }} figures
 */
export function report(what, { value, base, against, unit, budget, atLeast = false }) {
  const ratio = value / base;
  const kept = atLeast ? ratio >= budget : ratio <= budget;
  const limit = `${atLeast ? ">=" : "<="} ${budget.toFixed(2)}`;
  const numbers = `${value.toFixed(0)} ${unit} / ${base.toFixed(0)} ${unit} (${against})`;
  console.log(
    `${kept ? "ok  " : "OVER"} ${what.padEnd(44)} ${ratio.toFixed(2)} x  ${limit.padEnd(8)} ${numbers}`,
  );
}
