import type { Command } from "commander";
import type { ExplainOptions } from "../commands/explain.js";
import type { CommandContext } from "./command-context.js";
import { addExamples } from "./examples.js";

export function addExplain(root: Command, { console, finish }: CommandContext): void {
  const command = root
    .command("explain")
    .summary("a rule by which changes are graded: reason, grades, example")
    .description("Explains a rule that diff names; without a rule it lists all.")
    .argument("[rule]", "such as property-removed")
    .option("--json", "print the rules as JSON")
    .action(async (rule: string | undefined, flags: ExplainOptions) => {
      const { explain } = await import("../commands/explain.js");
      finish(explain(rule, flags, console));
    });
  addExamples(command, [
    ["explain", "all rules"],
    ["explain property-removed", "why is a change graded so?"],
  ]);
}
