/** The command line as plain data, for its manual. */
import type { Command } from "commander";
import { examplesOf, type Example } from "./examples.js";

/** A command with all that its help says. */
export interface DescribedCommand {
  /** `discogen generate` */
  readonly name: string;
  /** What is typed: `discogen generate [options] [document...]`. */
  readonly usage: string;
  readonly summary: string;
  readonly description: string;
  readonly arguments: readonly DescribedTerm[];
  readonly options: readonly DescribedTerm[];
  readonly examples: readonly Example[];
}

/** Something that can be typed, and what it means. */
export interface DescribedTerm {
  readonly term: string;
  readonly text: string;
}

/** A program and its commands, in the order of its help; the first is the program itself. */
export function describeProgram(root: Command): DescribedCommand[] {
  // `help` does what --help does.
  const commands = root.createHelp().visibleCommands(root);
  return [root, ...commands.filter((each) => each.name() !== "help")].map(describeCommand);
}

function describeCommand(command: Command): DescribedCommand {
  const help = command.createHelp();
  return {
    name: [command.parent?.name(), command.name()].filter(Boolean).join(" "),
    usage: help.commandUsage(command),
    summary: command.summary(),
    description: command.description(),
    arguments: help.visibleArguments(command).map((each) => ({
      term: each.name(),
      text: help.argumentDescription(each),
    })),
    options: help.visibleOptions(command).map((each) => ({
      term: help.optionTerm(each),
      text: help.optionDescription(each),
    })),
    examples: examplesOf(command),
  };
}
