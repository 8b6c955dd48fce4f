import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { config, plant, test, treeOf } from "./folders.js";
import { library } from "./library.js";
import { fineLines, linesOf, refusalLines, runCli } from "./run-cli.js";

/** One reference that dangles in an answer, one in a property; nothing else. */
const dangling = library((document) => {
  document.schemas["Book"] = { type: "object", properties: { author: { $ref: "Author" } } };
}).replace('"$ref": "Shelf"', '"$ref": "Shlf"');

const warnings = [
  /^library\.json:\d+:\d+ \/schemas\/Book\/properties\/author\/\$ref: warning: no schema is named "Author"; nothing; the run is lenient, .+\[dangling-ref\]$/,
  /^library\.json:\d+:\d+ \/resources\/shelves\/methods\/list\/response\/\$ref: warning: no schema is named "Shlf"; did you mean "Shelf"\?/,
];

function expectWarnings(stderr: string, more = 0): void {
  const lines = linesOf(stderr);
  expect(lines).toHaveLength(warnings.length + more);
  for (const warning of warnings) expect(lines).toContainEqual(expect.stringMatching(warning));
}

describe("--lenient: a reference to a schema that is not there is told, and its type is unknown", () => {
  test("by generate and check", async ({ folder }) => {
    await plant(folder, { "library.json": dangling });
    const words = ["library.json", "-o", "out"];
    const refused = refusalLines(await runCli(["generate", ...words], { cwd: folder }));
    expect(refused).toHaveLength(2);
    expect(refused[0]).toContain("or go on with --lenient");

    const run = await runCli(["generate", "--lenient", ...words], { cwd: folder });
    expect(fineLines(run)).toHaveLength(1);
    expectWarnings(run.stderr);
    const files = await treeOf(join(folder, "out/library-v1/src"));
    expect(files["schemas.ts"]).toContain("author?: unknown;");
    expect(files["resources/shelves.ts"]).toMatch(/list\([^)]*\): \w+<unknown>/);

    const check = await runCli(["check", "--lenient", ...words], { cwd: folder });
    expect(fineLines(check)).toHaveLength(1);
    expectWarnings(check.stderr);
    refusalLines(await runCli(["check", ...words], { cwd: folder }));
  });

  test("by inspect", async ({ folder }) => {
    await plant(folder, { "library.json": dangling });
    refusalLines(await runCli(["inspect", "library.json"], { cwd: folder }));
    const run = await runCli(["inspect", "--lenient", "library.json"], { cwd: folder });
    expect(fineLines(run)).toContain("REST resource: v1.shelves");
    expectWarnings(run.stderr);
  });

  test("other errors stop the run as ever, and are told beside it", async ({ folder }) => {
    const broken = dangling.replace('"path": "v1/books/{name}"', '"path": "v1/books/{nom}"');
    await plant(folder, { "library.json": broken });
    const words = ["generate", "--lenient", "library.json", "-o", "out"];
    const lines = refusalLines(await runCli(words, { cwd: folder }));
    expect(lines.map((line) => /\[(.+)\]$/.exec(line)?.[1]).sort()).toEqual([
      "dangling-ref",
      "dangling-ref",
      "missing-path-parameter",
      "unused-path-parameter",
    ]);
  });

  test("what it writes for a sound document is what is written without it", async ({ folder }) => {
    await plant(folder, { "library.json": library() });
    fineLines(await runCli(["generate", "library.json", "-o", "a"], { cwd: folder }));
    fineLines(await runCli(["generate", "--lenient", "library.json", "-o", "b"], { cwd: folder }));
    expect(await treeOf(join(folder, "b"))).toEqual(await treeOf(join(folder, "a")));
  });
});

describe('"lenient" of a client', () => {
  test("holds for it alone, and is told with every run", async ({ folder }) => {
    const client = { document: "library.json", lenient: true };
    await plant(folder, { "library.json": dangling, "node_modules/keep": "", ...config([client]) });
    for (const word of ["generate", "check", "generate"]) {
      const run = await runCli([word], { cwd: folder });
      expect(fineLines(run)).toHaveLength(1);
      expectWarnings(run.stderr);
    }
    const run = await runCli(["inspect", "library.json"], { cwd: folder });
    fineLines(run);
    expectWarnings(run.stderr);

    await plant(folder, {
      "other.json": dangling.replaceAll("library", "other"),
      ...config([client, { document: "other.json" }]),
    });
    const refused = refusalLines(await runCli(["check"], { cwd: folder }));
    const errors = refused.filter((line) => !line.includes(": warning: "));
    expect(errors).toHaveLength(2);
    expect(errors.every((line) => line.startsWith("other.json:"))).toBe(true);
  });

  test("and what an override refers to: the warning is at the override", async ({ folder }) => {
    const overrides = [{ at: "/schemas/Shelf/properties/book", is: { $ref: "Bok" }, why: "x" }];
    await plant(folder, {
      "library.json": library(),
      ...config([{ document: "library.json", lenient: true, overrides }]),
    });
    const run = await runCli(["generate"], { cwd: folder });
    fineLines(run);
    expect(linesOf(run.stderr)).toEqual([
      expect.stringMatching(
        /^discogen\.config\.json:1:\d+ \/clients\/0\/overrides\/0\/is\/\$ref: warning: no schema is named "Bok"/,
      ),
    ]);
  });
});

/** The real document that was served so: four references dangle. */
const corpus = process.env["DISCOGEN_CORPUS"] ?? "";
const real = join(corpus, "documents/integrations.v1.json");

if (corpus !== "" && existsSync(real)) {
  test("integrations:v1 of 20221215", async ({ folder }) => {
    await plant(folder, { "integrations.json": await readFile(real, "utf8") });
    const words = ["integrations.json", "-o", "out"];
    expect(refusalLines(await runCli(["generate", ...words], { cwd: folder }))).toHaveLength(4);
    const run = await runCli(["generate", "--lenient", ...words], { cwd: folder });
    expect(fineLines(run)).toHaveLength(1);
    expect(linesOf(run.stderr)).toHaveLength(4);
  });
}
