import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { generatorVersion } from "#generator/version.js";
import { config, editLock, generated, plant, test, treeOf, type Tree } from "./folders.js";
import { library, shuffledText } from "./library.js";
import { fineLines, linesOf, refusalLines, runCli, type Run } from "./run-cli.js";

const words = ["check", "library.json", "-o", "out"];
const up = "library:v1 20240101: 2 resources, 2 methods, 2 schemas; 12 files up to date";
let out: Tree = {};
beforeAll(async () => void (out = await generated(library())));

/** Runs `check` on what was generated, with changes; it must not write anything. */
async function check(
  folder: string,
  { document = library(), files = {} }: { document?: string; files?: Tree } = {},
  change: () => Promise<void> = () => Promise.resolve(),
): Promise<Run> {
  await plant(folder, { "library.json": document });
  await plant(join(folder, "out"), { ...out, ...files });
  await change();
  const before = await treeOf(folder);
  const run = await runCli(words, { cwd: folder });
  expect(await treeOf(folder)).toEqual(before);
  return run;
}

/** Holds a run to exit code 1 and the lines it must print. */
function expectFindings(run: Run, lines: readonly string[]): void {
  expect(run, run.stderr).toMatchObject({ code: 1, signal: null });
  expect(linesOf(run.stdout)).toEqual(lines);
  const count = lines.length === 1 ? "1 difference" : `${lines.length} differences`;
  expect(run.stderr).toBe(`${count}; run discogen generate\n`);
}

describe("check ends with 0", () => {
  test("where all is current, and names the clients", async ({ folder }) => {
    const run = await check(folder);
    expect(fineLines(run)).toEqual([up]);
    expect(run.stderr).toBe("");
  });

  test("where every line end is CRLF, the lock's too", async ({ folder }) => {
    const files = Object.entries(out).map(([path, text]) => [path, text.replaceAll("\n", "\r\n")]);
    const run = await check(folder, { files: Object.fromEntries(files) as Tree });
    expect(fineLines(run)).toEqual([up]);
  });

  test("where the user has files of their own beside src, and hidden ones", async ({ folder }) => {
    const files = {
      "library-v1/CHANGELOG.md": "# 1.0.0",
      "library-v1/LICENSE": "mine",
      "library-v1/test/x.ts": "",
      "library-v1/dist/index.js": "",
      "library-v1/node_modules/x/index.js": "",
      "library-v1/src/.cache": "",
      "notes.md": "",
    };
    expect(fineLines(await check(folder, { files }))).toEqual([up]);
  });

  test("where the document differs in revision, etag, order and indentation only, and says so", async ({
    folder,
  }) => {
    const later = JSON.parse(library()) as Record<string, unknown>;
    const document = shuffledText({ ...later, revision: "20250101", etag: '"two"' }, 1);
    const run = await check(folder, { document });
    expect(fineLines(run)).toEqual([up]);
    expect(run.stderr).toBe(
      "library:v1: revision 20250101 says the same as 20240101, which stays\n",
    );
    const before = await treeOf(folder);
    const generate = await runCli(["generate", ...words.slice(1)], { cwd: folder });
    expect(fineLines(generate)).toEqual([up]);
    expect(await treeOf(folder)).toEqual(before);
  });

  test("where an option was set that makes no difference", async ({ folder }) => {
    const client = {
      document: "library.json",
      package: { license: "Apache-2.0" },
      only: ["shelves.*", "books.*"],
    };
    const run = await check(folder, {}, () => plant(folder, config([client])));
    expect(fineLines(run)).toEqual([up]);
  });

  test("where it did so before: what a later revision is, is told every time", async ({
    folder,
  }) => {
    await plant(folder, {
      "library.json": library(),
      "node_modules/keep": "",
      ...config([{ document: "library.json" }]),
    });
    fineLines(await runCli(["generate"], { cwd: folder }));
    await plant(folder, { "library.json": library().replace("20240101", "20250101") });
    for (const time of ["first", "second"]) {
      const run = await runCli(["check"], { cwd: folder });
      expect(run.code).toBe(0);
      expect(run.stderr, `the ${time} time`).toContain("20250101 says the same as 20240101");
    }
  });
});

describe("check ends with 1, and names", () => {
  test("each file that was edited, is missing or is not ours", async ({ folder }) => {
    const files = {
      "library-v1/src/schemas.ts": `${out["library-v1/src/schemas.ts"] ?? ""}// mine\n`,
      "library-v1/package.json": "{}\n",
      "library-v1/src/own.ts": "export {};\n",
      "library-v1/src/deep/own.txt": "",
    };
    const run = await check(folder, { files }, async () => {
      await rm(join(folder, "out/library-v1/src/index.ts"));
      await rm(join(folder, "out/library-v1/README.md"));
    });
    const foreign = "was not written by discogen, in a folder that is generated";
    expectFindings(run, [
      "out/library-v1/README.md is missing",
      "out/library-v1/package.json was edited after it was generated",
      `out/library-v1/src/deep/own.txt ${foreign}`,
      "out/library-v1/src/index.ts is missing",
      `out/library-v1/src/own.ts ${foreign}`,
      "out/library-v1/src/schemas.ts was edited after it was generated",
    ]);
  });

  test("one byte of an edit", async ({ folder }) => {
    const path = "library-v1/src/schemas.ts";
    const text = out[path] ?? "";
    expect(text).not.toBe("");
    const run = await check(folder, { files: { [path]: text.replace(/\n$/, " \n") } });
    expectFindings(run, [`out/${path} was edited after it was generated`]);
  });

  test("what a changed document makes stale, and what it makes no more", async ({ folder }) => {
    const document = library(({ resources, schemas }) => {
      delete resources["shelves"];
      delete schemas["Shelf"];
    });
    const run = await check(folder, { document });
    const lines = linesOf(run.stdout);
    const because = "the document changed";
    expect(lines).toContain(
      `out/library-v1/src/resources/shelves.ts is no longer generated: ${because}`,
    );
    expect(lines).toContain(`out/library-v1/src/schemas.ts is stale: ${because}`);
    expect(lines).toContain(`out/discogen.lock.json is stale: ${because}`);
    expect(lines.join()).not.toContain("resources/books.ts");
    expectFindings(run, lines);
  });

  test("what a changed configuration makes stale, and which option", async ({ folder }) => {
    const clients = [{ document: "library.json", package: { name: "@x/library" } }];
    const run = await check(folder, {}, () => plant(folder, config(clients)));
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(
      /^out\/library-v1\/package\.json is stale: the configuration changed \(package\.name\)$/m,
    );
  });

  test("no option where the lock does not say with which it was generated", async ({ folder }) => {
    const clients = [{ document: "library.json", only: ["shelves.*"] }];
    const run = await check(folder, {}, async () => {
      await plant(folder, config(clients));
      await editLock(join(folder, "out/discogen.lock.json"), (lock) => {
        for (const client of Object.values(lock.clients)) delete client.options;
      });
    });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/index\.ts is stale: discogen or the lock changed$/m);
  });

  test("what a changed document adds, and every cause that there is", async ({ folder }) => {
    const document = library((one) => {
      one["revision"] = "20250101";
      one.resources["racks"] = structuredClone(one.resources["shelves"] ?? { methods: {} });
      Object.assign(one.resources["racks"].methods["list"] ?? {}, { id: "library.racks.list" });
    });
    const clients = [{ document: "library.json", only: ["shelves.*", "racks.*"] }];
    const run = await check(folder, { document }, () => plant(folder, config(clients)));
    const causes = "the document changed (20240101 → 20250101); the configuration changed (only)";
    const lines = linesOf(run.stdout);
    expect(lines).toContain(`out/library-v1/src/resources/racks.ts is missing: ${causes}`);
    expect(lines).toContain(
      `out/library-v1/src/resources/books.ts is no longer generated: ${causes}`,
    );
    expectFindings(run, lines);
  });

  test("another version of discogen, where that makes a file anew", async ({ folder }) => {
    const path = "library-v1/src/index.ts";
    const text = `// As it was once.\n${out[path] ?? ""}`;
    const hash = createHash("sha256").update(text).digest("hex");
    const asBefore = (generator: string): Promise<void> =>
      editLock(join(folder, "out/discogen.lock.json"), (lock) => {
        Object.assign(lock, { generator });
        Object.assign(lock.clients["library-v1"]?.files ?? {}, { "src/index.ts": hash });
      });
    const run = await check(folder, { files: { [path]: text } }, () => asBefore("0.0.9"));
    const because = `discogen changed (0.0.9 → ${generatorVersion})`;
    expectFindings(run, [
      `out/library-v1/src/index.ts is stale: ${because}`,
      `out/discogen.lock.json is stale: ${because}`,
    ]);
    await asBefore(generatorVersion);
    const same = await runCli(words, { cwd: folder });
    expect(linesOf(same.stdout)[0]).toMatch(/index\.ts is stale: discogen or the lock changed$/);
  });

  test("clients that the configuration no longer has", async ({ folder }) => {
    const [first, other] = [{ document: "library.json" }, { document: "other.json" }];
    const second = library((document) =>
      Object.assign(document, { name: "other", id: "other:v1" }),
    );
    await plant(folder, {
      "library.json": library(),
      "other.json": second,
      ...config([first, other]),
    });
    fineLines(await runCli(["generate"], { cwd: folder }));
    await plant(folder, config([first]));
    const run = await runCli(["check"], { cwd: folder });
    const because = "the configuration has no such client any more";
    const lines = linesOf(run.stdout);
    expect(lines).toContain(`generated/other-v1/src/index.ts is no longer generated: ${because}`);
    expect(lines.join()).not.toContain("library-v1");
    expectFindings(run, lines);
    await plant(folder, config([{ ...first, folder: "moved" }]));
    const moved = await runCli(["check"], { cwd: folder });
    expect(moved.stdout).toMatch(
      /^generated\/moved\/src\/index\.ts is missing: the configuration changed \(folder\)$/m,
    );
  });

  test("the lock, where it is missing", async ({ folder }) => {
    const run = await check(folder, {}, () => rm(join(folder, "out/discogen.lock.json")));
    expectFindings(run, ["out/discogen.lock.json is missing"]);
  });

  test("the lock, where it was edited", async ({ folder }) => {
    const run = await check(folder, {}, () =>
      editLock(join(folder, "out/discogen.lock.json"), ({ clients }) => {
        Object.assign(clients["library-v1"]?.files ?? {}, { "src/index.ts": "0".repeat(64) });
      }),
    );
    expect(run.code).toBe(1);
    expect(run.stdout).toBe(
      "out/discogen.lock.json is not what discogen wrote beside these files\n",
    );
  });

  test("everything, where nothing was generated yet; no folder is made", async ({ folder }) => {
    const run = await runCli(["check", "-", "-o", "out"], { cwd: folder, stdin: library() });
    expect(run.code).toBe(1);
    expect(linesOf(run.stdout).filter((line) => line.endsWith(" is missing"))).toHaveLength(13);
    expect(await treeOf(folder)).toEqual({});
  });
});

test("check of what cannot be checked ends with 2, not with 1", async ({ folder }) => {
  const document = library().replace('"$ref": "Shelf"', '"$ref": "Shlf"');
  expect(refusalLines(await check(folder, { document }))[0]).toContain("[dangling-ref]");
});
