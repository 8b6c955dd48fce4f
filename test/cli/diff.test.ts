import { Ajv } from "ajv";
import { describe, expect } from "vitest";
import { readJson } from "../repository/paths.js";
import { config, plant, test } from "./folders.js";
import { library } from "./library.js";
import { fineLines, linesOf, refusalLines, resellerPath, runCli } from "./run-cli.js";

const old = library();
/** A property goes, an enum value comes, a method is deprecated, words change. */
const young = library((document) => {
  document["revision"] = "20240201";
  document.schemas["Shelf"] = { id: "Shelf", type: "object", properties: {} };
  document.schemas["Cover"] = { id: "Cover", type: "object", properties: {} };
  const get = document.resources["books"]?.methods["get"];
  if (get !== undefined) Object.assign(get, { deprecated: true, description: "Finds a book." });
});
const both = { "old.json": old, "new.json": young };

interface Report {
  bump: string;
  counts: Record<string, number>;
  changes: {
    id: string;
    rule: string;
    at: string;
    level: string;
    approval: object | null;
    place: { file: string; line: number; column: number };
  }[];
  approvals: { unused: object[]; expired: object[] };
}

async function reportOf(folder: string, ...words: string[]): Promise<Report> {
  const run = await runCli(["diff", "old.json", "new.json", "--format", "json", ...words], {
    cwd: folder,
  });
  return JSON.parse(run.stdout) as Report;
}

test("diff prints what changed by impact, with line and column, and the bump at the end", async ({
  folder,
}) => {
  await plant(folder, both);
  const run = await runCli(["diff", "old.json", "new.json"], { cwd: folder });
  const lines = fineLines(run);
  expect(run.stderr).toBe("");
  expect(lines[0]).toBe("library:v1 20240101 → 20240201");
  const headings = lines.filter((line) => /^\w/.test(line)).slice(1, -1);
  expect(headings).toEqual([
    "Breaks programs (1)",
    "Changes what programs can do (2)",
    "Without impact (2)",
  ]);
  const [, line = "", column = ""] =
    /^ {2}old\.json:(\d+):(\d+) Shelf\.title: property 'title' removed \[[0-9a-f]{12} property-removed@response: types\]$/.exec(
      lines[3] ?? "",
    ) ?? [];
  // What is gone is where it was.
  const text = linesOf(old)[Number(line) - 1] ?? "";
  expect(text.slice(Number(column) - 1)).toMatch(/^"title": \{/);
  expect(Number(line)).toBeGreaterThan(linesOf(old).findIndex((each) => each.includes('"Shelf"')));
  expect(lines).toContain("  1 × description-changed");
  expect(lines.at(-1)).toBe("bump: major (1 error, 0 warnings, 2 infos, 2 without impact)");
});

test("diff --all lists changes without impact, too", async ({ folder }) => {
  await plant(folder, both);
  const run = await runCli(["diff", "old.json", "new.json", "--all"], { cwd: folder });
  expect(fineLines(run).join("\n")).toMatch(
    /^ {2}new\.json:\d+:\d+ books\.get: the description changed \[/m,
  );
});

test("diff of a document with itself prints that nothing changed", async ({ folder }) => {
  const run = await runCli(["diff", resellerPath, resellerPath], { cwd: folder });
  expect(fineLines(run)).toEqual([
    "reseller:v1 20211106",
    "",
    "bump: none (0 errors, 0 warnings, 0 infos, 0 without impact)",
  ]);
});

test("diff of the same content in another order asks for no new version", async ({ folder }) => {
  const turned = JSON.stringify(
    Object.fromEntries(Object.entries(JSON.parse(old) as object).toReversed()),
  );
  await plant(folder, { "old.json": old, "new.json": turned });
  const run = await runCli(["diff", "old.json", "new.json", "--fail-on", "any"], { cwd: folder });
  expect(fineLines(run)).toContain("  1 × representation-changed");
  expect(run.stdout).toContain("bump: none");
});

test("diff reads one document from standard input, and not both", async ({ folder }) => {
  await plant(folder, both);
  const run = await runCli(["diff", "-", "new.json"], { cwd: folder, stdin: old });
  expect(fineLines(run).join("\n")).toContain("standard input:");
  const twice = await runCli(["diff", "-", "-"], { cwd: folder, stdin: old });
  expect(refusalLines(twice)).toEqual([expect.stringContaining("only one of the two documents")]);
});

test("diff --format json is what its schema says, and nothing else on standard output", async ({
  folder,
}) => {
  await plant(folder, both);
  const run = await runCli(["diff", "old.json", "new.json", "--format", "json"], { cwd: folder });
  expect(run).toMatchObject({ code: 0, stderr: "" });
  const report = JSON.parse(run.stdout) as Report;
  const ajv = new Ajv({ strict: false });
  const isValid = ajv.validate(readJson<object>("generator/changes/report.schema.json"), report);
  expect(ajv.errors).toBeNull();
  expect(isValid).toBe(true);
  expect(report).toMatchObject({
    schemaVersion: 1,
    api: "library:v1",
    from: { file: "old.json", revision: "20240101" },
    to: { file: "new.json", revision: "20240201" },
    bump: "major",
    counts: { error: 1, warning: 0, info: 2, none: 2 },
    approvals: { unused: [], expired: [] },
  });
  expect(report.changes.map(({ rule, at }) => `${rule} ${at}`)).toEqual([
    "method-deprecated /resources/books/methods/get/deprecated",
    "description-changed /resources/books/methods/get/description",
    "revision-changed /revision",
    "schema-added /schemas/Cover",
    "property-removed /schemas/Shelf/properties/title",
  ]);
  const again = await runCli(["diff", "old.json", "new.json", "--format", "json"], { cwd: folder });
  expect(again.stdout).toBe(run.stdout);
});

describe("diff --fail-on", () => {
  test.for([
    ["breaking", 1],
    ["additive", 1],
    ["any", 1],
    ["never", 0],
  ] as const)("%s of a breaking change ends with %d", async ([failOn, code], { folder }) => {
    await plant(folder, both);
    const words = ["diff", "old.json", "new.json", "--fail-on", failOn];
    expect(await runCli(words, { cwd: folder })).toMatchObject({ code, stderr: "" });
  });

  const added = library((document) => {
    document["revision"] = "20240201";
    document.schemas["Cover"] = { id: "Cover", type: "object" };
  });
  const reworded = library((document) => (document["description"] = "Lends all books."));

  test.for([
    [added, "breaking", 0],
    [added, "additive", 1],
    [reworded, "additive", 0],
    [reworded, "any", 1],
    [old, "any", 0],
  ] as const)("case %$: by the bump", async ([after, failOn, code], { folder }) => {
    await plant(folder, { "old.json": old, "new.json": after });
    const words = ["diff", "old.json", "new.json", "--fail-on", failOn];
    expect(await runCli(words, { cwd: folder })).toMatchObject({ code });
  });

  const moved = library((document) => (document["rootUrl"] = "https://books.example.com/"));

  test("additive of a moved host, and breaking of an error on the wire by --preset", async ({
    folder,
  }) => {
    const verb = library((document) => {
      const list = document.resources["shelves"]?.methods["list"];
      if (list !== undefined) list["httpMethod"] = "POST";
    });
    await plant(folder, { "old.json": old, "moved.json": moved, "verb.json": verb });
    const run = async (after: string, ...words: string[]): Promise<number | null> =>
      (await runCli(["diff", "old.json", after, ...words], { cwd: folder })).code;
    expect(await run("moved.json", "--fail-on", "additive")).toBe(1);
    expect(await run("verb.json", "--fail-on", "breaking")).toBe(1);
    expect(await run("verb.json", "--fail-on", "breaking", "--preset", "wire")).toBe(1);
    expect(await run("verb.json", "--fail-on", "breaking", "--preset", "types")).toBe(0);
  });
});

describe("the configuration", () => {
  const client = { document: "new.json" };

  test("says when diff fails, and the command line goes before it", async ({ folder }) => {
    await plant(folder, { ...both, ...config([client], { changes: { failOn: "breaking" } }) });
    const words = ["diff", "old.json", "new.json"];
    expect(await runCli(words, { cwd: folder })).toMatchObject({ code: 1 });
    const never = await runCli([...words, "--fail-on", "never"], { cwd: folder });
    expect(never).toMatchObject({ code: 0 });
  });

  test("sets levels by rule and by rule@direction; the more precise one counts", async ({
    folder,
  }) => {
    const levels = {
      "property-removed": "warning",
      "property-removed@response": "info",
      "schema-added": "error",
      "method-deprecated": "none",
    };
    await plant(folder, { ...both, ...config([client], { changes: { levels } }) });
    const { changes, bump } = await reportOf(folder);
    const level = (rule: string) => changes.find((each) => each.rule === rule)?.level;
    expect(level("property-removed")).toBe("info");
    expect(level("schema-added")).toBe("error");
    expect(level("method-deprecated")).toBe("none");
    // Who publishes it is told the same as before.
    expect(bump).toBe("major");
    const run = async (failOn: string): Promise<number | null> =>
      (await runCli(["diff", "old.json", "new.json", "--fail-on", failOn], { cwd: folder })).code;
    expect(await run("breaking")).toBe(1);
  });

  test("a level for a rule that there is not is told where it stands, with the nearest one", async ({
    folder,
  }) => {
    const changes = { levels: { "propety-removed@response": "info" } };
    await plant(folder, { ...both, ...config([client], { changes }) });
    const run = await runCli(["diff", "old.json", "new.json"], { cwd: folder });
    expect(refusalLines(run)).toEqual([
      expect.stringMatching(
        /^discogen\.config\.json:\d+:\d+ \/changes\/levels\/propety-removed@response: no rule is named "propety-removed"; did you mean "property-removed"\?; .* \[unknown-rule\]$/,
      ),
    ]);
  });

  test("approves changes by their id, for as long as it says", async ({ folder }) => {
    await plant(folder, both);
    const { changes } = await reportOf(folder);
    const id = changes.find(({ rule }) => rule === "property-removed")?.id;
    const words = ["diff", "old.json", "new.json", "--fail-on", "breaking"];
    const withApproval = async (approval: object): ReturnType<typeof runCli> => {
      await plant(
        folder,
        config([{ ...client, approved: [{ id, reason: "unused", ...approval }] }]),
      );
      return runCli(words, { cwd: folder });
    };
    const fine = await withApproval({ until: "2999-12-31" });
    expect(fine).toMatchObject({ code: 0, stderr: "" });
    expect(fine.stdout).toContain("(approved: unused)");
    const over = await withApproval({ until: "2020-12-31" });
    expect(over).toMatchObject({ code: 1 });
    expect(over.stderr).toContain(`the approval ${id} (unused) ended on 2020-12-31`);
    const unused = await withApproval({ id: "0123456789ab" });
    expect(unused).toMatchObject({ code: 1 });
    expect(unused.stderr).toContain("the approval 0123456789ab (unused) matches no change");
    const { approvals } = await reportOf(folder);
    expect(approvals).toEqual({ unused: [{ id: "0123456789ab", reason: "unused" }], expired: [] });
  });

  test("what overrides and only take out of a client cannot break it", async ({ folder }) => {
    const overrides = [
      {
        at: "/schemas/Shelf/properties/title",
        is: { type: "string" },
        why: "the server still has it",
      },
    ];
    await plant(folder, { ...both, ...config([{ ...client, overrides }]) });
    const { changes } = await reportOf(folder);
    expect(changes.map(({ rule }) => rule)).not.toContain("property-removed");
    await plant(folder, config([{ ...client, only: ["books.*"] }]));
    const { bump } = await reportOf(folder, "--fail-on", "never");
    expect(bump).toBe("minor");
    expect((await reportOf(folder, "--no-config")).bump).toBe("major");
  });

  test("names of a client that was generated stay: a canonicalName renames nobody", async ({
    folder,
  }) => {
    const after = library((document) => (document["canonicalName"] = "Books"));
    await plant(folder, {
      "new.json": after,
      "old.json": old,
      ...config([{ document: "old.json" }]),
    });
    fineLines(await runCli(["generate"], { cwd: folder }));
    const { changes } = await reportOf(folder);
    expect(changes.map(({ rule }) => rule)).toEqual(["canonical-name-changed", "revision-reused"]);
  });
});

test("documents of two APIs are not compared, unless somebody says so", async ({ folder }) => {
  const other = library((document) => {
    Object.assign(document, { version: "v2", id: "library:v2" });
  });
  await plant(folder, { "old.json": old, "new.json": other });
  const words = ["diff", "old.json", "new.json"];
  const run = await runCli(words, { cwd: folder });
  expect(refusalLines(run)).toEqual([
    "new.json: is a document of library:v2, the other one of library:v1; give two revisions of one API, or compare them all the same with --allow-different-api [different-api]",
  ]);
  const forced = await runCli([...words, "--allow-different-api"], { cwd: folder });
  expect(fineLines(forced).join("\n")).toContain("api-identity-changed");
});

test.for([
  ["are not there", {}, ["a.json: cannot be read", "b.json: cannot be read"]],
  [
    "are none",
    { "a.json": "[]", "b.json": "<html>" },
    ["a.json: is an array", "b.json: is an HTML"],
  ],
] as const)("of two documents that %s both are told", async ([, files, starts], { folder }) => {
  await plant(folder, files);
  const lines = refusalLines(await runCli(["diff", "a.json", "b.json"], { cwd: folder }));
  expect(lines).toEqual(starts.map((start) => expect.stringMatching(new RegExp(`^${start}`))));
});

test("what is wrong with the configuration is told once", async ({ folder }) => {
  await plant(folder, { "a.json": library(), "b.json": library(), "discogen.config.json": "{" });
  const lines = refusalLines(await runCli(["diff", "a.json", "b.json"], { cwd: folder }));
  expect(lines).toEqual([expect.stringMatching(/^discogen\.config\.json:/)]);
});

test("a document that cannot be read ends diff with its problems, and a dangling reference does not", async ({
  folder,
}) => {
  const dangling = library((document) => {
    const get = document.resources["books"]?.methods["get"];
    if (get !== undefined) get["response"] = { $ref: "Gone" };
  });
  await plant(folder, { "old.json": old, "bad.json": "{}", "new.json": dangling });
  for (const words of [
    ["old.json", "bad.json"],
    ["bad.json", "old.json"],
    ["old.json", "none.json"],
  ]) {
    refusalLines(await runCli(["diff", ...words], { cwd: folder }));
  }
  const run = await runCli(["diff", "old.json", "new.json"], { cwd: folder });
  expect(run.code).toBe(0);
  expect(run.stdout).toContain("dangling-ref");
});

test("diff loads neither ts-morph nor prettier nor ajv", async ({ folder }) => {
  await plant(folder, {
    ...both,
    // A loader that tells what is loaded.
    "tell.mjs": `import { register } from "node:module";
      register("data:text/javascript," + encodeURIComponent(
        "import { writeSync } from 'node:fs'; export async function load(url, context, next) { writeSync(2, url + '\\\\n'); return next(url, context); }"));`,
  });
  const run = await runCli(["diff", "old.json", "new.json"], {
    cwd: folder,
    env: { NODE_OPTIONS: `--import=./tell.mjs` },
  });
  const loaded = linesOf(run.stderr).filter((line) => line.startsWith("file:"));
  expect(loaded.some((url) => url.includes("/bundle/diff-"))).toBe(true);
  expect(
    loaded.filter((url) => /node_modules\/(ts-morph|prettier|ajv|undici)\//.test(url)),
  ).toEqual([]);
});

describe("explain", () => {
  test("tells words, reason, grades and an example of a rule", async ({ folder }) => {
    const run = await runCli(["explain", "property-removed@response"], { cwd: folder });
    const lines = fineLines(run);
    expect(lines[0]).toBe("property-removed: property '{from}' removed");
    expect(lines).toContain(
      "  wire warning, types error, runtime warning → major: in responses only",
    );
    expect(lines).toContain('  - /schemas/Book/properties/title: {"type":"string"}');
    expect(lines).toContain("  + /schemas/Book/properties/title: (nothing)");
  });

  test("lists all rules without a name", async ({ folder }) => {
    const lines = fineLines(await runCli(["explain"], { cwd: folder }));
    expect(lines).toContain("property-removed");
    expect(lines.length).toBeGreaterThan(196);
  });

  test("names the nearest rule where there is none", async ({ folder }) => {
    const run = await runCli(["explain", "property-removd"], { cwd: folder });
    expect(refusalLines(run)).toEqual([
      'explain: no rule is named "property-removd"; did you mean "property-removed"?; discogen explain lists all rules [unknown-rule]',
    ]);
  });
});
