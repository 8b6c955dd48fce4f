import { loadLock } from "./project-lock.js";
import { openConfiguration, type Project } from "./project.js";
import { problemLine, type Console } from "./report.js";
import { versionJson, versionLines, versionNotes } from "./version-report.js";
import { namedClients, readRequest } from "./version-request.js";

/** What `discogen version` takes. */
export interface VersionOptions {
  /** Nothing, a client, how its version moves, or both in this order. */
  readonly words: readonly string[];
  readonly config?: string | undefined;
  /** What the configuration calls `lenient`, for every client. */
  readonly lenient?: boolean | undefined;
  /** Tells which version it would be, and writes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Prints one JSON text instead of lines. */
  readonly json?: boolean | undefined;
}

/**
 * Tells the versions of the clients of a configuration, or moves that of one.
 *
 * @returns the exit code: 2 if the documents of some cannot be read; the others are told all the same.
 * @throws CannotRun where the words mean nothing, or something stands in the way; nothing is written then.
 */
export async function version(options: VersionOptions, console: Console): Promise<number> {
  const { words, config, lenient, dryRun: isDry = false, json = false } = options;
  const configuration = await openConfiguration(config, console);
  const named = await namedClients(configuration, lenient === true);
  const sources = named.clients.map(({ source }) => source);
  const project: Project = { ...configuration, isWhole: false, sources };
  const request = readRequest(words, named);
  if (request.kind === "list") {
    const { clients } = request;
    const lock = await loadLock(project, console);
    if (json) console.out(versionJson(clients, lock, { move: null, isDry }));
    else for (const line of versionLines(clients, lock)) console.out(line);
    // Of a client that was named nothing else matters.
    if (words.length > 0 || named.problems.length === 0) return 0;
    for (const problem of named.problems) console.err(problemLine(problem));
    return 2;
  }
  // Loading all that generates takes longer than telling a version.
  const { moveVersion } = await import("./move-version.js");
  const { client, to } = request;
  const move = await moveVersion(project, { client, to, isDry }, console);
  if (json) {
    console.out(versionJson([client], await loadLock(project, console), { move, isDry }));
  } else console.done(`${client.key}: ${move.from} → ${move.to}`);
  if (isDry) console.note("a dry run; nothing was written");
  for (const note of await versionNotes(client, move, to)) console.note(note);
  return 0;
}
