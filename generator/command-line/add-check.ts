import type { Command } from "commander";
import type { CheckOptions } from "../commands/check.js";
import type { CommandContext } from "./command-context.js";
import { addExamples } from "./examples.js";
import { aDocument, config, discoveryUrl, lenient } from "./options.js";

type Flags = Omit<CheckOptions, "documents" | "out"> & { readonly output?: string };

export function addCheck(root: Command, { console, finish }: CommandContext): void {
  const command = root
    .command("check")
    .summary("is everything under generated/ what the documents say?")
    .description(
      "Generates in memory, compares, and names every file that differs, with the cause: edited, missing, foreign, or made anew because the document, the configuration or discogen changed. Writes nothing.",
    )
    .argument("[document...]", aDocument)
    .option("-o, --output <folder>", "the folder the packages are in")
    .option(...config)
    .option(...lenient)
    .option(...discoveryUrl)
    .option("--json", "print the differences as JSON")
    .action(async (documents: string[], { output: out, ...flags }: Flags) => {
      const { check } = await import("../commands/check.js");
      finish(await check({ ...flags, documents, out }, console));
    });
  addExamples(command, [
    ["check", "all clients of discogen.config.json, as CI does it"],
    ["check reseller-v1.json -o out", "one client, without a configuration"],
  ]);
}
