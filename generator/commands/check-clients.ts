import { join } from "node:path";
import { lockText, type Lock } from "../lock/lock.js";
import type { FileState } from "../output/compare-files.js";
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
  stale: "is stale: the document, the configuration or discogen would make it anew",
  edited: "was edited after it was generated",
  obsolete: "is no longer generated",
  foreign: "was not written by discogen, in a folder that is generated",
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
  const findings = [
    ...(await compareClients(project, clients, lock)).flatMap(fileFindings),
    ...lockFindings(project, lock, clients),
  ];
  if (findings.length > 0) return findings;
  const report = clients.map(currentLine);
  for (const line of report) console.out(line);
  await keepStamp(project, lock, report, console);
  return [];
}

function fileFindings({ folder, files }: ComparedClient): string[] {
  return files.flatMap(({ path, state }) =>
    state === "current" ? [] : [`${nameOf(join(folder, path))} ${words[state]}`],
  );
}

/** The generator's version stands in the lock for information only. */
function lockFindings(project: Project, lock: Lock, clients: readonly PlannedClient[]): string[] {
  const after = lockAfter(lock, clients, retiredKeys(project, clients, lock));
  if (lockText(lock, "") === lockText(after, "")) return [];
  return [`${nameOf(lockPath(project))} ${lock.clients.size === 0 ? words.missing : words.stale}`];
}
