/** `discogen history`: the revisions of a document from git, from a folder, and one by one. */
import { Ajv } from "ajv";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { readJson } from "../repository/paths.js";
import { config, plant, test } from "./folders.js";
import { commitAll, git } from "./git.js";
import { library } from "./library.js";
import { fineLines, linesOf, refusalLines, resellerPath, runCli, type Run } from "./run-cli.js";
import { first, second, third } from "./update-project.js";

const run = (folder: string, ...words: string[]): Promise<Run> =>
  runCli(["history", ...words], { cwd: folder });

/** The lines of a table without its title and sum, as cells. */
function rowsOf(lines: readonly string[]): string[][] {
  return lines.slice(2, -1).map((line) => line.split(/ {2,}/));
}

/** Commits a file on a day. */
async function commit(folder: string, text: string | null, date: string): Promise<void> {
  const path = join(folder, "apis/library.json");
  await (text === null ? rm(path) : writeFile(path, text));
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", `--date=${date}T12:00:00`, "--message", "newer");
}

test("a folder: the oldest first, whatever the files are called, with sums", async ({ folder }) => {
  await plant(folder, { "all/a.json": third, "all/b.json": second, "all/z.json": first });
  const lines = fineLines(await run(folder, "all"));
  expect(lines[0]).toBe("library:v1");
  expect(lines[1]?.split(/ {2,}/)).toEqual([
    "revision",
    "from",
    "bump",
    "errors",
    "warnings",
    "infos",
    "others",
    "most important change",
  ]);
  expect(rowsOf(lines)).toEqual([
    ["20240101", "z.json"],
    ["20240201", "b.json", "minor", "0", "0", "1", "2", "Book.pages: property 'pages' added"],
    ["20240301", "a.json", "major", "2", "0", "0", "2", "Book.pages: property 'pages' removed"],
  ]);
  expect(lines.at(-1)).toBe("3 revisions: 1 major, 1 minor");
});

describe("git", () => {
  test("has the commits of the file, and what is not committed comes last", async ({ folder }) => {
    await plant(folder, { "apis/library.json": first });
    commitAll(folder);
    await commit(folder, second, "2024-02-03");
    await commit(folder, null, "2024-02-10");
    await commit(folder, second, "2024-02-11");
    await writeFile(join(folder, "apis/library.json"), third);
    const rows = rowsOf(fineLines(await run(folder, "apis/library.json")));
    expect(rows.map(([revision, , bump]) => [revision, bump])).toEqual([
      ["20240101", undefined],
      ["20240201", "minor"],
      ["20240201", "none"],
      ["20240301", "major"],
    ]);
    for (const [, from] of rows.slice(0, 3)) expect(from).toMatch(/^[0-9a-f]{8} \d{4}-\d\d-\d\d$/);
    expect(rows.at(-1)?.[1]).toBe("not committed");
    const inside = await runCli(["history", "library.json"], { cwd: join(folder, "apis") });
    expect(rowsOf(fineLines(inside))).toEqual(rows);
  });

  test("has a file of which there is nothing to tell, or none at all", async ({ folder }) => {
    await plant(folder, { "apis/library.json": first });
    commitAll(folder);
    expect(fineLines(await run(folder, "apis/library.json")).at(-1)).toBe("1 revision");
    const [line] = refusalLines(await run(folder, "apis/other.json"));
    expect(line).toMatch(
      /^apis\/other\.json: cannot be read: there is no such file, and git has none/,
    );
  });
});

test("documents one by one and in folders; each once, others of the folder not", async ({
  folder,
}) => {
  const other = library((document) => Object.assign(document, { name: "archive" }));
  await plant(folder, {
    "new.json": third,
    "old/1.json": first,
    "old/2.json": other,
    "b.json": second,
  });
  const rows = rowsOf(fineLines(await run(folder, "new.json", "old", "b.json", ".")));
  expect(rows.map(([revision]) => revision)).toEqual([
    "20240101",
    "20240201",
    "20240201",
    "20240301",
  ]);
});

test("--json is what its schema says, and nothing else on standard output", async ({ folder }) => {
  await plant(folder, { "all/a.json": first, "all/b.json": second });
  const json = await run(folder, "--json", "all");
  expect(json).toMatchObject({ code: 0, stderr: "" });
  const value = JSON.parse(json.stdout) as { revisions: { report: object | null }[] };
  const ajv = new Ajv({ strict: false });
  const isValid = (path: string, each: object): boolean =>
    ajv.validate(readJson<object>(`generator/${path}.schema.json`), each);
  expect(isValid("commands/history", value), JSON.stringify(ajv.errors)).toBe(true);
  const reports = value.revisions.map(({ report }) => report);
  expect(reports[0]).toBeNull();
  expect(isValid("changes/report", reports[1] ?? {})).toBe(true);
});

test("the configuration says how: only, overrides, levels", async ({ folder }) => {
  const client = { document: "apis/library.json", only: ["books.*"] };
  await plant(folder, {
    "apis/library.json": second,
    "old/1.json": first,
    "discogen.config.json": JSON.stringify({
      ...(JSON.parse(config([client])["discogen.config.json"] ?? "{}") as object),
      changes: { levels: { "property-added": "error" } },
    }),
  });
  const [, newest] = rowsOf(fineLines(await run(folder, "apis/library.json", "old")));
  expect(newest?.slice(2, 4)).toEqual(["minor", "1"]);
  const [, bare] = rowsOf(fineLines(await run(folder, "apis/library.json", "old", "--no-config")));
  expect(bare?.slice(2, 4)).toEqual(["minor", "0"]);
});

test("one that cannot be read does not keep the others back, and ends with 2", async ({
  folder,
}) => {
  await plant(folder, {
    "all/a.json": first,
    "all/b.json": second.replace('"httpMethod": "GET"', '"httpMethod": 7'),
    "all/c.json": third,
    "all/notes.json": "[]",
  });
  const broken = await run(folder, "all");
  expect(broken.code).toBe(2);
  expect(rowsOf(linesOf(broken.stdout)).map(([revision]) => revision)).toEqual([
    "20240101",
    "20240301",
  ]);
  expect(broken.stderr).toMatch(
    /^all\/b\.json:\d+:\d+ \/resources\/books\/methods\/get\/httpMethod: /,
  );
});

describe("history ends with 2", () => {
  test.for([
    [
      "a folder of several APIs",
      ["all"],
      /is a document of archive:v1, the other one of library:v1/,
    ],
    ["an empty folder", ["none"], /it holds no document/],
    ["standard input", ["-", "all"], /revisions do not come from standard input/],
    ["an address without revisions", ["https://localhost/x"], /name the revisions, or a file/],
    ["another API", ["all/b.json", resellerPath], /is a document of reseller:v1/],
  ] as const)("for %s", async ([, words, message], { folder }) => {
    const other = library((document) => Object.assign(document, { name: "archive" }));
    await plant(folder, { "all/b.json": first, "all/c.json": other, "none/notes.md": "" });
    const found = await run(folder, ...words);
    expect(found.code).toBe(2);
    expect(found.stderr).toMatch(message);
  });
});
