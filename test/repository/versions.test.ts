/** Numbers that stand in more than one place. */
import { expect, test } from "vitest";
import { generatorVersion, runtimeRange, typescriptRange } from "#generator/version.js";
import { readJson, readText, type Manifest } from "./paths.js";

const main = readJson<Manifest>("package.json");
const runtime = readJson<Manifest>("runtime/package.json");
const client = readJson<Manifest>("generated/reseller-v1/package.json");

test("the generator's version is its package's", () => {
  expect(generatorVersion).toBe(main.version);
});

test("the runtime's version is its package's", () => {
  expect(readText("runtime/src/version.ts")).toContain(`"${runtime.version}"`);
});

test("generated packages ask for this runtime, and nothing else", () => {
  expect(admits(runtimeRange, runtime.version)).toBe(true);
  expect(client.dependencies).toEqual({ "@discogen/runtime": runtimeRange });
});

test("generated packages are built with the repository's TypeScript", () => {
  expect(main.devDependencies?.["typescript"]).toBe(typescriptRange);
  expect(client.devDependencies).toEqual({ typescript: typescriptRange });
});

test("every package needs the same Node and is an ES module", () => {
  for (const each of [main, runtime, client]) {
    expect(each).toMatchObject({ engines: { node: ">=20.19" }, type: "module" });
  }
});

test("the runtime depends on undici alone, from a safe version on", () => {
  expect(Object.keys(runtime.dependencies ?? {})).toEqual(["undici"]);
  expect(runtime.dependencies?.["undici"]).toMatch(/^\^7\.(?:29|[3-9]\d)\.\d+$/);
});

test.each([
  ["^0.1.0", "0.1.0", true],
  ["^0.1.0", "0.1.7", true],
  ["^0.1.2", "0.1.1", false],
  ["^0.1.0", "0.2.0", false],
  ["^1.2.0", "1.9.9", true],
  ["^1.2.0", "2.0.0", false],
])("%s admits %s: %s", (range, version, expected) => {
  expect(admits(range, version)).toBe(expected);
});

/** True if a caret range admits a version (without pre-releases). */
function admits(range: string, version: string): boolean {
  const read = (text: string): number[] =>
    /^\^?(\d+)\.(\d+)\.(\d+)$/.exec(text)?.slice(1).map(Number) ?? [];
  const [low, given] = [read(range), read(version)];
  if (!range.startsWith("^") || low.length === 0 || given.length === 0) return false;
  const fixed = low.findIndex((part) => part > 0) + 1 || 3;
  const same = low.slice(0, fixed).every((part, index) => part === given[index]);
  const order = given.map((part, index) => part - (low[index] ?? 0)).find((each) => each !== 0);
  return same && (order ?? 0) >= 0;
}
