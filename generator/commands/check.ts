import { openProject, type ProjectOptions } from "./project.js";
import { loadLock } from "./project-lock.js";
import { tellKnown } from "./project-stamp.js";
import type { Console } from "./report.js";

/**
 * Is everything on disk what the documents say? Writes nothing.
 *
 * @returns the exit code: 1 if something differs, and each file that does is named.
 */
export async function check(options: ProjectOptions, console: Console): Promise<number> {
  const project = await openProject(options, console);
  const lock = await loadLock(project, console);
  if (await tellKnown(project, lock, console)) return 0;
  const { checkClients } = await import("./check-clients.js");
  const findings = await checkClients(project, lock, console);
  if (findings.length === 0) return 0;
  for (const finding of findings) console.out(finding);
  const many = findings.length === 1 ? "1 difference" : `${findings.length} differences`;
  console.note(`${many}; run discogen generate`);
  return 1;
}
