import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { config, plant, readLockFile, test, treeOf, type Tree } from "./folders.js";
import { library, type LibraryDocument } from "./library.js";
import { fineLines, refusalLines, runCli } from "./run-cli.js";

function project(only: readonly string[], change?: (document: LibraryDocument) => void): Tree {
  return {
    "library.json": library(change),
    ...config([{ document: "library.json", only }]),
  };
}

const sources = "generated/library-v1/src";

describe("only", () => {
  test("generates the methods it describes and what they reach", async ({ folder }) => {
    await plant(folder, project(["books.*"]));
    expect(fineLines(await runCli(["generate"], { cwd: folder }))).toEqual([
      "library:v1 20240101: 1 resource, 1 method, 1 schema; 13 files written in generated/library-v1",
    ]);
    const files = await treeOf(join(folder, sources));
    expect(Object.keys(files)).toContain("resources/books.ts");
    expect(Object.keys(files)).not.toContain("resources/shelves.ts");
    expect(files["schemas.ts"]).toContain("interface Book ");
    expect(files["schemas.ts"]).not.toContain("Shelf");
    fineLines(await runCli(["check"], { cwd: folder }));
  });

  test("that is widened and narrowed again: files come and go, names stay", async ({ folder }) => {
    // The schema and the inline object in Book want one name; which has it depends on who came first.
    const taken = ({ schemas }: LibraryDocument): void => {
      schemas["BookAuthor"] = { type: "object", properties: { pen: { type: "string" } } };
      schemas["Shelf"] = { type: "object", properties: { owner: { $ref: "BookAuthor" } } };
    };
    await plant(folder, project(["books.get"], taken));
    fineLines(await runCli(["generate"], { cwd: folder }));
    const narrow = await treeOf(join(folder, sources));

    await plant(folder, project(["**"], taken));
    expect((await runCli(["check"], { cwd: folder })).stdout).toContain(
      `${sources}/resources/shelves.ts is missing`,
    );
    fineLines(await runCli(["generate"], { cwd: folder }));
    const { clients } = await readLockFile(join(folder, "discogen.lock.json"));
    expect(clients["generated/library-v1"]?.names).toMatchObject({
      "/schemas/Book/properties/author": "BookAuthor",
      "/schemas/BookAuthor": "BookAuthor2",
    });
    const schemas = await readFile(join(folder, sources, "schemas.ts"), "utf8");
    expect(schemas).toMatch(/author\?: BookAuthor(;| \|)/);
    expect(schemas).toMatch(/owner\?: BookAuthor2(;| \|)/);

    await plant(folder, project(["books.get"], taken));
    fineLines(await runCli(["generate"], { cwd: folder }));
    expect(await treeOf(join(folder, sources))).toEqual(narrow);
  });

  test("keeps what is wrong elsewhere in the document from stopping the run", async ({
    folder,
  }) => {
    const dangling = ({ schemas }: LibraryDocument): void => void delete schemas["Shelf"];
    await plant(folder, project(["shelves.list"], dangling));
    expect(refusalLines(await runCli(["generate"], { cwd: folder }))[0]).toContain(
      "[dangling-ref]",
    );
    await plant(folder, project(["books.get"], dangling));
    fineLines(await runCli(["generate"], { cwd: folder }));
  });

  test("makes several clients of one document; its warnings are told once", async ({ folder }) => {
    const document = "library.json";
    await plant(folder, {
      [document]: library((each) => void (each["colour"] = "red")),
      ...config([
        { document, only: ["books.**"], folder: "books" },
        { document, only: ["shelves.**"], folder: "shelves" },
      ]),
    });
    for (const words of [["generate"], ["check"], ["check", document]]) {
      const run = await runCli(words, { cwd: folder });
      expect(fineLines(run)).toHaveLength(2);
      expect(run.stderr.match(/colour/g)?.length).toBe(2);
    }
  });

  test.for([
    [
      "books.gett",
      /\/clients\/0\/only\/1: no method matches "books\.gett"; did you mean "books\.get"\?.+\[no-such-method\]$/,
    ],
    ["books", /\/clients\/0\/only\/1: no method matches "books"; did you mean "books\.\*"\?/],
    ["books.*.get", /\/clients\/0\/only\/1: no method matches/],
    [
      "bo*",
      /\/clients\/0\/only\/1: "bo\*" is not allowed: it must be names with dots between them/,
    ],
    ["", /\/clients\/0\/only\/1: "" is not allowed/],
    ["books..get", /\/clients\/0\/only\/1: "books\.\.get" is not allowed/],
  ] as const)("refuses %j", async ([pattern, expected], { folder }) => {
    const tree = project(["books.get", pattern]);
    await plant(folder, tree);
    const lines = refusalLines(await runCli(["generate"], { cwd: folder }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^discogen\.config\.json:1:\d+ /);
    expect(lines[0]).toMatch(expected);
    expect(await treeOf(folder)).toEqual(tree);
  });

  test("refuses an empty list", async ({ folder }) => {
    await plant(folder, project([]));
    expect(refusalLines(await runCli(["generate"], { cwd: folder }))[0]).toContain(
      "/clients/0/only: ",
    );
  });

  test("inspect shows the part, and --no-config all", async ({ folder }) => {
    await plant(folder, project(["books.*"]));
    const run = await runCli(["inspect", "library.json"], { cwd: folder });
    expect(fineLines(run)[0]).toContain("1 resource, 1 method, 1 schema");
    expect(run.stderr).toBe(
      'library.json: with "only" of discogen.config.json; --no-config shows all of it as it is\n',
    );
    const all = await runCli(["inspect", "--no-config", "library.json"], { cwd: folder });
    expect(fineLines(all)[0]).toContain("2 resources, 2 methods, 2 schemas");
  });
});
