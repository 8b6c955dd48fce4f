import { ownPolicy, type Judging } from "../changes/judge.js";
import { isRuleId, rules } from "../changes/rules.js";
import { didYouMean } from "../did-you-mean.js";
import { pointerTo, problem, quoted, type Problem } from "../problem.js";
import { settle, type Console } from "./report.js";
import type { ReadRevisions } from "./revisions.js";

/**
 * How the configuration wants changes judged. What the generator makes of a document is the policy: what `only`
 * leaves out cannot break anybody.
 *
 * @throws CannotRun where it names a rule that there is not.
 */
export function judgingOf({ project, config }: ReadRevisions, console: Console): Judging {
  const levels = project.changes?.value.levels ?? {};
  if (project.changes !== null) {
    const { name, bytes, at } = project.changes.entry;
    const problems = Object.keys(levels).flatMap((key) => levelProblems(key, at));
    settle([{ name, bytes, outcome: { value: null, problems } }], console);
  }
  return {
    policy: { ...ownPolicy, unreachedSchemas: config.only === undefined },
    levels,
    approvals: config.approved ?? [],
    today: new Date().toISOString().slice(0, 10),
  };
}

function levelProblems(key: string, at: string): Problem[] {
  const [, rule = key] = /^(.*?)(?:@(?:request|response|both|none))?$/.exec(key) ?? [];
  if (isRuleId(rule)) return [];
  const near = didYouMean(rule, Object.keys(rules));
  return [problem("unknown-rule", pointerTo(at, "levels", key), quoted(rule), near)];
}
