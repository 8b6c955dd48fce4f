#!/usr/bin/env node
/** The command line: the only place that prints, and the only one that knows exit codes. */
import { CommanderError } from "commander";
import { exitCodes } from "./command-line/exit-codes.js";
import { buildProgram } from "./command-line/program.js";
import { Terminal } from "./command-line/terminal.js";
import { problemLine } from "./commands/report.js";
import { releaseFolders } from "./output/hold-folder.js";
import { codeOf, reasonOf } from "./system-error.js";
import { CannotRun } from "./problem.js";
import { generatorVersion } from "./version.js";

const terminal = new Terminal();

async function run(words: readonly string[]): Promise<number> {
  let code: number = exitCodes.fine;
  try {
    const finish = (result: number): void => void (code = result);
    const beQuiet = (): void => terminal.beQuiet();
    const context = { console: terminal, finish, beQuiet, untilStopped };
    await buildProgram(context, words[2]).parseAsync(words);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.fine : exitCodes.cannotRun;
    }
    if (error instanceof CannotRun) {
      for (const problem of error.problems) terminal.err(problemLine(problem));
      return exitCodes.cannotRun;
    }
    reportBug(error);
    return exitCodes.bug;
  } finally {
    terminal.end();
  }
}

/** A failure that no document may cause. */
function reportBug(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  terminal.err(`discogen ${generatorVersion} failed: ${text}`);
  terminal.err("This is a bug of discogen. Please report it with the document and this output;");
  terminal.err("DISCOGEN_DEBUG=1 adds where it happened.");
  if (process.env["DISCOGEN_DEBUG"] && error instanceof Error) terminal.err(error.stack ?? "");
}

let stop = (): void => {
  terminal.end();
  releaseFolders();
  process.exit(exitCodes.interrupted);
};
function untilStopped(): Promise<void> {
  return new Promise((resolve) => (stop = resolve));
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop());
let isLost = false;
process.stdout.on("error", (error) => {
  // A reader that has seen enough (`| head`) is no failure, and what is being written is written to the end.
  if (codeOf(error) === "EPIPE" || isLost) return;
  isLost = true;
  terminal.err(`standard output cannot be written: ${reasonOf(error)}`);
  process.exitCode = exitCodes.cannotRun;
});

const code = await run(process.argv);
if (!isLost) process.exitCode = code;
