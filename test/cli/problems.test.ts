import { describe, expect } from "vitest";
import { config, plant, test, treeOf, type Tree } from "./folders.js";
import { library, libraryWith } from "./library.js";
import { fineLines, refusalLines, runCli } from "./run-cli.js";

describe("a configuration with an error", () => {
  const good = { document: "library.json" };
  test.for([
    [
      "an unknown key, and which one was meant",
      '{\n  "clients": [{ "document": "library.json", "foldr": "x" }]\n}',
      /^discogen\.config\.json:2:45 \/clients\/0\/foldr: unknown key "foldr"; did you mean "folder"\?.+\[unknown-option\]$/,
    ],
    [
      "a wrong type",
      JSON.stringify({ clients: "library.json" }),
      /^discogen\.config\.json:1:2 \/clients: must be an array, but is a string;.+\[wrong-type\]$/,
    ],
    [
      "invalid JSON",
      '{\n  "clients": [,]\n}',
      /^discogen\.config\.json:2:15: is not valid JSON: .+$/,
    ],
    ["nothing", "", /^discogen\.config\.json: is empty/],
    ["no clients", "{}", /^discogen\.config\.json:1:1: the key "clients" is missing/],
    [
      "no version",
      JSON.stringify({ clients: [{ ...good, package: { version: "1" } }] }),
      /^discogen\.config\.json:1:\d+ \/clients\/0\/package\/version: "1" is not allowed/,
    ],
    [
      "a folder outside of out",
      JSON.stringify({ clients: [{ ...good, folder: "../x" }] }),
      /^discogen\.config\.json:1:\d+ \/clients\/0\/folder: "\.\.\/x" is not allowed/,
    ],
    [
      "an out outside of its own folder",
      JSON.stringify({ out: "a/../../x", clients: [good] }),
      /^discogen\.config\.json:1:2 \/out: the folder is outside of the configuration's own folder/,
    ],
    [
      "an absolute out",
      JSON.stringify({ out: "/tmp/x", clients: [good] }),
      /^discogen\.config\.json:1:2 \/out: the folder is outside/,
    ],
  ] as const)("%s", async ([, text, expected], { folder }) => {
    const tree = { "discogen.config.json": text, "library.json": library() };
    await plant(folder, tree);
    const lines = refusalLines(await runCli(["generate"], { cwd: folder }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(expected);
    expect(await treeOf(folder)).toEqual(tree);
  });

  test("what to do is said of a configuration, not of a document", async ({ folder }) => {
    const lines: string[] = [];
    for (const text of ["", "{", "{}", JSON.stringify({ clients: 1 })]) {
      await plant(folder, { "discogen.config.json": text });
      lines.push(...refusalLines(await runCli(["generate"], { cwd: folder })));
    }
    expect(lines).toHaveLength(4);
    expect(lines.filter((line) => /(fetch|correct) the document/.test(line))).toEqual([]);
  });

  test("all its problems are told at once", async ({ folder }) => {
    await plant(folder, config([{ documnt: "a" }, { document: 1, folder: "" }], { outt: "x" }));
    const lines = refusalLines(await runCli(["generate"], { cwd: folder }));
    expect(lines.map((line) => line.replace(/^\S+ (\S+): .*\[(.*)\]$/, "$2 $1")).sort()).toEqual([
      "invalid-value /clients/1/folder",
      "missing-key /clients/0",
      "unknown-option /clients/0/documnt",
      "unknown-option /outt",
      "wrong-type /clients/1/document",
    ]);
  });
});

describe("a lock with an error stops the run, and is left as it is", () => {
  test.for([
    ["merge conflicts", "<<<<<<< ours\n{}\n"],
    ["nothing", ""],
    ["another version", '{"lockVersion":99,"clients":{}}'],
    ["a wrong type", '{"lockVersion":1,"clients":{"library-v1":{"document":{}}}}'],
  ])("%s", async ([, text = ""], { folder }) => {
    const tree = { "out/discogen.lock.json": text, "library.json": library() };
    await plant(folder, tree);
    const run = await runCli(["generate", "library.json", "-o", "out"], { cwd: folder });
    const lines = refusalLines(run);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^out\/discogen\.lock\.json: is not a lock .+\[invalid-lock\]$/);
    expect(await treeOf(folder)).toEqual(tree);
  });
});

describe("a document with an error: where it is, and nothing is written", () => {
  const dangling = library().replace('"$ref": "Shelf"', '"$ref": "Shlf"');
  const wrongType = libraryWith({ rootUrl: 5 });
  const line = dangling.split("\n").findIndex((text) => text.includes("Shlf")) + 1;
  const place = `${line}:13 /resources/shelves/methods/list/response/$ref`;

  test("path, line, column and pointer; not even the output folders are left", async ({
    folder,
  }) => {
    const tree = { "docs/library.json": dangling };
    await plant(folder, tree);
    const words = ["generate", "docs/library.json", "-o", "a/b/c"];
    const [found, ...more] = refusalLines(await runCli(words, { cwd: folder }));
    expect(found).toBe(
      `docs/library.json:${place}: no schema is named "Shlf"; did you mean "Shelf"?; take another revision (Google serves such documents now and then), correct it by an override, or go on with --lenient [dangling-ref]`,
    );
    expect(more).toEqual([]);
    expect(await treeOf(folder)).toEqual(tree);
  });

  test("from standard input", async ({ folder }) => {
    const run = await runCli(["generate", "-", "-o", "out"], { cwd: folder, stdin: dangling });
    expect(refusalLines(run)[0]).toMatch(`standard input:${place}: no schema`);
    expect(await treeOf(folder)).toEqual({});
  });

  async function codesOf(
    folder: string,
    documents: Tree,
    missing: string[] = [],
  ): Promise<string[]> {
    await plant(folder, documents);
    const words = ["generate", ...Object.keys(documents), ...missing, "-o", "out"];
    const lines = refusalLines(await runCli(words, { cwd: folder }));
    expect(await treeOf(folder)).toEqual(documents);
    return lines.map((each) => each.replace(/^([^:]+):.*\[(.*)\]$/, "$1 $2")).sort();
  }

  test("all problems of all documents at once: two of shape", async ({ folder }) => {
    const two = libraryWith({ rootUrl: 5, version: "v 1", name: "shop" });
    expect(await codesOf(folder, { "a.json": wrongType, "b.json": two })).toEqual([
      "a.json wrong-type",
      "b.json invalid-value",
      "b.json wrong-type",
    ]);
  });

  test("all problems of all documents at once: two of meaning", async ({ folder }) => {
    const shop = dangling.replaceAll("library", "shop");
    expect(await codesOf(folder, { "a.json": dangling, "b.json": shop })).toEqual([
      "a.json dangling-ref",
      "b.json dangling-ref",
    ]);
  });

  test("all problems of all documents at once: one of shape, one of meaning", async ({
    folder,
  }) => {
    expect(await codesOf(folder, { "a.json": wrongType, "b.json": dangling })).toEqual([
      "a.json wrong-type",
      "b.json dangling-ref",
    ]);
  });

  test("all problems of all documents at once: two are missing", async ({ folder }) => {
    expect(await codesOf(folder, {}, ["a.json", "b.json"])).toEqual([
      "a.json cannot-read",
      "b.json cannot-read",
    ]);
  });
});

describe("warnings are told on standard error and stop nothing", () => {
  const unknown = library((document) => {
    document["colour"] = "red";
    document.schemas["Shelf"] = { id: "Shelf", type: "object", length: 3 };
  });
  const warnings = [
    /^library\.json:\d+:\d+ \/colour: warning: the key "colour" is unknown;.+\[unknown-key\]$/,
    /^library\.json:\d+:\d+ \/schemas\/Shelf\/length: warning: the key "length" is unknown/,
  ];

  test("the first time, and again when nothing is left to do", async ({ folder }) => {
    await plant(folder, {
      "library.json": unknown,
      "node_modules/keep": "",
      ...config([{ document: "library.json" }]),
    });
    for (const word of ["generate", "check", "generate"]) {
      const run = await runCli([word], { cwd: folder });
      expect(fineLines(run)).toHaveLength(1);
      const lines = run.stderr.split("\n").filter((line) => line.includes("warning"));
      expect(lines, word).toHaveLength(2);
      for (const warning of warnings) expect(lines).toContainEqual(expect.stringMatching(warning));
    }
  });
});
