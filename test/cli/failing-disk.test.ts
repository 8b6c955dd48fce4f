import { chmod, chown, mkdir, mkdtemp, open, readdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { config, generated, plant, test, treeOf, type Tree } from "./folders.js";
import { library, secondEdition } from "./library.js";
import { fineLines, nobody, refusalLines, runCli, runCliAfter, start } from "./run-cli.js";

const words = ["generate", "-", "-o", "out"];
let old: Tree = {};
beforeAll(async () => void (old = await generated(library())));

describe("G-FS-03 no space: exit code 2, the old output is as it was, nothing else is left", () => {
  test.for([
    ["no file over 1 KiB", "ulimit -f 1"],
    ["no file with anything in it", "ulimit -f 0"],
  ] as const)("%s", async ([, line], { folder }) => {
    await plant(join(folder, "out"), old);
    const run = await runCliAfter(line, words, { cwd: folder, stdin: secondEdition });
    const [text, ...more] = refusalLines(run);
    expect(text).toMatch(/^out\S*: cannot be written: .+\(EFBIG\)/);
    expect(more).toEqual([]);
    expect(await treeOf(join(folder, "out"))).toEqual(old);
  });

  test("no file over 1 KiB, and no output before: not even a folder is left", async ({
    folder,
  }) => {
    const run = await runCliAfter("ulimit -f 1", words, { cwd: folder, stdin: library() });
    expect(refusalLines(run)).toHaveLength(1);
    expect(await treeOf(folder)).toEqual({});
  });

  test.for([0, 1, 2, 5])("a full disk with %i blocks left", async (blocks, { folder, skip }) => {
    const out = join(folder, "out");
    await mkdir(out);
    const options = ["-t", "tmpfs", "-o", "size=128k", "none", out];
    const mounted = await start("mount", options, { cwd: folder }).ended.catch(() => null);
    if (mounted?.code !== 0) skip("no file system can be mounted here");
    try {
      await plant(out, old);
      await fill(join(out, "filler"), blocks);
      const before = await treeOf(out);
      const run = await runCli(words, { cwd: folder, stdin: secondEdition });
      expect(refusalLines(run)[0]).toMatch(/^out\S*: cannot be written: .+\(ENOSPC\)/);
      expect(await treeOf(out)).toEqual(before);
    } finally {
      await start("umount", [out], { cwd: folder }).ended;
    }
  });
});

/** Writes a file until the disk is full, but for some blocks of 4 KiB. */
async function fill(path: string, left: number): Promise<void> {
  const file = await open(path, "w");
  let length = 0;
  try {
    for (;;) length += (await file.write(Buffer.alloc(4096))).bytesWritten;
  } catch {
    await file.truncate(length - left * 4096);
  } finally {
    await file.close();
  }
}

describe("G-FS-04 no permission: exit code 2, the path is named, the old output is as it was", () => {
  /** Gives the output to the user the program runs as, but for one folder nobody may write to. */
  async function deny(out: string, folder: string): Promise<void> {
    const { uid, gid } = nobody;
    const entries = await readdir(out, { recursive: true });
    if (uid !== undefined && gid !== undefined) {
      for (const path of ["", ...entries]) await chown(join(out, path), uid, gid);
    }
    await chmod(join(out, folder), 0o555);
  }

  test.for([
    ["the output folder", ".", /^out: cannot be written: permission denied/],
    ["the package's folder", "library-v1", /^out\/library-v1\S*: cannot be written: permission/],
    ["its folder src", "library-v1/src", /^out\/library-v1\/src\S*: cannot be written: permission/],
    [
      "its folder src/resources",
      "library-v1/src/resources",
      /^out\/library-v1\/src\/resources\S*: cannot be written: permission/,
    ],
  ] as const)("%s", async ([, denied, text], { folder }) => {
    const out = join(folder, "out");
    await plant(out, old);
    await deny(out, denied);
    const options = { cwd: folder, stdin: secondEdition, ...nobody };
    const lines = refusalLines(await runCli(words, options));
    expect(lines[0]).toMatch(text);
    expect(lines).toHaveLength(1);
    expect(await treeOf(out)).toEqual(old);
  });
});

describe("what cannot be written is found before anything is", () => {
  test("a folder that has a generated file's name", async ({ folder }) => {
    const { "library-v1/src/resources/books.ts": gone, ...others } = old;
    expect(gone).toBeDefined();
    const tree = { ...others, "library-v1/src/resources/books.ts/mine.txt": "mine" };
    await plant(join(folder, "out"), tree);
    const lines = refusalLines(await runCli(words, { cwd: folder, stdin: secondEdition }));
    expect(lines[0]).toMatch(/^out\/library-v1\/src\/resources\/books\.ts: /);
    expect(await treeOf(join(folder, "out"))).toEqual(tree);
  });

  test("the output on another disk than the lock is no reason to fail", async ({
    folder,
    skip,
  }) => {
    const other = await mkdtemp("/dev/shm/discogen-").catch(() => null);
    if (other === null) return skip("there is no second file system");
    try {
      await plant(folder, { "library.json": library(), ...config([{ document: "library.json" }]) });
      await symlink(other, join(folder, "generated"));
      fineLines(await runCli(["generate"], { cwd: folder }));
      fineLines(await runCli(["check"], { cwd: folder }));
    } finally {
      await rm(other, { recursive: true });
    }
  });
});
