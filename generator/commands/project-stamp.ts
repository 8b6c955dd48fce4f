import { resolve } from "node:path";
import type { Lock } from "../lock/lock.js";
import { ownFolder } from "../output/compare-files.js";
import { readStamp, writeStamp, type StampScope } from "../output/stamp.js";
import { lockPath, type Project } from "./project.js";
import type { Console } from "./report.js";

/** True if nothing has changed since the last run that had nothing left to do; what it said is said again. */
export async function tellKnown(project: Project, lock: Lock, console: Console): Promise<boolean> {
  const report = await readStamp(stampScope(project, lock));
  for (const line of report ?? []) console.done(line);
  return report !== null;
}

/** Remembers that a project has nothing left to do, and what was said of it. */
export async function keepStamp(
  project: Project,
  lock: Lock,
  report: readonly string[],
  { hasTold }: Console,
): Promise<void> {
  // Warnings are told every time: a stamp would keep them back.
  if (hasTold) return;
  await writeStamp(stampScope(project, lock), report);
}

/** Everything that decides whether a project has anything left to do. */
function stampScope(project: Project, lock: Lock): StampScope {
  const folders = [...lock.clients].map(([key, { files }]) =>
    resolve(project.directory, key, ownFolder(files.keys())),
  );
  const outputs = [...lock.clients].flatMap(([key, { files }]) =>
    [...files.keys()].map((path) => resolve(project.directory, key, path)),
  );
  return {
    directory: project.directory,
    inputs: [
      project.out,
      ...project.sources.flatMap(({ bytes, config }) => [JSON.stringify(config), bytes]),
    ],
    outputs: [...outputs, lockPath(project)],
    folders,
  };
}
