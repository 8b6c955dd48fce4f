/** Whether changes let a check fail. */
import { isAtLeast, type JudgedChange, type Verdict } from "./judge.js";
import type { Level } from "./rule.js";

/**
 * What fails: `breaking`: an error on any axis; `additive`: a bump of at least minor; `any`: one of at least
 * patch.
 */
export type FailOn = "breaking" | "additive" | "any" | "never";

/** Whose errors count for `breaking`: all, those of recompiling, or those of running programs. */
export type Preset = "all" | "types" | "wire";

/** What may fail a check. */
export interface Gate {
  readonly failOn: FailOn;
  readonly preset: Preset;
}

/** The changes that fail a check: nobody has approved them, and no level takes them out. */
export function findStopping({ changes }: Verdict, gate: Gate): readonly JudgedChange[] {
  return changes.filter((each) => each.approval === null && isStopping(each, gate));
}

function isStopping(change: JudgedChange, { failOn, preset }: Gate): boolean {
  const { bump, setLevel } = change;
  if (setLevel === "none") return false;
  switch (failOn) {
    case "never":
      return false;
    case "any":
      return isAtLeast(bump, "patch");
    case "additive":
      return isAtLeast(bump, "minor");
    case "breaking":
      return setLevel === null ? axes(change, preset).includes("error") : setLevel === "error";
  }
}

function axes({ impact }: JudgedChange, preset: Preset): readonly Level[] {
  switch (preset) {
    case "all":
      return Object.values(impact);
    case "types":
      return [impact.types];
    case "wire":
      return [impact.wire, impact.runtime];
  }
}
