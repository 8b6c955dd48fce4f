import type { Command } from "commander";
import type { HistoryOptions } from "../commands/history.js";
import type { CommandContext } from "./command-context.js";
import { addExamples } from "./examples.js";
import { config, discoveryUrl } from "./options.js";

export function addHistory(root: Command, { console, finish }: CommandContext): void {
  const command = root
    .command("history")
    .summary("the revisions of a document, with what each changed")
    .description(
      "Prints a line for each revision of a document, the oldest first: its date, the bump that it asks for, how many changes of each level, and the most important one.",
    )
    .argument("<document>", "a document, or a folder with its revisions")
    .argument(
      "[revisions...]",
      "its other revisions: documents, and folders that have them; without them those that git has of its file",
    )
    .option("--json", "print the table as JSON, with all changes")
    .option(...config)
    .option("--no-config", "the documents as they are, without overrides and selection")
    .option(...discoveryUrl)
    .action(async (document: string, revisions: string[], flags: HistoryOptions) => {
      const { history } = await import("../commands/history.js");
      finish(await history(document, revisions, flags, console));
    });
  addExamples(command, [
    ["history discovery/reseller-v1.json", "what each commit has changed in it"],
    ["history reseller:v1 old/", "Google's document and the older ones of a folder"],
    ["history revisions/", "a folder with nothing but revisions of one document"],
    ["history --json revisions/", "the same for programs"],
  ]);
}
