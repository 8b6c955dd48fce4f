/** Real documents, where `DISCOGEN_CORPUS` says they are: all generate, and what they generate compiles. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fineLines, linesOf, refusalLines, runCli, start, type Run } from "../cli/run-cli.js";
import { root } from "./paths.js";

const corpus = process.env["DISCOGEN_CORPUS"];
const tsc = join(root, "node_modules/typescript/lib/tsc.js");
// Twice what it takes on two busy cores.
const patience = 120_000;

const standard = {
  target: "es2022",
  lib: ["es2022"],
  types: [],
  module: "nodenext",
  strict: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  noEmit: true,
};

/** Compiler options of users, from the mildest to the strictest. */
const optionSets = {
  plain: standard,
  strictest: {
    ...standard,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    noImplicitReturns: true,
    noImplicitOverride: true,
    noFallthroughCasesInSwitch: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    isolatedModules: true,
    erasableSyntaxOnly: true,
  },
};

const folder = mkdtempSync(join(tmpdir(), "discogen-corpus-"));

beforeAll(() => {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "node_modules/@discogen"), join(folder, "node_modules/@discogen"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The errors of all packages below a folder, as one program. */
async function typeErrors(below: string, name: keyof typeof optionSets): Promise<string[]> {
  const project = join(below, `tsconfig.${name}.json`);
  const include = ["**/src"];
  writeFileSync(project, JSON.stringify({ compilerOptions: optionSets[name], include }));
  const words = [tsc, "-p", project, "--pretty", "false"];
  const run = await start(process.execPath, words, { cwd: below, timeout: patience }).ended;
  expect(run.signal).toBe(null);
  return linesOf(run.stdout);
}

async function generate(paths: readonly string[], output: string): Promise<Run> {
  return runCli(["generate", ...paths, "-o", output], { cwd: folder, timeout: patience });
}

/** Each revision into a folder of its own, as all of them make the same package. */
async function generateEach(revisions: readonly string[], output: string): Promise<void> {
  for (const path of revisions) {
    const name = basename(path, ".json");
    const lines = fineLines(await generate([path], join(output, name)));
    expect(lines[0]).toContain(`reseller:v1 ${name}`);
  }
}

function below(...words: string[]): string[] {
  const directory = join(corpus ?? "", ...words);
  return readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(directory, name));
}

const both = Object.keys(optionSets) as (keyof typeof optionSets)[];

describe.skipIf(corpus === undefined)("the corpus", () => {
  test("every revision of reseller:v1 generates and compiles", { timeout: patience }, async () => {
    const revisions = below("revisions", "reseller.v1");
    expect(revisions).toHaveLength(11);
    const output = join(folder, "revisions");
    await Promise.all([
      generateEach(revisions.slice(0, 6), output),
      generateEach(revisions.slice(6), output),
    ]);
    expect(readdirSync(output)).toHaveLength(11);
    expect(await Promise.all(both.map((name) => typeErrors(output, name)))).toEqual([[], []]);
  });

  test(
    "all thirty documents generate or say why not; all compile",
    { timeout: patience },
    async () => {
      const documents = below("documents");
      expect(documents).toHaveLength(30);
      const broken = documents.filter((path) => path.endsWith("integrations.v1.json"));
      const output = join(folder, "documents");
      const [good, bad] = await Promise.all([
        generate(
          documents.filter((path) => !broken.includes(path)),
          output,
        ),
        generate(broken, join(folder, "broken")),
      ]);
      expect(fineLines(good)).toHaveLength(29);
      const problems = refusalLines(bad);
      expect(problems).toHaveLength(4);
      for (const line of problems)
        expect(line).toMatch(/:\d+:\d+ \/resources\/.*\[dangling-ref\]$/);
      expect(readdirSync(folder)).not.toContain("broken");
      expect(await Promise.all(both.map((name) => typeErrors(output, name)))).toEqual([[], []]);
    },
  );

  test("an error in generated code would be seen", async () => {
    const output = join(folder, "wrong");
    const client = join(root, "generated/reseller-v1");
    cpSync(join(client, "src"), join(output, "src"), { recursive: true });
    cpSync(join(client, "package.json"), join(output, "package.json"));
    writeFileSync(join(output, "src/wrong.ts"), "export const wrong: string = 5;\n");
    expect(await typeErrors(output, "plain")).toEqual([
      expect.stringMatching(/wrong\.ts\(1,14\): error TS2322/) as unknown,
    ]);
  });
});
