import { Option, type Command } from "commander";
import type { DiffOptions } from "../commands/diff.js";
import type { CommandContext } from "./command-context.js";
import { addExamples, type Example } from "./examples.js";
import { aDocument, config, discoveryUrl, preset } from "./options.js";

const formats = [
  "text",
  "json",
  "markdown",
  "github",
  "sarif",
  "junit",
  "html",
] as const satisfies readonly DiffOptions["format"][];

const examples: readonly Example[] = [
  ["diff old.json new.json", "what does the new revision change and break?"],
  ["diff HEAD:discovery/reseller-v1.json reseller:v1", "the committed document and Google's"],
  ["diff old.json new.json --fail-on breaking", "exit 1 if it breaks anybody"],
  ["diff --base main", "what does this branch change, and are the versions enough?"],
  ["diff old.json new.json --used-by tsconfig.json", "does it concern this project?"],
  ["diff old.json new.json --verify", "does a compiler agree?"],
  ["diff old.json new.json --format html > diff.html", "a page to read"],
];

export function addDiff(root: Command, { console, finish }: CommandContext): void {
  const command = root
    .command("diff")
    .summary("what changed between two revisions, whom it breaks, which version is next")
    .description(
      "Compares two revisions of a document by what they mean, and grades every change: for installed programs (wire), for recompiling (types), for running after the upgrade (runtime), and for the version.",
    )
    .argument("[before]", `the older one of two; ${aDocument}`)
    .argument("[after]", "the newer one, named in the same way")
    .option(
      "--base <revision>",
      "compare what git has there with the documents of the configuration (or those of them that are named), and see whether the versions of the packages have moved far enough",
    )
    .addOption(new Option("--format <format>", "how to print").choices(formats))
    .addOption(
      new Option(
        "--fail-on <changes>",
        "exit 1 for breaking changes, for additions too, or for any",
      ).choices(["breaking", "additive", "any", "never"]),
    )
    .addOption(preset())
    .option("--all", "list changes without impact, too")
    .option("--used-by <tsconfig>", "tell only what concerns the TypeScript project of this file")
    .option("--verify", "ask a compiler, and both clients, whether the verdict is right")
    .option("--allow-different-api", "compare documents of different APIs or versions")
    .option(...config)
    .option(...discoveryUrl)
    .option("--no-config", "the documents as they are, without overrides and selection")
    .action(async (before: string | undefined, after: string | undefined, flags: DiffOptions) => {
      const { diff } = await import("../commands/diff.js");
      const documents = [before, after].filter((each) => each !== undefined);
      finish(await diff(documents, flags, console));
    });
  addExamples(command, examples);
}
