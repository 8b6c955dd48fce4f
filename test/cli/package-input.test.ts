/** The package of a generated client as a document: by its folder, and by its name where it is installed. */
import { cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { config, plant, test } from "./folders.js";
import { fineLines, linesOf, refusalLines, runCli } from "./run-cli.js";
import { client, first, packageFolder, project, second } from "./update-project.js";

/** A project that has installed the client under its name, and has a newer document. */
async function install(folder: string, name: string, members: object = {}): Promise<string> {
  await project(folder, { ...members });
  const user = join(folder, "user");
  await plant(user, { "new.json": second, "inner/notes.md": "" });
  await cp(join(folder, packageFolder), join(user, "node_modules", name), { recursive: true });
  return user;
}

describe("diff of a client's package and a document", () => {
  test.for(["@example/library", "library-client"])("by its name, %s", async (name, { folder }) => {
    const user = await install(folder, name);
    const lines = fineLines(await runCli(["diff", name, "new.json"], { cwd: user }));
    expect(lines[0]).toBe("library:v1 20240101 → 20240201");
    expect(lines.join("\n")).toContain("Book.pages: property 'pages' added");
    // From a folder below, as node finds it.
    const below = await runCli(["diff", name, "../new.json"], { cwd: join(user, "inner") });
    expect(fineLines(below)[0]).toBe(lines[0]);
  });

  test("by its folder; what it says itself is no change", async ({ folder }) => {
    await project(folder);
    const words = ["diff", packageFolder, client.document, "--fail-on", "any"];
    const lines = fineLines(await runCli(words, { cwd: folder }));
    expect(lines[0]).toBe("library:v1 20240101");
    expect(lines.at(-1)).toMatch(/^bump: none/);
  });

  test("is what the client was made of, with overrides and without what only leaves out", async ({
    folder,
  }) => {
    const members = {
      only: ["books.*"],
      overrides: [
        {
          at: "/schemas/Book/properties/title/type",
          was: "string",
          is: "integer",
          why: "a test",
        },
      ],
    };
    await project(folder, members);
    const words = ["diff", packageFolder, client.document];
    expect(fineLines(await runCli(words, { cwd: folder })).at(-1)).toMatch(/^bump: none/);
    const bare = fineLines(await runCli([...words, "--no-config"], { cwd: folder })).join("\n");
    expect(bare).toContain("property type changed from integer to string");
    expect(bare).toContain("resource 'shelves' added");
  });
});

test("inspect takes a package, too", async ({ folder }) => {
  await project(folder);
  const run = await runCli(["inspect", packageFolder, "--no-config"], { cwd: folder });
  expect(fineLines(run)[0]).toBe(
    "Library API (library:v1 20240101: 2 resources, 2 methods, 2 schemas)",
  );
});

describe("a package that has no document", () => {
  test("because its configuration says so", async ({ folder }) => {
    await project(folder, { package: { document: false } });
    const run = await runCli(["diff", packageFolder, client.document], { cwd: folder });
    expect(refusalLines(run)[0]).toMatch(
      /^generated\/library-v1: cannot be read: the package has no document\.json; .+"document": false/,
    );
  });

  test("because it is another one, or no package at all", async ({ folder }) => {
    const user = await install(folder, "library-client");
    const words = ["diff", "other", "new.json"];
    await plant(user, { "node_modules/other/package.json": '{ "name": "other" }' });
    const message = /other: cannot be read: it is a directory, and not the package of a client/;
    expect(refusalLines(await runCli(words, { cwd: user }))[0]).toMatch(message);
    await rm(join(user, "node_modules/other"), { recursive: true });
    expect(refusalLines(await runCli(words, { cwd: user }))[0]).toMatch(
      /^other: cannot be read: .*no such file/,
    );
  });

  test("a file of that name goes before what is installed", async ({ folder }) => {
    const user = await install(folder, "library-client");
    await writeFile(join(user, "library-client"), second);
    const run = await runCli(["diff", "library-client", "new.json"], { cwd: user });
    expect(linesOf(run.stdout).at(-1)).toMatch(/^bump: none/);
  });

  test("in a configuration is told when it is read", async ({ folder }) => {
    await plant(folder, { "library.json": first, ...config([{ document: "." }]) });
    const run = await runCli(["check"], { cwd: folder });
    expect(refusalLines(run)[0]).toMatch(/it is a directory, and not the package of a client/);
  });
});
