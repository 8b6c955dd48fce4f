/** Whether a verdict is right, where somebody wants to know. */
import type { Report } from "../changes/report.js";
import { contradictionWords, isContradicted } from "../changes/witnessed.js";
import { CannotRun } from "../problem.js";
import { problemLine, type Console } from "./report.js";
import type { Revisions } from "./revisions.js";

/** What a command is told of witnesses. */
export interface VerifyOptions {
  /** Asks them whether the verdict is right. */
  readonly verify?: boolean | undefined;
}

/** What a report is about. */
export interface Compared extends Pick<Revisions, "before" | "after"> {
  /** Where the project is. */
  readonly directory: string;
}

/**
 * A report with what witnesses say of it, if it is wanted; what they need is loaded then.
 *
 * @throws CannotRun where they cannot be asked.
 */
export async function withWitness(
  report: Report,
  { before, after, directory }: Compared,
  { verify: isWanted }: VerifyOptions,
): Promise<Report> {
  if (isWanted !== true) return report;
  const { verify } = await import("./verify.js");
  const pair = { before: before.api, after: after.api, changes: report.verdict.changes };
  return { ...report, witness: await verify(pair, directory) };
}

/** The same where nobody has insisted: that they cannot be asked is told, and no more. */
export async function tryWitness(
  report: Report,
  compared: Compared,
  options: VerifyOptions,
  console: Console,
): Promise<Report> {
  try {
    return await withWitness(report, compared, options);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    for (const problem of error.problems) {
      console.err(problemLine({ ...problem, level: "warning" }));
    }
    return report;
  }
}

/** True if witnesses contradict a report, which is told. */
export function isRefuted(reports: readonly Report[], console: Console): boolean {
  const isWrong = reports.some(isContradicted);
  if (isWrong) console.err(contradictionWords);
  return isWrong;
}
