/** One run at a time writes to the output folder of a project; what a killed one owes is written first. */
import { basename, relative } from "node:path";
import { owedFiles } from "../output/finish-files.js";
import { holdFolder, type HeldFolder } from "../output/hold-folder.js";
import { endJournal, readDue } from "../output/journal.js";
import { writeFiles, type FileChange } from "../output/write-files.js";
import { cannotRun } from "../problem.js";
import { codeOf, reasonOf } from "../system-error.js";
import { lockPath, nameOf, type Project } from "./project.js";

type Outputs = Pick<Project, "directory" | "out">;

/**
 * Does something while no other run writes to the output folder.
 *
 * @throws CannotRun where the folder cannot be had.
 */
export async function holdingOutput<T>(project: Outputs, work: () => Promise<T>): Promise<T> {
  const folder = await hold(project.out);
  try {
    const owed = await owedFiles(project.out, (path) => isOwn(path, project));
    if (owed.length > 0) await carryOut(project, owed);
    return await work();
  } finally {
    await folder.release();
  }
}

/** Writes what a killed run owes, if there was one. */
export async function finishInterrupted(project: Outputs): Promise<void> {
  if ((await readDue(project.out)) !== null) await holdingOutput(project, () => Promise.resolve());
}

/**
 * Carries out changes, all of them or none (see `writeFiles`).
 *
 * @throws CannotRun where a file cannot be written.
 */
export async function carryOut(
  { out }: Outputs,
  changes: readonly FileChange[],
  decisive: string | null = null,
): Promise<void> {
  if (changes.length === 0) return endJournal(out);
  const failed = await writeFiles(out, changes, decisive);
  if (failed === null) return;
  if (codeOf(failed.error) === undefined) throw failed.error;
  throw cannotRun(nameOf(failed.path), "cannot-write", reasonOf(failed.error));
}

async function hold(folder: string): Promise<HeldFolder> {
  const held = await holdFolder(folder).catch((error: unknown) => {
    throw cannotRun(nameOf(folder), "cannot-write", reasonOf(error));
  });
  if ("pid" in held) throw cannotRun(nameOf(folder), "output-busy", held.pid);
  return held;
}

/** The lock, and the changelog of a client. */
function isOwn(path: string, project: Outputs): boolean {
  if (path === lockPath(project)) return true;
  return basename(path) === "CHANGELOG.md" && !relative(project.out, path).startsWith("..");
}
