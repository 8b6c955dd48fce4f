import type { Command } from "commander";
import type { GenerateOptions } from "../commands/generate.js";
import type { CommandContext } from "./command-context.js";
import { addExamples } from "./examples.js";
import { aDocument, config, discoveryUrl, lenient } from "./options.js";

type Flags = Omit<GenerateOptions, "documents" | "out"> & { readonly output?: string };

export function addGenerate(root: Command, { console, finish }: CommandContext): void {
  const command = root
    .command("generate")
    .summary("write the clients named in discogen.config.json, or of the given documents")
    .description(
      "Writes a client package for each document: only files that differ, and none that was edited.",
    )
    .argument("[document...]", aDocument)
    .option("-o, --output <folder>", "write the packages below this folder")
    .option(...config)
    .option(...lenient)
    .option(...discoveryUrl)
    .option("--force", "overwrite files that were edited, and files of others that are in the way")
    .option("--json", "tell as JSON what was written")
    .action(async (documents: string[], { output: out, ...flags }: Flags) => {
      const { generate } = await import("../commands/generate.js");
      finish(await generate({ ...flags, documents, out }, console));
    });
  addExamples(command, [
    ["generate", "all clients of discogen.config.json"],
    ["generate reseller-v1.json -o out", "one client, below out/, without a configuration"],
    ["generate reseller:v1 -o out", "the same; the document comes from Google"],
    ["generate - -o out < reseller.json", "the same, from standard input"],
  ]);
}
