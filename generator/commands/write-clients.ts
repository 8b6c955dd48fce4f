import { join } from "node:path";
import { lockText, type Lock } from "../lock/lock.js";
import { textOf } from "../output/compare-files.js";
import type { FileChange } from "../output/write-files.js";
import { CannotRun, problem, type LocatedProblem } from "../problem.js";
import { generatorVersion } from "../version.js";
import {
  compareClients,
  currentLine,
  retiredKeys,
  type ComparedClient,
} from "./compare-clients.js";
import { changesOf } from "./client-changes.js";
import { generateJson } from "./generate-json.js";
import { carryOut, holdingOutput } from "./hold-output.js";
import { lockAfter, planClients, readDocuments } from "./plan-client.js";
import { loadLock } from "./project-lock.js";
import { keepStamp } from "./project-stamp.js";
import { lockPath, nameOf, type Project } from "./project.js";
import type { Console } from "./report.js";
import { count } from "./summary.js";

/** How clients are written, and what is said of it. */
export interface WriteOptions {
  /** Overwrites files that were edited, and files of others that are in the way. */
  readonly force?: boolean | undefined;
  /** Tells it as JSON. */
  readonly json?: boolean | undefined;
}

/**
 * Generates the clients of a project and writes what differs.
 *
 * @throws CannotRun where a document has an error or something stands in the way; nothing is written then.
 */
export async function writeClients(
  project: Project,
  { force = false, json = false }: WriteOptions,
  console: Console,
): Promise<void> {
  const documents = readDocuments(project, console);
  await holdingOutput(project, async () => {
    // Read only now: another run may just have written it.
    const lock = await loadLock(project, console);
    const clients = await planClients(project, documents, lock, console);
    const compared = await compareClients(project, clients, lock);
    if (!force) refuseLosses(compared);
    const after = lockAfter(lock, clients, retiredKeys(project, clients, lock));
    await carryOut(project, await changesFor(project, compared, after));
    if (json) console.out(generateJson(project, compared, after));
    else for (const line of compared.map(reportLine)) console.done(line);
    await keepStamp(project, after, clients.map(currentLine), console);
  });
}

/** A file that somebody edited, or that is somebody else's, is not overwritten and not deleted. */
export function refuseLosses(compared: readonly ComparedClient[]): void {
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

/**
 * What is to be written for some clients.
 *
 * @param others - What comes after the clients' files, and before the lock.
 */
export async function changesFor(
  project: Project,
  compared: readonly ComparedClient[],
  lock: Lock,
  others: readonly FileChange[] = [],
): Promise<FileChange[]> {
  const changes = [...compared.flatMap(changesOf), ...others];
  const path = lockPath(project);
  const text = lockText(lock, generatorVersion);
  // The lock comes last: until it is there, the next run knows that this one was interrupted.
  if ((await textOf(path))?.replaceAll("\r\n", "\n") !== text) changes.push({ path, text });
  return changes;
}

/** What is said of a client that is written. */
export function reportLine(compared: ComparedClient): string {
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
