import type { JudgedChange } from "./judge.js";
import { markupText } from "./markup.js";
import {
  axesOf,
  changesOf,
  countsText,
  levels,
  lineText,
  revisionsOf,
  ruleName,
} from "./report-words.js";
import type { Report, ReportOptions } from "./report.js";
import { rules } from "./rules.js";
import { wordsOf } from "./words.js";

/**
 * A report as test results in the XML of JUnit: each change with impact is a test, worst first. It fails if it
 * is what `--fail-on` stops at (breaking changes without one), and is skipped if it was approved.
 */
export function reportJunit(report: Report, options: ReportOptions): string {
  const { api, verdict } = report;
  const changes = levels
    .filter((level) => level !== "none" || options.all)
    .flatMap((level) => changesOf(verdict, level));
  // Some readers take a file without tests for a mistake.
  const nothing = element("testcase", { classname: api, name: "nothing with impact", time: "0" });
  const cases =
    changes.length === 0 ? [nothing] : changes.map((each) => testCase(each, report, options));
  const counts = {
    tests: String(cases.length),
    failures: String(changes.filter((each) => options.stopping.has(each)).length),
    errors: "0",
    skipped: String(changes.filter(({ approval }) => approval !== null).length),
    time: "0",
  };
  const properties = element("properties", {}, [
    element("property", { name: "bump", value: verdict.bump }),
    element("property", { name: "changes", value: countsText(verdict) }),
  ]);
  const name = `${api} ${revisionsOf(report)}`;
  const suite = element("testsuite", { name, ...counts }, [properties, ...cases]);
  const suites = element("testsuites", { name: "discogen diff", ...counts }, [suite]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${suites}`;
}

function testCase(change: JudgedChange, report: Report, { stopping }: ReportOptions): string {
  const { subject, rule, approval } = change;
  const words = lineText(wordsOf(change));
  const title = { classname: subject, name: `${ruleName(change)}: ${words}`, time: "0" };
  if (approval !== null) {
    const message = `approved: ${approval.reason}`;
    return element("testcase", title, [element("skipped", { message })]);
  }
  const details = detailsOf(change, report);
  const failure = { message: `${subject}: ${words}`, type: rule };
  const result = stopping.has(change)
    ? textElement("failure", failure, details)
    : textElement("system-out", {}, details);
  return element("testcase", title, [result]);
}

/** Where it is, whom it hits, and why it is graded so. */
function detailsOf(change: JudgedChange, report: Report): readonly string[] {
  const place = report.placeOf(change);
  const axes = axesOf(change.impact);
  return [
    ...(place === null ? [] : [`${place.file}:${place.line}:${place.column}`]),
    `${change.level}${axes.length === 0 ? "" : `: ${axes.join(", ")}`}; bump ${change.bump}`,
    rules[change.rule].reason,
  ];
}

type Attributes = Readonly<Record<string, string>>;

function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const start = startOf(name, attributes);
  if (children.length === 0) return `<${start}/>`;
  return [`<${start}>`, ...children, `</${name}>`].join("\n");
}

function textElement(name: string, attributes: Attributes, lines: readonly string[]): string {
  return `<${startOf(name, attributes)}>${lines.map(markupText).join("\n")}</${name}>`;
}

function startOf(name: string, attributes: Attributes): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${markupText(value)}"`);
  return name + list.join("");
}
