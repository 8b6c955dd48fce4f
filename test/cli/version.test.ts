/** `discogen version` as users run it: real processes in real projects. */
import { Ajv } from "ajv";
import { chmod, chown, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { keepJournal } from "#generator/output/journal.js";
import { textHash } from "#generator/output/output-file.js";
import { readJson } from "../repository/paths.js";
import { config, datesOf, editLock, plant, test, treeOf, type Tree } from "./folders.js";
import { commitAll } from "./git.js";
import { library } from "./library.js";
import { fineLines, linesOf, nobody, refusalLines, runCli, type Run } from "./run-cli.js";
import { client, first, packageFolder, project, third, versions } from "./update-project.js";

const lock = "discogen.lock.json";
const manifest = `${packageFolder}/package.json`;
const isForm = new Ajv({ strict: false }).compile(
  readJson<object>("generator/commands/version.schema.json"),
);

const version = (cwd: string, ...words: string[]): Promise<Run> =>
  runCli(["version", ...words], { cwd });

/** Runs the command, which must leave every file as it is. */
async function idle(folder: string, ...words: string[]): Promise<Run> {
  const [tree, dates] = [await treeOf(folder), await datesOf(folder)];
  const run = await version(folder, ...words);
  expect(await treeOf(folder)).toEqual(tree);
  expect(await datesOf(folder)).toEqual(dates);
  return run;
}

function changedPaths(before: Tree, after: Tree): string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return paths.filter((path) => before[path] !== after[path]).sort();
}

async function setVersion(folder: string, to: string): Promise<void> {
  const text = await readFile(join(folder, manifest), "utf8");
  await writeFile(join(folder, manifest), text.replace(/"version": "[^"]*"/, `"version": "${to}"`));
}

/** Three clients: two of one document, and one that was never generated. */
async function projectOfThree(folder: string): Promise<void> {
  const shop = library((document) => Object.assign(document, { name: "shop", id: "shop:v1" }));
  const named = { ...client, folder: "books", package: { name: "@acme/books", version: "0.3.1" } };
  await plant(folder, {
    "discovery/library.json": first,
    "discovery/shop.json": shop,
    ...config([client, named]),
  });
  fineLines(await runCli(["generate"], { cwd: folder }));
  await plant(folder, config([client, named, { document: "discovery/shop.json" }]));
}

describe("the versions of the clients", () => {
  test("are listed, those that were never generated too; a named client alone", async ({
    folder,
  }) => {
    await projectOfThree(folder);
    const run = await idle(folder, "--quiet");
    expect(run.stderr).toBe("");
    expect(fineLines(run)).toEqual([
      "generated/library-v1  1.0.0          library:v1 20240101",
      "generated/books       0.3.1          library:v1 20240101  @acme/books",
      "generated/shop-v1     not generated  shop:v1",
    ]);
    const one = ["generated/books  0.3.1  library:v1 20240101  @acme/books"];
    for (const name of ["books", "generated/books", "./generated/books/", "@acme/books"]) {
      expect(fineLines(await version(folder, name))).toEqual(one);
    }
    expect(fineLines(await version(folder, "library"))).toHaveLength(2);
  });

  test("of those whose documents can be read are told, and one of them that is named moves", async ({
    folder,
  }) => {
    await projectOfThree(folder);
    await plant(folder, { "discovery/shop.json": "<html>" });
    const wrong = /^discovery\/shop\.json: is an HTML page/;
    const all = await idle(folder);
    expect(all.code).toBe(2);
    expect(linesOf(all.stdout).map((line) => line.split(" ")[0])).toEqual([
      packageFolder,
      "generated/books",
    ]);
    expect(linesOf(all.stderr)).toEqual([expect.stringMatching(wrong)]);
    const moved = await version(folder, "books", "patch");
    expect(fineLines(moved)).toEqual(["generated/books: 0.3.1 → 0.3.2"]);
    // Nobody knows what the other one is called, and whether there is only one.
    for (const words of [["shop"], ["shop", "patch"], ["patch"]]) {
      expect(refusalLines(await idle(folder, ...words))).toEqual([expect.stringMatching(wrong)]);
    }
  });

  test("are printed as its schema says", async ({ folder }) => {
    await projectOfThree(folder);
    const run = await idle(folder, "--json");
    const form: unknown = JSON.parse(fineLines(run).join("\n"));
    expect(isForm(form), JSON.stringify(isForm.errors)).toBe(true);
    const facts = { api: "library:v1", revision: "20240101", before: null };
    expect(form).toEqual({
      schemaVersion: 1,
      dryRun: false,
      clients: [
        { ...facts, folder: packageFolder, package: null, version: "1.0.0" },
        { ...facts, folder: "generated/books", package: "@acme/books", version: "0.3.1" },
        {
          folder: "generated/shop-v1",
          package: null,
          api: "shop:v1",
          revision: null,
          version: null,
          before: null,
        },
      ],
    });
  });
});

describe("a version moves", () => {
  test("one after the other: the lock and package.json, nothing else", async ({ folder }) => {
    await project(folder, { package: { version: "0.2.3" } });
    let from = "0.2.3";
    for (const [word, to] of [
      ["patch", "0.2.4"],
      ["minor", "0.2.5"],
      ["major", "0.3.0"],
      ["1.0.0-rc.2", "1.0.0-rc.2"],
      ["1.0.0-rc.10", "1.0.0-rc.10"],
      ["minor", "1.0.0"],
      ["patch", "1.0.1"],
    ] as const) {
      const before = await treeOf(folder);
      const run = await version(folder, word);
      expect(fineLines(run)).toEqual([`${packageFolder}: ${from} → ${to}`]);
      expect(await versions(folder)).toEqual([to, to]);
      const after = await treeOf(folder);
      expect(changedPaths(before, after)).toEqual([lock, manifest]);
      expect(after[manifest]).toBe(before[manifest]?.replace(`"${from}"`, `"${to}"`));
      const notes = linesOf(run.stderr);
      const own = `${packageFolder}/CHANGELOG.md: is yours, and has no entry for ${to} yet`;
      expect(notes.at(-1)).toBe(own);
      const isTold = from.startsWith("0.") && (word === "major" || word === "minor");
      expect(notes).toHaveLength(isTold ? 2 : 1);
      from = to;
    }
    fineLines(await runCli(["check"], { cwd: folder }));
  });

  test("of one of several clients, and the others stay", async ({ folder }) => {
    await projectOfThree(folder);
    const before = await treeOf(folder);
    const run = await version(folder, "@acme/books", "minor", "--quiet");
    expect(run).toMatchObject({ code: 0, stdout: "", stderr: "" });
    const after = await treeOf(folder);
    expect(changedPaths(before, after)).toEqual([lock, "generated/books/package.json"]);
    expect(await versions(folder)).toEqual(["1.0.0", "1.0.0"]);
    fineLines(await version(folder, "generated/books", "1.0.0"));
    expect((await version(folder, "books")).stdout).toMatch(/^generated\/books {2}1\.0\.0 /);
  });

  test("as JSON, and in a dry run, which writes nothing", async ({ folder }) => {
    await project(folder);
    const dry = await idle(folder, "minor", "--dry-run", "--json");
    const form = JSON.parse(fineLines(dry).join("\n")) as object;
    expect(isForm(form), JSON.stringify(isForm.errors)).toBe(true);
    expect(form).toMatchObject({ dryRun: true, clients: [{ before: "1.0.0", version: "1.1.0" }] });
    expect(dry.stderr).toContain("a dry run; nothing was written\n");
    const run = await version(folder, "library", "minor", "--json");
    expect(JSON.parse(run.stdout)).toEqual({ ...form, dryRun: false });
  });

  test("of plain sources, in the lock alone", async ({ folder }) => {
    await project(folder, { emit: "source" });
    const before = await treeOf(folder);
    const run = await version(folder, "minor");
    expect(fineLines(run)).toEqual([`${packageFolder}: 1.0.0 → 1.1.0`]);
    expect(run.stderr).toBe("");
    expect(changedPaths(before, await treeOf(folder))).toEqual([lock]);
    fineLines(await runCli(["check"], { cwd: folder }));
  });

  test("from another folder, with the configuration's path", async ({ folder }) => {
    await project(folder);
    await plant(folder, { "a/b.txt": "" });
    const words = ["version", `../${packageFolder}/`, "minor", "-c", "../discogen.config.json"];
    fineLines(await runCli(words, { cwd: join(folder, "a") }));
    expect(await versions(folder)).toEqual(["1.1.0", "1.1.0"]);
  });

  test("that package.json says already; one that it does not is an edit", async ({ folder }) => {
    await project(folder);
    await setVersion(folder, "1.1.0");
    const [line] = refusalLines(await idle(folder, "major"));
    expect(line).toMatch(/package\.json: was edited .+discogen generate --force.+\[edited-file\]$/);
    fineLines(await version(folder, "minor"));
    expect(await versions(folder)).toEqual(["1.1.0", "1.1.0"]);
    fineLines(await runCli(["check"], { cwd: folder }));
  });

  test("and a changelog that its owner deleted stays away, one with the entry says nothing", async ({
    folder,
  }) => {
    await project(folder);
    const path = join(folder, packageFolder, "CHANGELOG.md");
    await writeFile(path, "# Mine\r\n\r\n## 1.1.0 (today)\r\n");
    expect(await version(folder, "minor")).toMatchObject({ code: 0, stderr: "" });
    await rm(path);
    const before = await treeOf(folder);
    expect(await version(folder, "minor")).toMatchObject({ code: 0, stderr: "" });
    expect(changedPaths(before, await treeOf(folder))).toEqual([lock, manifest]);
  });
});

describe("nothing is written, and the exit code is 2", () => {
  const above = "give major, minor, patch, or a version above 1.1.0, such as 1.1.1 or 1.1.1-rc.1";
  test("for what is no version, or none above the present one", async ({ folder }) => {
    await project(folder, { package: { version: "1.1.0" } });
    for (const [word, words] of [
      ["1.1.0", "the version is 1.1.0 already"],
      ["1.0.9", "1.0.9 is below the version 1.1.0"],
      ["1.1.0-rc.1", "1.1.0-rc.1 is below the version 1.1.0"],
      ["1.2", '"1.2" is no version'],
      ["v1.2.0", '"v1.2.0" is no version'],
      ["1.2.0+build", '"1.2.0+build" is no version'],
    ] as const) {
      const text = [`${packageFolder}: ${words}; ${above} [invalid-version]`];
      expect(refusalLines(await idle(folder, word))).toEqual(text);
    }
    const lines = refusalLines(await idle(folder, "library", "none", "--json"));
    expect(lines).toEqual([`${packageFolder}: "none" is no version; ${above} [invalid-version]`]);
  });

  test("for words that mean no client, or several", async ({ folder }) => {
    await projectOfThree(folder);
    const all = "generated/library-v1, generated/books, generated/shop-v1";
    const folderAsked = "name one of them by its folder: discogen version <folder> minor";
    for (const [words, line] of [
      [["minor"], `version: the configuration has 3 clients: ${all}; ${folderAsked}`],
      [["2.0.0"], `version: the configuration has 3 clients: ${all}; ${folderAsked}`],
      [
        ["library:v1", "minor"],
        `version: library:v1 has 2 clients: generated/library-v1, generated/books; ${folderAsked}`,
      ],
      [["boks", "minor"], `is named "boks"; did you mean "books"?`],
      [["mionr"], `is named "mionr"; did you mean "minor"?`],
      [["nothing-near-it"], `is named "nothing-near-it"; it has ${all}`],
      [["shop", "minor"], "generated/shop-v1: is not in the lock; run discogen generate first"],
    ] as const) {
      expect(refusalLines(await idle(folder, ...words))[0]).toContain(line);
    }
    const lines = refusalLines(await idle(folder, "books", "minor", "more"));
    expect(lines.join("\n")).toContain("too many arguments");
  });

  test("without a configuration", async ({ folder }) => {
    expect(refusalLines(await idle(folder))[0]).toMatch(/\[no-config\]$/);
  });

  test("where a file was edited", async ({ folder }) => {
    await project(folder);
    await plant(folder, { [`${packageFolder}/src/schemas.ts`]: "// mine\n" });
    expect(refusalLines(await idle(folder, "minor"))).toEqual([
      expect.stringMatching(
        /^generated\/library-v1\/src\/schemas\.ts: was edited .+\[edited-file\]$/,
      ),
    ]);
  });

  test("where something else would change with it, until it is generated", async ({ folder }) => {
    await project(folder);
    await plant(folder, { [client.document]: third });
    const [line, ...others] = refusalLines(await idle(folder, "major"));
    expect(others).toEqual([]);
    expect(line).toMatch(
      /^generated\/library-v1: is not up to date: \d+ differences \(the document changed \(20240101 → 20240301\)\); run discogen generate first .+\[not-current\]$/,
    );
    fineLines(await runCli(["generate"], { cwd: folder }));
    fineLines(await version(folder, "major"));
    expect(await versions(folder)).toEqual(["2.0.0", "2.0.0"]);
  });

  test("where the lock or package.json is not what discogen wrote", async ({ folder }) => {
    await project(folder);
    await rm(join(folder, manifest));
    expect(refusalLines(await idle(folder, "minor"))[0]).toMatch(
      /: 1 difference; .+\[not-current\]$/,
    );
    fineLines(await runCli(["generate"], { cwd: folder }));
    await editLock(join(folder, lock), ({ clients }) => {
      Object.assign(clients[packageFolder] ?? {}, { version: "1.5.0" });
    });
    expect(refusalLines(await idle(folder, "minor"))[0]).toMatch(/\[not-current\]$/);
    await writeFile(join(folder, lock), "<<<<<<< ours\n");
    for (const words of [[], ["minor"]]) {
      expect(refusalLines(await idle(folder, ...words))[0]).toMatch(/\[invalid-lock\]$/);
    }
  });

  test("where a file cannot be written", async ({ folder }) => {
    await project(folder);
    const { uid, gid } = nobody;
    const paths = await readdir(folder, { recursive: true });
    if (uid !== undefined && gid !== undefined) {
      for (const path of ["", ...paths]) await chown(join(folder, path), uid, gid);
    }
    const before = await treeOf(folder);
    await chmod(join(folder, packageFolder), 0o555);
    const run = await runCli(["version", "minor"], { cwd: folder, ...nobody });
    await chmod(join(folder, packageFolder), 0o755);
    expect(refusalLines(run)[0]).toMatch(
      /^generated\/library-v1\S*: cannot be written: .+\[cannot-write\]$/,
    );
    expect(await treeOf(folder)).toEqual(before);
  });
});

describe("a run that was killed before the lock", () => {
  test.for(["generate", "version"])("%s goes on from there", async (word, { folder }) => {
    await project(folder);
    const old = await treeOf(folder);
    fineLines(await version(folder, "minor"));
    const renewed = await treeOf(folder);
    // What it leaves: the journal, the new package.json, the old lock.
    await plant(folder, { [lock]: old[lock] ?? "" });
    const hashes = [manifest, lock].map((path) => textHash(renewed[path] ?? ""));
    await keepJournal(join(folder, "generated"), hashes, null);
    fineLines(await runCli(word === "version" ? ["version", "minor"] : [word], { cwd: folder }));
    expect(await treeOf(folder)).toEqual(word === "version" ? renewed : old);
  });
});

test("what diff --base says of a version that is too small is what mends it", async ({
  folder,
}) => {
  await project(folder);
  commitAll(folder);
  await plant(folder, { [client.document]: third });
  fineLines(await runCli(["generate"], { cwd: folder }));
  const diff = (): Promise<Run> => runCli(["diff", "--base", "main"], { cwd: folder });
  const [, words = ""] = /; run discogen (version \S+ \S+)/.exec((await diff()).stderr) ?? [];
  expect(words).toBe(`version ${packageFolder} 2.0.0`);
  fineLines(await runCli(words.split(" "), { cwd: folder }));
  expect(fineLines(await diff()).at(-1)).toBe("version: 1.0.0 → 2.0.0");
});
