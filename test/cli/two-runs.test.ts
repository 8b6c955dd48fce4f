import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { generated, inTwoFolders, plant, test, treeOf, type Tree } from "./folders.js";
import { library, secondEdition } from "./library.js";
import { deadPid, fineLines, refusalLines, runCli, start } from "./run-cli.js";

const words = ["generate", "-", "-o", "out"];
const documents = [library(), secondEdition];
let fresh: Tree = {};
let outputs: Tree[] = [];
beforeAll(async () => {
  fresh = await generated(library());
  // The lock remembers names that are gone: only from here on it does not depend on who comes first.
  const second = await generated(secondEdition, fresh);
  outputs = [await generated(library(), second), second];
});

describe("G-FS-06 two runs at once", () => {
  /** Ten rounds, in every other one of which a dead run's file lies there at the start. */
  async function runRounds(folder: string): Promise<void> {
    await plant(join(folder, "out"), outputs[0] ?? {});
    for (let round = 0; round < 10; round++) {
      if (round % 2 === 1) {
        await plant(join(folder, "out"), { ".discogen.pid": String(await deadPid(folder)) });
      }
      const runs = await Promise.all(
        documents.map((stdin) => runCli(words, { cwd: folder, stdin })),
      );
      const losers = runs.filter(({ code }) => code !== 0);
      expect(losers.length).toBeLessThan(2);
      for (const loser of losers) expect(refusalLines(loser)[0]).toContain("[output-busy]");
      const tree = await treeOf(join(folder, "out"));
      expect(outputs, JSON.stringify(Object.keys(tree))).toContainEqual(tree);
    }
  }

  test("of different documents, 20 rounds: the output is one's or the other's, never mixed", async ({
    folder,
  }) => {
    await inTwoFolders(folder, runRounds);
  }, 60_000);
});

describe("G-FS-07 the file of a run that has the folder", () => {
  const stale = async (folder: string): Promise<string[]> => [
    String(await deadPid(folder)),
    "",
    "99999999999",
  ];

  test("of a dead process, or with no number, is taken over", async ({ folder }) => {
    for (const [index, pid] of (await stale(folder)).entries()) {
      const cwd = join(folder, String(index));
      await plant(join(cwd, "out"), { ".discogen.pid": pid, ".discogen.staging/0": "half a fi" });
      const run = await runCli(words, { cwd, stdin: library() });
      expect(fineLines(run)[0]).toMatch(/; 14 files written in out\/library-v1$/);
      expect(await treeOf(join(cwd, "out")), pid).toEqual(fresh);
    }
  });

  test("of a live process ends the run with 2 after 5 seconds", async ({ folder }) => {
    const tree = { ...fresh, ".discogen.pid": String(process.pid) };
    await plant(join(folder, "out"), tree);
    const run = await runCli(words, { cwd: folder, stdin: secondEdition });
    expect(refusalLines(run)).toEqual([
      `out: is being written by another run (process ${process.pid}); wait until it ends, and run again [output-busy]`,
    ]);
    expect(run.time).toBeGreaterThan(4_900);
    expect(run.time).toBeLessThan(12_000);
    expect(await treeOf(join(folder, "out"))).toEqual(tree);
  });

  test("of a live process that ends in time is waited for", async ({ folder }) => {
    const other = start("sleep", ["1.5"], { cwd: folder });
    await plant(join(folder, "out"), { ".discogen.pid": String(other.child.pid) });
    const run = await runCli(words, { cwd: folder, stdin: library() });
    fineLines(run);
    expect(other.child.exitCode).toBe(0);
    expect(await treeOf(join(folder, "out"))).toEqual(fresh);
  });

  test("that cannot be read ends the run with 2", async ({ folder }) => {
    await mkdir(join(folder, "out/.discogen.pid"), { recursive: true });
    const run = await runCli(words, { cwd: folder, stdin: library(), timeout: 9_000 });
    expect(refusalLines(run)[0]).toMatch(/^out\S*: /);
  });

  test("does not keep check from looking", async ({ folder }) => {
    await plant(join(folder, "out"), { ...fresh, ".discogen.pid": String(process.pid) });
    const run = await runCli(["check", "-", "-o", "out"], { cwd: folder, stdin: library() });
    fineLines(run);
    expect(run.time).toBeLessThan(4_900);
  });
});
