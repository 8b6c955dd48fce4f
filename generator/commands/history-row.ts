import type { Report } from "../changes/report.js";

/** A revision, and what it changed. */
export interface HistoryRow {
  readonly label: string;
  readonly name: string;
  readonly revision: string;
  readonly sha256: string;
  /** `null` of the first. */
  readonly report: Report | null;
}
