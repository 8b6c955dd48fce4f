import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import {
  config,
  datesOf,
  editLock,
  generated,
  plant,
  readLockFile,
  test,
  treeOf,
  type Tree,
} from "./folders.js";
import { library, type LibraryDocument } from "./library.js";
import { fineLines, refusalLines, runCli } from "./run-cli.js";

const lockPath = "out/discogen.lock.json";
const newcomer = { type: "object", properties: { newcomer: { type: "string" } } };
let out: Tree = {};
beforeAll(async () => void (out = await generated(library())));

/** Generates over the output of the small document one that is changed; gives the lock's names. */
async function namesAfter(
  folder: string,
  change: (document: LibraryDocument) => void,
): Promise<Readonly<Record<string, string>>> {
  const run = await runCli(["generate", "-", "-o", "out"], { cwd: folder, stdin: library(change) });
  fineLines(run);
  return (await readLockFile(join(folder, lockPath))).clients["library-v1"]?.names ?? {};
}

describe("a name that was published stays; who comes later and wants it takes the suffix", () => {
  const published = {
    "": "LibraryClient",
    "/schemas/Book": "Book",
    "/schemas/Book/properties/author": "BookAuthor",
    "/resources/books/methods/get/parameters": "BooksGetParams",
  };

  test("of a hoisted object, a params interface, the client", async ({ folder }) => {
    await plant(join(folder, "out"), out);
    const names = await namesAfter(folder, ({ schemas }) => {
      for (const id of ["BookAuthor", "BooksGetParams", "LibraryClient"]) schemas[id] = newcomer;
      schemas["Shelf"] = { type: "object", properties: { owner: { $ref: "BookAuthor" } } };
    });
    expect(names).toMatchObject({
      ...published,
      "/schemas/BookAuthor": "BookAuthor2",
      "/schemas/BooksGetParams": "BooksGetParams2",
      "/schemas/LibraryClient": "LibraryClient2",
    });
    const schemas = await readFile(join(folder, "out/library-v1/src/schemas.ts"), "utf8");
    expect(schemas).toMatch(/interface BookAuthor \{\s+name\?: /);
    expect(schemas).toMatch(/interface BookAuthor2 \{\s+newcomer\?: /);
    expect(schemas).toMatch(/author\?: BookAuthor(;| \|)/);
    expect(schemas).toMatch(/owner\?: BookAuthor2(;| \|)/);
    const books = await readFile(join(folder, "out/library-v1/src/resources/books.ts"), "utf8");
    expect(books).toContain("interface BooksGetParams ");
  });

  test("without the lock the same document gives the name to the schema", async ({ folder }) => {
    const names = await namesAfter(folder, ({ schemas }) => {
      schemas["BookAuthor"] = newcomer;
    });
    expect(names).toMatchObject({
      "/schemas/BookAuthor": "BookAuthor",
      "/schemas/Book/properties/author": "BookAuthor2",
    });
  });

  test("of an element that is gone is given to nobody else, and is its own again", async ({
    folder,
  }) => {
    await plant(join(folder, "out"), out);
    const noAuthor = ({ schemas }: LibraryDocument): void => {
      schemas["Book"] = { type: "object", properties: { title: { type: "string" } } };
    };
    await namesAfter(folder, noAuthor);
    const names = await namesAfter(folder, (document) => {
      noAuthor(document);
      document.schemas["BookAuthor"] = newcomer;
    });
    expect(names).toMatchObject({ ...published, "/schemas/BookAuthor": "BookAuthor2" });
    const again = await namesAfter(folder, ({ schemas }) => {
      schemas["BookAuthor"] = newcomer;
    });
    expect(again).toMatchObject({ ...published, "/schemas/BookAuthor": "BookAuthor2" });
  });

  test("of the client outlives a new canonicalName", async ({ folder }) => {
    await plant(join(folder, "out"), out);
    const names = await namesAfter(folder, (document) => {
      document["canonicalName"] = "Public Library";
    });
    expect(names).toMatchObject(published);
    expect((await treeOf(join(folder, "out/library-v1")))["src/index.ts"]).toContain(
      "export class LibraryClient ",
    );
  });
});

describe("a client's entry that was deleted from the lock", () => {
  const words = ["generate", "-", "-o", "out"];
  const remove = (path: string): Promise<void> =>
    editLock(path, ({ clients }) => void delete clients["library-v1"]);

  test("comes back where the files are current; they are not touched", async ({ folder }) => {
    await plant(join(folder, "out"), out);
    await remove(join(folder, lockPath));
    const before = await datesOf(join(folder, "out/library-v1"));
    fineLines(await runCli(words, { cwd: folder, stdin: library() }));
    expect(await treeOf(join(folder, "out"))).toEqual(out);
    expect(await datesOf(join(folder, "out/library-v1"))).toEqual(before);
  });

  test("makes the files somebody else's where they are not", async ({ folder }) => {
    await plant(join(folder, "out"), out);
    await remove(join(folder, lockPath));
    const stdin = library().replace("Lends books", "Lends no books");
    const lines = refusalLines(await runCli(words, { cwd: folder, stdin }));
    expect(lines.every((line) => line.endsWith("[foreign-file]"))).toBe(true);
  });
});

describe("the version", () => {
  const project = (version: string): Tree => ({
    "library.json": library(),
    ...config([{ document: "library.json", package: { name: "@x/library", version } }]),
  });
  const versionIn = async (folder: string): Promise<unknown> => {
    const path = join(folder, "generated/library-v1/package.json");
    return (JSON.parse(await readFile(path, "utf8")) as { version: unknown }).version;
  };

  test("is the configuration's at first, and the lock's from then on", async ({ folder }) => {
    await plant(folder, project("0.3.0-beta.1"));
    fineLines(await runCli(["generate"], { cwd: folder }));
    expect(await versionIn(folder)).toBe("0.3.0-beta.1");

    await plant(folder, project("9.9.9"));
    fineLines(await runCli(["check"], { cwd: folder }));
    fineLines(await runCli(["generate"], { cwd: folder }));
    expect(await versionIn(folder)).toBe("0.3.0-beta.1");

    const path = join(folder, "discogen.lock.json");
    await editLock(path, ({ clients }) => {
      for (const client of Object.values(clients)) client.version = "2.5.0";
    });
    const check = await runCli(["check"], { cwd: folder });
    expect(check.code).toBe(1);
    expect(check.stdout).toMatch(/^generated\/library-v1\/package\.json is stale/m);
    fineLines(await runCli(["generate"], { cwd: folder }));
    expect(await versionIn(folder)).toBe("2.5.0");
    const { clients } = await readLockFile(path);
    expect(Object.values(clients).map(({ version }) => version)).toEqual(["2.5.0"]);
  });

  test("is 1.0.0 without one", () => {
    expect(JSON.parse(out["library-v1/package.json"] ?? "")).toMatchObject({
      version: "1.0.0",
      private: true,
    });
  });
});

test("a client that moves to another folder keeps its version and its names", async ({
  folder,
}) => {
  const client = { document: "library.json" };
  const lock = join(folder, "discogen.lock.json");
  await plant(folder, { "library.json": library(), ...config([client]) });
  fineLines(await runCli(["generate"], { cwd: folder }));
  await editLock(lock, ({ clients }) => {
    const known = clients["generated/library-v1"];
    if (known !== undefined) known.version = "3.1.4";
  });
  const later = library(({ schemas }) => void (schemas["BookAuthor"] = newcomer));
  await plant(folder, { "library.json": later, ...config([{ ...client, folder: "books" }]) });
  fineLines(await runCli(["generate"], { cwd: folder }));
  const { clients } = await readLockFile(lock);
  expect(Object.keys(clients)).toEqual(["generated/books"]);
  expect(clients["generated/books"]).toMatchObject({
    version: "3.1.4",
    names: {
      "/schemas/Book/properties/author": "BookAuthor",
      "/schemas/BookAuthor": "BookAuthor2",
    },
  });
  const paths = Object.keys(await treeOf(join(folder, "generated")));
  expect(paths).toContain("books/src/index.ts");
  // What was only started is the user's.
  expect(paths.filter((path) => path.startsWith("library-v1/"))).toEqual([
    "library-v1/CHANGELOG.md",
    "library-v1/LICENSE",
  ]);
});
