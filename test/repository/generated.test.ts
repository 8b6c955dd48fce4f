/** What the generated sources may and may not hold. */
import { readdirSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";
import { readText, root } from "./paths.js";

const folder = "generated/reseller-v1/src/";
const names = readdirSync(root + folder, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".ts"),
);
const sources = names.map((name) =>
  ts.createSourceFile(name, readText(folder + name), ts.ScriptTarget.ES2022, true),
);

/** Every node of every file that is of these kinds, as `file: text`. */
function found(...kinds: readonly ts.SyntaxKind[]): string[] {
  return sources.flatMap((file) => {
    const hits: string[] = [];
    const visit = (node: ts.Node): void => {
      if (kinds.includes(node.kind)) hits.push(`${file.fileName}: ${node.getText(file)}`);
      ts.forEachChild(node, visit);
    };
    visit(file);
    return hits;
  });
}

test("the client is under 1,500 lines, and the data of its fakes under 100", () => {
  const lines = sources.map(({ text }) => text.split("\n").length - 1);
  const fakes = lines[names.indexOf("testing.ts")] ?? Infinity;
  expect(names.length).toBeGreaterThan(5);
  expect(lines.reduce((sum, each) => sum + each, 0) - fakes).toBeLessThan(1_500);
  expect(fakes).toBeLessThan(100);
});

test("the client does not import its fakes", () => {
  const importers = sources.filter(({ text }) => /from ".*testing/.test(text));
  expect(importers.map(({ fileName }) => fileName)).toEqual(["testing.ts"]);
});

test("the search finds what is there", () => {
  const kinds = [ts.SyntaxKind.ClassDeclaration, ts.SyntaxKind.StringKeyword] as const;
  expect(found(kinds[0])).toHaveLength(4);
  expect(found(kinds[1]).length).toBeGreaterThan(50);
});

test("no any, no assertion, no non-null, no enum, no namespace", () => {
  const { AnyKeyword, AsExpression, TypeAssertionExpression, NonNullExpression } = ts.SyntaxKind;
  expect(found(AnyKeyword, TypeAssertionExpression, NonNullExpression)).toEqual([]);
  expect(found(AsExpression).filter((text) => !text.endsWith("as const"))).toEqual([]);
  expect(found(ts.SyntaxKind.EnumDeclaration, ts.SyntaxKind.ModuleDeclaration)).toEqual([]);
});

test("no default export", () => {
  const { ExportAssignment, DefaultKeyword } = ts.SyntaxKind;
  expect(found(ExportAssignment, DefaultKeyword)).toEqual([]);
});

test("imports lead to the runtime and to its own files only, and none is dynamic", () => {
  const specifiers = sources.flatMap((file) =>
    file.statements.flatMap((each) =>
      (ts.isImportDeclaration(each) || ts.isExportDeclaration(each)) &&
      each.moduleSpecifier !== undefined &&
      ts.isStringLiteral(each.moduleSpecifier)
        ? [each.moduleSpecifier.text]
        : [],
    ),
  );
  expect(specifiers).toContain("@discogen/runtime");
  const strange = specifiers.filter(
    (each) => !/^(?:@discogen\/runtime(?:\/testing)?$|\.\.?\/.+\.js$)/.test(each),
  );
  expect(strange).toEqual([]);
  expect(found(ts.SyntaxKind.ImportKeyword).filter((text) => text === "import")).toEqual([]);
});

test("one signature for each method: no overloads", () => {
  const methods = found(ts.SyntaxKind.MethodDeclaration);
  // The document's, and batch.
  expect(methods).toHaveLength(18);
  expect(methods.filter((text) => !text.includes("{"))).toEqual([]);
});

test("every file says what it is and that edits are lost; none names a date or a version", () => {
  for (const { fileName, text } of sources) {
    expect(text, fileName).toMatch(/^\/\/ .*reseller:v1.*discogen generate.*\n/);
    expect(text.split("\n")[0], fileName).not.toMatch(/\d{4}|\d+\.\d+/);
  }
});
