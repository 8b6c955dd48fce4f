/** All packages, as one program for each compiler and set of options → what the compiler finds. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { keyOf, type GeneratedDocument } from "./corpus-document.js";
import type { Compiler } from "./compilers.js";
import { run, type ProgramRun } from "./run-program.js";

/** What one compiler says of all packages. */
export interface TypeCheck {
  readonly typescript: string;
  readonly exactOptionalPropertyTypes: boolean;
  readonly ms: number;
  /** Each with the document it is of, and its place. */
  readonly errors: readonly string[];
}

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

/** The mildest options that users have, or the strictest. */
function optionsOf(exact: boolean, { version }: Compiler): object {
  if (!exact) return { ...standard, exactOptionalPropertyTypes: false };
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return {
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
    // TypeScript has it since 5.8.
    ...(major > 5 || minor >= 8 ? { erasableSyntaxOnly: true } : {}),
  };
}

/** Type-checks the packages below a folder. */
export async function checkTypes(
  output: string,
  documents: readonly GeneratedDocument[],
  compiler: Compiler,
  exact: boolean,
): Promise<TypeCheck> {
  const config = `tsconfig.${compiler.version}.${exact ? "exact" : "plain"}.json`;
  const compilerOptions = optionsOf(exact, compiler);
  const include = documents
    .filter(({ lines }) => lines > 0)
    .flatMap(({ folder }) => [`${folder}/src`, `${folder}/samples`]);
  await writeFile(join(output, config), JSON.stringify({ compilerOptions, include }));
  const words = [compiler.tsc, "-p", config, "--pretty", "false"];
  const ended = await run(process.execPath, words, output);
  return {
    typescript: compiler.version,
    exactOptionalPropertyTypes: exact,
    ms: ended.ms,
    errors: errorsOf(ended, documents),
  };
}

function errorsOf(
  { code, stdout, stderr }: ProgramRun,
  documents: readonly GeneratedDocument[],
): string[] {
  const keys = new Map(documents.map((document) => [document.folder, keyOf(document)]));
  // The reasons of an error follow it, indented.
  const errors = stdout.split("\n").filter((line) => /\berror TS\d+: /.test(line));
  const named = errors.map((line) => {
    const key = keys.get(line.slice(0, line.search(/[\\/]/)));
    return key === undefined ? line : `${key}: ${line}`;
  });
  if (code === 0 || named.length > 0) return named;
  const last = `${stdout}${stderr}`.trim().split("\n").slice(-3).join(" ");
  return [`the compiler ended without a result (${code ?? "killed"}): ${last}`];
}
