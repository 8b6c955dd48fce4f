import type { Impact, JudgedChange } from "./judge.js";
import type { Report } from "./report.js";
import type { Level } from "./rule.js";
import { wordsOf } from "./words.js";

/** The longest words of one change; patterns and lists of values can be very long. */
const longest = 240;

const headings: Readonly<Record<Level, string>> = {
  error: "Breaks programs",
  warning: "May break programs",
  info: "Changes what programs can do",
  none: "Without impact",
};

/** What a report in lines shows. */
export interface TextOptions {
  /** Lists changes without impact one by one, too. */
  readonly all: boolean;
}

/** A report for people, worst first: one line for each change, and the bump at the end. */
export function reportText(report: Report, { all }: TextOptions): string[] {
  const { api, from, to, verdict } = report;
  const lines = [`${api} ${revisionsOf(from.revision, to.revision)}`];
  for (const level of ["error", "warning", "info", "none"] as const) {
    const changes = verdict.changes.filter((each) => each.level === level);
    if (changes.length === 0) continue;
    lines.push("", `${headings[level]} (${changes.length})`);
    if (level !== "none" || all) lines.push(...changes.map((each) => changeLine(each, report)));
    else lines.push(...countLines(changes));
  }
  return [...lines, "", bumpLine(report)];
}

function revisionsOf(from: string, to: string): string {
  const [old, young] = [from || "without revision", to || "without revision"];
  return old === young ? old : `${old} → ${young}`;
}

function changeLine(change: JudgedChange, report: Report): string {
  const { subject, rule, direction, impact, approval } = change;
  const place = report.placeOf(change);
  const where = place === null ? "" : `${place.file}:${place.line}:${place.column} `;
  const axes = axesOf(impact);
  const who = axes.length === 0 ? "" : `: ${axes.join(", ")}`;
  const name = direction === null ? rule : `${rule}@${direction}`;
  const approved = approval === null ? "" : ` (approved: ${approval.reason})`;
  return `  ${where}${subject}: ${cut(wordsOf(change))} [${name}${who}]${approved}`;
}

/** The axes that are hit hardest. */
function axesOf(impact: Impact): readonly string[] {
  const all = Object.entries(impact);
  const [worst] = (["error", "warning", "info"] as const).filter((level) =>
    all.some(([, each]) => each === level),
  );
  return all.flatMap(([axis, level]) => (level === worst ? [axis] : []));
}

/** Of changes that hit nobody only how many there are of each kind. */
function countLines(changes: readonly JudgedChange[]): string[] {
  const counts = new Map<string, number>();
  for (const { rule } of changes) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts]
    .sort(([left, more], [right, less]) => less - more || (left < right ? -1 : 1))
    .map(([rule, count]) => `  ${count} × ${rule}`);
}

function bumpLine({ verdict }: Report): string {
  const { bump, counts } = verdict;
  const weights = [
    counted(counts.error, "error"),
    counted(counts.warning, "warning"),
    counted(counts.info, "info"),
    `${counts.none} without impact`,
  ];
  return `bump: ${bump} (${weights.join(", ")})`;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}
