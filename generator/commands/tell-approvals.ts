import type { Verdict } from "../changes/judge.js";
import { visible } from "../problem.js";
import type { Console } from "./report.js";

/**
 * Tells the approvals that are for nothing: one that nothing needs is one that nobody looks at any more.
 *
 * @param name - Of the text that they stand in.
 */
export function tellApprovals(
  { unused, expired }: Pick<Verdict, "unused" | "expired">,
  name: string,
  console: Console,
): void {
  for (const { id, reason } of unused) {
    console.err(visible(`${name}: the approval ${id} (${reason}) matches no change; remove it`));
  }
  for (const { id, reason, until = "" } of expired) {
    console.err(visible(`${name}: the approval ${id} (${reason}) ended on ${until}`));
  }
}
