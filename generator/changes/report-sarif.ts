import type { JudgedChange } from "./judge.js";
import { changesOf, levels, lineText, ruleName } from "./report-words.js";
import type { Report, ReportedPlace, ReportOptions } from "./report.js";
import type { Level } from "./rule.js";
import { rules, type RuleId } from "./rules.js";
import { disagreementLines, witnessText, type Witnessed } from "./witnessed.js";
import { wordsOf } from "./words.js";

/**
 * A report for code scanning: SARIF 2.1.0 (OASIS, 2020). Each change with impact is a result, worst first, with
 * the id of the change as its fingerprint; what is approved is suppressed.
 */
export function reportSarif(reports: readonly Report[], options: ReportOptions): string {
  const runs = reports.map((report) => runJson(report, options));
  const $schema = "https://json.schemastore.org/sarif-2.1.0.json";
  return JSON.stringify({ $schema, version: "2.1.0", runs }, null, 2);
}

function runJson(report: Report, { all, generator }: ReportOptions): object {
  const { api, from, to, verdict, witness } = report;
  const changes = levels
    .filter((level) => level !== "none" || all)
    .flatMap((level) => changesOf(verdict, level));
  const ids = [...new Set(changes.map(({ rule }) => rule))].sort();
  const driver = { name: "discogen", semanticVersion: generator, rules: ids.map(ruleJson) };
  return {
    tool: { driver },
    columnKind: "utf16CodeUnits",
    ...(witness === undefined ? {} : { invocations: [invocationJson(witness)] }),
    results: changes.map((each) => resultJson(each, ids.indexOf(each.rule), report)),
    // A category: code scanning takes one run of each.
    automationDetails: { id: `discogen diff ${api}/` },
    properties: { api, from: from.revision, to: to.revision, bump: verdict.bump },
  };
}

/** Whether the run can be believed, which is about none of its results alone. */
function invocationJson(witness: Witnessed): object {
  const lines = disagreementLines(witness);
  return {
    executionSuccessful: lines.length === 0,
    toolExecutionNotifications: [
      { level: "note", message: message(witnessText(witness)) },
      ...lines.map((line) => ({ level: "error", message: message(line) })),
    ],
  };
}

function ruleJson(id: RuleId): object {
  return {
    id,
    shortDescription: message(wordsOf({ rule: id, from: "{from}", to: "{to}" })),
    fullDescription: message(rules[id].reason),
    help: message(`discogen explain ${id}`),
  };
}

const sarifLevels: Readonly<Record<Level, string>> = {
  error: "error",
  warning: "warning",
  info: "note",
  none: "none",
};

function resultJson(change: JudgedChange, ruleIndex: number, report: Report): object {
  const { id, rule, subject, level, approval, impact, bump } = change;
  const { at, isGone, from, to } = change;
  const place = report.annotatedPlaceOf(change);
  return {
    ruleId: rule,
    ruleIndex,
    level: sarifLevels[level],
    // A result that is no failure has the level "none", and the other way round.
    kind: level === "none" ? "informational" : "fail",
    message: message(`${subject}: ${wordsOf(change)}`),
    locations: [
      {
        ...(place === null ? {} : { physicalLocation: locationJson(place) }),
        logicalLocations: [{ fullyQualifiedName: subject }],
      },
    ],
    partialFingerprints: { "discogenChange/v1": id },
    suppressions:
      approval === null
        ? []
        : [{ kind: "external", status: "accepted", justification: approval.reason }],
    properties: { name: ruleName(change), impact, bump, at, isGone, from, to },
  };
}

function locationJson({ file, line, column }: ReportedPlace): object {
  const path = file.split("/").map(encodeURIComponent).join("/");
  return {
    artifactLocation: { uri: path.startsWith("/") ? `file://${path}` : path },
    region: { startLine: line, startColumn: column },
  };
}

/** A text that is one: in messages braces are placeholders (3.11.5), and `[a](b)` is a link (3.11.6). */
function message(text: string): { readonly text: string } {
  return { text: lineText(text).replaceAll(/[{}]/g, "$&$&").replaceAll("](", "] (") };
}
