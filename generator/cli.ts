#!/usr/bin/env node
/** The command line: the only place that prints, and the only one that knows exit codes. */
import { CommanderError } from "commander";
import { exitCodes } from "./command-line/exit-codes.js";
import { buildProgram } from "./command-line/program.js";
import { problemLine, type Console } from "./commands/report.js";
import { releaseFolders } from "./output/hold-folder.js";
import { codeOf, reasonOf } from "./system-error.js";
import { CannotRun, visible } from "./problem.js";
import { generatorVersion } from "./version.js";

let hasTold = false;
const console: Console = {
  out: (text) => void process.stdout.write(`${printable(text)}\n`),
  err: (text) => {
    hasTold = true;
    process.stderr.write(`${printable(text)}\n`);
  },
  get hasTold() {
    return hasTold;
  },
};

/** A text of one line or more, with all that a terminal might obey escaped; JSON means the same after it. */
function printable(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

async function run(words: readonly string[]): Promise<number> {
  let code: number = exitCodes.fine;
  try {
    const finish = (result: number): void => void (code = result);
    await buildProgram({ console, finish }).parseAsync(words);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.fine : exitCodes.cannotRun;
    }
    if (error instanceof CannotRun) {
      for (const problem of error.problems) console.err(problemLine(problem));
      return exitCodes.cannotRun;
    }
    reportBug(error);
    return exitCodes.bug;
  }
}

/** A failure that no document may cause. */
function reportBug(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  console.err(`discogen ${generatorVersion} failed: ${text}`);
  console.err("This is a bug of discogen. Please report it with the document and this output;");
  console.err("DISCOGEN_DEBUG=1 adds where it happened.");
  if (process.env["DISCOGEN_DEBUG"] && error instanceof Error) console.err(error.stack ?? "");
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    releaseFolders();
    process.exit(exitCodes.interrupted);
  });
}
let isLost = false;
process.stdout.on("error", (error) => {
  // A reader that has seen enough (`| head`) is no failure, and what is being written is written to the end.
  if (codeOf(error) === "EPIPE" || isLost) return;
  isLost = true;
  console.err(`standard output cannot be written: ${reasonOf(error)}`);
  process.exitCode = exitCodes.cannotRun;
});

const code = await run(process.argv);
if (!isLost) process.exitCode = code;
