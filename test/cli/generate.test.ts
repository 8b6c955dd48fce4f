import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { config, plant, readLockFile, test, treeOf, type Tree } from "./folders.js";
import { library, secondEdition, type LibraryDocument } from "./library.js";
import { fineLines, refusalLines, resellerPath, runCli } from "./run-cli.js";

interface Manifest {
  readonly discovery: { readonly sha256: string };
  readonly exports: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
}

const summary = "library:v1 20240101: 2 resources, 2 methods, 2 schemas";
const files = [
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "api.md",
  "docs/from-googleapis.md",
  "document.json",
  "llms.txt",
  "package.json",
  "src/index.ts",
  "src/resources/books.ts",
  "src/resources/shelves.ts",
  "src/schemas.ts",
  "src/testing.ts",
  "tsconfig.json",
];
/** Those that are the user's once they are there. */
const started = ["CHANGELOG.md", "LICENSE"];
const filesIn = (folder: string): string[] => files.map((path) => `${folder}/${path}`);

test("generate writes the clients of the configuration, and the lock beside it", async ({
  folder,
}) => {
  await plant(folder, {
    "discovery/library.json": library(),
    ...config([{ document: "discovery/library.json", package: { name: "@x/library" } }]),
  });
  const run = await runCli(["generate"], { cwd: folder });
  expect(fineLines(run)).toEqual([`${summary}; 14 files written in generated/library-v1`]);
  expect(run.stderr).toBe("");
  const tree = await treeOf(folder);
  expect(Object.keys(tree)).toEqual(
    [
      "discogen.config.json",
      "discogen.lock.json",
      "discovery/library.json",
      ...filesIn("generated/library-v1"),
    ].sort(),
  );
  expect(tree["generated/library-v1/package.json"]).toContain('"name": "@x/library"');
  const { clients } = await readLockFile(join(folder, "discogen.lock.json"));
  expect(Object.keys(clients)).toEqual(["generated/library-v1"]);
  expect(Object.keys(clients["generated/library-v1"]?.files ?? {})).toEqual(
    files.filter((path) => !started.includes(path)),
  );
});

test("the reseller document: what is told the first and the second time", async ({ folder }) => {
  const words = ["generate", resellerPath, "-o", "out"];
  const first = fineLines(await runCli(words, { cwd: folder }));
  const second = fineLines(await runCli(words, { cwd: folder }));
  const count = Object.keys(await treeOf(join(folder, "out/reseller-v1"))).length;
  const reseller = "reseller:v1 20211106: 3 resources, 17 methods, 10 schemas";
  expect(first).toEqual([`${reseller}; ${count} files written in out/reseller-v1`]);
  expect(second).toEqual([`${reseller}; ${count - started.length} files up to date`]);
});

test("-c names a configuration elsewhere: its folder is where paths start and the lock stands", async ({
  folder,
}) => {
  await plant(join(folder, "deep"), {
    "library.json": library(),
    ...config([{ document: "library.json", folder: "books" }], { out: "clients" }),
  });
  const words = ["generate", "-c", "deep/discogen.config.json"];
  expect(fineLines(await runCli(words, { cwd: folder }))).toEqual([
    `${summary}; 14 files written in deep/clients/books`,
  ]);
  const paths = Object.keys(await treeOf(join(folder, "deep")));
  expect(paths).toEqual(
    expect.arrayContaining(["discogen.lock.json", ...filesIn("clients/books")]),
  );
});

test("standard input and -o need no configuration; the lock stands in the output folder", async ({
  folder,
}) => {
  const run = await runCli(["generate", "-", "-o", "out"], { cwd: folder, stdin: library() });
  expect(fineLines(run)).toEqual([`${summary}; 14 files written in out/library-v1`]);
  expect(Object.keys(await treeOf(folder))).toEqual(
    ["out/discogen.lock.json", ...filesIn("out/library-v1")].sort(),
  );
});

test("of a new revision only what differs is written, and counted", async ({ folder }) => {
  const words = ["generate", "-", "-o", "out"];
  fineLines(await runCli(words, { cwd: folder, stdin: library() }));
  const run = await runCli(words, { cwd: folder, stdin: secondEdition });
  const [line] = fineLines(run);
  expect(line).toMatch(
    /^library:v1 20250101: 2 resources, 2 methods, 2 schemas; \d+ files written, \d+ up to date, 1 deleted in out\/library-v1$/,
  );
});

describe("two clients", () => {
  test("are both written, each with a line", async ({ folder }) => {
    const shop = library().replaceAll("library", "shop");
    await plant(folder, {
      "library.json": library(),
      "shop.json": shop,
      ...config([{ document: "library.json" }, { document: "shop.json" }]),
    });
    expect(fineLines(await runCli(["generate"], { cwd: folder }))).toEqual([
      `${summary}; 14 files written in generated/library-v1`,
      `${summary.replace("library", "shop")}; 14 files written in generated/shop-v1`,
    ]);
    const { clients } = await readLockFile(join(folder, "discogen.lock.json"));
    expect(Object.keys(clients)).toEqual(["generated/library-v1", "generated/shop-v1"]);
  });

  test.for([
    ["with the same folder", { folder: "books" }, { folder: "books" }],
    ["with the folder that the other has by default", {}, { folder: "library-v1" }],
    ["with folders that some file systems take for one", { folder: "Books" }, { folder: "books" }],
  ] as const)("%s are refused by name", async ([, first, second], { folder }) => {
    const tree = {
      "a.json": library(),
      "b.json": library(),
      ...config([
        { document: "a.json", ...first },
        { document: "b.json", ...second },
      ]),
    };
    await plant(folder, tree);
    const [line, ...more] = refusalLines(await runCli(["generate"], { cwd: folder }));
    expect(more).toEqual([]);
    expect(line).toMatch(
      /^b\.json: would be written to .+, and so would a\.json; .+\[same-output\]$/,
    );
    expect(await treeOf(folder)).toEqual(tree);
  });
});

describe("the document in the package", () => {
  async function clientTree(folder: string, members: object = {}): Promise<Tree> {
    const client = { document: "library.json", ...members };
    await plant(folder, { "library.json": library(), ...config([client]) });
    fineLines(await runCli(["generate"], { cwd: folder }));
    fineLines(await runCli(["check"], { cwd: folder }));
    return treeOf(join(folder, "generated/library-v1"));
  }

  test('has the hash that the package states; "document": false leaves it out', async ({
    folder,
  }) => {
    const tree = await clientTree(folder);
    const { discovery, exports, files } = JSON.parse(tree["package.json"] ?? "") as Manifest;
    const text = tree["document.json"] ?? "";
    expect(createHash("sha256").update(text).digest("hex")).toBe(discovery.sha256);
    expect(exports["./document.json"]).toBe("./document.json");
    expect(files).toContain("document.json");

    const without = await clientTree(folder, { package: { document: false } });
    expect(Object.keys(without)).not.toContain("document.json");
    const manifest = JSON.parse(without["package.json"] ?? "") as Manifest;
    expect(Object.keys(manifest.exports)).not.toContain("./document.json");
    expect(manifest.files).not.toContain("document.json");
  });

  test("is what the client was made of, overrides and selection applied", async ({ folder }) => {
    const tree = await clientTree(folder, {
      only: ["books.get"],
      overrides: [{ at: "/schemas/Book/properties/pages", is: { type: "integer" }, why: "test" }],
    });
    const document = JSON.parse(tree["document.json"] ?? "") as LibraryDocument;
    expect(Object.keys(document.resources)).toEqual(["books"]);
    expect(document.schemas["Book"]).toMatchObject({ properties: { pages: { type: "integer" } } });
  });
});
