/** Runs `npm run corpus` as CI does: as a process of its own. */
import { fileURLToPath } from "node:url";
import { start, type Run } from "../cli/run-cli.js";

const main = fileURLToPath(new URL("../../dist/generator/corpus/main.js", import.meta.url));

/** Problems of real documents that are known. */
export const expectedPath = fileURLToPath(new URL("expected.json", import.meta.url));

/** Twice what it takes on two busy cores. */
export const patience = 600_000;

/** What `--json` prints, as far as the tests look at it. */
export interface CorpusReport {
  readonly documents: readonly {
    readonly path: string;
    readonly folder: string;
    readonly document: string;
    readonly revision: string;
    readonly methods: number;
    readonly lines: number;
    readonly problems: readonly { readonly name: string }[];
    readonly warnings: readonly string[];
  }[];
  readonly checks: readonly {
    readonly typescript: string;
    readonly exactOptionalPropertyTypes: boolean;
    readonly errors: readonly string[];
  }[];
  readonly totals: { readonly documents: number; readonly methods: number; readonly lines: number };
  readonly findings: readonly string[];
}

/** Runs the command with the given words to its end. */
export function runCorpus(words: readonly string[], cwd: string): Promise<Run> {
  return start(process.execPath, [main, ...words], { cwd, timeout: patience }).ended;
}
