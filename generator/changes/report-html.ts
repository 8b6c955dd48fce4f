import { pointerKeys, visible } from "../problem.js";
import { contentHash } from "./fingerprint.js";
import { htmlScript } from "./html-script.js";
import { htmlStyle } from "./html-style.js";
import type { JudgedChange } from "./judge.js";
import { block, element, markupText } from "./markup.js";
import {
  changesOf,
  countsText,
  levels,
  lineText,
  releaseText,
  revisionsOf,
  ruleName,
} from "./report-words.js";
import type { Report, ReportedDocument } from "./report.js";
import type { Level } from "./rule.js";
import { rules } from "./rules.js";
import { disagreementLines, witnessText } from "./witnessed.js";
import { pieceWords } from "./words.js";

/** The longest text of a document that is shown beside its other one. */
const longestSide = 4_000;

/** So many of the methods that a change concerns are listed. */
const mostMethods = 5;

/** Nothing is loaded, nothing is sent, and only the page's own script runs. */
const policy = [
  "default-src 'none'",
  `style-src '${contentHash(htmlStyle)}'`,
  `script-src '${contentHash(htmlScript)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * A report as one page that needs nothing else: changes by method and schema, worst first, with a filter where
 * scripts run. What a document says is text on it.
 */
export function reportHtml(report: Report): string {
  const { api, from, to, verdict, release, witness } = report;
  const title = `${api} ${revisionsOf(report)}: ${verdict.bump}`;
  const head = [
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("title", {}, [markupText(title)]),
    element("style", {}, [htmlStyle]),
  ];
  const header = [
    element("h1", {}, [markupText(title)]),
    paragraph(`${countsText(verdict)}.`),
    documentLine("Before", from),
    documentLine("After", to),
    ...(release === null ? [] : [paragraph(`Version: ${releaseText(release)}.`)]),
    ...(witness === undefined ? [] : [witnessText(witness), ...disagreementLines(witness)]).map(
      paragraph,
    ),
  ];
  const main = groupsOf(verdict.changes).map((group) => groupFold(group, report));
  const body = [
    block("header", {}, header),
    filterForm(),
    block("main", {}, main.length === 0 ? [paragraph("Nothing changed.")] : main),
    element("script", {}, [htmlScript]),
  ];
  const page = block("html", { lang: "en" }, [block("head", {}, head), block("body", {}, body)]);
  return `<!doctype html>\n${page}`;
}

function paragraph(text: string): string {
  return element("p", {}, [markupText(text)]);
}

function code(text: string): string {
  return element("code", {}, [markupText(text)]);
}

function documentLine(side: string, { file, revision, sha256 }: ReportedDocument): string {
  const words = ` revision ${lineText(revision) || "unknown"}, content ${sha256.slice(0, 12)}`;
  return element("p", { class: "note" }, [`${side}: `, code(file), markupText(words)]);
}

const levelWords: Readonly<Record<Level, string>> = {
  error: "breaks",
  warning: "may break",
  info: "changes",
  none: "without impact",
};

const axes = {
  level: "anybody",
  wire: "installed programs",
  types: "compiling",
  runtime: "running after the upgrade",
};

function filterForm(): string {
  const boxes = levels.map((value) => {
    const box = element("input", { type: "checkbox", name: "level", value, checked: "" });
    return element("label", {}, [box, ` ${levelWords[value]}`]);
  });
  const choices = Object.entries(axes).map(([value, words]) =>
    element("option", { value }, [words]),
  );
  const search = element("input", { type: "search", name: "words" });
  return block("form", { hidden: "" }, [
    ...boxes,
    element("label", {}, ["for ", element("select", { name: "axis" }, choices)]),
    element("label", {}, ["with ", search]),
    element("output", { name: "shown" }, []),
  ]);
}

/** The changes of one method, schema or resource, or of the API itself. */
interface Group {
  readonly kind: string;
  readonly name: string;
  readonly changes: JudgedChange[];
}

/** The groups, those with the worst change first. */
function groupsOf(changes: readonly JudgedChange[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const change of changes) {
    const { kind, name } = ownerOf(change.at);
    const key = `${kind} ${name}`;
    const group = groups.get(key) ?? { kind, name, changes: [] };
    group.changes.push(change);
    groups.set(key, group);
  }
  const worst = (group: Group): number =>
    Math.min(...group.changes.map(({ level }) => levels.indexOf(level)));
  return [...groups.values()].sort((left, right) => worst(left) - worst(right));
}

function ownerOf(at: string): Pick<Group, "kind" | "name"> {
  const keys = pointerKeys(at);
  const [first, schema] = keys;
  if (first === "schemas" && schema !== undefined) return { kind: "schema", name: schema };
  const names: string[] = [];
  for (let index = 0; index + 1 < keys.length; index += 2) {
    const [kind, name] = [keys[index], keys[index + 1] ?? ""];
    if (kind !== "resources" && kind !== "methods") break;
    names.push(name);
    if (kind === "methods") return { kind: "method", name: names.join(".") };
  }
  return names.length === 0
    ? { kind: "API", name: "" }
    : { kind: "resource", name: names.join(".") };
}

function groupFold({ kind, name, changes }: Group, report: Report): string {
  const verdict = { changes };
  const told = levels
    .filter((level) => level !== "none")
    .flatMap((level) => changesOf(verdict, level));
  const idle = changesOf(verdict, "none");
  const heading = element("h2", {}, name === "" ? [kind] : [`${kind} `, code(name)]);
  const counts = levels.flatMap((level) => {
    const count = changesOf(verdict, level).length;
    return count === 0
      ? []
      : [` ${element("b", { class: level }, [`${count} ${levelWords[level]}`])}`];
  });
  const parts = [element("summary", {}, [heading, ...counts])];
  if (told.length > 0) parts.push(changeList(told, report));
  if (idle.length > 0 && told.length > 0) {
    const words = `${idle.length} without impact`;
    parts.push(block("details", {}, [element("summary", {}, [words]), changeList(idle, report)]));
  } else if (idle.length > 0) parts.push(changeList(idle, report));
  return block("details", told.length > 0 ? { open: "" } : {}, parts);
}

function changeList(changes: readonly JudgedChange[], report: Report): string {
  return block(
    "ul",
    {},
    changes.map((each) => changeEntry(each, report)),
  );
}

function changeEntry(change: JudgedChange, report: Report): string {
  const { subject, level, impact, approval } = change;
  const words = pieceWords(change).map(({ text, isOurs }) =>
    isOurs ? markupText(text) : code(lineText(text)),
  );
  const weight = element("b", { class: level }, [levelWords[level]]);
  const parts = [
    element("p", {}, [weight, " ", code(subject), ": ", ...words]),
    ...sidesOf(change),
  ];
  if (approval !== null) parts.push(paragraph(`approved: ${approval.reason}`));
  parts.push(...notesOf(change, report));
  const data = Object.entries({ level, ...impact }).map(([axis, each]) => [`data-${axis}`, each]);
  return block("li", { class: level, ...Object.fromEntries(data) }, parts);
}

/** Both texts, where there are two. */
function sidesOf({ from, to }: JudgedChange): string[] {
  if (from === null || to === null) return [];
  const side = (name: "del" | "ins", text: string): string =>
    element(name, {}, [markupText(cut(text))]);
  return [element("div", { class: "sides" }, [side("del", from), side("ins", to)])];
}

function cut(text: string): string {
  const plain = visible(text);
  return plain.length > longestSide ? `${plain.slice(0, longestSide - 3)}...` : plain;
}

/** Why it is graded so, whom it hits, and where it is. */
function notesOf(change: JudgedChange, report: Report): string[] {
  const { rule, impact, bump, methods } = change;
  const note = (text: string): string => element("p", { class: "note" }, [markupText(text)]);
  const hits = Object.entries(impact).map(([axis, level]) => `${axis} ${level}`);
  const place = report.placeOf(change);
  const where = place === null ? [] : [`${place.file}:${place.line}:${place.column}`];
  const lines = [[ruleName(change), ...hits, `bump ${bump}`, ...where].join(" · ")];
  if (change.level !== "none") lines.unshift(rules[rule].reason);
  const left = methods.length - mostMethods;
  if (methods.length > 1) {
    const names = methods.slice(0, mostMethods).join(", ");
    lines.push(`methods: ${names}${left > 0 ? ` and ${left} more` : ""}`);
  }
  return lines.map(note);
}
