import { resolve } from "node:path";
import type { Lock } from "../lock/lock.js";
import { compareFiles, missingFiles, type ComparedFile } from "../output/compare-files.js";
import { readJournal } from "../output/journal.js";
import type { OutputFile } from "../output/output-file.js";
import type { PlannedClient } from "./plan-client.js";
import type { Project } from "./project.js";
import { count, summary } from "./summary.js";

/** A client's folder beside what it should hold. */
export interface ComparedClient {
  readonly folder: string;
  /** Nothing for a client that the configuration no longer has. */
  readonly wanted: readonly OutputFile[];
  readonly files: readonly ComparedFile[];
  /** What is written only where it is missing, and missing. */
  readonly started: readonly OutputFile[];
  /** What is said of it. */
  readonly title: string;
}

/** Compares every client with what is on disk, and those that are to go. */
export async function compareClients(
  project: Project,
  clients: readonly PlannedClient[],
  lock: Lock,
): Promise<ComparedClient[]> {
  const journal = await readJournal(project.out);
  const gone = retiredKeys(project, clients, lock).map((key) => ({
    folder: resolve(project.directory, key),
    wanted: [],
    locked: lock.clients.get(key)?.files ?? new Map<string, string>(),
    started: [],
    title: `${key} is no longer in the configuration`,
  }));
  const planned = clients.map(({ folder, files, started, before, api }) => ({
    folder,
    wanted: files,
    locked: before?.files ?? new Map<string, string>(),
    started,
    title: summary(api),
  }));
  return Promise.all(
    [...planned, ...gone].map(async ({ folder, wanted, locked, started, title }) => ({
      folder,
      wanted,
      started: await missingFiles(folder, started),
      files: await compareFiles(folder, wanted, locked, journal),
      title,
    })),
  );
}

/** The clients of the lock that a project as a whole no longer has. */
export function retiredKeys(
  { isWhole }: Project,
  clients: readonly PlannedClient[],
  lock: Lock,
): string[] {
  const planned = new Set(clients.map(({ key }) => key));
  return isWhole ? [...lock.clients.keys()].filter((key) => !planned.has(key)) : [];
}

/** What is said of a client with nothing to do. */
export function currentLine({ api, files }: PlannedClient): string {
  return `${summary(api)}; ${count(files.length, "file")} up to date`;
}
