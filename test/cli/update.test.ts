/** `discogen update` as users run it: real processes, a discovery service on loopback. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { config, datesOf, plant, treeOf } from "./folders.js";
import { library } from "./library.js";
import { fineLines, refusalLines, runCli, type Run } from "./run-cli.js";
import {
  changelog,
  client,
  first,
  packageFolder,
  path,
  project,
  second,
  test,
  third,
  update,
  versions,
  type Service,
} from "./update-project.js";

describe("a newer revision", () => {
  test("becomes a version, an entry and a client, and the document is stored as it came", async ({
    folder,
    service,
  }) => {
    await project(folder);
    service.documents.set(path, second);
    const lines = fineLines(await update(folder, service));
    expect(lines[0]).toBe("library:v1 20240101 → 20240201");
    expect(lines).toContain("version: 1.0.0 → 1.1.0");
    expect(await versions(folder)).toEqual(["1.1.0", "1.1.0"]);
    expect(await readFile(join(folder, client.document), "utf8")).toBe(second);
    expect(await changelog(folder)).toBe(
      "# Changelog\n\n## 1.1.0\n\nThe API's document of 20240201, after that of 20240101.\n\n" +
        "### Added\n\n- `Book.pages`: property 'pages' added\n\n## 1.0.0\n\nThe first version.\n",
    );
    fineLines(await runCli(["check"], { cwd: folder }));
    service.documents.set(path, third);
    fineLines(await update(folder, service));
    expect(await versions(folder)).toEqual(["2.0.0", "2.0.0"]);
    expect(await changelog(folder)).toMatch(/^# Changelog\n\n## 2\.0\.0\n[^#]+### Breaking\n/);
  });

  test("moves a version below 1.0.0 by one place less", async ({ folder, service }) => {
    await project(folder, { package: { version: "0.3.1" } });
    service.documents.set(path, second);
    fineLines(await update(folder, service));
    expect(await versions(folder)).toEqual(["0.3.2", "0.3.2"]);
    service.documents.set(path, third);
    fineLines(await update(folder, service));
    expect(await versions(folder)).toEqual(["0.4.0", "0.4.0"]);
  });

  test("is stored canonically where the configuration says so", async ({ folder, service }) => {
    await project(folder, { canonical: true });
    service.documents.set(path, second);
    fineLines(await update(folder, service));
    const text = await readFile(join(folder, client.document), "utf8");
    expect(text).not.toBe(second);
    expect(text).toMatch(/^\{\n {2}"description": "Lends books\.",\n {2}"id": /);
    const { etag: _etag, ...others } = JSON.parse(second) as { etag: string };
    expect(JSON.parse(text)).toEqual(others);
    fineLines(await runCli(["check"], { cwd: folder }));
  });

  test.for([
    ["canonically", { canonical: true }],
    ["as it came", {}],
  ] as const)(
    "that is stored %s is not sent again, whatever tag it has in itself",
    async ([, members], { folder, service }) => {
      await project(folder, members);
      service.documents.set(path, second);
      service.tags.set(path, 'W/"of the service"');
      fineLines(await update(folder, service));
      fineLines(await runCli(["generate"], { cwd: folder }));
      fineLines(await runCli(["check"], { cwd: folder }));
      fineLines(await runCli(["version", "major"], { cwd: folder }));
      const lines = fineLines(await update(folder, service));
      expect(lines).toEqual(["library:v1 20240201: up to date"]);
      expect(service.arrived.at(-1)?.headers["if-none-match"]).toBe('W/"of the service"');
      // What comes from a folder has none, and that of another document is no use.
      service.documents.set(path, third);
      await plant(folder, { "from/third.json": third });
      fineLines(await update(folder, service, "--from", "from"));
      expect(await readFile(join(folder, "discogen.lock.json"), "utf8")).not.toContain("etag");
    },
  );

  test("leaves what people wrote into the changelog", async ({ folder, service }) => {
    await project(folder);
    const own =
      "# What is new\r\n\r\nBy us.\r\n\r\n## 1.0.0 - our first\r\n\r\n- Thanks *all*!\r\n";
    await writeFile(join(folder, packageFolder, "CHANGELOG.md"), own);
    service.documents.set(path, second);
    fineLines(await update(folder, service));
    const text = await changelog(folder);
    expect(text).toMatch(/^# What is new\r\n\r\nBy us\.\r\n\r\n## 1\.1\.0\r\n\r\n/);
    expect(text.replace(/## 1\.1\.0[^]*(?=## 1\.0\.0)/, "")).toBe(own);
  });

  test("does not overwrite a generated file that was edited", async ({ folder, service }) => {
    await project(folder);
    await writeFile(join(folder, packageFolder, "src/schemas.ts"), "// mine\n");
    const before = await treeOf(folder);
    service.documents.set(path, second);
    expect(refusalLines(await update(folder, service))[0]).toContain("src/schemas.ts");
    expect(await treeOf(folder)).toEqual(before);
  });
});

describe("nothing is written", () => {
  /** Runs an update, which must leave every file as it is. */
  async function idle(folder: string, service: Service, ...words: string[]): Promise<Run> {
    const [tree, dates] = [await treeOf(folder), await datesOf(folder)];
    const run = await update(folder, service, ...words);
    expect(await treeOf(folder)).toEqual(tree);
    expect(await datesOf(folder)).toEqual(dates);
    return run;
  }

  test("where the service says 304", async ({ folder, service }) => {
    await project(folder);
    service.documents.set(path, first);
    const run = await idle(folder, service);
    expect(fineLines(run)).toEqual(["library:v1 20240101: up to date"]);
    expect(service.arrived.map(({ headers }) => headers["if-none-match"])).toEqual(['"one"']);
  });

  test("of a tag that no request can name, in the document or from the service", async ({
    folder,
    service,
  }) => {
    await project(folder);
    const odd = JSON.stringify({ ...(JSON.parse(second) as object), etag: "a\nb" });
    service.documents.set(path, odd);
    service.tags.set(path, "no quotes");
    fineLines(await update(folder, service));
    expect(await readFile(join(folder, "discogen.lock.json"), "utf8")).not.toContain("etag");
    expect(fineLines(await idle(folder, service))).toEqual(["library:v1 20240201: up to date"]);
    expect(service.arrived.at(-1)?.headers["if-none-match"]).toBeUndefined();
  });

  test("where another revision, in another order, says the same", async ({ folder, service }) => {
    await project(folder);
    const same = { ...(JSON.parse(first) as object), revision: "20250101", etag: '"new"' };
    service.documents.set(
      path,
      JSON.stringify(Object.fromEntries(Object.entries(same).toReversed())),
    );
    expect(fineLines(await idle(folder, service))).toEqual(["library:v1 20240101: up to date"]);
  });

  test("in a dry run, which tells what would be", async ({ folder, service }) => {
    await project(folder);
    service.documents.set(path, third);
    const run = await idle(folder, service, "--dry-run");
    expect(fineLines(run)).toContain("version: 1.0.0 → 2.0.0");
    expect(run.stderr).toBe("library:v1: a dry run; nothing was written\n");
  });

  test("for an older revision, or what was left before, unless it is wanted", async ({
    folder,
    service,
  }) => {
    await project(folder);
    service.documents.set(path, second);
    fineLines(await update(folder, service));
    service.documents.set(path, first);
    const older = await idle(folder, service);
    expect(fineLines(older)).toEqual([]);
    expect(older.stderr).toContain("revision 20240101 is older than 20240201");
    const again = JSON.stringify({ ...(JSON.parse(first) as object), revision: "20240401" });
    service.documents.set(path, again);
    const left = await idle(folder, service);
    expect(fineLines(left)).toEqual([]);
    expect(left.stderr).toContain("revision 20240401 says what was left before");
    fineLines(await update(folder, service, "--allow-older"));
    expect(await versions(folder)).toEqual(["2.0.0", "2.0.0"]);
  });

  test.for([
    ["no methods", "all methods are gone", { resources: {} }],
    ["a dangling reference", "references to schemas", { schemas: {} }],
  ] as const)("for a document with %s", async ([, words, members], { folder, service }) => {
    await project(folder);
    const broken = { ...(JSON.parse(first) as object), revision: "20250101", etag: "", ...members };
    service.documents.set(path, JSON.stringify(broken));
    const run = await idle(folder, service);
    expect(fineLines(run)).toEqual([]);
    expect(run.stderr).toMatch(/warning: .+library:v1 stays as it is.+\[document-refused\]\n$/);
    expect(run.stderr).toContain(words);
  });

  test("for a document with less than half of the methods; with half of them it is taken", async ({
    folder,
    service,
  }) => {
    const grown = (methods: number): string =>
      library((document) => {
        Object.assign(document, { revision: `2025010${5 - methods}`, etag: "" });
        for (let index = 0; index < methods - 1; index++) {
          const method = { id: `library.more.m${index}`, httpMethod: "GET", path: `v1/m${index}` };
          const { methods: all } = (document.resources["more"] ??= { methods: {} });
          all[`m${index}`] = method;
        }
        delete document.resources["books"];
      });
    await plant(folder, { [client.document]: grown(4), ...config([client]) });
    fineLines(await runCli(["generate"], { cwd: folder }));
    service.documents.set(path, grown(1));
    const run = await idle(folder, service);
    expect(run.stderr).toContain("only 1 of 4 methods are left; library:v1 stays as it is");
    service.documents.set(path, grown(2));
    fineLines(await update(folder, service));
    expect(await versions(folder)).toEqual(["2.0.0", "2.0.0"]);
  });

  test("for a document that was changed by hand, or never generated", async ({
    folder,
    service,
  }) => {
    await project(folder);
    service.documents.set(path, third);
    await writeFile(join(folder, client.document), second);
    expect(refusalLines(await idle(folder, service))[0]).toMatch(/\[not-generated\]$/);
    await rm(join(folder, "discogen.lock.json"));
    expect(refusalLines(await idle(folder, service))[0]).toMatch(/\[not-generated\]$/);
  });

  test("outside of the configuration's folder", async ({ folder, service }) => {
    const inner = join(folder, "inner");
    await plant(folder, { "library.json": first });
    await plant(inner, config([{ document: "../library.json" }]));
    fineLines(await runCli(["generate"], { cwd: inner }));
    service.documents.set(path, second);
    const [line] = refusalLines(await idle(inner, service));
    expect(line).toMatch(/cannot be written: it lies outside of .+\[cannot-write\]$/);
  });
});

test("one document that fails does not keep the others back", async ({ folder, service }) => {
  const other = (revision: string, title: string): string =>
    library((document) =>
      Object.assign(document, { name: "archive", id: "archive:v1", revision, title }),
    );
  await plant(folder, {
    "discovery/archive.json": other("20240101", "Archive API"),
    "discovery/library.json": first,
    ...config([{ document: "discovery/archive.json" }, client]),
  });
  fineLines(await runCli(["generate"], { cwd: folder }));
  service.documents.set(path, second);
  const run = await update(folder, service);
  expect(run).toMatchObject({ code: 2 });
  expect(run.stderr).toMatch(
    /apis\/archive\/v1\/rest: cannot be read: .*HTTP 404.*\[cannot-read\]\n$/,
  );
  expect(await versions(folder)).toEqual(["1.1.0", "1.1.0"]);
  const asked = service.arrived.length;
  expect(fineLines(await update(folder, service, "library"))).toHaveLength(1);
  expect(service.arrived).toHaveLength(asked + 1);
  const [line] = refusalLines(await update(folder, service, "libary:v1"));
  expect(line).toContain('did you mean "library:v1"?');
});

test("a service that is busy is asked again, four times in all", async ({ folder, service }) => {
  await project(folder);
  service.documents.set(path, 503);
  const started = update(folder, service);
  while (service.arrived.length < 2) await sleep(5);
  service.documents.set(path, second);
  fineLines(await started);
  expect(await versions(folder)).toEqual(["1.1.0", "1.1.0"]);
  service.documents.set(path, 503);
  const asked = service.arrived.length;
  const failed = await update(folder, service);
  expect(failed).toMatchObject({ code: 2, stdout: "" });
  expect(failed.stderr).toContain("answers with HTTP 503");
  expect(service.arrived).toHaveLength(asked + 4);
  expect(await versions(folder)).toEqual(["1.1.0", "1.1.0"]);
});

test("a folder gives the newest file that fits", async ({ folder, service }) => {
  await project(folder);
  const other = library((document) =>
    Object.assign(document, { name: "archive", revision: "20990101" }),
  );
  await plant(join(folder, "from"), {
    "a.json": third,
    "b.json": second,
    "c.json": other,
    "d.json": "{",
  });
  fineLines(await update(folder, service, "--from", "from"));
  expect(await readFile(join(folder, client.document), "utf8")).toBe(third);
  await rm(join(folder, "from"), { recursive: true });
  await mkdir(join(folder, "from"));
  expect(refusalLines(await update(folder, service, "--from", "from"))[0]).toContain("library:v1");
  expect(service.arrived).toEqual([]);
});
