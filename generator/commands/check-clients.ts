import { join } from "node:path";
import { lockText, type Lock } from "../lock/lock.js";
import type { ComparedFile, FileState } from "../output/compare-files.js";
import {
  compareClients,
  currentLine,
  retiredKeys,
  type ComparedClient,
} from "./compare-clients.js";
import { lockAfter, planClients, readDocuments, type PlannedClient } from "./plan-client.js";
import { keepStamp } from "./project-stamp.js";
import { lockPath, nameOf, type Project } from "./project.js";
import type { Console } from "./report.js";

const words: Readonly<Record<Exclude<FileState, "current">, string>> = {
  missing: "is missing",
  stale: "is stale",
  edited: "was edited after it was generated",
  obsolete: "is no longer generated",
  foreign: "was not written by discogen, in a folder that is generated",
};

const ofTheLock = {
  missing: words.missing,
  stale: words.stale,
  edited: "is not what discogen wrote beside these files",
};

/**
 * Generates the clients of a project in memory and compares them with what is on disk.
 *
 * @returns each difference in words; none if everything is up to date, and that is told.
 */
export async function checkClients(
  project: Project,
  lock: Lock,
  console: Console,
): Promise<string[]> {
  const clients = await planClients(project, readDocuments(project, console), lock, console);
  const compared = await compareClients(project, clients, lock);
  const findings = [
    ...compared.flatMap(fileFindings),
    ...lockFindings(project, { lock, clients, compared }),
  ];
  if (findings.length > 0) return findings;
  const report = clients.map(currentLine);
  for (const line of report) console.done(line);
  await keepStamp(project, lock, report, console);
  return [];
}

function fileFindings(client: ComparedClient): string[] {
  const { folder, files, causes } = client;
  return files.flatMap((file) => {
    if (file.state === "current") return [];
    const because = isExplained(file, client) ? causes : [];
    return [finding(join(folder, file.path), words[file.state], because)];
  });
}

/** True for a file that was made anew, or unmade, by what its client is made of now. */
function isExplained({ path, state }: ComparedFile, { locked }: ComparedClient): boolean {
  return state === "stale" || state === "obsolete" || (state === "missing" && !locked.has(path));
}

function finding(path: string, what: string, causes: readonly string[]): string {
  const because = causes.length === 0 ? "" : `: ${causes.join("; ")}`;
  return `${nameOf(path)} ${what}${because}`;
}

interface Comparison {
  readonly lock: Lock;
  readonly clients: readonly PlannedClient[];
  readonly compared: readonly ComparedClient[];
}

/** The generator's version and the options stand in the lock for information only. */
function lockFindings(project: Project, { lock, clients, compared }: Comparison): string[] {
  const after = lockAfter(lock, clients, retiredKeys(project, clients, lock));
  if (comparedText(lock) === comparedText(after)) return [];
  const path = lockPath(project);
  if (lock.clients.size === 0) return [finding(path, ofTheLock.missing, [])];
  const explained = compared.filter((client) =>
    client.files.some((file) => isExplained(file, client)),
  );
  const causes = [...new Set(explained.flatMap((client) => client.causes))];
  return [finding(path, causes.length === 0 ? ofTheLock.edited : ofTheLock.stale, causes)];
}

function comparedText({ clients }: Lock): string {
  const bare = [...clients].map(
    ([key, client]) => [key, { ...client, options: new Map<string, string>() }] as const,
  );
  return lockText({ generator: "", clients: new Map(bare) }, "");
}
