import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { config, generated, plant, readLockFile, test, treeOf, type Tree } from "./folders.js";
import { library, secondEdition } from "./library.js";
import { fineLines, refusalLines, runCli, type Run } from "./run-cli.js";

let out: Tree = {};
let renewed: Tree = {};
beforeAll(async () => {
  out = await generated(library());
  renewed = await generated(secondEdition, out);
});

function generate(folder: string, stdin: string, ...flags: string[]): Promise<Run> {
  return runCli(["generate", "-", "-o", "out", ...flags], { cwd: folder, stdin });
}

describe("G-FS-08 what is no longer in the document", () => {
  const none = library((document) => {
    document.resources = {};
    document.schemas = {};
  });

  test("goes: file, folder and the lock's entry", async ({ folder }) => {
    await plant(join(folder, "out"), out);
    const [line] = fineLines(await generate(folder, none));
    expect(line).toMatch(/: 0 resources, 0 methods, 0 schemas; .+, 2 deleted in out\/library-v1$/);
    const tree = await treeOf(join(folder, "out"));
    expect(Object.keys(tree).filter((path) => path.includes("resources"))).toEqual([]);
    expect(tree["library-v1/src/schemas.ts"]).not.toContain("interface Book");
    const { clients } = await readLockFile(join(folder, "out/discogen.lock.json"));
    expect(clients["library-v1"]?.files).not.toHaveProperty(["src/resources/books.ts"]);
  });

  test("stays where it was edited, and stops the run by name", async ({ folder }) => {
    const path = "library-v1/src/resources/shelves.ts";
    const tree = { ...out, [path]: "// mine\n" };
    await plant(join(folder, "out"), tree);
    const lines = refusalLines(await generate(folder, secondEdition));
    expect(lines).toEqual([expect.stringMatching(`^out/${path}: .+\\[edited-file\\]$`)]);
    expect(await treeOf(join(folder, "out"))).toEqual(tree);
    fineLines(await generate(folder, secondEdition, "--force"));
    expect(await treeOf(join(folder, "out"))).toEqual(renewed);
  });

  test("a client that is no longer in the configuration: generate leaves nothing for check to find", async ({
    folder,
  }) => {
    await plant(folder, {
      "library.json": library(),
      "shop.json": library().replaceAll("library", "shop"),
      ...config([{ document: "library.json" }, { document: "shop.json" }]),
    });
    fineLines(await runCli(["generate"], { cwd: folder }));
    await plant(folder, config([{ document: "library.json" }]));
    const check = await runCli(["check"], { cwd: folder });
    expect(check.code).toBe(1);
    expect(check.stdout).toContain("generated/shop-v1");
    // What check says is to be done must help.
    expect(check.stderr).toContain("run discogen generate");
    fineLines(await runCli(["generate"], { cwd: folder }));
    fineLines(await runCli(["check"], { cwd: folder }));
  });
});

describe("G-FS-09 what is not ours", () => {
  test("files of the user's beside generated ones are kept", async ({ folder }) => {
    const own = {
      "notes.md": "mine",
      "library-v1/CHANGELOG.md": "mine",
      "library-v1/src/own.ts": "mine",
      "library-v1/src/resources/own.ts": "mine",
      "library-v1/src/.hidden": "mine",
      "library-v1/dist/index.js": "mine",
    };
    await plant(join(folder, "out"), { ...out, ...own });
    fineLines(await generate(folder, secondEdition));
    expect(await treeOf(join(folder, "out"))).toEqual({ ...renewed, ...own });
    fineLines(await generate(folder, library(), "--force"));
    expect(await treeOf(join(folder, "out"))).toMatchObject(own);
  });

  test("edited files stop the run, each by its name; --force goes on", async ({ folder }) => {
    const edits = { "library-v1/README.md": "mine\n", "library-v1/src/index.ts": "" };
    await plant(join(folder, "out"), { ...out, ...edits });
    expect(refusalLines(await generate(folder, library()))).toEqual(
      Object.keys(edits).map(
        (path) =>
          `out/${path}: was edited after it was generated, and would be overwritten; move the edit elsewhere, or run discogen generate --force to lose it [edited-file]`,
      ),
    );
    expect(await treeOf(join(folder, "out"))).toEqual({ ...out, ...edits });
    fineLines(await generate(folder, library(), "--force"));
    expect(await treeOf(join(folder, "out"))).toEqual(out);
  });

  test("an edit that is what would be written is none", async ({ folder }) => {
    const path = "library-v1/src/index.ts";
    await plant(join(folder, "out"), { ...out, [path]: renewed[path] ?? "" });
    fineLines(await generate(folder, secondEdition));
    expect(await treeOf(join(folder, "out"))).toEqual(renewed);
  });

  test("a user's file with the name of a new generated file stops the run", async ({ folder }) => {
    const path = "library-v1/src/resources/racks.ts";
    const tree = { ...out, [path]: "// mine\n" };
    await plant(join(folder, "out"), tree);
    const lines = refusalLines(await generate(folder, secondEdition));
    expect(lines).toEqual([expect.stringMatching(`^out/${path}: .+\\[foreign-file\\]$`)]);
    expect(await treeOf(join(folder, "out"))).toEqual(tree);
    fineLines(await generate(folder, secondEdition, "--force"));
    expect(await treeOf(join(folder, "out"))).toEqual(renewed);
  });

  test("a package that somebody else wrote stops the run as a whole", async ({ folder }) => {
    const tree = { "library-v1/package.json": "{}", "library-v1/README.md": "mine" };
    await plant(join(folder, "out"), tree);
    const lines = refusalLines(await generate(folder, library()));
    expect(lines.map((line) => line.split(":")[0])).toEqual([
      "out/library-v1/README.md",
      "out/library-v1/package.json",
    ]);
    expect(await treeOf(join(folder, "out"))).toEqual(tree);
  });

  test("one edited client keeps the other one from being written", async ({ folder }) => {
    const shop = library().replaceAll("library", "shop");
    await plant(folder, { "a.json": secondEdition, "b.json": shop });
    const edited = { "library-v1/README.md": "mine" };
    await plant(join(folder, "out"), { ...out, ...edited });
    const words = ["generate", "b.json", "a.json", "-o", "out"];
    expect(refusalLines(await runCli(words, { cwd: folder }))).toHaveLength(1);
    expect(await treeOf(join(folder, "out"))).toEqual({ ...out, ...edited });
  });
});
