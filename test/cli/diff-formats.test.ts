/** The forms of `discogen diff` that go to a pull request. */
import { describe, expect } from "vitest";
import { plant, test } from "./folders.js";
import { hostileRevisions, hostileTexts } from "./hostile-revisions.js";
import { library, type LibraryDocument } from "./library.js";
import { linesOf, refusalLines, runCli, type Run } from "./run-cli.js";

/** Drops a property and adds a method. */
function revise(document: LibraryDocument): void {
  document["revision"] = "20250101";
  document.schemas["Shelf"] = { id: "Shelf", type: "object" };
  const { books } = document.resources;
  const { get } = books?.methods ?? {};
  Object.assign(books?.methods ?? {}, {
    find: { ...get, id: "library.books.find", path: "v1/found/{name}" },
  });
}

const before = library();
const after = library(revise);

/** The line of a text that holds something, counted from 1. */
function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split("\n").length;
}

function diff(folder: string, format: string, ...words: string[]): Promise<Run> {
  return runCli(["diff", "a.json", "b.json", "--format", format, ...words], { cwd: folder });
}

/** Markdown without its code spans, as CommonMark reads them: what may be markup. */
function withoutCode(markdown: string): string {
  return markdown
    .split("\n")
    .map((line) => line.replaceAll(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, "<code>"))
    .join("\n");
}

interface Annotation {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** A command as the runner of GitHub Actions reads it. */
function annotationOf(line: string): Annotation {
  const [, command = "", list = "", message = ""] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const unescape = (text: string): string =>
    text
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",")
      .replaceAll("%0A", "\n")
      .replaceAll("%0D", "\r")
      .replaceAll("%25", "%");
  const pairs = list.split(",").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), unescape(pair.slice(at + 1))];
  });
  return { command, properties: Object.fromEntries(pairs), message: unescape(message) };
}

describe("--format markdown", () => {
  test("tells the verdict, then what breaks, and folds the rest", async ({ folder }) => {
    await plant(folder, { "a.json": before, "b.json": after });
    const run = await diff(folder, "markdown");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toBe(`## \`library:v1\` \`20240101 → 20250101\`: major

1 error, 0 warnings, 1 info, 1 without impact.

### Breaks programs (1)

- \`Shelf.title\`: property \`title\` removed (\`property-removed@response\`, types, \`a.json:${lineOf(before, '"Shelf"') + 4}:9\`)

<details>
<summary>Changes what programs can do (1)</summary>

- \`books.find\`: method \`library.books.find\` added (\`method-added\`, types, \`b.json:${lineOf(after, '"find"')}:9\`)

</details>

<details>
<summary>Without impact (1)</summary>

- 1 × \`revision-changed\`

</details>
`);
  });

  test("fits a comment: the most important first, the rest counted", async ({ folder }) => {
    const many = Object.fromEntries(
      Array.from({ length: 1_500 }, (_, index) => [`property${index}`, { type: "string" }]),
    );
    const named = (name: string, properties: object): string =>
      library((document) => {
        document.schemas["Book"] = { id: "Book", type: "object", properties };
        document.schemas[name] = { id: name, type: "object", description: "Ü".repeat(300) };
      });
    await plant(folder, { "a.json": named("Old", many), "b.json": named("Other", {}) });
    const { stdout, code } = await diff(folder, "markdown", "--all", "--fail-on", "breaking");
    expect(code).toBe(1);
    expect(Buffer.byteLength(stdout)).toBeLessThan(65_536);
    expect(Buffer.byteLength(stdout)).toBeGreaterThan(50_000);
    const lines = linesOf(stdout);
    const [errors = 0] =
      /\d+/.exec(lines.find((line) => line.startsWith("### Breaks")) ?? "") ?? [];
    const shown = lines.filter((line) => line.includes("`property-removed@response`")).length;
    const [left = 0] = /(?<=… and )\d+/.exec(stdout) ?? [];
    expect(Number(errors)).toBeGreaterThanOrEqual(1_500);
    expect(shown + Number(left)).toBe(Number(errors));
    // Less important ones do not take the place of errors: they are only counted.
    expect(lines.filter((line) => line.startsWith("- … and ")).length).toBe(
      lines.filter((line) => line.startsWith("<summary>")).length + 1,
    );
  });

  test("G-INJ-14: what a document says is in code spans, whatever it says", async ({ folder }) => {
    const [old, young] = hostileRevisions();
    await plant(folder, { "a.json": old, "b.json": young });
    const { stdout, code } = await diff(folder, "markdown", "--all");
    expect(code).toBe(0);
    expect(stdout.match(/PWN/g)?.length).toBeGreaterThan(hostileTexts.length);
    const markup = withoutCode(stdout);
    expect(markup).not.toMatch(/PWN|octocat|`|script/);
    expect(new Set(markup.match(/<[^>]*>/g))).toEqual(
      new Set(["<code>", "<details>", "</details>", "<summary>", "</summary>"]),
    );
    for (const line of linesOf(markup)) {
      expect(line).toMatch(/^(|## .*|### .*|- .*|\d+ errors.*|<\/?details>|<summary>.*)$/);
    }
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066]/);
  });
});

describe("--format github", () => {
  test("annotates the new document, what is gone at what has lost it", async ({ folder }) => {
    await plant(folder, { "a.json": before, "x,y/b%: 1.json": after });
    const run = await runCli(["diff", "a.json", "x,y/b%: 1.json", "--format", "github"], {
      cwd: folder,
    });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const lines = linesOf(run.stdout);
    expect(lines[0]).toMatch(/^::error file=x%2Cy\/b%25%3A 1\.json,line=/);
    const file = "x,y/b%: 1.json";
    expect(lines.map(annotationOf)).toEqual([
      {
        command: "error",
        properties: {
          file,
          line: String(lineOf(after, '"Shelf"')),
          col: "5",
          title: "property-removed@response",
        },
        message: "Shelf.title: property 'title' removed",
      },
      {
        command: "notice",
        properties: {
          file,
          line: String(lineOf(after, '"find"')),
          col: "9",
          title: "method-added",
        },
        message: "books.find: method library.books.find added",
      },
      {
        command: "notice",
        properties: { title: "discogen diff" },
        message:
          "library:v1 20240101 → 20250101: bump major (1 error, 0 warnings, 1 info, 1 without impact)",
      },
    ]);
  });

  test("stands at the list that has lost a method, a resource or a scope", async ({ folder }) => {
    const scopes = { "https://a/one": { description: "" }, "https://a/two": { description: "" } };
    const old = library((document) => {
      revise(document);
      document["auth"] = { oauth2: { scopes } };
    });
    const young = library((document) => {
      const { "https://a/one": one } = scopes;
      document["auth"] = { oauth2: { scopes: { "https://a/one": one } } };
      delete document.resources["shelves"];
    });
    await plant(folder, { "a.json": old, "b.json": young });
    const annotations = linesOf((await diff(folder, "github")).stdout).map(annotationOf);
    const places = annotations.flatMap(({ properties: { title = "", line, col } }) =>
      title.includes("removed") ? [[title.replace(/@.*/, ""), `${line}:${col}`] as const] : [],
    );
    const placeOf = (list: string, column: number): string => `${lineOf(young, list)}:${column}`;
    expect(Object.fromEntries(places)).toEqual({
      "method-removed": placeOf('"methods"', 7),
      "resource-removed": placeOf('"resources"', 3),
      "oauth-scope-removed": placeOf('"scopes"', 7),
    });
  });

  test("names no file where the new document is none", async ({ folder }) => {
    await plant(folder, { "a.json": before });
    const run = await runCli(["diff", "a.json", "-", "--format", "github"], {
      cwd: folder,
      stdin: after,
    });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/^::error title=property-removed@response::/);
    expect(run.stdout).not.toContain("file=");
  });

  test("G-INJ-14: prints ten commands of a kind at most and nothing else, whatever a document says", async ({
    folder,
  }) => {
    const [old, young] = hostileRevisions();
    await plant(folder, { "a.json": old, "b.json": young });
    const { stdout, code } = await diff(folder, "github", "--fail-on", "breaking");
    expect(code).toBe(1);
    const all = linesOf(stdout).map(annotationOf);
    for (const command of ["error", "warning", "notice"]) {
      expect(all.filter((each) => each.command === command)).toHaveLength(10);
    }
    expect(all).toHaveLength(30);
    for (const { properties } of all) {
      expect(["b.json", undefined]).toContain(properties["file"]);
      expect(Object.keys(properties).join()).toMatch(/^(file,line,col,)?title$/);
    }
    const counts = all.flatMap(({ message }) => /^… and (\d+) more$/.exec(message)?.[1] ?? []);
    const { stdout: json } = await diff(folder, "json");
    const { error, warning, info } = (JSON.parse(json) as { counts: Record<string, number> })
      .counts;
    expect(counts.map(Number)).toEqual(
      [error, warning, info].map((each, i) => Number(each) - (i < 2 ? 9 : 8)),
    );
    // A percent sign of the document is one for the runner, too.
    expect(all.map(({ message }) => message).join("\n")).toContain("%0A::add-mask::PWN");
  });
});

test("an unknown format is refused with those that are known", async ({ folder }) => {
  await plant(folder, { "a.json": before, "b.json": after });
  const lines = refusalLines(await diff(folder, "yaml"));
  expect(lines.join("\n")).toContain("text, json, markdown, github");
});
