/** The parts of a workflow that tests look at. It is read by the line: init writes it in one form. */

/** A script of a workflow. */
export interface WorkflowScript {
  readonly name: string;
  readonly text: string;
}

/** All scripts of a workflow, in their order. */
export function scriptsOf(workflow: string): WorkflowScript[] {
  const lines = workflow.split("\n");
  return lines.flatMap((line, index): WorkflowScript[] => {
    const [, indent = "", dash = "", rest = ""] = /^( *)(- )?run: (.*)$/.exec(line) ?? [];
    if (rest === "") return [];
    const name =
      /name: (.*)$/.exec(
        lines.slice(0, index).findLast((each) => each.includes("- ")) ?? "",
      )?.[1] ?? "";
    if (rest !== "|") return [{ name, text: rest }];
    const depth = indent.length + dash.length + 2;
    const end = lines.findIndex(
      (each, at) => at > index && each.trim() !== "" && !each.startsWith(" ".repeat(depth)),
    );
    const body = lines.slice(index + 1, end === -1 ? undefined : end);
    return [{ name, text: body.map((each) => each.slice(depth)).join("\n") }];
  });
}

/** The actions that a workflow uses. */
export function actionsOf(workflow: string): string[] {
  return [...workflow.matchAll(/^\s*-? uses: (.+)$/gm)].map(([, action = ""]) => action);
}
