/** `discogen diff --base` as a pull request's check runs it: a real repository, real processes. */
import { Ajv } from "ajv";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect } from "vitest";
import { readJson } from "../repository/paths.js";
import { config, plant, test } from "./folders.js";
import { commitAll } from "./git.js";
import { library } from "./library.js";
import { fineLines, linesOf, refusalLines, runCli, type Run } from "./run-cli.js";
import { client, first, packageFolder, project, second, third } from "./update-project.js";

const scope = fileURLToPath(new URL("../../node_modules/@discogen", import.meta.url));
const manifest = `${packageFolder}/package.json`;

const diffBase = (folder: string, ...words: string[]): Promise<Run> =>
  runCli(["diff", "--base", "main", ...words], { cwd: folder });

/** A repository with a client on `main`, and another document beside it. */
async function branch(folder: string, document: string, members: object = {}): Promise<void> {
  await project(folder, members);
  commitAll(folder);
  await plant(folder, { [client.document]: document });
}

/** Gives the package a version, as somebody does who forgets `update`. */
async function setVersion(folder: string, version: string): Promise<void> {
  const path = join(folder, manifest);
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace(/"version": "[^"]*"/, `"version": "${version}"`));
}

describe("the version in package.json", () => {
  test.for([
    ["stays", "1.0.0", third, 1, "stays 1.0.0, too small for what changed: 2.0.0 at least"],
    [
      "moves too little",
      "1.9.0",
      third,
      1,
      "1.0.0 → 1.9.0, too small for what changed: 2.0.0 at least",
    ],
    ["moves enough", "2.0.0", third, 0, "1.0.0 → 2.0.0"],
    ["announces enough", "2.0.0-rc.1", third, 0, "1.0.0 → 2.0.0-rc.1"],
    ["moves by more than needed", "2.0.0", second, 0, "1.0.0 → 2.0.0"],
    [
      "stays with a minor change",
      "1.0.0",
      second,
      1,
      "stays 1.0.0, too small for what changed: 1.1.0 at least",
    ],
  ] as const)("%s", async ([, version, document, code, words], { folder }) => {
    await branch(folder, document);
    await setVersion(folder, version);
    const run = await diffBase(folder);
    expect(run, run.stderr).toMatchObject({ code, signal: null });
    expect(linesOf(run.stdout)[0]).toMatch(/^library:v1 20240101 → /);
    expect(linesOf(run.stdout).at(-1)).toBe(`version: ${words}`);
    const line =
      /^generated\/library-v1\/package\.json \/version: the version .+ at least; run discogen version generated\/library-v1 \S+ .+ \[bump-too-small\]\n$/;
    if (code === 1) expect(run.stderr).toMatch(line);
    else expect(run.stderr).toBe("");
  });

  test("is an error of its own in annotations, and a failed test in JUnit's", async ({
    folder,
  }) => {
    await branch(folder, third);
    const github = await diffBase(folder, "--format", "github");
    expect(github.code).toBe(1);
    expect(linesOf(github.stdout)[0]).toBe(
      `::error file=${manifest},title=bump-too-small::library:v1: version stays 1.0.0, too small for what changed: 2.0.0 at least`,
    );
    const junit = await diffBase(folder, "--format", "junit");
    expect(junit.stdout).toMatch(/<failure message="[^"]+" type="bump-too-small"\/>/);
    expect(junit.stdout).toMatch(/<testsuites name="discogen diff" tests="\d+" failures="2"/);
    const markdown = await diffBase(folder, "--format", "markdown");
    expect(markdown.stdout).toContain("**Too small.** Version: `stays 1.0.0, too small");
  });

  test("is that of the lock for plain sources, which have none of their own", async ({
    folder,
  }) => {
    await branch(folder, third, { emit: "source" });
    const run = await diffBase(folder);
    expect(fineLines(run).at(-1)).toMatch(/^bump: major/);
  });
});

test("after update all is well, and --fail-on still tells what breaks", async ({ folder }) => {
  await branch(folder, first);
  await plant(folder, { "from/new.json": third });
  fineLines(await runCli(["update", "--from", "from"], { cwd: folder }));
  expect(fineLines(await diffBase(folder))).toContain("version: 1.0.0 → 2.0.0");
  expect(await diffBase(folder, "--fail-on", "breaking")).toMatchObject({ code: 1, stderr: "" });
});

test("a branch that changes no document says so", async ({ folder }) => {
  await branch(folder, first);
  expect(fineLines(await diffBase(folder))).toEqual(["no document changed"]);
  expect(fineLines(await diffBase(folder, "--format", "github"))).toEqual([
    "::notice::no document changed",
  ]);
  const sarif = await diffBase(folder, "--format", "sarif");
  expect(JSON.parse(sarif.stdout)).toMatchObject({ version: "2.1.0", runs: [] });
});

test("a client's own options are a change of it: each side is read with its own", async ({
  folder,
}) => {
  await branch(folder, first);
  await plant(folder, config([{ ...client, only: ["shelves.*"] }]));
  const run = await diffBase(folder, "--fail-on", "breaking");
  expect(run.code).toBe(1);
  expect(run.stdout).toMatch(/resource 'books' removed/);
});

describe("several clients", () => {
  const archive = (change: (document: ReturnType<typeof JSON.parse>) => void = () => undefined) =>
    library((document) => {
      Object.assign(document, { name: "archive", id: "archive:v1" });
      change(document);
    });

  /** Two clients that both break, and one that main does not have. */
  async function branchOfThree(folder: string): Promise<void> {
    const clients = [{ document: "discovery/archive.json" }, client];
    await plant(folder, {
      "discovery/archive.json": archive(),
      [client.document]: first,
      ...config(clients),
    });
    fineLines(await runCli(["generate"], { cwd: folder }));
    commitAll(folder);
    await plant(folder, {
      "discovery/archive.json": archive(
        (document) => delete document.schemas.Book.properties.title,
      ),
      [client.document]: third,
      "new.json": library((document) => Object.assign(document, { name: "young", id: "young:v1" })),
      ...config([...clients, { document: "new.json" }]),
    });
  }

  test("are told one after the other, a new one too; json is what its schema says", async ({
    folder,
  }) => {
    await branchOfThree(folder);
    const text = await diffBase(folder);
    expect(text.code).toBe(1);
    expect(text.stdout.match(/^bump: major/gm)).toHaveLength(2);
    expect(linesOf(text.stdout)[0]).toBe("generated/young-v1: a new client");
    expect(text.stderr.match(/\[bump-too-small\]$/gm)).toHaveLength(2);
    const json = JSON.parse((await diffBase(folder, "--format", "json")).stdout) as {
      clients: { folder: string; report: object }[];
    };
    const ajv = new Ajv({ strict: false });
    const isValid = (name: string, value: object): boolean =>
      ajv.validate(readJson<object>(`generator/changes/${name}.schema.json`), value);
    expect(isValid("base-report", json), JSON.stringify(ajv.errors)).toBe(true);
    expect(json.clients.map(({ folder: each }) => each)).toEqual([
      "generated/archive-v1",
      packageFolder,
    ]);
    for (const { report } of json.clients) expect(isValid("report", report)).toBe(true);
    expect(json).toMatchObject({ added: ["generated/young-v1"], removed: [] });
    const sarif = JSON.parse((await diffBase(folder, "--format", "sarif")).stdout) as {
      runs: { automationDetails: { id: string } }[];
    };
    expect(sarif.runs.map(({ automationDetails: { id } }) => id)).toEqual([
      "discogen diff archive:v1/",
      "discogen diff library:v1/",
    ]);
  });

  test("have one page each, and are told alone where they are named", async ({ folder }) => {
    await branchOfThree(folder);
    const lines = refusalLines(await diffBase(folder, "--format", "html"));
    expect(lines.at(-1)).toContain("a page is about one client; name its document");
    const page = await diffBase(folder, client.document, "--format", "html");
    expect(page.stdout).toMatch(/^<!doctype html>/);
    expect(page.stdout).toContain("Version: stays 1.0.0, too small");
    const one = await diffBase(folder, client.document);
    expect(one.stdout.match(/^bump: major/gm)).toHaveLength(1);
  });
});

describe("clients that come, go and move", () => {
  test("are told in every form for people, and beside the others; nobody fails for them", async ({
    folder,
  }) => {
    await branch(folder, first);
    await plant(folder, {
      "other.json": library((document) => Object.assign(document, { name: "o", id: "o:v1" })),
      ...config([{ document: "other.json", folder: "new" }]),
    });
    const told = ["generated/new: a new client", `${packageFolder}: no client any more`];
    expect(fineLines(await diffBase(folder, "--fail-on", "any"))).toEqual(told);
    expect(fineLines(await diffBase(folder, "--format", "github"))).toEqual(
      told.map((line) => `::notice title=discogen diff::${line}`),
    );
    expect(fineLines(await diffBase(folder, "--format", "markdown"))).toEqual([
      "- `generated/new`: a new client",
      `- \`${packageFolder}\`: no client any more`,
    ]);
    const json = await diffBase(folder, "--format", "json");
    expect(JSON.parse(json.stdout)).toMatchObject({
      clients: [],
      added: ["generated/new"],
      removed: [packageFolder],
    });
    const junit = await diffBase(folder, "--format", "junit");
    expect(junit).toMatchObject({ code: 0, stderr: `${told.join("\n")}\n` });
    // Of those that were not named nothing is known.
    expect(fineLines(await diffBase(folder, "other.json"))).toEqual(told.slice(0, 1));
  });

  test.for([
    ["its document", "moved/library.json", {}, "generated"],
    ["its folder", client.document, { folder: "books" }, "generated"],
    ["both", "moved/library.json", { folder: "books" }, "generated"],
    ["all clients", client.document, {}, "packages"],
  ] as const)(
    "one that moves with %s is the same",
    async ([, document, members, out], { folder }) => {
      await branch(folder, first);
      await rm(join(folder, client.document));
      await plant(folder, { [document]: third, ...config([{ document, ...members }], { out }) });
      const run = await diffBase(folder, "--fail-on", "breaking");
      expect(run.code).toBe(1);
      expect(run.stdout).toMatch(/^library:v1 20240101 → 20240301\n/);
      // What is gone stands where git has it.
      expect(run.stdout).toMatch(/^ {2}main:discovery\/library\.json:\d+:\d+ Book\.title/m);
    },
  );

  test("a second client of a document that stays is a new one", async ({ folder }) => {
    await branch(folder, first);
    await plant(folder, config([client, { ...client, folder: "small", only: ["shelves.*"] }]));
    expect(fineLines(await diffBase(folder))).toEqual(["generated/small: a new client"]);
  });

  test("another API in the same folder is compared only where somebody says so", async ({
    folder,
  }) => {
    await branch(folder, first, { folder: "books" });
    const young = library((document) =>
      Object.assign(document, { version: "v2", id: "library:v2" }),
    );
    await plant(folder, { [client.document]: young });
    const [line] = refusalLines(await diffBase(folder));
    expect(line).toMatch(/--allow-different-api/);
    const run = await diffBase(folder, "--allow-different-api");
    expect(run.stdout).toMatch(/^library:v2 /);
  });
});

describe("with --used-by and --verify", () => {
  const members = { emit: "source" };

  /** A project whose source uses the one of two clients, and a branch that breaks both. */
  async function branchOfUser(folder: string, source: string): Promise<void> {
    const archive = { document: "discovery/archive.json", ...members };
    const edition = (text: string): string =>
      JSON.stringify({ ...(JSON.parse(text) as object), name: "archive", id: "archive:v1" });
    await plant(folder, {
      [client.document]: first,
      [archive.document]: edition(first),
      ...config([{ ...client, ...members }, archive]),
      "tsconfig.json": JSON.stringify({
        compilerOptions: { module: "esnext", moduleResolution: "bundler", strict: true, types: [] },
        include: ["main.ts"],
      }),
      "main.ts": source,
    });
    await mkdir(join(folder, "node_modules"));
    await symlink(scope, join(folder, "node_modules/@discogen"));
    fineLines(await runCli(["generate"], { cwd: folder }));
    commitAll(folder);
    await plant(folder, { [client.document]: third, [archive.document]: edition(third) });
  }

  test(
    "all of it is judged, and what concerns the project is told",
    { timeout: 60_000 },
    async ({ folder }) => {
      await branchOfUser(
        folder,
        `import { LibraryClient, type Book } from "./generated/library-v1/index.js";
      export const client = new LibraryClient();
      export const titleOf = ({ title }: Book) => title;\n`,
      );
      const words = ["--verify", "--used-by", "tsconfig.json", "--fail-on", "breaking"];
      const run = await diffBase(folder, ...words, "--format", "json");
      expect(run.code).toBe(1);
      expect(run.stderr).toMatch(
        /^tsconfig\.json: warning: .*no source of the project leads to a ArchiveClient.*\n$/,
      );
      const { clients } = JSON.parse(run.stdout) as { clients: { report: object }[] };
      const witness = { confirmed: true, disagreements: [] };
      const usedBy = { project: "tsconfig.json", changes: 3 };
      expect(clients).toMatchObject([
        { folder: packageFolder, report: { witness, usedBy, bump: "major" } },
        { folder: "generated/archive-v1", report: { witness, usedBy, changes: [] } },
      ]);
    },
  );

  test(
    "what an option takes out of a client is what a compiler misses",
    { timeout: 60_000 },
    async ({ folder }) => {
      await branch(folder, first);
      await plant(folder, config([{ ...client, only: ["shelves.*"] }]));
      const run = await diffBase(folder, "--verify");
      expect(run.stdout).toMatch(/^witness: confirmed/m);
      expect(run.code).toBe(1);
    },
  );
});

describe("diff --base ends with 2", () => {
  test.for([
    ["a revision that there is not", ["--base", "nowhere"], /^nowhere: cannot be read: git says: /],
    ["a word that git takes for an option", ["--base=--help"], /--help is no revision/],
    ["no configuration", ["--base", "main", "--no-config"], /--base compares the documents of/],
    ["a document of nobody", ["--base", "main", "other.json"], /--base compares the documents of/],
    ["one document and no base", ["other.json"], /two documents are compared, or all with --base/],
  ] as const)("for %s", async ([, words, message], { folder }) => {
    await branch(folder, first);
    await plant(folder, { "other.json": first });
    const [line] = refusalLines(await runCli(["diff", ...words], { cwd: folder }));
    expect(line).toMatch(message);
  });

  test("outside of a repository", async ({ folder }) => {
    await project(folder);
    const run = await runCli(["diff", "--base", "main"], {
      cwd: folder,
      env: { GIT_CEILING_DIRECTORIES: folder, GIT_DIR: join(folder, "none") },
    });
    expect(refusalLines(run)[0]).toMatch(/git says: not a git repository/);
  });
});
