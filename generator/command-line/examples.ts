import type { Command } from "commander";

/** What is typed after `discogen`, and what that does. */
export type Example = readonly [words: string, meaning: string];

const known = new WeakMap<Command, readonly Example[]>();

/** Gives a command examples: its help ends with them. */
export function addExamples(command: Command, examples: readonly Example[]): void {
  known.set(command, examples);
  const width = Math.max(...examples.map(([words]) => words.length));
  const lines = examples.map(
    ([words, meaning]) => `  discogen ${words.padEnd(width)}   ${meaning}`,
  );
  command.addHelpText("after", ["\nExamples:", ...lines].join("\n"));
}

/** The examples of a command. */
export function examplesOf(command: Command): readonly Example[] {
  return known.get(command) ?? [];
}
