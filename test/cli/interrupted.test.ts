import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect } from "vitest";
import { textHash } from "#generator/output/output-file.js";
import { generated, inTwoFolders, plant, test, treeOf, type Tree } from "./folders.js";
import { library, randomNumbers, secondEdition } from "./library.js";
import { deadPid, fineLines, runCli, startCli, waitFor, type StartedRun } from "./run-cli.js";

const words = ["generate", "-", "-o", "out"];
let old: Tree = {};
let renewed: Tree = {};
beforeAll(async () => {
  old = await generated(library());
  renewed = await generated(secondEdition, old);
});

/** Every file is one of the old output or of the new one, whole; what a run needs for itself is no output. */
function expectOldOrNew(tree: Tree): void {
  for (const path of new Set([...Object.keys(old), ...Object.keys(renewed)])) {
    expect([old[path], renewed[path]], path).toContain(tree[path]);
  }
  const others = Object.keys(tree).filter((path) => !(path in old || path in renewed));
  expect(others.filter((path) => !/^\.discogen\.(pid|staging|journal)/.test(path))).toEqual([]);
}

describe("G-FS-02 kill -9 over an old output", () => {
  const seed = Date.now() % 1_000_000;

  /** Kills a run, and gives whether new files lay beside the old ones at that moment. */
  async function kill(run: StartedRun, out: string): Promise<boolean> {
    run.child.kill("SIGKILL");
    await run.ended;
    expectOldOrNew(await treeOf(out));
    return existsSync(join(out, ".discogen.staging"));
  }

  /** Five times: kills a run at any moment, kills the next one while it writes, lets the third one end. */
  async function killTen(out: string, random: () => number): Promise<number> {
    let whileWriting = 0;
    for (let round = 0; round < 5; round++) {
      await plant(out, old);
      const options = { cwd: out, stdin: secondEdition };
      const first = startCli(["generate", "-", "-o", "."], options);
      await sleep(random() * 900);
      if (await kill(first, out)) whileWriting++;
      const second = startCli(["generate", "-", "-o", "."], options);
      await waitFor(join(out, ".discogen.staging/0"), second);
      await sleep(random() * 20);
      if (await kill(second, out)) whileWriting++;
      fineLines(await runCli(["generate", "-", "-o", "."], options));
      expect(await treeOf(out)).toEqual(renewed);
      await rm(out, { recursive: true });
    }
    return whileWriting;
  }

  test(`at 20 random moments (seed ${seed})`, async ({ folder }) => {
    const counts = await inTwoFolders(folder, (own, lane) =>
      killTen(join(own, "out"), randomNumbers(seed + lane)),
    );
    // Else no kill was in time, and nothing is proven.
    expect(counts.reduce((left, right) => left + right)).toBeGreaterThan(0);
  }, 60_000);
});

test("G-FS-02 what a killed run left goes, also where nothing else is to do", async ({
  folder,
}) => {
  const left = { ".discogen.pid": String(await deadPid(folder)), ".discogen.staging/0": "half a" };
  await plant(join(folder, "out"), { ...old, ...left });
  const run = await runCli(words, { cwd: folder, stdin: library() });
  expect(fineLines(run)[0]).toMatch(/; \d+ files up to date$/);
  expect(await treeOf(join(folder, "out"))).toEqual(old);
});

describe("a run that was killed while it wrote, and then another document", () => {
  const third = library((document) => void (document["title"] = "Library API, third edition"));

  /** The old output, half of it and one file more as the killed run wrote them. */
  function halfWritten(): Tree {
    const names = Object.keys(renewed).filter((path) => path !== "discogen.lock.json");
    const written = names.filter((path, index) => index % 2 === 0 || !(path in old));
    return { ...old, ...Object.fromEntries(written.map((path) => [path, renewed[path] ?? ""])) };
  }

  const journal = (): string => Object.values(renewed).map(textHash).join("\n");

  test("the journal tells what was generated, and goes with the next run", async ({ folder }) => {
    const out = join(folder, "out");
    await plant(out, { ...halfWritten(), ".discogen.journal": journal() });
    fineLines(await runCli(words, { cwd: folder, stdin: third }));
    expect(await treeOf(out)).toEqual(await generated(third, old));
  });

  test("what was edited since is still not overwritten", async ({ folder }) => {
    const out = join(folder, "out");
    const path = Object.keys(old).find((each) => each.endsWith("src/schemas.ts")) ?? "";
    const edited = { ...halfWritten(), [path]: "// mine\n" };
    await plant(out, { ...edited, ".discogen.journal": journal() });
    const run = await runCli(words, { cwd: folder, stdin: third });
    expect(run).toMatchObject({ code: 2 });
    expect(run.stderr).toContain(path);
    expect((await treeOf(out))[path]).toBe("// mine\n");
  });

  test("a run that is killed leaves its journal until the lock is written", async ({ folder }) => {
    const out = join(folder, "out");
    const [overOld, overRenewed] = [await generated(third, old), await generated(third, renewed)];
    let left = 0;
    for (let round = 0; round < 6; round++) {
      await plant(out, old);
      const run = startCli(["generate", "-", "-o", "."], { cwd: out, stdin: secondEdition });
      await waitFor(join(out, ".discogen.journal"), run);
      run.child.kill("SIGKILL");
      await run.ended;
      if (existsSync(join(out, ".discogen.journal"))) left++;
      // A kill that came after the lock was written came too late: the lock knows the second edition's names.
      const { "discogen.lock.json": lock } = await treeOf(out);
      const isTooLate = lock !== old["discogen.lock.json"];
      fineLines(await runCli(["generate", "-", "-o", "."], { cwd: out, stdin: third }));
      expect(await treeOf(out)).toEqual(isTooLate ? overRenewed : overOld);
      await rm(out, { recursive: true });
    }
    expect(left).toBeGreaterThan(0);
  }, 60_000);
});

describe("a run that is interrupted ends with 130 and takes its own files with it", () => {
  /** Interrupts a run as soon as something is there. */
  async function interrupt(
    folder: string,
    signal: NodeJS.Signals,
    moment: string,
  ): Promise<StartedRun> {
    await plant(join(folder, "out"), old);
    const run = startCli(words, { cwd: folder, stdin: secondEdition });
    expect(await waitFor(join(folder, "out", moment), run)).toBe(true);
    run.child.kill(signal);
    return run;
  }

  test.for(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "%s while it makes the files: the old output is as it was",
    async (signal, { folder }) => {
      const run = await interrupt(folder, signal, ".discogen.pid");
      expect(await run.ended).toMatchObject({ code: 130, signal: null, stdout: "", stderr: "" });
      expect(await treeOf(join(folder, "out"))).toEqual(old);
    },
  );

  test("SIGINT while it writes: every file is old or new", async ({ folder }) => {
    const run = await interrupt(folder, "SIGINT", ".discogen.staging");
    expect(await run.ended).toMatchObject({ code: 130, signal: null, stdout: "" });
    const tree = await treeOf(join(folder, "out"));
    expectOldOrNew(tree);
    expect(Object.keys(tree).filter((path) => path.startsWith(".discogen."))).toEqual([]);
  });
});
