import { reportData } from "../changes/report-json.js";
import type { LocatedProblem } from "../problem.js";
import { outcomeProblems, type UpdatedClient, type UpdateOutcome } from "./update-outcome.js";

/** The version of the form; `update.schema.json` describes it. */
const schemaVersion = 1;

/** What an update did, as one JSON text. */
export function updateJson(outcomes: readonly UpdateOutcome[], isDry: boolean): string {
  const documents = outcomes.map((outcome) => ({
    document: outcome.document,
    api: outcome.api,
    outcome: outcome.kind,
    problems: outcomeProblems(outcome).map(problemData),
    clients: "clients" in outcome ? outcome.clients.map(clientData) : [],
  }));
  return JSON.stringify({ schemaVersion, dryRun: isDry, documents }, null, 2);
}

function clientData({ key, before, version, report }: UpdatedClient): object {
  return { folder: key, version: { from: before, to: version }, report: reportData(report) };
}

function problemData({ source, position, pointer, code, level, message, remedy }: LocatedProblem) {
  const place = position === null ? null : { ...position };
  return { source, place, pointer, code, level, message, remedy };
}
