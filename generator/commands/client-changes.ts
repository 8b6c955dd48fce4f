import { join } from "node:path";
import type { FileChange } from "../output/write-files.js";
import type { ComparedClient } from "./compare-clients.js";

/** What is to be written of a client, and deleted. */
export function changesOf({ folder, wanted, files, started }: ComparedClient): FileChange[] {
  const texts = new Map(wanted.map(({ path, text }) => [path, text]));
  const missing = started.map(({ path, text }) => ({ path: join(folder, path), text }));
  const changes = files.flatMap(({ path, state }): FileChange[] => {
    const text = texts.get(path);
    if (text !== undefined) return state === "current" ? [] : [{ path: join(folder, path), text }];
    return state === "foreign" ? [] : [{ path: join(folder, path), text: null }];
  });
  return [...changes, ...missing];
}
