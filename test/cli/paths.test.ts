import { createHash } from "node:crypto";
import { chmod, mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect } from "vitest";
import { config, editLock, generated, modesIn, plant, test, treeOf, type Tree } from "./folders.js";
import { library, libraryWith } from "./library.js";
import {
  fineLines,
  nobody,
  refusalLines,
  runCli,
  runCliAfter,
  start,
  startCliAfter,
} from "./run-cli.js";

const words = ["generate", "-", "-o", "out"];
let out: Tree = {};
beforeAll(async () => void (out = await generated(library())));

describe("G-FS-01 nothing is written outside of the output folder", () => {
  const names = ["../../evil", "/abs", "..", "a/b", "a\\b", "C:x", "con", "a\0b", "v1.", ""];
  test.for([...names, "a".repeat(300)])("name and version %j", async (name, { folder }) => {
    const cwd = join(folder, "deep/er");
    await mkdir(cwd, { recursive: true });
    const stdin = libraryWith({ name, version: name });
    const lines = refusalLines(await runCli(words, { cwd, stdin }));
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^standard input:\d+:\d+ \/name: /),
        expect.stringMatching(/^standard input:\d+:\d+ \/version: /),
      ]),
    );
    expect(await treeOf(folder)).toEqual({ "deep/er/": "" });
  });

  test("resources whose names are paths become files of the package", async ({ folder }) => {
    const stdin = library(({ resources: all }) => {
      const [books, shelves] = [all["books"], all["shelves"]];
      if (books === undefined || shelves === undefined) return;
      Object.assign(all, {
        "../../../evil": structuredClone(shelves),
        "/abs": structuredClone(books),
      });
      for (const [name, { methods }] of Object.entries(all)) {
        for (const [key, method] of Object.entries(methods)) method["id"] = `${name}.${key}`;
      }
    });
    fineLines(await runCli(words, { cwd: folder, stdin }));
    const paths = Object.keys(await treeOf(folder));
    expect(paths.filter((path) => /evil|abs/.test(path))).toEqual([
      "out/library-v1/src/resources/abs.ts",
      "out/library-v1/src/resources/evil.ts",
    ]);
  });

  test("a lock that lists a file outside of the package does not make it go", async ({
    folder,
  }) => {
    const victim = "mine\n";
    await plant(folder, { "victim.txt": victim });
    await plant(join(folder, "out"), out);
    await editLock(join(folder, "out/discogen.lock.json"), ({ clients }) => {
      const hash = createHash("sha256").update(victim).digest("hex");
      Object.assign(clients["library-v1"]?.files ?? {}, { "../../victim.txt": hash });
    });
    const lines = refusalLines(await runCli(words, { cwd: folder, stdin: library() }));
    expect(lines[0]).toMatch(/^out\/discogen\.lock\.json: .+\[invalid-lock\]$/);
    expect(await treeOf(folder)).toHaveProperty(["victim.txt"], victim);
  });
});

describe("what a checkout may not do to its surroundings", () => {
  test.for(["../victim", "/victim", "a/../../victim"])(
    "a lock with the client %s deletes nothing there",
    async (key, { folder }) => {
      await plant(folder, { "victim/LICENSE": "mine\n" });
      const home = join(folder, "project");
      await plant(home, { ...config([{ document: "library.json" }]), "library.json": library() });
      fineLines(await runCli(["generate"], { cwd: home }));
      await editLock(join(home, "discogen.lock.json"), ({ clients }) => {
        const hash = createHash("sha256").update("mine\n").digest("hex");
        const first = Object.values(clients)[0];
        Object.assign(clients, { [key]: { ...first, files: { LICENSE: hash } } });
      });
      const lines = refusalLines(await runCli(["generate"], { cwd: home }));
      expect(lines[0]).toMatch(/\[invalid-lock\]$/);
      expect(await treeOf(join(folder, "victim"))).toEqual({ LICENSE: "mine\n" });
    },
  );

  test("a package's folder that is a link elsewhere is not followed", async ({ folder }) => {
    await plant(folder, { "elsewhere/mine.txt": "mine\n" });
    await mkdir(join(folder, "out"));
    await symlink("../elsewhere", join(folder, "out/library-v1"));
    const lines = refusalLines(await runCli(words, { cwd: folder, stdin: library() }));
    expect(lines[0]).toMatch(/a folder on the way is a link.* \[cannot-write\]$/);
    expect(await treeOf(join(folder, "elsewhere"))).toEqual({ "mine.txt": "mine\n" });
  });

  test.for([
    ["a name", { names: { "/schemas/Book": "Book bad" } }],
    ["a version", { version: "banana" }],
  ] as const)("%s of the lock that cannot be one is a problem", async ([, change], { folder }) => {
    await plant(join(folder, "out"), out);
    await editLock(join(folder, "out/discogen.lock.json"), ({ clients }) => {
      Object.assign(clients["library-v1"] ?? {}, change);
    });
    const lines = refusalLines(await runCli(words, { cwd: folder, stdin: library() }));
    expect(lines[0]).toMatch(/\[invalid-lock\]$/);
  });
});

describe("G-FS-11 the output folder", () => {
  test.for(["a/b/c", "with spaces and 📚", "./dots/../dots", "."])(
    "%s is made where it is missing",
    async (path, { folder }) => {
      const run = await runCli(["generate", "-", "-o", path], { cwd: folder, stdin: library() });
      expect(fineLines(run)[0]).toMatch(/; \d+ files written in /);
      expect(await treeOf(join(folder, path))).toEqual(out);
    },
  );

  test.for(["file", "file/below"])("%s where a file is in the way", async (path, { folder }) => {
    await plant(folder, { file: "mine" });
    const run = await runCli(["generate", "-", "-o", path], { cwd: folder, stdin: library() });
    const lines = refusalLines(run);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\S*file\S*: cannot be/);
    expect(await treeOf(folder)).toEqual({ file: "mine" });
  });

  test("below a folder that may not be written to", async ({ folder }) => {
    await mkdir(join(folder, "parent"));
    await chmod(join(folder, "parent"), 0o555);
    const options = { cwd: folder, stdin: library(), ...nobody };
    const lines = refusalLines(await runCli(["generate", "-", "-o", "parent/x/y"], options));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^parent\/x\/y: cannot be written: permission denied/);
    expect(await treeOf(folder)).toEqual({ "parent/": "" });
  });

  test("of a configuration: a path with spaces, its document too", async ({ folder }) => {
    await plant(folder, {
      "my documents/ü 📚.json": library(),
      ...config([{ document: "my documents/ü 📚.json" }], { out: "my clients" }),
    });
    fineLines(await runCli(["generate"], { cwd: folder }));
    expect(await treeOf(join(folder, "my clients"))).toHaveProperty(["library-v1/src/index.ts"]);
  });
});

describe("G-FS-12 files have the permissions that the umask leaves", () => {
  test.for([
    ["umask 077", "600", "700"],
    ["umask 022", "644", "755"],
  ] as const)("%s", async ([line, file, directory], { folder }) => {
    const run = startCliAfter(line, words, { cwd: folder, stdin: library() });
    const seen = new Map<string, string>();
    while (run.child.exitCode === null) {
      for (const [path, mode] of Object.entries(await modesIn(join(folder, "out")))) {
        seen.set(path, mode);
      }
      await sleep(2);
    }
    fineLines(await run.ended);
    const modes = Object.entries(await modesIn(join(folder, "out")));
    expect(modes.length).toBeGreaterThan(10);
    for (const [path, mode] of [...modes, ...seen]) {
      expect(mode, path).toBe(path.endsWith("/") ? directory : file);
    }
    // Files on their way were seen too.
    expect(seen.has(".discogen.pid")).toBe(true);
  });
});

describe("G-FS-13 an input that is no file of text ends with 2 within 5 seconds", () => {
  test.for([
    ["a FIFO that nobody writes to", "pipe", /^pipe: /],
    ["a folder", ".", /: cannot be read: it is a directory/],
    ["/dev/zero", "/dev/zero", /^\/dev\/zero: the text is .+\[too-large\]$/],
    ["/dev/null", "/dev/null", /^\/dev\/null: is empty/],
  ] as const)("%s", async ([, path, text], { folder }) => {
    await start("mkfifo", ["pipe"], { cwd: folder }).ended;
    const run = await runCli(["generate", path, "-o", "out"], { cwd: folder });
    expect(refusalLines(run)[0]).toMatch(text);
    expect(run.time).toBeLessThan(5_000);
    await rm(join(folder, "pipe"));
    expect(await treeOf(folder)).toEqual({});
  });

  test("more on standard input than a document may have", async ({ folder }) => {
    const run = await runCliAfter("exec < /dev/zero", words, { cwd: folder });
    expect(refusalLines(run)[0]).toMatch(/^standard input: the text is .+\[too-large\]$/);
    expect(run.time).toBeLessThan(5_000);
  });

  test("a document in the place of a generated file is not overwritten", async ({ folder }) => {
    const tree = { "out/library-v1/package.json": library() };
    await plant(folder, tree);
    const path = "out/library-v1/package.json";
    const run = await runCli(["generate", path, "-o", "out"], { cwd: folder });
    expect(refusalLines(run)[0]).toMatch(/^out\/library-v1\/package\.json: .+\[foreign-file\]$/);
    expect(await treeOf(folder)).toEqual(tree);
  });
});
