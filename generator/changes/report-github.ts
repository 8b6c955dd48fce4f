import type { JudgedChange } from "./judge.js";
import { changesOf, countsText, levels, lineText, revisionsOf, ruleName } from "./report-words.js";
import type { Report } from "./report.js";
import { wordsOf } from "./words.js";

/** So many annotations of a kind GitHub shows for one step; the others are dropped without a word. */
const mostOfKind = 10;

const commands = ["error", "warning", "notice"] as const;
type Command = (typeof commands)[number];

/**
 * A report as commands to the runner of GitHub Actions: an annotation for each change with impact, at its line
 * of the new document; what is gone stands at what has lost it. Changes that would not be shown are counted.
 */
export function reportGithub(report: Report): string {
  const { api, verdict } = report;
  const changes = levels.flatMap((level) => changesOf(verdict, level));
  const lines = commands.flatMap((command) => {
    const all = changes.filter((each) => commandOf(each) === command);
    // The last notice is the summary.
    return annotations(command, all, command === "notice" ? mostOfKind - 1 : mostOfKind, report);
  });
  const summary = `${api} ${revisionsOf(report)}: bump ${verdict.bump} (${countsText(verdict)})`;
  return [...lines, commandLine("notice", { title: "discogen diff" }, summary)].join("\n");
}

/** The kind of annotation; `null` for what hits nobody. */
function commandOf({ level, approval }: JudgedChange): Command | null {
  if (level === "none") return null;
  return level === "info" || approval !== null ? "notice" : level;
}

function annotations(
  command: Command,
  changes: readonly JudgedChange[],
  most: number,
  report: Report,
): string[] {
  const shown = changes.length <= most ? changes : changes.slice(0, most - 1);
  const lines = shown.map((each) => annotation(command, each, report));
  const left = changes.length - shown.length;
  if (left === 0) return lines;
  return [...lines, commandLine(command, { title: "discogen diff" }, `… and ${left} more`)];
}

function annotation(command: Command, change: JudgedChange, report: Report): string {
  const place = report.annotatedPlaceOf(change);
  const where =
    place === null ? {} : { file: place.file, line: String(place.line), col: String(place.column) };
  const { subject, approval } = change;
  const approved = approval === null ? "" : ` (approved: ${lineText(approval.reason)})`;
  const message = `${lineText(subject)}: ${lineText(wordsOf(change))}${approved}`;
  return commandLine(command, { ...where, title: ruleName(change) }, message);
}

/** `::error file=a.json,line=1,col=2::message`, escaped as the runner reads it. */
function commandLine(
  command: Command,
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => {
    const text = data(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
    return `${key}=${text}`;
  });
  return `::${command} ${list.join(",")}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
