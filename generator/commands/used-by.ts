/** What concerns one project. */
import { narrowed } from "../changes/judge.js";
import type { Report } from "../changes/report.js";
import { cannotRun } from "../problem.js";
import type { Uses } from "../usage/uses.js";
import type { Revisions } from "./revisions.js";

/** What a command is told of projects. */
export interface UsedByOptions {
  /** The path of the `tsconfig.json` of the project. */
  readonly usedBy?: string | undefined;
}

/**
 * A report that tells what concerns a project, if one is given; the compiler that reads the project is loaded then.
 *
 * @throws CannotRun where the project cannot be read, or does not use the client.
 */
export async function forProject(
  report: Report,
  { before, after }: Pick<Revisions, "before" | "after">,
  { usedBy: project }: UsedByOptions,
): Promise<Report> {
  if (project === undefined) return report;
  const { className } = before.api;
  const uses = await readUses(project, className);
  if (uses === null) {
    throw cannotRun(project, "cannot-read", `no source of the project leads to a ${className}`);
  }
  const [{ Concerns }, { Pairs }] = await Promise.all([
    import("../usage/concerns.js"),
    import("../witness/pairs.js"),
  ]);
  const concerns = new Concerns(uses, new Pairs(before.api, after.api));
  const verdict = narrowed(report.verdict, (change) => concerns.has(change));
  return { ...report, verdict, usedBy: { project, changes: report.verdict.changes.length } };
}

async function readUses(project: string, className: string): Promise<Uses | null> {
  const { findUses } = await import("../usage/find-uses.js");
  try {
    return findUses(project, className);
  } catch (error) {
    // The compiler throws what it has to say of a configuration.
    throw cannotRun(project, "cannot-read", error instanceof Error ? error.message : String(error));
  }
}
