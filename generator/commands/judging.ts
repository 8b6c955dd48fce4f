/** How the configuration wants changes judged. */
import type { ClientConfig } from "../config/config.js";
import { ownPolicy, type Judging } from "../changes/judge.js";
import { isRuleId, rules } from "../changes/rules.js";
import { didYouMean } from "../did-you-mean.js";
import { pointerTo, problem, quoted, type Problem } from "../problem.js";
import type { ConfiguredChanges } from "./project.js";
import { settle, type Console } from "./report.js";

/**
 * What the changes of a client are judged by. What the generator makes of a document is the policy: what `only`
 * leaves out cannot break anybody.
 */
export function judgingOf(changes: ConfiguredChanges | null, config: ClientConfig): Judging {
  return {
    policy: { ...ownPolicy, unreachedSchemas: config.only === undefined },
    levels: changes?.value.levels ?? {},
    approvals: config.approved ?? [],
    today: new Date().toISOString().slice(0, 10),
  };
}

/**
 * Looks up the rules that the configuration gives levels to.
 *
 * @throws CannotRun where it names a rule that there is not.
 */
export function checkLevels(changes: ConfiguredChanges | null, console: Console): void {
  if (changes === null) return;
  const { name, bytes, at } = changes.entry;
  const levels = Object.keys(changes.value.levels ?? {});
  const problems = levels.flatMap((key) => levelProblems(key, at));
  settle([{ name, bytes, outcome: { value: null, problems } }], console);
}

function levelProblems(key: string, at: string): Problem[] {
  const [, rule = key] = /^(.*?)(?:@(?:request|response|both|none))?$/.exec(key) ?? [];
  if (isRuleId(rule)) return [];
  const near = didYouMean(rule, Object.keys(rules));
  return [problem("unknown-rule", pointerTo(at, "levels", key), quoted(rule), near)];
}
