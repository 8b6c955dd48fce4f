import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { config, generated, plant, readLockFile, test, treeOf, type Tree } from "./folders.js";
import { library } from "./library.js";
import { fineLines, linesOf, refusalLines, runCli } from "./run-cli.js";

const title = "/schemas/Book/properties/title/type";
const toInteger = { at: title, was: "string", is: "integer", why: "it is a number" };

function project(overrides: readonly object[], document = library()): Tree {
  return {
    "library.json": document,
    "discogen.config.json": `${JSON.stringify({ clients: [{ document: "library.json", overrides }] }, null, 1)}\n`,
  };
}

const schemasOf = (folder: string): Promise<string> =>
  readFile(join(folder, "generated/library-v1/src/schemas.ts"), "utf8");

describe("overrides of the configuration", () => {
  test("change the client, and neither the document nor its hash", async ({ folder }) => {
    await plant(folder, project([toInteger]));
    fineLines(await runCli(["generate"], { cwd: folder }));
    expect(await schemasOf(folder)).toMatch(/interface Book \{[^}]+title\?: number/);
    expect(await readFile(join(folder, "library.json"), "utf8")).toBe(library());
    const hash = async (path: string): Promise<unknown> =>
      Object.values((await readLockFile(path)).clients).map(
        (client) => JSON.stringify(client).match(/"sha256":"\w+"/)?.[0],
      );
    await plant(join(folder, "plain"), await generated(library()));
    expect(await hash(join(folder, "discogen.lock.json"))).toEqual(
      await hash(join(folder, "plain/discogen.lock.json")),
    );
  });

  test("hold for a document that is named, and for no other", async ({ folder }) => {
    await plant(folder, { ...project([toInteger]), "other.json": library() });
    fineLines(await runCli(["generate", "library.json", "-o", "generated"], { cwd: folder }));
    expect(await schemasOf(folder)).toContain("title?: number");
    fineLines(await runCli(["generate", "other.json", "-o", "generated"], { cwd: folder }));
    expect(await schemasOf(folder)).toContain("title?: string");
  });

  test("that change are noticed by check and generate, the stamp notwithstanding", async ({
    folder,
  }) => {
    await plant(folder, { ...project([toInteger]), "node_modules/keep": "" });
    fineLines(await runCli(["generate"], { cwd: folder }));
    fineLines(await runCli(["check"], { cwd: folder }));
    await plant(folder, project([{ ...toInteger, is: "boolean" }]));
    const check = await runCli(["check"], { cwd: folder });
    expect(check.code).toBe(1);
    expect(check.stdout).toContain("generated/library-v1/src/schemas.ts is stale");
    fineLines(await runCli(["generate"], { cwd: folder }));
    expect(await schemasOf(folder)).toContain("title?: boolean");
  });

  test("repair what stops the run without them", async ({ folder }) => {
    const dangling = library().replace('"$ref": "Shelf"', '"$ref": "Shlf"');
    const at = "/resources/shelves/methods/list/response/$ref";
    await plant(folder, project([{ at, was: "Shlf", is: "Shelf", why: "a slip" }], dangling));
    expect(fineLines(await runCli(["generate"], { cwd: folder }))).toHaveLength(1);
  });

  test.for([
    [
      "what is there is something else",
      [{ ...toInteger, was: "number" }],
      /^discogen\.config\.json:8:6 \/clients\/0\/overrides\/0\/was: \/schemas\/Book\/properties\/title\/type is "string", where the override expects what "was" says; bring "was" up to date \[override-mismatch\]$/,
    ],
    [
      "the place around it is not there",
      [{ at: "/schemas/Bok/type", is: "object", why: "x" }],
      /^discogen\.config\.json:7:6 \/clients\/0\/overrides\/0\/at: the document has no \/schemas\/Bok; did you mean "Book"\?.+\[override-nowhere\]$/,
    ],
    [
      "two lie within one another",
      [
        toInteger,
        {
          at: "/schemas/Book/properties/title",
          was: { type: "string", description: "A title." },
          why: "x",
        },
      ],
      /^discogen\.config\.json:7:6 \/clients\/0\/overrides\/0\/at: .+\[override-overlap\]$/,
    ],
    [
      "there is no reason",
      [{ at: "/x", is: 1 }],
      /\/clients\/0\/overrides\/0: the key "why" is missing; correct the configuration \[missing-key\]$/,
    ],
    [
      "the reason is empty",
      [{ at: "/x", is: 1, why: " " }],
      /\/why: " " is not allowed: it must be a reason in words; correct the configuration/,
    ],
    [
      "a key is misspelt",
      [{ at: "/x", is: 1, why: "x", untill: "20240101" }],
      /unknown key "untill"; did you mean "until"\?/,
    ],
    [
      "at is no pointer",
      [{ at: "schemas.Book", is: 1, why: "x" }],
      /"schemas\.Book" is not allowed: it must be a JSON pointer, such as/,
    ],
    [
      "until is no revision",
      [{ at: "/x", is: 1, why: "x", until: "2024" }],
      /"2024" is not allowed: it must be a revision, such as/,
    ],
    [
      "it smuggles an address past the checks",
      [
        {
          at: "/rootUrl",
          was: "https://library.example.com/",
          is: "http://evil.example/",
          why: "x",
        },
      ],
      /^discogen\.config\.json:9:6 \/clients\/0\/overrides\/0\/is: "http:\/\/evil\.example\/" is not allowed: .+; correct the override \[invalid-value\]$/,
    ],
    [
      "it refers to a schema that is not there",
      [{ at: "/schemas/Shelf/properties/book", is: { $ref: "Bok" }, why: "x" }],
      /^discogen\.config\.json:9:7 \/clients\/0\/overrides\/0\/is\/\$ref: no schema is named "Bok"; did you mean "Book"\?; correct the override/,
    ],
  ] as const)(
    "stop the run where %s, at their place",
    async ([, overrides, expected], { folder }) => {
      const tree = project(overrides);
      await plant(folder, tree);
      const lines = refusalLines(await runCli(["generate"], { cwd: folder }));
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(expected);
      expect(await treeOf(folder)).toEqual(tree);
    },
  );

  test("warn from the revision on at which they were to end, each time", async ({ folder }) => {
    await plant(folder, {
      ...project([{ ...toInteger, until: "20231231" }]),
      "node_modules/keep": "",
    });
    for (const word of ["generate", "check", "generate"]) {
      const run = await runCli([word], { cwd: folder });
      fineLines(run);
      expect(linesOf(run.stderr)).toEqual([
        expect.stringMatching(
          /^discogen\.config\.json:11:6 \/clients\/0\/overrides\/0\/until: warning: .+20231231.+20240101;.+\[override-expired\]$/,
        ),
      ]);
    }
    expect(await schemasOf(folder)).toContain("title?: number");
  });
});

describe("inspect", () => {
  const overrides = [
    toInteger,
    {
      at: "/schemas/Book/properties/author",
      was: { type: "object", properties: { name: { type: "string" } } },
      why: "nobody\nknows",
      until: "20300101",
    },
    { at: "/description", was: "Lends books.", is: "Lends any book.", why: "more of them" },
  ];

  test("--overrides prints a table", async ({ folder }) => {
    await plant(folder, project(overrides));
    const run = await runCli(["inspect", "--overrides", "library.json"], { cwd: folder });
    expect(fineLines(run)).toEqual([
      "at                                   was                                               is                 why             until",
      '/schemas/Book/properties/title/type  "string"                                          "integer"          it is a number  -',
      '/schemas/Book/properties/author      {"type":"object","properties":{"name":{"type"...  -                  nobody knows    20300101',
      '/description                         "Lends books."                                    "Lends any book."  more of them    -',
    ]);
    expect(run.stderr).toBe("");
  });

  test("--overrides --json prints them whole", async ({ folder }) => {
    await plant(folder, project(overrides));
    const run = await runCli(["inspect", "--overrides", "--json", "library.json"], { cwd: folder });
    expect(JSON.parse(run.stdout)).toEqual({
      schemaVersion: 1,
      overrides: overrides.map((each) => ({ until: null, ...each })),
    });
  });

  test("--overrides of a document without any prints nothing, and says so", async ({ folder }) => {
    await plant(folder, { "library.json": library() });
    const run = await runCli(["inspect", "--overrides", "library.json"], { cwd: folder });
    expect(run).toMatchObject({ code: 0, stdout: "", stderr: "library.json has no overrides\n" });
  });

  test("--overrides refuses those that do not fit", async ({ folder }) => {
    await plant(folder, project([{ ...toInteger, was: "number" }]));
    const run = await runCli(["inspect", "--overrides", "library.json"], { cwd: folder });
    expect(refusalLines(run)[0]).toContain("[override-mismatch]");
  });

  test("shows the client's API, and says so; --no-config shows the document's", async ({
    folder,
  }) => {
    await plant(folder, project(overrides));
    const run = await runCli(["inspect", "library.json"], { cwd: folder });
    expect(fineLines(run)).toContain("Lends any book.");
    expect(run.stderr).toBe(
      "library.json: with 3 overrides of discogen.config.json; --no-config shows all of it as it is\n",
    );
    const plain = await runCli(["inspect", "--no-config", "library.json"], { cwd: folder });
    expect(fineLines(plain)).toContain("Lends books.");
    expect(plain.stderr).toBe("");
  });

  test("takes the configuration that is named", async ({ folder }) => {
    const { "discogen.config.json": text = "", ...rest } = project(overrides);
    await plant(folder, { ...rest, "other.json": text, "discogen.config.json": "{" });
    const run = await runCli(["inspect", "-c", "other.json", "library.json"], { cwd: folder });
    expect(fineLines(run)).toContain("Lends any book.");
    expect(
      (await runCli(["inspect", "-c", "none.json", "library.json"], { cwd: folder })).code,
    ).toBe(2);
  });

  test("of several clients of one document shows the first, and names the others", async ({
    folder,
  }) => {
    const document = "library.json";
    await plant(folder, {
      [document]: library(),
      ...config([
        { document, only: ["books.*"] },
        { document, folder: "b" },
      ]),
    });
    const run = await runCli(["inspect", document], { cwd: folder });
    expect(fineLines(run)[0]).toContain("1 resource, 1 method");
    expect(run.stderr).toContain("/clients/0");
    expect(run.stderr).toContain("/clients/1");
  });
});
