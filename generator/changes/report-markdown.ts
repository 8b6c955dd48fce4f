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
import type { LoneClient, Report, ReportOptions } from "./report.js";
import type { Level } from "./rule.js";
import { disagreementLines, witnessText, type Witnessed } from "./witnessed.js";
import { pieceWords } from "./words.js";

/** A comment on GitHub ends at 65,536 characters; what is left is for what a workflow writes around. */
const mostBytes = 60_000;

/** So many contradictions of a witness are listed. */
const mostDisagreements = 5;

/** One point of a list, and for how many changes it stands. */
interface Item {
  readonly text: string;
  readonly count: number;
}

interface Section {
  readonly level: Level;
  readonly count: number;
  readonly items: readonly Item[];
}

/**
 * A report for a comment on a pull request, worst first. What does not fit into such a comment is counted.
 * Text of a document stands in code spans only: there it is no link, no mention and no markup.
 */
export function reportMarkdown(report: Report, options: ReportOptions): string {
  const sections = levels
    .map((level) => sectionOf(level, report, options))
    .filter(({ count }) => count > 0);
  let room = mostBytes / options.share - Buffer.byteLength(print(report, sections, []));
  const shown = sections.map(({ items }) => {
    const missed = items.findIndex(({ text }) => (room -= Buffer.byteLength(text) + 1) < 0);
    return missed === -1 ? items.length : missed;
  });
  return print(report, sections, shown);
}

/** A client that came or went, as a point of a list. */
export function loneMarkdown({ folder, isNew }: LoneClient): string {
  return `- ${codeSpan(folder)}: ${isNew ? "a new client" : "no client any more"}`;
}

function sectionOf(level: Level, report: Report, { all }: ReportOptions): Section {
  const changes = changesOf(report.verdict, level);
  const items =
    level !== "none" || all
      ? changes.map((each) => ({ text: changeItem(each, report), count: 1 }))
      : countRules(changes).map(([rule, count]) => ({ text: `- ${count} × \`${rule}\``, count }));
  return { level, count: changes.length, items };
}

/** The report with so many items of each section. */
function print(report: Report, sections: readonly Section[], shown: readonly number[]): string {
  const { api, verdict, release, witness } = report;
  const title = `## ${codeSpan(api)} ${codeSpan(revisionsOf(report))}: ${verdict.bump}`;
  const lines = [title, "", `${countsText(verdict)}.`];
  if (release !== null) {
    const mark = release.isEnough ? "" : "**Too small.** ";
    lines.push("", `${mark}Version: ${codeSpan(releaseText(release))}.`);
  }
  if (witness !== undefined) lines.push("", ...witnessParts(witness));
  for (const [index, section] of sections.entries()) {
    lines.push("", ...sectionLines(section, shown[index] ?? 0));
  }
  return lines.join("\n");
}

/** What witnesses say, and the first of what they contradict. */
function witnessParts(witness: Witnessed): string[] {
  const lines = disagreementLines(witness);
  const mark = lines.length === 0 ? "" : "**The verdict is wrong.** ";
  const shown = lines.slice(0, mostDisagreements).map((line) => `- ${codeSpan(line)}`);
  const left = lines.length - shown.length;
  if (left > 0) shown.push(`- … and ${left} more`);
  return [`${mark}${codeSpan(witnessText(witness))}`, ...(shown.length > 0 ? [""] : []), ...shown];
}

function sectionLines({ level, count, items }: Section, shown: number): string[] {
  const title = `${headings[level]} (${count})`;
  const left = items.slice(shown).reduce((sum, each) => sum + each.count, 0);
  const list = items.slice(0, shown).map(({ text }) => text);
  if (left > 0) list.push(`- … and ${left} more`);
  if (level === "error" || level === "warning") return [`### ${title}`, "", ...list];
  return ["<details>", `<summary>${title}</summary>`, "", ...list, "", "</details>"];
}

function changeItem(change: JudgedChange, report: Report): string {
  const { subject, impact, approval } = change;
  const words = pieceWords(change).map(({ text, isOurs }) =>
    isOurs ? text.replaceAll(/[\\`*_[\]<>#|&~@]/g, String.raw`\$&`) : codeSpan(text),
  );
  const place = report.placeOf(change);
  const notes = [codeSpan(ruleName(change)), ...axesOf(impact)];
  if (place !== null) notes.push(codeSpan(`${place.file}:${place.line}:${place.column}`));
  const approved = approval === null ? "" : `; approved: ${codeSpan(approval.reason)}`;
  return `- ${codeSpan(subject)}: ${words.join("")} (${notes.join(", ")})${approved}`;
}

/** A text between more backticks than it has in a row. */
function codeSpan(text: string): string {
  const plain = lineText(text) || '""';
  const runs = plain.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const pad = /^[ `]|[ `]$/.test(plain) ? " " : "";
  return `${fence}${pad}${plain}${pad}${fence}`;
}
