/** What must compile, on every version of TypeScript that generated clients promise; where the corpus is tested. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findCompilers, matrix } from "#generator/corpus/compilers.js";
import { run } from "#generator/corpus/run-program.js";
import { accepted } from "./accepted.js";
import { head } from "./compile.js";
import { acceptedFakes } from "./fakes.js";

const compilerOptions = {
  target: "es2022",
  lib: ["es2022"],
  types: [],
  module: "nodenext",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  noEmit: true,
};

describe.skipIf(process.env["DISCOGEN_CORPUS"] === undefined)("TypeScript", () => {
  test.each(matrix)("%s", { timeout: 180_000 }, async (version) => {
    const [compiler] = await findCompilers([version]);
    const folder = mkdtempSync(join(import.meta.dirname, "compiler-"));
    try {
      for (const [index, text] of Object.values({ ...accepted, ...acceptedFakes }).entries()) {
        writeFileSync(join(folder, `case-${index}.mts`), head + text);
      }
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
      const words = [compiler?.tsc ?? "", "-p", folder, "--pretty", "false"];
      const { code, stdout } = await run(process.execPath, words, folder);
      expect(stdout).toBe("");
      expect(code).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
