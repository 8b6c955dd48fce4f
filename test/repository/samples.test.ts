/** Every TypeScript sample of every README compiles as a reader would paste it. */
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { readText } from "./paths.js";

const folder = fileURLToPath(new URL(".", import.meta.url));
const readmes = [
  "README.md",
  "runtime/README.md",
  "generated/reseller-v1/README.md",
  "generated/reseller-v1/docs/from-googleapis.md",
];

// `export {}` makes it a module, as `await` needs; the console is the least that every runtime has.
const tail = "\nexport {};\ndeclare global { var console: { log(...values: unknown[]): void } }\n";

// In the README of a client a sample that makes none stands behind one that does.
const client = `import type { ResellerClient } from "@discogen/reseller-v1";
declare const client: ResellerClient;
`;

/** The `ts` samples of a text, as they stand in it. */
function samplesOf(text: string, readme: string): string[] {
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, sample = ""]) =>
    readme.startsWith("generated/") && !sample.includes("new ResellerClient(")
      ? client + sample
      : sample,
  );
}

function errorsOf(sample: string, exactOptionalPropertyTypes: boolean): string[] {
  const node = /from "node:|process\.|AbortController/.test(sample);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    types: node ? ["node"] : [],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    exactOptionalPropertyTypes,
    verbatimModuleSyntax: true,
    skipLibCheck: node,
    noEmit: true,
  };
  const path = `${folder}sample.mts`;
  const text = sample + (node ? "\nexport {};\n" : tail);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...words) =>
    name === path
      ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2022)
      : getSourceFile.call(host, name, ...words);
  host.fileExists = (name) => name === path || fileExists.call(host, name);
  const program = ts.createProgram([path], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe.each(readmes)("%s", (readme) => {
  const samples = samplesOf(readText(readme), readme);

  test("has samples", () => {
    expect(samples.length).toBeGreaterThan(0);
  });

  test.each(samples.map((sample, index) => ({ sample, number: index + 1 })))(
    "sample $number compiles",
    ({ sample }) => {
      expect(errorsOf(sample, true)).toEqual([]);
      expect(errorsOf(sample, false)).toEqual([]);
    },
  );
});

test("a wrong sample would be seen", () => {
  const sample = `import { ResellerClient } from "@discogen/reseller-v1";\nawait new ResellerClient().customers.fetch();\n`;
  expect(errorsOf(sample, true)).toEqual([
    "Property 'fetch' does not exist on type 'CustomersResource'.",
  ]);
});
