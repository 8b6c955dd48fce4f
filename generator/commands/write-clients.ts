import { join } from "node:path";
import { codeOf, reasonOf } from "../system-error.js";
import { lockText, type Lock } from "../lock/lock.js";
import { textOf } from "../output/compare-files.js";
import { holdFolder, type HeldFolder } from "../output/hold-folder.js";
import { endJournal } from "../output/journal.js";
import { writeFiles, type FileChange } from "../output/write-files.js";
import { CannotRun, cannotRun, problem, type LocatedProblem } from "../problem.js";
import { generatorVersion } from "../version.js";
import {
  compareClients,
  currentLine,
  retiredKeys,
  type ComparedClient,
} from "./compare-clients.js";
import { lockAfter, planClients, readDocuments } from "./plan-client.js";
import { loadLock } from "./project-lock.js";
import { keepStamp } from "./project-stamp.js";
import { lockPath, nameOf, type Project } from "./project.js";
import type { Console } from "./report.js";
import { count } from "./summary.js";

/**
 * Generates the clients of a project and writes what differs.
 *
 * @param force - Overwrites files that were edited, and files of others that are in the way.
 * @throws CannotRun where a document has an error or something stands in the way; nothing is written then.
 */
export async function writeClients(
  project: Project,
  force: boolean,
  console: Console,
): Promise<void> {
  const documents = readDocuments(project, console);
  const folder = await hold(project.out);
  try {
    // Read only now: another run may just have written it.
    const lock = await loadLock(project, console);
    const clients = await planClients(project, documents, lock, console);
    const compared = await compareClients(project, clients, lock);
    if (!force) refuseLosses(compared);
    const after = lockAfter(lock, clients, retiredKeys(project, clients, lock));
    await write(project, compared, after);
    for (const line of compared.map(reportLine)) console.out(line);
    await keepStamp(project, after, clients.map(currentLine), console);
  } finally {
    await folder.release();
  }
}

async function hold(folder: string): Promise<HeldFolder> {
  const held = await holdFolder(folder).catch((error: unknown) => {
    throw cannotRun(nameOf(folder), "cannot-write", reasonOf(error));
  });
  if ("pid" in held) throw cannotRun(nameOf(folder), "output-busy", held.pid);
  return held;
}

/** A file that somebody edited, or that is somebody else's, is not overwritten and not deleted. */
function refuseLosses(compared: readonly ComparedClient[]): void {
  const problems = compared.flatMap(({ folder, wanted, files }) => {
    const paths = new Set(wanted.map(({ path }) => path));
    return files.flatMap(({ path, state }): LocatedProblem[] => {
      const isLost = state === "edited" || (state === "foreign" && paths.has(path));
      if (!isLost) return [];
      const code = state === "edited" ? "edited-file" : "foreign-file";
      const source = nameOf(join(folder, path));
      return [{ ...problem(code, ""), source, position: null }];
    });
  });
  if (problems.length > 0) throw new CannotRun(problems);
}

async function write(
  project: Project,
  compared: readonly ComparedClient[],
  lock: Lock,
): Promise<void> {
  const changes = compared.flatMap(changesOf);
  const path = lockPath(project);
  const text = lockText(lock, generatorVersion);
  // The lock comes last: until it is there, the next run knows that this one was interrupted.
  if ((await textOf(path))?.replaceAll("\r\n", "\n") !== text) changes.push({ path, text });
  if (changes.length === 0) return endJournal(project.out);
  const failed = await writeFiles(project.out, changes);
  if (failed === null) return;
  if (codeOf(failed.error) === undefined) throw failed.error;
  throw cannotRun(nameOf(failed.path), "cannot-write", reasonOf(failed.error));
}

function changesOf({ folder, wanted, files, started }: ComparedClient): FileChange[] {
  const texts = new Map(wanted.map(({ path, text }) => [path, text]));
  const missing = started.map(({ path, text }) => ({ path: join(folder, path), text }));
  const changes = files.flatMap(({ path, state }): FileChange[] => {
    const text = texts.get(path);
    if (text !== undefined) return state === "current" ? [] : [{ path: join(folder, path), text }];
    return state === "foreign" ? [] : [{ path: join(folder, path), text: null }];
  });
  return [...changes, ...missing];
}

function reportLine(compared: ComparedClient): string {
  const { folder, files, title } = compared;
  const changes = changesOf(compared);
  const current = files.filter(({ state }) => state === "current").length;
  const deleted = changes.filter(({ text }) => text === null).length;
  const written = changes.length - deleted;
  const parts = [
    written === 0 ? "" : `${count(written, "file")} written`,
    current === 0 ? "" : `${written === 0 ? count(current, "file") : current} up to date`,
    deleted === 0 ? "" : `${deleted} deleted`,
  ];
  const line = `${title}; ${parts.filter((part) => part !== "").join(", ")}`;
  return changes.length === 0 ? line : `${line} in ${nameOf(folder)}`;
}
