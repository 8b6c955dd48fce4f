/** What became of a document that was to be updated, and how people are told. */
import { reportText } from "../changes/report-text.js";
import type { Report } from "../changes/report.js";
import type { LocatedProblem } from "../problem.js";

/** A client with what is new in it. */
export interface UpdatedClient {
  /** Its folder, as the lock names it. */
  readonly key: string;
  /** The version that it had. */
  readonly before: string;
  readonly version: string;
  readonly report: Report;
  /** What was written of it, in words; `null` where nothing was. */
  readonly written: string | null;
}

/** What became of one document. */
export type UpdateOutcome = {
  /** The document's path. */
  readonly document: string;
  /** `library:v1`; `null` of a document that cannot be read. */
  readonly api: string | null;
} & (
  | { readonly kind: "current"; readonly revision: string }
  /** It was taken, or would have been in a dry run. */
  | { readonly kind: "taken"; readonly clients: readonly UpdatedClient[] }
  /** It has changes that the user wants to decide on. */
  | { readonly kind: "held"; readonly clients: readonly UpdatedClient[] }
  /** A witness does not agree with what is said of its changes. */
  | { readonly kind: "contradicted"; readonly clients: readonly UpdatedClient[] }
  /** It looks older than the one that is there, or broken. */
  | { readonly kind: "refused"; readonly problem: LocatedProblem }
  | { readonly kind: "failed"; readonly problems: readonly LocatedProblem[] }
);

/** What people are told of an outcome, as lines; problems are told elsewhere. */
export function outcomeLines(outcome: UpdateOutcome): string[] {
  switch (outcome.kind) {
    case "current":
      return [`${outcome.api} ${outcome.revision}: up to date`];
    case "taken":
    case "held":
    case "contradicted":
      return outcome.clients.flatMap(clientLines);
    case "refused":
    case "failed":
      return [];
  }
}

function clientLines({ report, before, version, written }: UpdatedClient): string[] {
  const moves = version === before ? `stays ${version}` : `${before} → ${version}`;
  const lines = [reportText(report, { all: false }), `version: ${moves}`];
  return written === null ? lines : [...lines, written];
}

/** What is wrong with a document, if anything is. */
export function outcomeProblems(outcome: UpdateOutcome): readonly LocatedProblem[] {
  switch (outcome.kind) {
    case "current":
    case "taken":
    case "held":
    case "contradicted":
      return [];
    case "refused":
      return [outcome.problem];
    case "failed":
      return outcome.problems;
  }
}
