import { resolve } from "node:path";
import type { Lock } from "../lock/lock.js";
import { compareFiles, missingFiles, type ComparedFile } from "../output/compare-files.js";
import { readJournal } from "../output/journal.js";
import type { OutputFile } from "../output/output-file.js";
import type { PlannedClient } from "./plan-client.js";
import type { Project } from "./project.js";
import { retiredCauses, staleCauses } from "./stale-causes.js";
import { count, summary } from "./summary.js";

/** A client's folder beside what it should hold. */
export interface ComparedClient {
  readonly folder: string;
  /** Nothing for a client that the configuration no longer has. */
  readonly wanted: readonly OutputFile[];
  /** The hashes of what was written last, by path. */
  readonly locked: ReadonlyMap<string, string>;
  readonly files: readonly ComparedFile[];
  /** What is written only where it is missing, and missing. */
  readonly started: readonly OutputFile[];
  /** What is said of it. */
  readonly title: string;
  /** Why what is stale in it is so. */
  readonly causes: readonly string[];
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
    causes: retiredCauses,
  }));
  const planned = clients.map((client) => ({
    folder: client.folder,
    wanted: client.files,
    locked: client.before?.files ?? new Map<string, string>(),
    started: client.started,
    title: summary(client.api),
    causes: staleCauses(client, lock),
  }));
  return Promise.all(
    [...planned, ...gone].map(async (client) => ({
      ...client,
      started: await missingFiles(client.folder, client.started),
      files: await compareFiles(client.folder, client.wanted, client.locked, journal),
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
