import { parseArgs } from "node:util";
import { matrix } from "./compilers.js";
import type { CorpusOptions } from "./run-corpus.js";

/** How the command is called. */
export const usage = `Usage: npm run corpus -- <folder...> [options]

Generates a client from every *.json below the folders, type-checks them all as one program, and
prints a table.

  --expect <file>          JSON: the exact problems of documents that have some, by "name.version revision"
  --json                   print the result as JSON
  --typescript <version,…> check with these versions or folders of a typescript package
  --both                   check with exactOptionalPropertyTypes on and off
  --matrix                 --both with TypeScript ${matrix.join(", ")}
  --output <folder>        keep the packages in this folder, which must be empty

Exit codes: 0 fine, 1 a document failed or does not compile, 2 cannot run.`;

/** What the command line says, or what is wrong with it. */
export type Arguments =
  { readonly options: CorpusOptions; readonly json: boolean } | { readonly wrong: string };

/** Reads the words of the command line. */
export function readArguments(words: readonly string[]): Arguments {
  try {
    return chosen(parse(words));
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

function chosen({ values, positionals: folders }: ReturnType<typeof parse>): Arguments {
  if (folders.length === 0) return { wrong: "no folder was named" };
  const { expect = null, output = null, typescript, matrix: all, both, json } = values;
  if (all && typescript !== "") {
    return { wrong: "--matrix names the versions: leave out --typescript" };
  }
  const versions = all ? matrix : typescript.split(",").filter(Boolean);
  const exact = all || both ? [true, false] : [true];
  return { options: { folders, expect, typescript: versions, exact, output }, json };
}

function parse(words: readonly string[]) {
  return parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      expect: { type: "string" },
      json: { type: "boolean", default: false },
      typescript: { type: "string", default: "" },
      both: { type: "boolean", default: false },
      matrix: { type: "boolean", default: false },
      output: { type: "string" },
    },
  });
}
