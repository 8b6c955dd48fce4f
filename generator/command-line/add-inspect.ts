import { Option, type Command } from "commander";
import type { InspectOptions } from "../commands/inspect.js";
import type { CommandContext } from "./command-context.js";
import { addExamples } from "./examples.js";
import { aDocument, config, discoveryUrl, lenient, noConfig } from "./options.js";

export function addInspect(root: Command, { console, finish }: CommandContext): void {
  const command = root
    .command("inspect")
    .summary("an API at a glance")
    .description(
      "Prints the resources of an API, and each method with its verb, path and first sentence.",
    )
    .argument("<document>", aDocument)
    .option("--json", "print the model, the overrides or the calls as JSON")
    .option("--overrides", "print what the configuration corrects in the document, and why")
    .addOption(
      new Option(
        "--googleapis",
        "print each call of Google's own client for Node beside ours",
      ).conflicts("overrides"),
    )
    .option(...config)
    .option(...noConfig)
    .option(...lenient)
    .option(...discoveryUrl)
    .action(async (document: string, flags: InspectOptions) => {
      const { inspect } = await import("../commands/inspect.js");
      finish(await inspect(document, flags, console));
    });
  addExamples(command, [
    ["inspect reseller:v1", "what is in an API? Its document comes from Google"],
    ["inspect discovery/reseller-v1.json", "the API as the configuration's client has it"],
    ["inspect --json reseller.json", "the model, for programs"],
    ["inspect --googleapis reseller:v1", "which call of googleapis is which one here?"],
    ["inspect --overrides reseller.json", "what does the configuration correct in it?"],
  ]);
}
