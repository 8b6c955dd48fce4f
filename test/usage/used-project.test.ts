/** What a project is seen to use of a client, however its sources come to it. */
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openUsedProject } from "../../generator/usage/used-project.js";
import { config, plant, type Tree } from "../cli/folders.js";
import { library } from "../cli/library.js";
import { fineLines, runCli } from "../cli/run-cli.js";

const scope = fileURLToPath(new URL("../../node_modules/@discogen", import.meta.url));
const insert = {
  id: "library.books.insert",
  httpMethod: "POST",
  path: "v1/books",
  request: { $ref: "Book" },
  response: { $ref: "Book" },
};
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "discogen-uses-"));
  const document = library((each) => {
    const { Book } = each.schemas as { Book: { properties: Record<string, object> } };
    Book.properties["pages"] = { type: "integer", format: "int32" };
    Object.assign(each.resources["books"]?.methods ?? {}, { insert });
    Book.properties["kind"] = { type: "string", enum: ["novel", "poem"] };
  });
  await plant(folder, {
    "library.json": document,
    ...config([{ document: "library.json", emit: "source" }]),
  });
  await mkdir(join(folder, "node_modules"));
  await symlink(scope, join(folder, "node_modules/@discogen"));
  fineLines(await runCli(["generate"], { cwd: folder }));
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const imports = `import { LibraryClient } from "./generated/library-v1/index.js";
import type { Book } from "./generated/library-v1/index.js";
declare const client: LibraryClient;
`;

const compilerOptions = {
  target: "es2022",
  lib: ["es2022"],
  module: "esnext",
  moduleResolution: "bundler",
  strict: true,
  types: [],
};

/** What the sources use: members, and with a star the types of which everything counts. */
async function usesOf(sources: Tree): Promise<string[] | null> {
  const own = await mkdtemp(join(folder, "project-"));
  await symlink(join(folder, "generated"), join(own, "generated"));
  await symlink(join(folder, "node_modules"), join(own, "node_modules"));
  const files = Object.keys(sources);
  await plant(own, { "tsconfig.json": JSON.stringify({ compilerOptions, files }), ...sources });
  const uses = openUsedProject(join(own, "tsconfig.json")).usesOf("LibraryClient");
  if (uses === null) return null;
  return [...uses.members, ...[...uses.whole].map((each) => `${each}.*`)].sort();
}

const get = ["BooksResource.get", "LibraryClient.books"];
const getOne = ["BooksGetParams.name", ...get];
const whole = [...getOne, "Book.*"];
const book = 'await client.books.get({ name: "1" })';

describe("a client", () => {
  test.for<[string, string, string[]]>([
    [
      "handed to a function",
      `export const f = (c: LibraryClient) => c.books.get({ name: "" });`,
      getOne,
    ],
    [
      "of a class of the project's own",
      "class Own extends LibraryClient { own = () => this.books; }\nexport { Own };",
      ["LibraryClient.books"],
    ],
    ["taken apart", "const { books } = client;\nexport const { get } = books;", get],
    ["taken apart at once", "export const { books: { get } } = client;", get],
    [
      "taken apart in a parameter",
      "export const f = ({ books }: LibraryClient) => books.get;",
      get,
    ],
    ["by the type of a method", "export type P = Parameters<typeof client.books.get>[0];", get],
    ["by the name of a member in a type", 'export type G = LibraryClient["books"]["get"];', get],
    [
      "of which one part is wanted",
      'export const f = (c: Pick<LibraryClient, "books">) => c.books.get;',
      get,
    ],
    [
      "where a shape of the project's own is wanted: what both have",
      `interface Own { books: { get(params: { name: string }): Promise<{ title?: string }> } }
      export const own: Own = client;`,
      [...get, "Book.*", "BooksGetParams.*"],
    ],
    [
      "whose resource stands for a function and a shape",
      `interface Own { get(params: { name: string }): Promise<{ title?: string }> }
      export const own = [client.books] satisfies Own[];`,
      [...get, "Book.*", "BooksGetParams.*"],
    ],
    [
      "by names that can be told",
      'export const f = (name: "get" | "insert") => client.books[name];',
      ["BooksResource.get", "BooksResource.insert", "LibraryClient.books"],
    ],
    [
      "by names that nobody knows",
      "export const f = (name: keyof LibraryClient) => client[name];",
      ["LibraryClient.*"],
    ],
    [
      "in a list, a map and a text",
      "export const all = [client];\nJSON.stringify([client, new Map([[1, client]])]);",
      [],
    ],
  ])("%s", async ([, source, uses]) => {
    expect(await usesOf({ "main.ts": imports + source })).toEqual([...uses].sort());
  });

  test("under another name, by another file", async () => {
    const main = `import { Client, type B } from "./own.js";
    const client = new Client();
    export const { title }: B = ${book};`;
    const own = `export { LibraryClient as Client, type Book as B } from "./generated/library-v1/index.js";`;
    const sources = { "main.ts": main, "own.ts": own };
    expect(await usesOf(sources)).toEqual([...getOne, "Book.title"].sort());
  });

  test("in JavaScript, whose types are comments", async () => {
    const source = `/** @param {import("./generated/library-v1/index.js").LibraryClient} client */
    export const f = async (client) => (${book}).title;`;
    const options = { ...compilerOptions, allowJs: true, checkJs: true, noEmit: true };
    const tsconfig = JSON.stringify({ compilerOptions: options, files: ["main.js"] });
    const sources = { "main.js": source, "tsconfig.json": tsconfig };
    expect(await usesOf(sources)).toEqual([...getOne, "Book.title"].sort());
  });

  test("in a project that another one refers to, and refers back", async () => {
    const project = (file: string, references: string[]): string =>
      JSON.stringify({
        compilerOptions: { ...compilerOptions, composite: true },
        files: file === "" ? [] : [file],
        references: references.map((path) => ({ path })),
      });
    const sources = {
      "tsconfig.json": project("", ["a", "b/tsconfig.lib.json"]),
      "a/tsconfig.json": project("a.ts", ["../b/tsconfig.lib.json"]),
      "a/a.ts": `${imports.replaceAll('"./', '"../')}export const b = client.books;`,
      "b/tsconfig.lib.json": project("b.ts", []),
      "b/b.ts": `${imports.replaceAll('"./', '"../')}export const s = client.shelves;`,
    };
    expect(await usesOf(sources)).toEqual(["LibraryClient.books", "LibraryClient.shelves"]);
  });

  test("that no source leads to", async () => {
    expect(await usesOf({ "main.ts": "export class LibraryClient {}" })).toBeNull();
  });
});

describe("a value of the client's", () => {
  const own = "interface Own { title?: string }\n";

  test.for<[string, string, string[]]>([
    ["assigned", `${own}let own: Own;\nown = ${book};\nexport { own };`, whole],
    ["with a substitute", `${own}export const own: Own = (${book}) ?? {};`, whole],
    [
      "in a branch",
      `${own}export const f = async (): Promise<Own> => (client ? ${book} : {});`,
      whole,
    ],
    ["yielded", `${own}export async function* f(): AsyncGenerator<Own> { yield ${book}; }`, whole],
    ["by default", `${own}export const f = (b: Book) => (own: Own = b) => own;`, ["Book.*"]],
    ["in a field", `${own}declare const b: Book;\nexport class C { own: Own = b; }`, ["Book.*"]],
    ["checked", `${own}declare const own: Own;\nexport const b = own satisfies Book;`, ["Book.*"]],
    ["asserted", `${own}declare const own: Own;\nexport const b = own as Book;`, ["Book.*"]],
    [
      "that a function gives",
      `${own}declare function use(f: (p: { name: string }) => Promise<Own>): void;\nuse(client.books.get);`,
      [...get, "Book.*", "BooksGetParams.*"],
    ],
    ["that is nothing", "export const f = (b?: Book): Book | null => null;\nf(undefined);", []],
    [
      "handed back",
      `await client.books.insert({ body: ${book} });`,
      [...getOne, "BooksInsertParams.body", "BooksResource.insert"],
    ],
    [
      "by the names of its members in a type",
      'export type P = Pick<Book, "pages"> & Omit<Book, "kind">;',
      ["Book.kind", "Book.pages"],
    ],
    ["implemented", 'export class Own implements Book { title = ""; }', ["Book.title"]],
    ["extended", "export interface Own extends Book { pages: 1; mine: string }", ["Book.pages"]],
    [
      "of a type parameter",
      "export const f = <T extends Book>({ title }: T) => title;",
      ["Book.title"],
    ],
  ])("%s", async ([, source, uses]) => {
    expect(await usesOf({ "main.ts": imports + source })).toEqual([...uses].sort());
  });
});
