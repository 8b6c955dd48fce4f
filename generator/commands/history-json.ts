import { reportData } from "../changes/report-json.js";
import type { HistoryRow } from "./history-row.js";

/** The version of the form; `history.schema.json` describes it. */
const schemaVersion = 1;

/** The revisions of a document as one JSON text. */
export function historyJson(api: string, rows: readonly HistoryRow[]): string {
  const revisions = rows.map(({ report, name, label, revision, sha256 }) => ({
    document: name,
    label,
    revision,
    sha256,
    report: report === null ? null : reportData(report),
  }));
  return JSON.stringify({ schemaVersion, api, revisions }, null, 2);
}
