import { gradesOf, ownPolicy } from "../changes/judge.js";
import { reportRule } from "../changes/report-rule.js";
import { isRuleId, rules } from "../changes/rules.js";
import { didYouMean } from "../did-you-mean.js";
import { cannotRun, quoted, visible } from "../problem.js";
import type { Console } from "./report.js";

/** The version of what `explain --json` prints. */
const schemaVersion = 1;

/** What `discogen explain` takes. */
export interface ExplainOptions {
  readonly json?: boolean | undefined;
}

/**
 * Prints what a rule tells, how it is graded and why, with an example; without a name all rules.
 *
 * @returns the exit code.
 * @throws CannotRun where no rule has the name.
 */
export function explain(
  name: string | undefined,
  { json = false }: ExplainOptions,
  console: Console,
): number {
  const known = Object.keys(rules);
  // `rule@direction`, as reports name it.
  const id = name?.replace(/@\w+$/, "");
  if (json && (id === undefined || isRuleId(id))) {
    const wanted = id === undefined ? known : [id];
    console.out(JSON.stringify({ schemaVersion, rules: wanted.flatMap(ruleFacts) }, null, 2));
  } else if (id === undefined) for (const each of known) console.out(each);
  else if (isRuleId(id)) {
    for (const line of reportRule(id, ownPolicy)) console.out(visible(line));
  } else throw cannotRun("explain", "unknown-rule", quoted(id), didYouMean(id, known));
  return 0;
}

/** A rule as programs read it. */
function ruleFacts(id: string): object[] {
  if (!isRuleId(id)) return [];
  const { reason, example } = rules[id];
  return [{ id, reason, grades: gradesOf(rules[id], true, ownPolicy), example }];
}
