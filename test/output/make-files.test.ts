import { readFileSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";
import { makeFiles } from "#generator/output/make-files.js";
import { resellerJson } from "../model/models.js";
import { facts, filesOf, sourcesOf, type Files } from "./clients.js";
import { compileErrors } from "./compile.js";
import { nodesOf, parsed } from "./sources.js";

const files = await filesOf(resellerJson());
const sources = sourcesOf(files);

/** `path:line` of each line that fits. */
function linesOf(all: Files, fits: (line: string) => boolean): string[] {
  return [...all].flatMap(([path, text]) =>
    text.split("\n").flatMap((line, index) => (fits(line) ? [`${path}:${index + 1}`] : [])),
  );
}

test("the client of reseller:v1 has these files", () => {
  expect([...files.keys()].sort()).toEqual(
    [
      ["README.md", "api.md", "docs/from-googleapis.md", "llms.txt", "package.json"],
      ["src/index.ts"],
      ["src/resources/customers.ts", "src/resources/resellernotify.ts"],
      ["src/resources/subscriptions.ts", "src/schemas.ts", "src/testing.ts", "tsconfig.json"],
    ].flat(),
  );
});

/** What a program that uses the client loads: tables for fakes are loaded by tests only. */
const client = new Map([...sources].filter(([path]) => path !== "src/testing.ts"));

test("its sources have less than 1,500 lines in all", () => {
  // What `split` gives behind the last line end is no line.
  expect(linesOf(client, () => true).length - client.size).toBeLessThan(1_500);
});

test("no line is wider than 100 columns, but for a word that is", () => {
  const long = linesOf(client, (line) => line.length > 100 && line.trim().includes(" ", 3));
  expect(long).toEqual([]);
});

test("every file ends with one line end and holds no other than LF", () => {
  for (const [path, text] of files) {
    expect([path, text.endsWith("\n"), text.endsWith("\n\n")]).toEqual([path, true, false]);
    expect([path, /\r|[ \t]\n/.test(text)]).toEqual([path, false]);
  }
});

test("it has no any", () => {
  const found = [...sources].filter(([, text]) =>
    nodesOf(parsed(text), ts.isTypeNode).some(({ kind }) => kind === ts.SyntaxKind.AnyKeyword),
  );
  expect(found).toEqual([]);
});

test("revision, hash and date stand in index.ts and package.json only", () => {
  const stamps = /20211106|0123abcd|\b20\d\d-\d\d-\d\d\b/i;
  const found = linesOf(files, (line) => stamps.test(line)).map((place) => place.split(":")[0]);
  // The example of a date in a comment is none.
  expect([...new Set(found)].sort()).toEqual(["package.json", "src/index.ts"]);
});

test("it compiles under the strictest options", () => {
  expect(compileErrors(files)).toEqual([]);
});

test("package.json needs the runtime and nothing else", () => {
  expect(JSON.parse(files.get("package.json") ?? "")).toMatchObject({
    name: "library-v1",
    private: true,
    type: "module",
    dependencies: { "@discogen/runtime": facts.runtimeRange },
    discovery: { id: "reseller:v1", revision: "20211106", sha256: facts.sha256 },
  });
});

test("the same document gives the same bytes", async () => {
  expect(await filesOf(resellerJson())).toEqual(files);
});

test("what is committed is what the document says", () => {
  const folder = new URL("../../generated/reseller-v1/", import.meta.url);
  for (const [path, text] of sources) {
    const committed = readFileSync(new URL(path, folder), "utf8");
    // The hash of these tests is none.
    const expected = committed.replace(/(?<=sha256: ")[0-9a-f]{64}(?=")/, facts.sha256);
    expect([path, text]).toEqual([path, expected]);
  }
});

test("a source that does not pass the gate is not made", async () => {
  const structure = { statements: ["globalThis.x = 1;"] };
  const made = makeFiles([{ kind: "source", path: "src/x.ts", structure }]);
  await expect(made).rejects.toThrow(/src\/x\.ts:1/);
});
