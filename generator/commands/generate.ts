import { openProject, type ProjectOptions } from "./project.js";
import { loadLock } from "./project-lock.js";
import { tellKnown } from "./project-stamp.js";
import type { Console } from "./report.js";
import type { WriteOptions } from "./write-clients.js";

/** What `discogen generate` takes. */
export interface GenerateOptions extends ProjectOptions, WriteOptions {}

/**
 * Writes the clients of a project: only what differs, all of it or nothing.
 *
 * @returns the exit code.
 * @throws CannotRun where a document has an error or something stands in the way; nothing is written then.
 */
export async function generate(options: GenerateOptions, console: Console): Promise<number> {
  const project = await openProject(options, console);
  const isKnown =
    options.json !== true && (await tellKnown(project, await loadLock(project, console), console));
  if (isKnown) return 0;
  // Loading all that generates takes longer than finding out that there is nothing to do.
  const { writeClients } = await import("./write-clients.js");
  await writeClients(project, options, console);
  return 0;
}
