import { Option, type Command } from "commander";
import type { InitOptions } from "../commands/init.js";
import { packageManagers } from "../init/package-manager.js";
import type { CommandContext } from "./command-context.js";
import { addExamples, type Example } from "./examples.js";
import { aDocument, discoveryUrl, lenient } from "./options.js";

interface Flags extends Omit<InitOptions, "documents" | "out" | "manager"> {
  readonly output?: string;
  readonly packageManager?: InitOptions["manager"];
}

const examples: readonly Example[] = [
  ["init reseller:v1", "the document comes from Google"],
  [
    "init ../reseller.json --name @acme/reseller",
    "a document that lies elsewhere, and a package to publish",
  ],
  ["init", "the documents that lie in discovery/; or what else is missing beside a configuration"],
  ["init reseller:v1 --dry-run", "which files would that be?"],
];

export function addInit(root: Command, { console, finish }: CommandContext): void {
  const command = root
    .command("init")
    .summary("a configuration, documents and CI workflows for a new project")
    .description(
      "Makes a project of the working directory: discogen.config.json, the documents below discovery/, workflows that check pull requests, open updates every week and publish by tag; package.json and .gitignore where there is no package.json. The package manager is that of the lock file. No file that is there is written over.",
    )
    .argument("[document...]", aDocument)
    .option(
      "--name <package>",
      "the npm name of the client; default: that of the API, in the scope of package.json, or private",
    )
    .option(
      "-o, --output <folder>",
      "where clients go; default generated, or a folder of workspaces",
    )
    .addOption(
      new Option("--package-manager <name>", "instead of the one that is found").choices(
        packageManagers,
      ),
    )
    .option("--no-workflows", "write no workflows")
    .option(...lenient)
    .option(...discoveryUrl)
    .option("--dry-run", "tell what would be written, and write nothing")
    .option("--json", "tell it as JSON")
    .action(
      async (documents: string[], { output: out, packageManager: manager, ...flags }: Flags) => {
        const { init } = await import("../commands/init.js");
        finish(await init({ ...flags, documents, out, manager }, console));
      },
    );
  addExamples(command, examples);
}
