import type { Command } from "commander";
import type { VersionOptions } from "../commands/version.js";
import type { CommandContext } from "./command-context.js";
import { addExamples } from "./examples.js";
import { lenient } from "./options.js";

export function addVersion(root: Command, { console, finish }: CommandContext): void {
  const command = root
    .command("version")
    .summary("the versions of the clients, or move one of them")
    .description(
      "Lists the clients of the configuration with their versions, or moves the version of one, in the lock and in package.json. Nothing else changes: a client that check would find differences in is generated first, and CHANGELOG.md is yours. Below 1.0.0 major moves the minor number, minor and patch the patch number. A version only rises.",
    )
    .argument(
      "[client]",
      "its folder, package, name:version or name; can be left out if there is only one",
    )
    .argument(
      "[version]",
      "major, minor, patch, x.y.z, or x.y.z-tag before a release; default none",
    )
    .option("--dry-run", "tell which version it would be, and write nothing")
    .option("--json", "print the clients with their versions as JSON")
    .option("-c, --config <path>", "the configuration; default discogen.config.json")
    .option(...lenient)
    .action(async (first: string | undefined, second: string | undefined, flags: Flags) => {
      const { version } = await import("../commands/version.js");
      const words = [first, second].filter((word) => word !== undefined);
      finish(await version({ ...flags, words }, console));
    });
  addExamples(command, [
    ["version", "which versions do the clients have?"],
    ["version minor", "move that of the only client"],
    ["version reseller major", "move that of one of several"],
    ["version generated/reseller-v1 2.0.0-rc.1", "the version itself, here one before a release"],
    ["version reseller patch --dry-run", "which version would that be?"],
  ]);
}

type Flags = Omit<VersionOptions, "words">;
