import { resolve } from "node:path";
import { textOf } from "./compare-files.js";
import { readDue, type DueFile } from "./journal.js";
import { textHash } from "./output-file.js";
import type { FileChange } from "./write-files.js";

/**
 * What a killed run still owes: it had written its decisive file, and what comes after it is as it was. Nothing
 * if somebody has brought the decisive file back; a file that was edited since stays as it is.
 *
 * @param mayWrite - Whether a run may have had such a file to write: a journal that came with a repository must
 *   not write anywhere else.
 */
export async function owedFiles(
  root: string,
  mayWrite: (path: string) => boolean,
): Promise<FileChange[]> {
  const due = await readDue(root);
  if (due === null) return [];
  try {
    if ((await hashOf(due.decisive)) !== due.hash) return [];
    const owed = await Promise.all(due.files.map(owedFile));
    return owed.flat().filter(({ path }) => mayWrite(resolve(path)));
  } catch {
    // A journal that is not one of ours.
    return [];
  }
}

async function owedFile({ path, text, was }: DueFile): Promise<FileChange[]> {
  return (await hashOf(path)) === was ? [{ path, text: String(text) }] : [];
}

async function hashOf(path: string): Promise<string | null> {
  const text = await textOf(path);
  return text === null ? null : textHash(text);
}
