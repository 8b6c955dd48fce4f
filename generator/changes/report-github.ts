import type { JudgedChange } from "./judge.js";
import {
  changesOf,
  countsText,
  levels,
  lineText,
  loneText,
  releaseText,
  revisionsOf,
  ruleName,
} from "./report-words.js";
import type { LoneClient, Report, ReportOptions } from "./report.js";
import { disagreementLines, witnessText } from "./witnessed.js";
import { wordsOf } from "./words.js";

/** So many annotations of a kind GitHub shows for one step; the others are dropped without a word. */
const mostOfStep = 10;

const commands = ["error", "warning", "notice"] as const;
type Command = (typeof commands)[number];

/**
 * A report as commands to the runner of GitHub Actions: an annotation for each change with impact, at its line
 * of the new document; what is gone stands at what has lost it. Changes that would not be shown are counted.
 */
export function reportGithub(report: Report, { share }: ReportOptions): string {
  const { api, verdict, witness } = report;
  const most = Math.max(2, Math.floor(mostOfStep / share));
  const changes = levels.flatMap((level) => changesOf(verdict, level));
  const failures = [...releaseLines(report), ...contradictionLines(report)];
  // The last notice is the summary.
  const others: Partial<Record<Command, number>> = { error: failures.length, notice: 1 };
  const lines = commands.flatMap((command) => {
    const all = changes.filter((each) => commandOf(each) === command);
    return annotations(command, all, most - (others[command] ?? 0), report);
  });
  const asked = witness === undefined ? "" : `; ${witnessText(witness)}`;
  const summary = `${api} ${revisionsOf(report)}: bump ${verdict.bump} (${countsText(verdict)})${asked}`;
  return [...failures, ...lines, commandLine("notice", { title: "discogen diff" }, summary)].join(
    "\n",
  );
}

/** A client that came or went: a notice, for nobody is broken by it. */
export function loneGithub(client: LoneClient): string {
  return commandLine("notice", { title: "discogen diff" }, lineText(loneText(client)));
}

/** A version that is too small is a failure of its own. */
function releaseLines({ api, release }: Report): string[] {
  if (release === null || release.isEnough) return [];
  const message = `${api}: version ${releaseText(release)}`;
  return [commandLine("error", { file: release.file, title: "bump-too-small" }, message)];
}

/** So is a verdict that witnesses contradict. */
function contradictionLines({ api, witness }: Report): string[] {
  const [first, ...others] = witness === undefined ? [] : disagreementLines(witness);
  if (first === undefined) return [];
  const more = others.length === 0 ? "" : ` … and ${others.length} more`;
  return [
    commandLine("error", { title: "witness-contradicts" }, `${api}: ${lineText(first)}${more}`),
  ];
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
