/** Text → disk: the one place that writes. */
import {
  access,
  constants,
  copyFile,
  lstat,
  mkdir,
  rename,
  rm,
  rmdir,
  unlink,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { codeOf } from "../system-error.js";
import { stagingFolder } from "./hold-folder.js";
import { textOf } from "./compare-files.js";
import { endJournal, keepJournal, type Due, type DueFile } from "./journal.js";
import { textHash } from "./output-file.js";

/** A file to write, or to delete where `text` is `null`. */
export interface FileChange {
  /** From the working directory, or absolute. */
  readonly path: string;
  readonly text: string | null;
}

/**
 * Carries out changes, the last one last. All new texts are written beside the old ones before the first of
 * them takes its place, so a full disk changes nothing; a run that is killed between two renames leaves
 * whole files, and a journal by which the next run knows them.
 *
 * @param root - The folder that the run has to itself (see `holdFolder`).
 * @param decisive - The path of the change that decides: a run that is killed after it is finished by the next
 *   one (see `owedFiles`), one that is killed before it has not happened.
 * @returns the path that could not be written and why, or `null` if all went well.
 */
export async function writeFiles(
  root: string,
  changes: readonly FileChange[],
  decisive: string | null = null,
): Promise<{ readonly path: string; readonly error: unknown } | null> {
  const staging = join(root, stagingFolder);
  // What a killed run left there.
  await rm(staging, { recursive: true, force: true });
  let path = root;
  try {
    const staged: { readonly path: string; readonly from: string | null }[] = [];
    await mkdir(staging, { recursive: true });
    for (const [index, change] of changes.entries()) {
      path = change.path;
      const from = change.text === null ? null : join(staging, String(index));
      if (from !== null && change.text !== null) {
        await writeFile(from, change.text, { flag: "wx", flush: true });
      }
      await checkPlace(path, root);
      staged.push({ path, from });
    }
    path = root;
    await keepJournal(root, hashesOf(changes), await dueAfter(decisive, changes));
    for (const change of staged) {
      path = change.path;
      if (change.from === null) await remove(path, root);
      else {
        await mkdir(dirname(path), { recursive: true });
        await move(change.from, path);
      }
    }
    await endJournal(root);
    return null;
  } catch (error) {
    return { path, error };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function hashesOf(changes: readonly FileChange[]): string[] {
  return changes.flatMap(({ text }) => (text === null ? [] : [textHash(text)]));
}

async function dueAfter(
  decisive: string | null,
  changes: readonly FileChange[],
): Promise<Due | null> {
  const index = changes.findIndex(({ path }) => path === decisive);
  const text = changes[index]?.text ?? null;
  if (decisive === null || text === null) return null;
  const files = changes.slice(index + 1).map(async (change): Promise<DueFile[]> => {
    if (change.text === null) return [];
    return [{ path: change.path, text: change.text, was: await hashOf(change.path) }];
  });
  return { decisive, hash: textHash(text), files: (await Promise.all(files)).flat() };
}

async function hashOf(path: string): Promise<string | null> {
  const text = await textOf(path);
  return text === null ? null : textHash(text);
}

/** Finds before anything is written what a file could not take its place for. */
async function checkPlace(path: string, root: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found?.isDirectory() === true) throw failure("EISDIR");
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const place = await lstat(folder).catch(() => null);
    if (place === null && folder !== dirname(folder)) continue;
    if (place?.isSymbolicLink() === true && isBelow(folder, root)) throw failure("ELINK");
    await access(folder, constants.W_OK | constants.X_OK);
    if (!isBelow(folder, root)) return;
  }
}

function isBelow(path: string, root: string): boolean {
  const way = relative(root, path);
  return way !== "" && !isAbsolute(way) && way.split(sep)[0] !== "..";
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** A rename, also to another file system: there a copy beside the old file takes its place. */
async function move(from: string, path: string): Promise<void> {
  try {
    await rename(from, path);
  } catch (error) {
    if (codeOf(error) !== "EXDEV") throw error;
    const copy = join(dirname(path), `.${basename(path)}.discogen`);
    await copyFile(from, copy);
    await rename(copy, path);
  }
}

/** Deletes a file, and the folders that are empty without it. */
async function remove(path: string, root: string): Promise<void> {
  await unlink(path);
  for (let folder = dirname(path); isBelow(folder, root); folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch {
      return;
    }
  }
}
