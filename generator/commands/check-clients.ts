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

/** A file that is not as it should be. */
export interface Finding {
  /** From the working directory. */
  readonly path: string;
  readonly state: Exclude<FileState, "current">;
  /** What it is that has changed, where that is known. */
  readonly causes: readonly string[];
  /** The whole in words. */
  readonly text: string;
}

const words: Readonly<Record<Exclude<FileState, "current">, string>> = {
  missing: "is missing",
  stale: "is stale",
  edited: "was edited after it was generated",
  obsolete: "is no longer generated",
  foreign: "was not written by discogen, in a folder that is generated",
};

/**
 * Generates the clients of a project in memory and compares them with what is on disk.
 *
 * @returns each difference; where there is none, what is said of each client.
 */
export async function checkClients(
  project: Project,
  lock: Lock,
  console: Console,
): Promise<{ readonly findings: readonly Finding[]; readonly report: readonly string[] }> {
  const clients = await planClients(project, readDocuments(project, console), lock, console);
  const compared = await compareClients(project, clients, lock);
  const findings = differences(project, { lock, clients, compared });
  if (findings.length > 0) return { findings, report: [] };
  const report = clients.map(currentLine);
  await keepStamp(project, lock, report, console);
  return { findings, report };
}

/** Every file that is not as it should be, the lock too. */
export function differences(project: Project, comparison: Comparison): Finding[] {
  return [...comparison.compared.flatMap(fileFindings), ...lockFindings(project, comparison)];
}

function fileFindings(client: ComparedClient): Finding[] {
  const { folder, files, causes } = client;
  return files.flatMap((file) => {
    if (file.state === "current") return [];
    const because = isExplained(file, client) ? causes : [];
    return [finding(join(folder, file.path), file.state, because)];
  });
}

/** True for a file that was made anew, or unmade, by what its client is made of now. */
function isExplained({ path, state }: ComparedFile, { locked }: ComparedClient): boolean {
  return state === "stale" || state === "obsolete" || (state === "missing" && !locked.has(path));
}

function finding(
  place: string,
  state: Finding["state"],
  causes: readonly string[],
  what: string = words[state],
): Finding {
  const because = causes.length === 0 ? "" : `: ${causes.join("; ")}`;
  const path = nameOf(place);
  return { path, state, causes, text: `${path} ${what}${because}` };
}

/** Clients beside what is on disk, and in the lock. */
export interface Comparison {
  readonly lock: Lock;
  readonly clients: readonly PlannedClient[];
  readonly compared: readonly ComparedClient[];
}

/** The generator's version and the options stand in the lock for information only. */
function lockFindings(project: Project, { lock, clients, compared }: Comparison): Finding[] {
  const after = lockAfter(lock, clients, retiredKeys(project, clients, lock));
  if (comparedText(lock) === comparedText(after)) return [];
  const path = lockPath(project);
  if (lock.clients.size === 0) return [finding(path, "missing", [])];
  const explained = compared.filter((client) =>
    client.files.some((file) => isExplained(file, client)),
  );
  const causes = [...new Set(explained.flatMap((client) => client.causes))];
  return [
    causes.length === 0
      ? finding(path, "edited", [], "is not what discogen wrote beside these files")
      : finding(path, "stale", causes),
  ];
}

function comparedText({ clients }: Lock): string {
  const bare = [...clients].map(([key, client]) => [key, { ...client, options: null }] as const);
  return lockText({ generator: "", clients: new Map(bare) }, "");
}
