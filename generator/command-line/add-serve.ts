import { InvalidArgumentError, type Command } from "commander";
import type { ServeOptions } from "../commands/serve.js";
import type { CommandContext } from "./command-context.js";
import { addExamples } from "./examples.js";
import { aDocument, config, discoveryUrl, lenient, noConfig } from "./options.js";

export function addServe(root: Command, { console, finish, untilStopped }: CommandContext): void {
  const command = root
    .command("serve")
    .summary("the API as a fake HTTP server on this machine")
    .description(
      "Answers every method by the document: remembers what is created, refuses what the document does not have, hands out tokens. Prints its address, and ends with 0 when it is interrupted.",
    )
    .argument("<document>", aDocument)
    .option("--port <number>", "the port; 0 for a free one", readPort, 0)
    .option("--host <name>", "a name or address of this machine", "127.0.0.1")
    .option("--json", "print the addresses as JSON")
    .option(...config)
    .option(...noConfig)
    .option(...lenient)
    .option(...discoveryUrl)
    .action(async (document: string, flags: ServeOptions) => {
      const { serve } = await import("../commands/serve.js");
      finish(await serve(document, flags, console, untilStopped));
    });
  addExamples(command, [
    ["serve reseller-v1.json", "at a free port, which it prints"],
    ["serve reseller:v1 --port 8080", "at http://127.0.0.1:8080/; the document comes from Google"],
    ["serve --json reseller-v1.json", "its addresses as JSON, for programs"],
  ]);
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError("It must be a number from 0 to 65535.");
}
