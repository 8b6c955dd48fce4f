import type { JudgedChange } from "./judge.js";
import type { Report } from "./report.js";
import { witnessData } from "./witnessed.js";
import { wordsOf } from "./words.js";

/** The version of the report's form; `report.schema.json` describes it. */
const schemaVersion = 1;

/** How many of the methods that a change concerns are listed. */
const mostMethods = 5;

/** The whole report as one JSON text, the same for the same documents and configuration. */
export function reportJson(report: Report): string {
  return JSON.stringify(reportData(report), null, 2);
}

/** A report as `report.schema.json` describes it. */
export function reportData(report: Report): object {
  const { api, from, to, verdict, witness, usedBy } = report;
  const { bump, counts, changes, unused, expired } = verdict;
  return {
    schemaVersion,
    api,
    from,
    to,
    bump,
    counts,
    changes: changes.map((change) => changeData(change, report)),
    approvals: { unused, expired },
    ...(usedBy === undefined ? {} : { usedBy }),
    ...(witness === undefined ? {} : { witness: witnessData(witness) }),
  };
}

function changeData(change: JudgedChange, report: Report): object {
  const { id, rule, at, isGone, subject, direction, methods, from, to } = change;
  const { impact, level, bump, approval } = change;
  return {
    id,
    rule,
    at,
    isGone,
    subject,
    direction,
    methods: methods.slice(0, mostMethods),
    methodCount: methods.length,
    from,
    to,
    message: wordsOf(change),
    impact,
    level,
    bump,
    place: report.placeOf(change),
    approval,
  };
}
