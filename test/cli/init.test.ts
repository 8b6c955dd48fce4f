import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { httpServer } from "../runtime/servers.js";
import { folderTest, plant, treeOf, type Tree } from "./folders.js";
import { library, libraryWith, randomNumbers } from "./library.js";
import { fineLines, linesOf, refusalLines, runCli, start, startCli, waitFor } from "./run-cli.js";

const { concurrent: test } = folderTest;

const workflows = [
  ".github/workflows/discogen-check.yml",
  ".github/workflows/discogen-publish.yml",
  ".github/workflows/discogen-update.yml",
];
const made = [
  ...workflows,
  ".gitignore",
  "discogen.config.json",
  "discovery/library-v1.json",
  "package.json",
];

async function jsonAt(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, "utf8"));
}

describe("init in an empty folder", () => {
  test("writes all that a project needs, and says what comes next", async ({ folder }) => {
    const run = await runCli(["init", "-"], { cwd: folder, stdin: library() });
    expect(fineLines(run).toSorted()).toEqual(made.map((path) => `wrote ${path}`).toSorted());
    expect(linesOf(run.stderr)).toEqual(["next:", "  npx discogen generate", "  npm install"]);
    const tree = await treeOf(folder);
    expect(Object.keys(tree).toSorted()).toEqual(made.toSorted());
    expect(tree["discovery/library-v1.json"]).toBe(library());
    expect(JSON.parse(tree["discogen.config.json"] ?? "")).toEqual({
      $schema: "./node_modules/discogen/generator/config/config.schema.json",
      clients: [{ document: "discovery/library-v1.json" }],
    });
    expect(await jsonAt(join(folder, "package.json"))).toMatchObject({
      private: true,
      workspaces: ["generated/*"],
      devDependencies: { discogen: expect.stringMatching(/^\^\d/) as string },
    });
  });

  test("what it wrote is generated, and checked, as it stands", async ({ folder }) => {
    fineLines(await runCli(["init", "-"], { cwd: folder, stdin: library() }));
    fineLines(await runCli(["generate"], { cwd: folder }));
    fineLines(await runCli(["check"], { cwd: folder }));
    expect(existsSync(join(folder, "generated/library-v1/package.json"))).toBe(true);
  });

  test("a second time it says that all is there, and writes nothing", async ({ folder }) => {
    fineLines(await runCli(["init", "-"], { cwd: folder, stdin: library() }));
    const before = await treeOf(folder);
    const run = await runCli(["init"], { cwd: folder });
    expect(fineLines(run).toSorted()).toEqual(workflows.map((path) => `${path} is up to date`));
    expect(await treeOf(folder)).toEqual(before);
  });

  test("--dry-run tells it, and leaves no trace", async ({ folder }) => {
    const run = await runCli(["init", "-", "--dry-run"], { cwd: folder, stdin: library() });
    expect(fineLines(run).toSorted()).toEqual(made.map((path) => `would write ${path}`).toSorted());
    expect(run.stderr).toBe("a dry run; nothing was written\n");
    expect(await treeOf(folder)).toEqual({});
  });

  test("--json tells it to programs", async ({ folder }) => {
    const run = await runCli(["init", "-", "--json", "--no-workflows"], {
      cwd: folder,
      stdin: library(),
    });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(run.stdout)).toEqual({
      schemaVersion: 1,
      dryRun: false,
      written: ["discovery/library-v1.json", ".gitignore", "package.json", "discogen.config.json"],
      current: [],
      kept: [],
      next: ["npx discogen generate", "npm install"],
    });
    expect(Object.keys(await treeOf(folder))).not.toContain(workflows[0]);
  });

  test("name:version, a URL, and a document elsewhere", async ({ folder }) => {
    const server = await httpServer(({ url }, response) => {
      response.writeHead(url.endsWith("/rest") ? 200 : 404).end(library());
    });
    try {
      await plant(folder, { "elsewhere/a.json": library() });
      const ways = [
        ["library:v1", "--discovery-url", server.url],
        [`${server.url}apis/library/v1/rest`],
        ["../elsewhere/a.json"],
      ];
      for (const [index, words] of ways.entries()) {
        const own = join(folder, String(index));
        await mkdir(own);
        fineLines(await runCli(["init", ...words], { cwd: own }));
        const text = await readFile(join(own, "discovery/library-v1.json"), "utf8");
        expect(text).toBe(library());
      }
    } finally {
      await server.close();
    }
  });

  test("documents that lie in the folder stay where they are", async ({ folder }) => {
    await plant(folder, {
      "apis/a.json": library(),
      "discovery/b.json": libraryWith({ name: "other", id: "other:v1" }),
    });
    const run = await runCli(["init", "apis/a.json", "./discovery/b.json"], { cwd: folder });
    expect(fineLines(run).join("\n")).not.toContain("wrote discovery");
    expect(await jsonAt(join(folder, "discogen.config.json"))).toMatchObject({
      clients: [{ document: "apis/a.json" }, { document: "discovery/b.json" }],
    });
  });

  test("without words it takes what lies in discovery", async ({ folder }) => {
    await plant(folder, { "discovery/b.json": library() });
    fineLines(await runCli(["init"], { cwd: folder }));
    expect(await jsonAt(join(folder, "discogen.config.json"))).toMatchObject({
      clients: [{ document: "discovery/b.json" }],
    });
  });
});

describe("init in a project", () => {
  test("uses its workspaces, its scope, its license and its package manager", async ({
    folder,
  }) => {
    const manifest = JSON.stringify({
      name: "@acme/shop",
      license: "MIT",
      repository: "github:acme/shop",
      workspaces: ["packages/*"],
      packageManager: "yarn@4.9.1",
    });
    await plant(folder, { "package.json": manifest });
    const run = await runCli(["init", "-"], { cwd: folder, stdin: library() });
    fineLines(run);
    expect(linesOf(run.stderr)).toEqual([
      "next:",
      "  yarn dlx discogen generate",
      "  yarn add --dev discogen",
    ]);
    const tree = await treeOf(folder);
    expect(tree["package.json"]).toBe(manifest);
    expect(tree[".gitignore"]).toBeUndefined();
    expect(tree[workflows[0] ?? ""]).toContain("- run: yarn install --immutable\n");
    expect(JSON.parse(tree["discogen.config.json"] ?? "")).toEqual({
      out: "packages",
      clients: [
        {
          document: "discovery/library-v1.json",
          package: {
            name: "@acme/library-v1",
            license: "MIT",
            repository: "https://github.com/acme/shop",
          },
        },
      ],
    });
    fineLines(await runCli(["generate"], { cwd: folder }));
    expect(await jsonAt(join(folder, "packages/library-v1/package.json"))).toMatchObject({
      name: "@acme/library-v1",
      license: "MIT",
    });
  });

  test("in a folder of a repository the workflows go to its top, and name the folder", async ({
    folder,
  }) => {
    const own = join(folder, "services/api");
    await mkdir(own, { recursive: true });
    for (const words of [
      ["init", "--quiet"],
      ["remote", "add", "origin", "https://somebody:secret@git.example/acme/shop.git"],
    ]) {
      expect((await start("git", words, { cwd: folder }).ended).code).toBe(0);
    }
    const run = await runCli(["init", "-"], { cwd: own, stdin: library() });
    expect(fineLines(run)).toContain("wrote ../../.github/workflows/discogen-check.yml");
    const check = await readFile(join(folder, workflows[0] ?? ""), "utf8");
    expect(check).toContain('    working-directory: "services/api"\n');
    const config = await readFile(join(own, "discogen.config.json"), "utf8");
    expect(config).toContain('"repository": "https://git.example/acme/shop.git"');
    expect(JSON.stringify(await treeOf(own))).not.toContain("secret");
  });

  test("nothing that is there is written over: that is told", async ({ folder }) => {
    const own: Tree = { ".gitignore": "mine", [workflows[0] ?? ""]: "mine" };
    await plant(folder, own);
    const run = await runCli(["init", "-"], { cwd: folder, stdin: library() });
    expect(fineLines(run)).toContain("wrote discogen.config.json");
    expect(linesOf(run.stderr).slice(0, 2)).toEqual([
      `${workflows[0]}: is there already, and stays as it is`,
      ".gitignore: is there already, and stays as it is",
    ]);
    expect(await treeOf(folder)).toMatchObject(own);
  });

  test("a workflow that was deleted comes back, and no other file changes", async ({ folder }) => {
    const own: Tree = { "discogen.config.json": '{"clients":[]}', "package.json": "{}" };
    await plant(folder, own);
    const run = await runCli(["init"], { cwd: folder });
    expect(fineLines(run).toSorted()).toEqual(workflows.map((path) => `wrote ${path}`));
    expect(await treeOf(folder)).toMatchObject(own);
  });
});

describe("init that cannot: exit code 2, and nothing is written", () => {
  test.for<[string, Tree, string[], RegExp]>([
    ["no document", {}, [], /^init: no document was named, .+ discogen init reseller:v1/],
    [
      "a configuration is there",
      { "discogen.config.json": "{}" },
      ["-"],
      /^discogen\.config\.json: is there already; add the document to its "clients".+\[config-exists\]$/,
    ],
    [
      "another document has its place",
      { "discovery/library-v1.json": "{}" },
      ["-"],
      /^discovery\/library-v1\.json: is there already, and says something else .+\[document-exists\]$/,
    ],
    ["no such file", {}, ["no.json"], /^no\.json: cannot be read: .+\[cannot-read\]$/],
    ["a name that npm does not take", {}, ["-", "--name", "A b"], /^discogen\.config\.json:.+name/],
    [
      "one name for two",
      { "a.json": library(), "b.json": libraryWith({ name: "other", id: "other:v1" }) },
      ["a.json", "b.json", "--name", "a"],
      /^init: --name is the name of one package/,
    ],
    [
      "one API twice",
      { "a.json": library(), "b.json": library() },
      ["a.json", "b.json"],
      /^b\.json: would be written to library-v1, and so would a\.json/,
    ],
    ["a folder outside", {}, ["-", "-o", "../out"], /^discogen\.config\.json:.+out/],
  ])("%s", async ([, tree, words, message], { folder }) => {
    await plant(folder, tree);
    const run = await runCli(["init", ...words], { cwd: folder, stdin: library() });
    const lines = refusalLines(run);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(message);
    expect(await treeOf(folder)).toEqual(tree);
  });

  test("a document that cannot become a client", async ({ folder }) => {
    const stdin = library().replace('"$ref": "Book"', '"$ref": "Bok"');
    const lines = refusalLines(await runCli(["init", "-"], { cwd: folder, stdin }));
    expect(lines[0]).toContain("[dangling-ref]");
    expect(await treeOf(folder)).toEqual({});
    fineLines(await runCli(["init", "-", "--lenient"], { cwd: folder, stdin }));
    expect(await jsonAt(join(folder, "discogen.config.json"))).toMatchObject({
      clients: [{ lenient: true }],
    });
  });
});

describe("a run that was killed", () => {
  const words = ["init", "-", "--package-manager", "pnpm"];

  /** What a run writes, in its order. */
  async function whole(folder: string): Promise<{ tree: Tree; order: string[] }> {
    await mkdir(folder, { recursive: true });
    const run = await runCli([...words, "--json"], { cwd: folder, stdin: library() });
    const { written } = JSON.parse(run.stdout) as { written: string[] };
    return { tree: await treeOf(folder), order: written };
  }

  test("after any of its files the same words end it", async ({ folder }) => {
    const { tree, order } = await whole(join(folder, "whole/1"));
    expect(order.at(-1)).toBe("discogen.config.json");
    for (let count = 0; count < order.length; count++) {
      const own = join(folder, `${count}/1`);
      const part = order.slice(0, count).map((path) => [path, tree[path] ?? ""]);
      await plant(own, Object.fromEntries(part) as Tree);
      fineLines(await runCli(words, { cwd: own, stdin: library() }));
      expect(await treeOf(own), `after ${count} files`).toEqual(tree);
    }
  });

  const seed = Date.now() % 1_000_000;
  test(`at any moment (seed ${seed}) leaves whole files`, async ({ folder }) => {
    const { tree, order } = await whole(join(folder, "whole/1"));
    const random = randomNumbers(seed);
    let whileWriting = 0;
    for (let round = 0; round < 10; round++) {
      const own = join(folder, `${round}/1`);
      await mkdir(own, { recursive: true });
      const run = startCli(words, { cwd: own, stdin: library() });
      await waitFor(join(own, "generated/.discogen.staging"), run);
      await sleep(random() * 8);
      run.child.kill("SIGKILL");
      await run.ended;
      if (existsSync(join(own, "generated/.discogen.staging"))) whileWriting++;
      const left = await ownTree(own);
      for (const [path, text] of Object.entries(left)) expect(text, path).toBe(tree[path]);
      const last = (order.at(-1) ?? "") in left ? ["init"] : words;
      fineLines(await runCli(last, { cwd: own, stdin: library() }));
      expect(await ownTree(own)).toEqual(tree);
      expect(existsSync(join(own, "generated/.discogen.journal"))).toBe(false);
    }
    // Else no kill was in time, and nothing is proven.
    expect(whileWriting).toBeGreaterThan(0);
  });
});

/** All but what a run needs for itself. */
async function ownTree(folder: string): Promise<Tree> {
  const entries = Object.entries(await treeOf(folder));
  return Object.fromEntries(entries.filter(([path]) => !path.startsWith("generated/")));
}
