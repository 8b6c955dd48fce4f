import { mkdir, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect } from "vitest";
import { config, generated, plant, readLockFile, test, treeOf, type Tree } from "./folders.js";
import { library, reseller, secondEdition, jsonText } from "./library.js";
import { fineLines, linesOf, refusalLines, runCli, start } from "./run-cli.js";

const document = "library.json";
const out = "src/google";
const place = `${out}/library`;

function project(client: object = {}, text = library()): Tree {
  return {
    [document]: text,
    ...config([{ document, folder: "library", emit: "source", ...client }], { out }),
  };
}

describe('emit "source" writes the sources alone, into a folder of the user\'s project', () => {
  test("the same texts as in src of a package", async ({ folder }) => {
    await plant(folder, { ...project(), "src/main.ts": "", "package.json": "{}" });
    expect(fineLines(await runCli(["generate"], { cwd: folder }))).toEqual([
      "library:v1 20240101: 2 resources, 2 methods, 2 schemas; 5 files written in src/google/library",
    ]);
    const reference = Object.entries(await generated(library())).flatMap(([path, text]) => {
      const [, name] = /^library-v1\/src\/(.+)$/.exec(path) ?? [];
      return name === undefined ? [] : [[name, text]];
    });
    expect(await treeOf(join(folder, place))).toEqual(Object.fromEntries(reference));
    expect(Object.keys(await treeOf(folder)).filter((path) => !path.startsWith(place))).toEqual([
      "discogen.config.json",
      "discogen.lock.json",
      "library.json",
      "package.json",
      "src/main.ts",
    ]);
    const { clients } = await readLockFile(join(folder, "discogen.lock.json"));
    expect(Object.keys(clients)).toEqual([place]);
    fineLines(await runCli(["check"], { cwd: folder }));
  });

  test("which compile there, as strictly as the user likes", async ({ folder }) => {
    await plant(folder, {
      ...project({}, jsonText(reseller())),
      "package.json": '{ "type": "module" }',
      "src/main.ts":
        'import { ResellerClient } from "./google/library/index.js";\nexport const client = new ResellerClient();\n',
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          target: "es2022",
          module: "nodenext",
          types: [],
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          noPropertyAccessFromIndexSignature: true,
          noImplicitReturns: true,
          noImplicitOverride: true,
          noUnusedLocals: true,
          noUnusedParameters: true,
          verbatimModuleSyntax: true,
          isolatedModules: true,
          erasableSyntaxOnly: true,
          noEmit: true,
        },
        include: ["src"],
      }),
    });
    fineLines(await runCli(["generate"], { cwd: folder }));
    await mkdir(join(folder, "node_modules/@discogen"), { recursive: true });
    const runtime = fileURLToPath(new URL("../../runtime", import.meta.url));
    await symlink(runtime, join(folder, "node_modules/@discogen/runtime"));
    const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
    const run = await start(process.execPath, [tsc, "-p", "."], { cwd: folder }).ended;
    expect(run).toMatchObject({ code: 0, stdout: "" });
  });

  test("its whole folder is generated: what else lies there is told", async ({ folder }) => {
    await plant(folder, { ...project(), "node_modules/keep": "" });
    fineLines(await runCli(["generate"], { cwd: folder }));
    fineLines(await runCli(["check"], { cwd: folder }));
    await plant(folder, {
      [`${place}/mine.ts`]: "",
      [`${place}/resources/deep/mine.ts`]: "",
      [`${place}/.cache`]: "",
    });
    await plant(folder, { [`${out}/beside.ts`]: "", "src/main.ts": "" });
    const check = await runCli(["check"], { cwd: folder });
    expect(check.code).toBe(1);
    const foreign = "was not written by discogen, in a folder that is generated";
    expect(linesOf(check.stdout)).toEqual([
      `${place}/mine.ts ${foreign}`,
      `${place}/resources/deep/mine.ts ${foreign}`,
    ]);
  });

  test("stale, missing, edited and obsolete files are found, and an edit is not lost", async ({
    folder,
  }) => {
    await plant(folder, project());
    fineLines(await runCli(["generate"], { cwd: folder }));
    await plant(folder, { [document]: secondEdition, [`${place}/schemas.ts`]: "// mine" });
    await rm(join(folder, place, "testing.ts"));
    const check = await runCli(["check"], { cwd: folder });
    expect(check.stdout).toContain(`${place}/index.ts is stale`);
    expect(check.stdout).toContain(`${place}/testing.ts is missing`);
    expect(check.stdout).toContain(`${place}/schemas.ts was edited`);
    expect(check.stdout).toContain(`${place}/resources/shelves.ts is no longer generated`);
    const refused = refusalLines(await runCli(["generate"], { cwd: folder }));
    expect(refused).toEqual([expect.stringMatching(/schemas\.ts: was edited .+\[edited-file\]$/)]);
    fineLines(await runCli(["generate", "--force"], { cwd: folder }));
    fineLines(await runCli(["check"], { cwd: folder }));
    const paths = Object.keys(await treeOf(join(folder, place)));
    expect(paths).toContain("resources/racks.ts");
    expect(paths).not.toContain("resources/shelves.ts");
  });

  test("a file of the user's with a generated one's name is not overwritten", async ({
    folder,
  }) => {
    const tree = { ...project(), [`${place}/index.ts`]: "// mine" };
    await plant(folder, tree);
    const lines = refusalLines(await runCli(["generate"], { cwd: folder }));
    expect(lines).toEqual([expect.stringMatching(/index\.ts: .+\[foreign-file\]$/)]);
    expect(await treeOf(folder)).toEqual(tree);
  });

  test("a client that is gone from the configuration takes its files along, and no other", async ({
    folder,
  }) => {
    await plant(folder, { ...project(), "src/main.ts": "" });
    fineLines(await runCli(["generate"], { cwd: folder }));
    await plant(folder, { [`${place}/mine.ts`]: "", ...config([], { out }) });
    fineLines(await runCli(["generate"], { cwd: folder }));
    expect(Object.keys(await treeOf(join(folder, "src")))).toEqual([
      "google/library/mine.ts",
      "main.ts",
    ]);
  });

  test("from a package and back: what is left is what either writes by itself", async ({
    folder,
  }) => {
    await plant(folder, project({ emit: "package" }));
    fineLines(await runCli(["generate"], { cwd: folder }));
    const whole = await treeOf(folder);
    await plant(folder, project());
    fineLines(await runCli(["generate"], { cwd: folder }));
    // What was only started is the user's, and so is its end.
    for (const name of ["CHANGELOG.md", "LICENSE"]) await rm(join(folder, place, name));
    expect(Object.keys(await treeOf(join(folder, place)))).toEqual([
      "index.ts",
      "resources/books.ts",
      "resources/shelves.ts",
      "schemas.ts",
      "testing.ts",
    ]);
    fineLines(await runCli(["check"], { cwd: folder }));
    await plant(folder, project({ emit: "package" }));
    fineLines(await runCli(["generate"], { cwd: folder }));
    expect(await treeOf(folder)).toEqual(whole);
  });
});

describe("the folder of a client", () => {
  test.for([
    ["a/b/c", "generated/a/b/c/index.ts"],
    ["_api", "generated/_api/index.ts"],
    ["reseller.v1", "generated/reseller.v1/index.ts"],
  ] as const)("may be %s", async ([name, path], { folder }) => {
    await plant(folder, {
      [document]: library(),
      ...config([{ document, folder: name, emit: "source" }]),
    });
    fineLines(await runCli(["generate"], { cwd: folder }));
    expect(Object.keys(await treeOf(folder))).toContain(path);
    fineLines(await runCli(["check"], { cwd: folder }));
  });

  test.for([
    "",
    ".",
    "..",
    "../x",
    "a/../b",
    "/x",
    "a//b",
    "a/",
    ".a",
    "a\\b",
    "C:/x",
    "a.",
    "a/./b",
  ])("may not be %j", async (name, { folder }) => {
    const tree = { [document]: library(), ...config([{ document, folder: name, emit: "source" }]) };
    await plant(folder, tree);
    const lines = refusalLines(await runCli(["generate"], { cwd: folder }));
    expect(lines).toEqual([
      expect.stringMatching(
        /\/clients\/0\/folder: .+ is not allowed: it must be a path of names below "out"/,
      ),
    ]);
    expect(await treeOf(folder)).toEqual(tree);
  });

  test.for([
    ["a", "a"],
    ["a", "A"],
    ["a", "a/b"],
    ["a/b/c", "A"],
  ] as const)(
    "may not be that of another client, or within it: %s and %s",
    async ([one, two], { folder }) => {
      const clients = [
        { document, folder: one, emit: "source" },
        { document, folder: two },
      ];
      const tree = { [document]: library(), ...config(clients) };
      await plant(folder, tree);
      const lines = refusalLines(await runCli(["generate"], { cwd: folder }));
      expect(lines).toEqual([expect.stringMatching(/would be written to .+\[same-output\]$/)]);
      expect(await treeOf(folder)).toEqual(tree);
    },
  );

  test("a and ab are two", async ({ folder }) => {
    const clients = ["a", "ab", "a-b/c"].map((name) => ({
      document,
      folder: name,
      emit: "source",
    }));
    await plant(folder, { [document]: library(), ...config(clients) });
    expect(fineLines(await runCli(["generate"], { cwd: folder }))).toHaveLength(3);
  });
});

test.for([
  [
    { emit: "sources" },
    /\/clients\/0\/emit: "sources" is not allowed: it must be package or source/,
  ],
  [
    { package: { name: "x" } },
    /\/clients\/0\/package: there is no package where "emit" is "source".+\[invalid-config\]$/,
  ],
] as const)("a configuration that says %j is refused", async ([client, expected], { folder }) => {
  await plant(folder, project(client));
  const lines = refusalLines(await runCli(["generate"], { cwd: folder }));
  expect(lines).toEqual([expect.stringMatching(expected)]);
});
