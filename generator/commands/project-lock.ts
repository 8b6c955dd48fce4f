import { readBytesIfAny } from "../inputs/read-bytes.js";
import { emptyLock, readLock, type Lock } from "../lock/lock.js";
import { lockPath, nameOf, type Project } from "./project.js";
import { settle, type Console } from "./report.js";

/** The lock of a project; an empty one where there is none. */
export async function loadLock(project: Project, console: Console): Promise<Lock> {
  const path = lockPath(project);
  const bytes = await readBytesIfAny(path);
  if (bytes === null) return emptyLock;
  const outcome = readLock(new TextDecoder().decode(bytes));
  return settle([{ name: nameOf(path), bytes, outcome }], console)[0] ?? emptyLock;
}
