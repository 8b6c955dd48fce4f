import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { config, datesOf, generated, plant, test, treeOf, type Tree } from "./folders.js";
import { jsonText, library, reseller, shuffledText } from "./library.js";
import { fineLines, linesOf, resellerPath, runCli } from "./run-cli.js";

const document = reseller();
const text = jsonText(document);
let out: Tree = {};
beforeAll(async () => void (out = await generated(text)));

/** Generates a client of each text in one run, and compares each with the first, lock and all. */
async function expectSame(folder: string, texts: Readonly<Record<string, string>>): Promise<void> {
  const names = Object.keys(texts);
  const clients = names.map((name) => ({
    document: `${name}.json`,
    folder: name,
    package: { name: "@x/reseller" },
  }));
  const documents = names.map((name) => [`${name}.json`, texts[name] ?? ""]);
  await plant(folder, { ...(Object.fromEntries(documents) as Tree), ...config(clients) });
  fineLines(await runCli(["generate"], { cwd: folder, timeout: 60_000 }));
  const lock = JSON.parse(await readFile(join(folder, "discogen.lock.json"), "utf8")) as {
    clients: Record<string, unknown>;
  };
  // Locks are compared as text: the order of their keys counts.
  const results = await Promise.all(
    names.map(async (name) => ({
      files: await treeOf(join(folder, "generated", name)),
      lock: JSON.stringify(lock.clients[`generated/${name}`]),
    })),
  );
  expect(Object.keys(results[0]?.files ?? {})).toContain("src/resources/subscriptions.ts");
  for (const [index, result] of results.entries()) {
    expect(result, names[index]).toEqual(results[0]);
  }
}

describe("same document, same bytes, lock and all", () => {
  test("G-DET-01 of the committed document, in another folder", async ({ folder }) => {
    const run = await runCli(["generate", resellerPath, "-o", "x/y"], { cwd: folder });
    fineLines(run);
    expect(await treeOf(join(folder, "x/y"))).toEqual(out);
  });

  test("G-DET-02 keys in any order, 20 seeds", async ({ folder }) => {
    const seeds = Array.from({ length: 20 }, (_, seed) => [
      `s${seed}`,
      shuffledText(document, seed),
    ]);
    const texts = Object.fromEntries([["original", text], ...seeds]) as Record<string, string>;
    expect(new Set(Object.values(texts)).size).toBe(21);
    await expectSame(folder, texts);
  }, 60_000);

  test("G-DET-02 keys in another order, in a run of its own", async () => {
    expect(await generated(shuffledText(document, 99))).toEqual(out);
  });

  test("G-DET-05 CRLF, indentation, byte order mark, no etag", async ({ folder }) => {
    const etag = { etag: '"abc"', ...(document as object) };
    await expectSame(folder, {
      original: text,
      crlf: text.replaceAll("\n", "\r\n"),
      tabs: JSON.stringify(document, null, "\t"),
      dense: JSON.stringify(document),
      bom: `\uFEFF${text}`,
      etag: jsonText(etag),
      "other-etag": jsonText({ ...etag, etag: '"def"' }),
      escaped: text.replaceAll("customer", String.raw`\u0063ustomer`),
    });
  });

  test.for([
    { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
    { TZ: "America/St_Johns", LANG: "C", LC_ALL: "C", NO_COLOR: "1" },
    {
      TZ: "UTC",
      LANG: "ar_EG.UTF-8",
      LC_ALL: "ar_EG.UTF-8",
      FORCE_COLOR: "3",
      HOME: "/nonexistent",
    },
  ])("wherever it runs: %j", async (env, { folder }) => {
    const words = ["generate", "-", "-o", "out"];
    const run = await runCli(words, { cwd: folder, stdin: text, env });
    expect(fineLines(run)).toHaveLength(1);
    expect(await treeOf(join(folder, "out"))).toEqual(out);
  });

  test("whatever formatting the project around it asks for", async ({ folder }) => {
    await plant(folder, {
      ".prettierrc.json": '{ "tabWidth": 8, "semi": false, "printWidth": 40 }',
      ".editorconfig": "root = true\n[*]\nindent_style = tab\nend_of_line = crlf\n",
      "package.json": '{ "prettier": { "singleQuote": true } }',
      "tsconfig.json": "no JSON",
    });
    fineLines(await runCli(["generate", "-", "-o", "out"], { cwd: folder, stdin: text }));
    expect(await treeOf(join(folder, "out"))).toEqual(out);
  });
});

describe("G-DET-04 a second run rewrites nothing", () => {
  const project = { "library.json": library(), ...config([{ document: "library.json" }]) };

  test.for([
    ["without node_modules", {}],
    ["with a stamp in node_modules", { "node_modules/keep": "" }],
  ] as const)("%s", async ([, modules], { folder }) => {
    await plant(folder, { ...project, ...modules });
    const first = await runCli(["generate"], { cwd: folder });
    const before = await datesOf(folder);
    const second = await runCli(["generate"], { cwd: folder });
    const third = await runCli(["generate", "--force"], { cwd: folder });
    expect(await datesOf(folder)).toEqual(before);
    expect(fineLines(first)[0]).toMatch(/; 14 files written in generated\/library-v1$/);
    expect(fineLines(second)[0]).toMatch(/; 12 files up to date$/);
    expect(fineLines(third)).toEqual(fineLines(second));
    const stamps = Object.keys(before).filter((path) => path.endsWith("stamp.json"));
    expect(stamps).toHaveLength("node_modules/keep" in modules ? 1 : 0);
  });

  test("a stamp hides nothing: edits, other files, other documents, other options", async ({
    folder,
  }) => {
    await plant(folder, { ...project, "node_modules/keep": "" });
    fineLines(await runCli(["generate"], { cwd: folder }));
    const before = await treeOf(folder);
    const src = "generated/library-v1/src";
    const changes: readonly Tree[] = [
      { [`${src}/index.ts`]: "// mine\n" },
      { [`${src}/own.ts`]: "" },
      { "library.json": library().replace("Lends books", "Lends no books") },
      config([{ document: "library.json", package: { license: "MIT" } }]),
      { "discogen.lock.json": (before["discogen.lock.json"] ?? "").replace('"1.0.0"', '"1.0.1"') },
    ];
    for (const [index, change] of changes.entries()) {
      const copy = join(folder, "copy", String(index));
      await plant(copy, { ...before, ...change });
      const run = await runCli(["check"], { cwd: copy });
      expect(run, JSON.stringify(change)).toMatchObject({ code: 1 });
      expect(linesOf(run.stdout).length).toBeGreaterThan(0);
    }
  });
});
