/** What concerns one project. */
import { narrowed } from "../changes/judge.js";
import type { Report } from "../changes/report.js";
import { cannotRun, type CannotRun } from "../problem.js";
import type { UsedProject } from "../usage/used-project.js";
import type { Revisions } from "./revisions.js";

/** What a command is told of projects. */
export interface UsedByOptions {
  /** The path of the `tsconfig.json` of the project. */
  readonly usedBy?: string | undefined;
}

/**
 * Leaves of a report what concerns the project that is asked for: all of it, if none is.
 *
 * @param unused - Is told that the project does not use the client, of which nothing concerns it then.
 */
export type Narrow = (
  report: Report,
  revisions: Pick<Revisions, "before" | "after">,
  unused: (why: CannotRun) => void,
) => Report;

/**
 * Reads the project that is asked for, if one is; the compiler that does so is loaded then.
 *
 * @throws CannotRun where the project cannot be read.
 */
export async function openUsedBy({ usedBy: project }: UsedByOptions): Promise<Narrow> {
  if (project === undefined) return (report) => report;
  const [used, { Concerns }, { Pairs }] = await Promise.all([
    openProject(project),
    import("../usage/concerns.js"),
    import("../witness/pairs.js"),
  ]);
  return (report, { before, after }, unused) => {
    const { className } = before.api;
    const uses = used.usesOf(className);
    if (uses === null) {
      unused(cannotRun(project, "cannot-read", `no source of the project leads to a ${className}`));
    }
    const concerns = uses === null ? null : new Concerns(uses, new Pairs(before.api, after.api));
    const verdict = narrowed(report.verdict, (change) => concerns?.has(change) === true);
    return { ...report, verdict, usedBy: { project, changes: report.verdict.changes.length } };
  };
}

async function openProject(project: string): Promise<UsedProject> {
  const { openUsedProject } = await import("../usage/used-project.js");
  try {
    return openUsedProject(project);
  } catch (error) {
    // The compiler throws what it has to say of a configuration.
    throw cannotRun(project, "cannot-read", error instanceof Error ? error.message : String(error));
  }
}
