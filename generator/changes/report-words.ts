/** What reports for people have in common: headings, counts, order, and lengths that can be read. */
import { visible } from "../problem.js";
import type { Impact, JudgedChange, Verdict } from "./judge.js";
import type { LoneClient, Release, Report } from "./report.js";
import type { Bump, Level } from "./rule.js";

/** The longest text of a document in a line; patterns and lists of values can be very long. */
const longest = 240;

/** Levels, worst first. */
export const levels = ["error", "warning", "info", "none"] as const satisfies readonly Level[];

/** What the changes of a level are called together. */
export const headings: Readonly<Record<Level, string>> = {
  error: "Breaks programs",
  warning: "May break programs",
  info: "Changes what programs can do",
  none: "Without impact",
};

/** `20240414 → 20250511`, and for whom, if it is not for everybody. */
export function revisionsOf({ from, to, usedBy }: Report): string {
  const [old, young] = [from.revision || "without revision", to.revision || "without revision"];
  const revisions = old === young ? old : `${old} → ${young}`;
  return usedBy === undefined ? revisions : `${revisions} as ${usedBy.project} uses it`;
}

/** `1.0.0 → 1.0.1, too small for what changed: 2.0.0 at least` */
export function releaseText({ from, to, least, isEnough }: Release): string {
  const moves = from === to ? `stays ${to}` : `${from} → ${to}`;
  return isEnough ? moves : `${moves}, too small for what changed: ${least} at least`;
}

/** `generated/library-v1: a new client` */
export function loneText({ folder, isNew }: LoneClient): string {
  return `${folder}: ${isNew ? "a new client" : "no client any more"}`;
}

/** A rule as people name it in a configuration: `property-removed@response`. */
export function ruleName({ rule, direction }: JudgedChange): string {
  return direction === null ? rule : `${rule}@${direction}`;
}

/** The axes that are hit hardest. */
export function axesOf(impact: Impact): readonly string[] {
  const all = Object.entries(impact);
  const [worst] = (["error", "warning", "info"] as const).filter((level) =>
    all.some(([, each]) => each === level),
  );
  return all.flatMap(([axis, level]) => (level === worst ? [axis] : []));
}

const bumps: readonly Bump[] = ["major", "minor", "patch", "none"];

/** The changes of a level, most important first: what nobody has approved, then what asks for more. */
export function changesOf(
  { changes }: Pick<Verdict, "changes">,
  level: Level,
): readonly JudgedChange[] {
  const weight = ({ approval, bump }: JudgedChange): number =>
    (approval === null ? 0 : bumps.length) + bumps.indexOf(bump);
  return changes
    .filter((each) => each.level === level)
    .sort((left, right) => weight(left) - weight(right));
}

/** How many of each rule, the most frequent first. */
export function countRules(
  changes: readonly JudgedChange[],
): readonly (readonly [rule: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { rule } of changes) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].sort(([left, more], [right, less]) => less - more || (left < right ? -1 : 1));
}

/** `2 errors, 1 warning, 8 infos, 129 without impact` */
export function countsText({ counts }: Verdict): string {
  return [
    counted(counts.error, "error"),
    counted(counts.warning, "warning"),
    counted(counts.info, "info"),
    `${counts.none} without impact`,
  ].join(", ");
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** A text of a document for one line: nothing in it is obeyed by a terminal, and it has an end. */
export function lineText(text: string): string {
  const plain = visible(text);
  return plain.length > longest ? `${plain.slice(0, longest - 3)}...` : plain;
}
