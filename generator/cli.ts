#!/usr/bin/env node
/** The command line: the only place that prints, and the only one that knows exit codes. */
import { Command, CommanderError, Option } from "commander";
import type { DiffOptions } from "./commands/diff.js";
import type { UpdateOptions } from "./commands/update.js";
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
  readonly discoveryUrl?: string;
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
  addDiff(root, finish);
  addExplain(root, finish);
  addUpdate(root, finish);
  return root;
}

const examples = `
Examples:
  discogen generate                            write the clients of discogen.config.json
  discogen generate reseller-v1.json -o out    write one client, without a configuration
  discogen check                               are the generated files what the documents say?
  discogen inspect reseller:v1                 what is in an API? Its document comes from Google
  discogen inspect --overrides reseller.json   what does the configuration correct in it?
  discogen diff old.json new.json              what does a new revision change and break?
  discogen explain property-removed            why is a change graded so?
  discogen update --dry-run                    is there anything new, and whom would it break?

Exit codes: 0 fine, 1 check or diff found something, 2 cannot run, 70 a bug of discogen, 130 interrupted.`;

const aDocument =
  "a discovery document: a path, - for standard input, a URL, name:version, or git-revision:path";
const aDiscoveryUrl = "whom name:version is asked of; default Google's discovery service";
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
    .option("--discovery-url <url>", aDiscoveryUrl)
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
    .option("--discovery-url <url>", aDiscoveryUrl)
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
    .option("--discovery-url <url>", aDiscoveryUrl)
    .action(async (document: string, flags: Flags) => {
      const { inspect } = await import("./commands/inspect.js");
      finish(await inspect(document, flags, console));
    });
}

const formats = [
  "text",
  "json",
  "markdown",
  "github",
  "sarif",
  "junit",
  "html",
] as const satisfies readonly DiffOptions["format"][];

function addDiff(root: Command, finish: Finish): void {
  root
    .command("diff")
    .summary("what changed between two revisions, whom it breaks, which version is next")
    .description(
      "Compares two revisions of a document by what they mean, and grades every change: for installed programs (wire), for recompiling (types), for running after the upgrade (runtime), and for the version.",
    )
    .argument("<before>", aDocument)
    .argument("<after>", aDocument)
    .addOption(new Option("--format <format>", "how to print").choices(formats))
    .addOption(
      new Option(
        "--fail-on <changes>",
        "exit 1 for breaking changes, for additions too, or for any",
      ).choices(["breaking", "additive", "any", "never"]),
    )
    .addOption(
      new Option("--preset <axes>", "whose errors are breaking").choices(["all", "types", "wire"]),
    )
    .option("--all", "list changes without impact, too")
    .option("--allow-different-api", "compare documents of different APIs or versions")
    .option("-c, --config <path>", theConfig)
    .option("--no-config", "the documents as they are, without overrides and selection")
    .action(async (before: string, after: string, flags: DiffOptions) => {
      const { diff } = await import("./commands/diff.js");
      finish(await diff([before, after], flags, console));
    });
}

function addExplain(root: Command, finish: Finish): void {
  root
    .command("explain")
    .summary("a rule by which changes are graded: reason, grades, example")
    .description("Explains a rule that diff names; without a rule it lists all.")
    .argument("[rule]", "such as property-removed")
    .action(async (rule: string | undefined) => {
      const { explain } = await import("./commands/explain.js");
      finish(explain(rule, console));
    });
}

function addUpdate(root: Command, finish: Finish): void {
  root
    .command("update")
    .summary("take newer revisions: documents, clients, versions and changelogs")
    .description(
      "Asks the discovery service for the documents of the configuration. For each that says anything new it tells what changed, generates, moves the version, and writes an entry of the changelog. Older revisions and broken documents are not taken.",
    )
    .argument("[api...]", "name:version, name, or the folder of a client; default all")
    .option("--from <folder>", "take the newest fitting documents of a folder instead")
    .option("--discovery-url <url>", "whom to ask; default Google's discovery service")
    .option("--dry-run", "tell what would change, and write nothing")
    .option("--allow-older", "take older revisions, and what was left before")
    .option("-c, --config <path>", "the configuration; default discogen.config.json")
    .action(async (apis: string[], flags: Omit<UpdateOptions, "apis">) => {
      const { update } = await import("./commands/update.js");
      finish(await update({ ...flags, apis }, console));
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
