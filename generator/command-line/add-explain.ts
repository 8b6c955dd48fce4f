import type { Command } from "commander";
import type { CommandContext } from "./command-context.js";
import { addExamples } from "./examples.js";

export function addExplain(root: Command, { console, finish }: CommandContext): void {
  const command = root
    .command("explain")
    .summary("a rule by which changes are graded: reason, grades, example")
    .description("Explains a rule that diff names; without a rule it lists all.")
    .argument("[rule]", "such as property-removed")
    .action(async (rule: string | undefined) => {
      const { explain } = await import("../commands/explain.js");
      finish(explain(rule, console));
    });
  addExamples(command, [
    ["explain", "all rules"],
    ["explain property-removed", "why is a change graded so?"],
  ]);
}
