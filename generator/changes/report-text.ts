import { visible } from "../problem.js";
import type { JudgedChange } from "./judge.js";
import {
  axesOf,
  changesOf,
  countRules,
  countsText,
  headings,
  levels,
  lineText,
  releaseText,
  revisionsOf,
  ruleName,
} from "./report-words.js";
import type { Report, ReportOptions } from "./report.js";
import { wordsOf } from "./words.js";
import { disagreementLines, witnessText } from "./witnessed.js";

/** A report for people, worst first: one line for each change, and the bump at the end. */
export function reportText(report: Report, { all }: Pick<ReportOptions, "all">): string {
  const { api, verdict, release, witness, usedBy } = report;
  const lines = [`${api} ${revisionsOf(report)}`];
  for (const level of levels) {
    const changes = changesOf(verdict, level);
    if (changes.length === 0) continue;
    lines.push("", `${headings[level]} (${changes.length})`);
    if (level !== "none" || all) lines.push(...changes.map((each) => changeLine(each, report)));
    else lines.push(...countRules(changes).map(([rule, count]) => `  ${count} × ${rule}`));
  }
  lines.push("", `bump: ${verdict.bump} (${countsText(verdict)})`);
  if (release !== null) lines.push(`version: ${releaseText(release)}`);
  if (usedBy !== undefined) {
    const { project, changes } = usedBy;
    lines.push(`${verdict.changes.length} of ${changes} changes concern ${project}`);
  }
  if (witness !== undefined) {
    lines.push(witnessText(witness), ...disagreementLines(witness).map((line) => `  ${line}`));
  }
  return lines.map(visible).join("\n");
}

function changeLine(change: JudgedChange, report: Report): string {
  const { id, subject, impact, approval } = change;
  const place = report.placeOf(change);
  const where = place === null ? "" : `${place.file}:${place.line}:${place.column} `;
  const axes = axesOf(impact);
  const who = axes.length === 0 ? "" : `: ${axes.join(", ")}`;
  const approved = approval === null ? "" : ` (approved: ${approval.reason})`;
  return `  ${where}${subject}: ${lineText(wordsOf(change))} [${id} ${ruleName(change)}${who}]${approved}`;
}
