import { isAtLeast, type JudgedChange, type Verdict } from "./judge.js";
import { wordsOf } from "./words.js";

/** The longest words of one change; patterns and lists of values can be very long. */
const longest = 240;

/** What an entry is about. */
export interface ChangelogEntry {
  readonly version: string;
  /** The revisions of the document. */
  readonly from: string;
  readonly to: string;
  readonly verdict: Verdict;
}

const listed = ["Breaking", "Added", "Deprecated", "Changed on the wire", "Changed"] as const;

type Section = (typeof listed)[number] | "prose" | "silent";

/**
 * The entry of CHANGELOG.md for a revision, in the names of generated code. Prose and what no program notices
 * are counted, not listed; what moves no version is left out.
 */
export function reportChangelog({ version, from, to, verdict }: ChangelogEntry): string {
  const sections = new Map<Section, string[]>();
  for (const change of verdict.changes) {
    if (change.bump === "none") continue;
    const section = sectionOf(change);
    sections.set(section, [...(sections.get(section) ?? []), changeLine(change)]);
  }
  const [prose = [], silent = []] = [sections.get("prose"), sections.get("silent")];
  if (silent.length > 0) {
    const line = `- ${counted(silent.length, "change")} that no program notices`;
    sections.set("Changed", [...(sections.get("Changed") ?? []), line]);
  }
  const lines = [`## ${version}`, "", revisionLine(from, to)];
  for (const section of listed) {
    const own = sections.get(section);
    if (own !== undefined) lines.push("", `### ${section}`, "", ...own);
  }
  if (prose.length > 0) {
    const words = `${counted(prose.length, "text")} of the API's documentation changed.`;
    lines.push("", `### Documentation (${prose.length})`, "", words);
  }
  return `${lines.join("\n")}\n`;
}

function sectionOf({ rule, bump, impact }: JudgedChange): Section {
  if (bump === "major") return "Breaking";
  if (/-deprecated(-added)?$/.test(rule)) return "Deprecated";
  if (rule.endsWith("-added") && isAtLeast(bump, "minor")) return "Added";
  if (impact.wire !== "none" || impact.runtime !== "none") return "Changed on the wire";
  if (/^((enum-)?description|title|documentation-link)-changed$/.test(rule)) return "prose";
  return impact.types === "none" && bump === "patch" ? "silent" : "Changed";
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function revisionLine(from: string, to: string): string {
  if (to === "") return "A new document of the API.";
  return from === "" || from === to
    ? `The API's document of ${to}.`
    : `The API's document of ${to}, after that of ${from}.`;
}

function changeLine(change: JudgedChange): string {
  const words = wordsOf(change).replace(/\s+/g, " ");
  const cut = words.length > longest ? `${words.slice(0, longest - 3)}...` : words;
  return `- \`${change.subject.replaceAll("`", "'")}\`: ${plain(cut)}`;
}

/** Texts of a document are shown as they are, and never as Markdown or HTML. */
function plain(text: string): string {
  return text.replace(/[\\`*_<>[\]|&]/g, (sign) => `\\${sign}`);
}

/** A changelog with an entry above all others; nothing else of it changes. */
export function withEntry(changelog: string, entry: string): string {
  const eol = changelog.includes("\r\n") ? "\r\n" : "\n";
  const own = entry.replaceAll("\n", eol);
  const first = /^## /m.exec(changelog)?.index;
  if (first !== undefined)
    return `${changelog.slice(0, first)}${own}${eol}${changelog.slice(first)}`;
  return `${changelog.trimEnd()}${changelog.trim() === "" ? "" : eol + eol}${own}`;
}
