import { openProject, type ProjectOptions } from "./project.js";
import { loadLock } from "./project-lock.js";
import { tellKnown } from "./project-stamp.js";
import type { Console } from "./report.js";

/** The version of what `check --json` prints. */
const schemaVersion = 1;

/** What `discogen check` takes. */
export interface CheckOptions extends ProjectOptions {
  /** Prints the differences as JSON. */
  readonly json?: boolean | undefined;
}

/**
 * Is everything on disk what the documents say? Writes nothing.
 *
 * @returns the exit code: 1 if something differs, and each file that does is named.
 */
export async function check(options: CheckOptions, console: Console): Promise<number> {
  const project = await openProject(options, console);
  const lock = await loadLock(project, console);
  const isKnown = options.json !== true && (await tellKnown(project, lock, console));
  if (isKnown) return 0;
  const { checkClients } = await import("./check-clients.js");
  const { findings, report } = await checkClients(project, lock, console);
  if (options.json === true) {
    const facts = findings.map(({ path, state, causes }) => ({ path, state, causes }));
    console.out(JSON.stringify({ schemaVersion, findings: facts }, null, 2));
  } else for (const line of report) console.done(line);
  if (findings.length === 0) return 0;
  if (options.json !== true) for (const { text } of findings) console.out(text);
  const many = findings.length === 1 ? "1 difference" : `${findings.length} differences`;
  console.note(`${many}; run discogen generate`);
  return 1;
}
