/** The command line as commander knows it: help, manual and docs/cli.md are made of it. */
import { Command } from "commander";
import { generatorVersion } from "../version.js";
import { addCheck } from "./add-check.js";
import { addDiff } from "./add-diff.js";
import { addExplain } from "./add-explain.js";
import { addGenerate } from "./add-generate.js";
import { addInit } from "./add-init.js";
import { addHistory } from "./add-history.js";
import { addInspect } from "./add-inspect.js";
import { addServe } from "./add-serve.js";
import { addUpdate } from "./add-update.js";
import { addVersion } from "./add-version.js";
import type { CommandContext } from "./command-context.js";
import { exitCodesText } from "./exit-codes.js";
import { addExamples } from "./examples.js";

/** The commands in the order of the help. */
const commands: ReadonlyMap<string, (root: Command, context: CommandContext) => void> = new Map([
  ["init", addInit],
  ["generate", addGenerate],
  ["check", addCheck],
  ["inspect", addInspect],
  ["diff", addDiff],
  ["update", addUpdate],
  ["version", addVersion],
  ["history", addHistory],
  ["explain", addExplain],
  ["serve", addServe],
]);

/**
 * All commands with their options; none has run.
 *
 * @param first - The first word of a command line. If it is a command, the others are left out: they would be
 *   built for nothing.
 */
export function buildProgram(context: CommandContext, first = ""): Command {
  const root = new Command("discogen")
    .description("Turns Google API discovery documents into typed TypeScript clients.")
    .version(generatorVersion)
    .showHelpAfterError("(discogen --help lists all commands)")
    .exitOverride();
  addExamples(root, [
    ["init reseller:v1", "start a project; the document comes from Google"],
    ["generate", "write the clients of discogen.config.json"],
    ["generate reseller-v1.json -o out", "write one client, without a configuration"],
    ["check", "are the generated files what the documents say?"],
    ["inspect reseller:v1", "what is in an API? Its document comes from Google"],
    ["diff old.json new.json", "what does a new revision change and break?"],
    ["explain property-removed", "why is a change graded so?"],
    ["update --dry-run", "is there anything new, and whom would it break?"],
    ["serve reseller-v1.json", "a fake of the API on this machine, to try any client against"],
  ]);
  root.addHelpText("after", `\n${exitCodesText}`);
  const wanted = commands.get(first);
  for (const add of wanted === undefined ? commands.values() : [wanted]) add(root, context);
  addCommon(root, context);
  return root;
}

/** Every command helps where it is misused, and can be quiet where it says more than what was asked for. */
function addCommon(root: Command, { beQuiet }: CommandContext): void {
  for (const command of root.commands) {
    command.showHelpAfterError(`(discogen ${command.name()} --help has examples)`);
    if (command.name() === "explain") continue;
    command.option("-q, --quiet", "say only what was asked for, and what is wrong");
    command.hook("preAction", () => {
      if (command.opts<{ quiet?: boolean }>().quiet === true) beQuiet();
    });
  }
}
