import type { JudgedChange } from "./judge.js";
import { block, element, markupText } from "./markup.js";
import {
  axesOf,
  changesOf,
  countsText,
  levels,
  lineText,
  releaseText,
  revisionsOf,
  ruleName,
} from "./report-words.js";
import type { Release, Report, ReportOptions } from "./report.js";
import { rules } from "./rules.js";
import { disagreementLines, isContradicted, witnessText, type Witnessed } from "./witnessed.js";
import { wordsOf } from "./words.js";

/**
 * A report as test results in the XML of JUnit: each change with impact is a test, worst first. It fails if it
 * is what `--fail-on` stops at (breaking changes without one), and is skipped if it was approved.
 */
export function reportJunit(reports: readonly Report[], options: ReportOptions): string {
  const suites = reports.map((report) => suiteOf(report, options));
  const text = block(
    "testsuites",
    { name: "discogen diff", ...attributesOf(sumOf(suites.map(({ counts }) => counts))) },
    suites.map(({ suite }) => suite),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}`;
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
}

function sumOf(all: readonly Counts[]): Counts {
  const sum = (key: keyof Counts): number => all.reduce((total, each) => total + each[key], 0);
  return { tests: sum("tests"), failures: sum("failures"), skipped: sum("skipped") };
}

function attributesOf({ tests, failures, skipped }: Counts): Record<string, string> {
  return {
    tests: String(tests),
    failures: String(failures),
    errors: "0",
    skipped: String(skipped),
    time: "0",
  };
}

function suiteOf(
  report: Report,
  options: ReportOptions,
): { readonly counts: Counts; readonly suite: string } {
  const { api, verdict, release, witness } = report;
  const changes = levels
    .filter((level) => level !== "none" || options.all)
    .flatMap((level) => changesOf(verdict, level));
  // Some readers take a file without tests for a mistake.
  const nothing = element("testcase", { classname: api, name: "nothing with impact", time: "0" });
  const cases =
    changes.length === 0 ? [nothing] : changes.map((each) => testCase(each, report, options));
  if (release !== null) cases.push(releaseCase(api, release));
  if (witness !== undefined) cases.push(witnessCase(api, witness));
  const failed = [
    ...changes.filter((each) => options.stopping.has(each)),
    ...(release?.isEnough === false ? [release] : []),
    ...(isContradicted(report) ? [witness] : []),
  ];
  const counts = {
    tests: cases.length,
    failures: failed.length,
    skipped: changes.filter(({ approval }) => approval !== null).length,
  };
  const properties = block("properties", {}, [
    element("property", { name: "bump", value: verdict.bump }),
    element("property", { name: "changes", value: countsText(verdict) }),
  ]);
  const name = `${api} ${revisionsOf(report)}`;
  const suite = block("testsuite", { name, ...attributesOf(counts) }, [properties, ...cases]);
  return { counts, suite };
}

function releaseCase(api: string, release: Release): string {
  const title = { classname: api, name: "the version is enough for the changes", time: "0" };
  const message = `${release.file}: ${releaseText(release)}`;
  const result = release.isEnough
    ? element("system-out", {}, [markupText(message)])
    : element("failure", { message, type: "bump-too-small" });
  return block("testcase", title, [result]);
}

function witnessCase(api: string, witness: Witnessed): string {
  const title = { classname: api, name: "witnesses agree with the verdict", time: "0" };
  const message = witnessText(witness);
  const details = [disagreementLines(witness).map(markupText).join("\n")];
  const result = isContradicted({ witness })
    ? element("failure", { message, type: "witness-contradicts" }, details)
    : element("system-out", {}, [markupText(message)]);
  return block("testcase", title, [result]);
}

function testCase(change: JudgedChange, report: Report, { stopping }: ReportOptions): string {
  const { subject, rule, approval } = change;
  const words = lineText(wordsOf(change));
  const title = { classname: subject, name: `${ruleName(change)}: ${words}`, time: "0" };
  if (approval !== null) {
    const message = `approved: ${approval.reason}`;
    return block("testcase", title, [element("skipped", { message })]);
  }
  const details = [detailsOf(change, report).map(markupText).join("\n")];
  const failure = { message: `${subject}: ${words}`, type: rule };
  const result = stopping.has(change)
    ? element("failure", failure, details)
    : element("system-out", {}, details);
  return block("testcase", title, [result]);
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
