import { changesOf, levels, lineText } from "../changes/report-words.js";
import type { Verdict } from "../changes/judge.js";
import type { Bump } from "../changes/rule.js";
import { wordsOf } from "../changes/words.js";
import type { HistoryRow } from "./history-row.js";
import { count } from "./summary.js";

const titles = ["revision", "from", "bump", "errors", "warnings", "infos", "others"];
/** The first of the columns that hold numbers. */
const firstNumber = 3;

/** The revisions of a document as a table, the oldest first, and how many asked for which bump. */
export function historyLines(api: string, rows: readonly HistoryRow[]): string[] {
  const cells = rows.map(({ revision, label, report }) => [
    revision || "none",
    label,
    ...(report === null ? ["", "", "", "", ""] : verdictCells(report.verdict)),
  ]);
  const table = [titles, ...cells];
  const widths = titles.map((_, column) => Math.max(...table.map((row) => width(row[column]))));
  const words = ["most important change", ...rows.map(({ report }) => mostImportant(report))];
  const lines = table.map((row, index) => {
    const padded = row.map((cell, column) => pad(cell, widths[column] ?? 0, column));
    return [...padded, words[index] ?? ""].join("  ").trimEnd();
  });
  return [api, ...lines, summary(rows)];
}

function verdictCells({ bump, counts }: Verdict): string[] {
  return [bump, ...levels.map((level) => String(counts[level]))];
}

function mostImportant(report: HistoryRow["report"]): string {
  if (report === null) return "";
  const [first] = levels.flatMap((level) => changesOf(report.verdict, level));
  return first === undefined ? "" : lineText(`${first.subject}: ${wordsOf(first)}`);
}

function width(cell: string | undefined): number {
  return cell?.length ?? 0;
}

function pad(cell: string, length: number, column: number): string {
  return column < firstNumber ? cell.padEnd(length) : cell.padStart(length);
}

const bumps: readonly Bump[] = ["major", "minor", "patch", "none"];

/** `64 revisions: 3 major, 20 minor, 12 patch, 28 none` */
function summary(rows: readonly HistoryRow[]): string {
  const parts = bumps.flatMap((bump) => {
    const number = rows.filter(({ report }) => report?.verdict.bump === bump).length;
    return number === 0 ? [] : [`${number} ${bump}`];
  });
  const total = count(rows.length, "revision");
  return parts.length === 0 ? total : `${total}: ${parts.join(", ")}`;
}
