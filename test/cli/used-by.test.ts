/** `diff --used-by`: what of a revision concerns a project, as a process of its own. */
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect } from "vitest";
import { readJson } from "../repository/paths.js";
import { config, folderTest, plant } from "./folders.js";
import { fineLines, refusalLines, runCli, type Run } from "./run-cli.js";

const scope = fileURLToPath(new URL("../../node_modules/@discogen", import.meta.url));
const slow = { timeout: 120_000 };
const test = folderTest;

type Properties = Record<string, object>;

const text = { type: "string" };
const id = { bookId: { ...text, location: "path", required: true } };

/** A library of two kinds of things, edited. */
function library(edit?: (document: ReturnType<typeof original>) => unknown): string {
  const document = original();
  edit?.(document);
  return JSON.stringify(document);
}

function original() {
  const book: Properties = {
    title: text,
    pages: { type: "integer" },
    kind: { ...text, enum: ["novel", "poem"] },
    cover: { type: "object", properties: { color: text, size: text } },
    author: { $ref: "Person" },
  };
  return {
    name: "library",
    version: "v1",
    revision: "20240101",
    title: "Library API",
    rootUrl: "https://library.example.com/",
    servicePath: "",
    parameters: { fields: { ...text, location: "query" } },
    schemas: {
      Book: { id: "Book", type: "object", properties: book },
      Person: {
        id: "Person",
        type: "object",
        properties: { name: text, born: text } as Properties,
      },
      Shelf: { id: "Shelf", type: "object", properties: { label: text } as Properties },
    },
    resources: {
      books: {
        methods: {
          get: method("books.get", "GET", {
            parameters: { ...id, view: { ...text, location: "query" } },
            response: { $ref: "Book" },
          }),
          insert: method("books.insert", "POST", {
            parameters: {},
            request: { $ref: "Book" },
            response: { $ref: "Book" },
          }),
        },
      },
      shelves: {
        methods: {
          get: method("shelves.get", "GET", { parameters: {}, response: { $ref: "Shelf" } }),
        },
      },
    },
  };
}

function method(name: string, httpMethod: string, members: Members) {
  const path = "bookId" in members.parameters ? `v1/${name}/{bookId}` : `v1/${name}`;
  return { id: `library.${name}`, httpMethod, path, ...members };
}

interface Members {
  readonly parameters: Properties;
  readonly request?: object;
  readonly response?: object;
}

type Original = ReturnType<typeof original>;

/** One change of everything. */
function edit(document: Original): void {
  const { schemas, resources } = document;
  const { Book, Person, Shelf } = schemas;
  document.rootUrl = "https://books.example.com/";
  for (const name of ["title", "pages"]) delete Book.properties[name];
  Book.properties["kind"] = { ...text, enum: ["novel"] };
  Book.properties["cover"] = { type: "object", properties: { size: text } };
  for (const name of ["name", "born"]) delete Person.properties[name];
  delete Shelf.properties["label"];
  const { parameters } = resources.books.methods.get;
  delete parameters["view"];
  parameters["branch"] = { ...text, location: "query", required: true };
  delete (resources as { shelves?: object }).shelves;
}

const branch = "parameter-added-required books.get(branch)";
const get = 'await client.books.get({ bookId: "1" })';

/** Sources that use a part, and which of the changes concern them. */
const projects: readonly (readonly [title: string, source: string, concerns: readonly string[]])[] =
  [
    [
      "a property that is read",
      `export const { title } = ${get};`,
      [branch, "property-removed Book.title"],
    ],
    [
      "one that is written, a value of an enum and what is in an inline object",
      'await client.books.insert({ body: { pages: 1, kind: "poem", cover: { color: "red" } } });',
      [
        "property-enum-value-removed Book.kind",
        "property-removed Book.pages",
        "property-removed BookCover.color",
      ],
    ],
    [
      "a parameter, and what is behind a reference",
      'export const name = (await client.books.get({ bookId: "1", view: "all" })).author?.name;',
      [branch, "parameter-removed books.get(view)", "property-removed Person.name"],
    ],
    [
      "a mask",
      'export const book = await client.books.get({ bookId: "1", fields: "title,author/born" });',
      [branch, "property-removed Book.title", "property-removed Person.born"],
    ],
    [
      "an object that is made elsewhere: all of its type",
      'const body = { title: "x" };\nawait client.books.insert({ body });',
      [
        "property-enum-value-removed Book.kind",
        "property-removed Book.pages",
        "property-removed Book.title",
        "property-removed BookCover.color",
        "property-removed Person.born",
        "property-removed Person.name",
      ],
    ],
    [
      "another resource",
      "await client.shelves.get();",
      ["resource-removed shelves", "schema-direction-changed Shelf"],
    ],
    [
      "methods by names that nobody knows",
      "export const of = (name: keyof LibraryClient) => client[name];",
      [branch, "resource-removed shelves", "schema-direction-changed Shelf"],
    ],
    ["nothing but its class", "export { client };", []],
  ];

describe("diff --used-by", () => {
  test.for(projects)("keeps what concerns %s", slow, async ([, source, concerns], { folder }) => {
    await plantProject(folder, source);
    await plant(folder, { "new.json": library(edit) });
    const run = await diff(folder, "--used-by", "tsconfig.json", "--format", "json");
    expect(run.stderr).toBe("");
    const { changes } = JSON.parse(run.stdout) as { changes: { rule: string; subject: string }[] };
    const told = changes.map(({ rule, subject }) => `${rule} ${subject}`).sort();
    // Everybody has to know where requests go.
    const api = ["host-changed LibraryClient", "revision-reused LibraryClient"];
    expect(told).toEqual([...concerns, ...api].sort());
  });

  test("judges by what remains, and says so in every form", slow, async ({ folder }) => {
    await plantProject(folder, 'export const book = await client.books.get({ bookId: "1" });');
    await plant(folder, {
      "new.json": library(({ schemas }) => delete schemas.Book.properties["pages"]),
    });
    const failing = ["--fail-on", "breaking"];
    expect(await diff(folder, ...failing)).toMatchObject({ code: 1 });
    const words = ["--used-by", "tsconfig.json"];
    const run = await diff(folder, ...failing, ...words);
    expect(fineLines(run).at(-1)).toBe("1 of 2 changes concern tsconfig.json");
    const forms = new Map<string, string>();
    for (const format of ["json", "markdown", "github", "sarif", "junit", "html"]) {
      const told = await diff(folder, "--format", format, ...words);
      expect(told).toMatchObject({ code: 0, stderr: "" });
      expect(told.stdout, format).not.toContain("property-removed");
      if (format !== "sarif") expect(told.stdout, format).toContain("tsconfig.json");
      forms.set(format, told.stdout);
    }
    const ajv = new Ajv({ strict: false });
    const schema = readJson<object>("generator/changes/report.schema.json");
    ajv.validate(schema, JSON.parse(forms.get("json") ?? ""));
    expect(ajv.errors).toBeNull();
  });

  test(
    "refuses a project that is not there, or does not use the client",
    slow,
    async ({ folder }) => {
      await plant(folder, { "old.json": library(), "new.json": library(edit) });
      const missing = await diff(folder, "--used-by", "tsconfig.json");
      expect(refusalLines(missing)).toEqual([expect.stringContaining("tsconfig.json")]);
      await plant(folder, { "tsconfig.json": "{}", "main.ts": "export {};" });
      const unused = await diff(folder, "--used-by", "tsconfig.json");
      expect(refusalLines(unused)).toEqual([expect.stringContaining("leads to a LibraryClient")]);
    },
  );
});

function diff(cwd: string, ...words: string[]): Promise<Run> {
  return runCli(["diff", "old.json", "new.json", "--no-config", ...words], {
    cwd,
    timeout: 60_000,
  });
}

/** A project with the client's sources in it, and one source of its own. */
async function plantProject(folder: string, source: string): Promise<void> {
  const compilerOptions = {
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    strict: true,
    types: [],
  };
  await plant(folder, {
    "old.json": library(),
    ...config([{ document: "old.json", emit: "source" }]),
    "tsconfig.json": JSON.stringify({ compilerOptions, include: ["main.ts"] }),
    "main.ts": `import { LibraryClient } from "./generated/library-v1/index.js";\nconst client = new LibraryClient();\n${source}\n`,
  });
  await mkdir(join(folder, "node_modules"));
  await symlink(scope, join(folder, "node_modules/@discogen"));
  fineLines(await runCli(["generate"], { cwd: folder }));
}
