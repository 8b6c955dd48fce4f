import { Option, type Command } from "commander";
import type { UpdateOptions } from "../commands/update.js";
import type { CommandContext } from "./command-context.js";
import { addExamples } from "./examples.js";
import { preset } from "./options.js";

export function addUpdate(root: Command, { console, finish }: CommandContext): void {
  const command = root
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
    .addOption(
      new Option(
        "--fail-on <changes>",
        "exit 1 and leave revisions that break, that add too, or that change anything",
      ).choices(["breaking", "additive", "any", "never"]),
    )
    .addOption(preset())
    .option("--no-verify", "ask no compiler whether the verdict is right")
    .option("--json", "print what was done as JSON")
    .option("-c, --config <path>", "the configuration; default discogen.config.json")
    .action(async (apis: string[], flags: Omit<UpdateOptions, "apis">) => {
      const { update } = await import("../commands/update.js");
      finish(await update({ ...flags, apis }, console));
    });
  addExamples(command, [
    ["update --dry-run", "is there anything new, and whom would it break?"],
    ["update", "take whatever is new"],
    ["update reseller", "of one API only"],
    ["update --fail-on breaking", "take what breaks nobody, exit 1 for the others"],
    ["update --from ../documents", "from a folder instead of the network"],
  ]);
}
