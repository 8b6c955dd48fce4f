#!/usr/bin/env node
/** The command line: the only place that prints, and the only one that knows exit codes. */
import { Command, CommanderError } from "commander";
import { problemLine, type Console } from "./commands/report.js";
import { releaseFolders } from "./output/hold-folder.js";
import { codeOf, reasonOf } from "./system-error.js";
import { CannotRun, visible } from "./problem.js";
import { generatorVersion } from "./version.js";

const exitCodes = { fine: 0, cannotRun: 2, bug: 70, interrupted: 130 } as const;

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

interface Flags {
  readonly config?: string | false;
  readonly output?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly lenient?: boolean;
  readonly overrides?: boolean;
}

type Finish = (code: number) => void;

function program(finish: Finish): Command {
  const root = new Command("discogen")
    .description("Turns Google API discovery documents into typed TypeScript clients.")
    .version(generatorVersion)
    .showHelpAfterError("(discogen --help lists all commands)")
    .addHelpText("after", examples)
    .exitOverride();
  addGenerate(root, finish);
  addCheck(root, finish);
  addInspect(root, finish);
  return root;
}

const examples = `
Examples:
  discogen generate                            write the clients of discogen.config.json
  discogen generate reseller-v1.json -o out    write one client, without a configuration
  discogen check                               are the generated files what the documents say?
  discogen inspect reseller-v1.json            what is in an API?
  discogen inspect --overrides reseller.json   what does the configuration correct in it?

Exit codes: 0 fine, 1 check found differences, 2 cannot run, 70 a bug of discogen, 130 interrupted.`;

const aDocument = "path of a discovery document, - for standard input";
const leniently =
  "go on with the type unknown where a document refers to a schema it does not have";
const theConfig = "the configuration; default discogen.config.json, if there is one";

function addGenerate(root: Command, finish: Finish): void {
  root
    .command("generate")
    .summary("write the clients named in discogen.config.json, or of the given documents")
    .description(
      "Writes a client package for each document: only files that differ, and none that was edited.",
    )
    .argument("[document...]", aDocument)
    .option("-o, --output <folder>", "write the packages below this folder")
    .option("-c, --config <path>", theConfig)
    .option("--lenient", leniently)
    .option("--force", "overwrite files that were edited, and files of others that are in the way")
    .action(async (documents: string[], { output: out, ...flags }: Flags) => {
      const { generate } = await import("./commands/generate.js");
      finish(await generate({ ...flags, documents, out }, console));
    });
}

function addCheck(root: Command, finish: Finish): void {
  root
    .command("check")
    .summary("is everything under generated/ what the documents say?")
    .description(
      "Generates in memory, compares, and names every file that differs. Writes nothing.",
    )
    .argument("[document...]", aDocument)
    .option("-o, --output <folder>", "the folder the packages are in")
    .option("-c, --config <path>", theConfig)
    .option("--lenient", leniently)
    .action(async (documents: string[], { output: out, ...flags }: Flags) => {
      const { check } = await import("./commands/check.js");
      finish(await check({ ...flags, documents, out }, console));
    });
}

function addInspect(root: Command, finish: Finish): void {
  root
    .command("inspect")
    .summary("an API at a glance")
    .description(
      "Prints the resources of an API, and each method with its verb, path and first sentence.",
    )
    .argument("<document>", aDocument)
    .option("--json", "print the model, or the overrides, as JSON")
    .option("--overrides", "print what the configuration corrects in the document, and why")
    .option("-c, --config <path>", theConfig)
    .option("--no-config", "the document as it is, without overrides and selection")
    .option("--lenient", leniently)
    .action(async (document: string, flags: Flags) => {
      const { inspect } = await import("./commands/inspect.js");
      finish(await inspect(document, flags, console));
    });
}

async function run(words: readonly string[]): Promise<number> {
  let code: number = exitCodes.fine;
  try {
    await program((result) => (code = result)).parseAsync(words);
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
