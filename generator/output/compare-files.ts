/** What is on disk, what the lock says was written, and what is to be: compared without writing anything. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Journal } from "./journal.js";
import { textHash, type OutputFile } from "./output-file.js";

/** How one file of a client stands. */
export type FileState =
  /** As it should be. */
  | "current"
  /** Not there. */
  | "missing"
  /** As it was generated, but it would be generated differently now. */
  | "stale"
  /** Not as it was generated. */
  | "edited"
  /** Generated once, but no more. */
  | "obsolete"
  /** Not generated, but where a generated file goes or in a folder that holds nothing else. */
  | "foreign";

/** A file with its state, by its path from the client's folder. */
export interface ComparedFile {
  readonly path: string;
  readonly state: FileState;
}

/**
 * The folder that holds generated files only, from the client's: `src` of a package, where users have files
 * beside it, and all of a client that is plain sources, `""`.
 *
 * @param paths - The client's files.
 */
export function ownFolder(paths: Iterable<string>): string {
  return [...paths].some((path) => path.startsWith("src/")) ? "src" : "";
}

/**
 * Compares a client on disk with what it should be.
 *
 * @param locked - The hashes of what was written last.
 * @param journal - What interrupted runs wrote beside it.
 */
export async function compareFiles(
  folder: string,
  wanted: readonly OutputFile[],
  locked: ReadonlyMap<string, string>,
  journal: Journal,
): Promise<ComparedFile[]> {
  const isOurs = (hash: string, path: string): boolean =>
    hash === locked.get(path) || journal.has(hash);
  const compared = await Promise.all(
    wanted.map(async ({ path, text }): Promise<ComparedFile> => {
      const found = await textOf(join(folder, path));
      if (found === null) return { path, state: "missing" };
      const hash = textHash(found);
      if (hash === textHash(text)) return { path, state: "current" };
      if (isOurs(hash, path)) return { path, state: "stale" };
      return { path, state: locked.has(path) ? "edited" : "foreign" };
    }),
  );
  const known = new Set(wanted.map(({ path }) => path));
  const gone = [...locked.keys()].filter((path) => !known.has(path));
  for (const path of gone) {
    const found = await textOf(join(folder, path));
    if (found === null) continue;
    compared.push({ path, state: isOurs(textHash(found), path) ? "obsolete" : "edited" });
  }
  // Where nothing is generated, nothing is foreign.
  const within = known.size === 0 ? [] : await filesWithin(folder, ownFolder(known));
  for (const path of within) {
    if (known.has(path) || locked.has(path)) continue;
    const text = journal.size === 0 ? null : await textOf(join(folder, path));
    const isLeft = text !== null && journal.has(textHash(text));
    compared.push({ path, state: isLeft ? "obsolete" : "foreign" });
  }
  return compared.sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** Those of some files that are not there. */
export async function missingFiles(
  folder: string,
  files: readonly OutputFile[],
): Promise<OutputFile[]> {
  const texts = await Promise.all(files.map(({ path }) => textOf(join(folder, path))));
  return files.filter((_, index) => texts[index] === null);
}

/** The text of a file, or `null` if there is none. */
export async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch {
    // Whatever else stands in the way (a directory, no permission) is told when it is written.
    return null;
  }
}

/**
 * Every file below a folder of a client that could be taken for a generated one.
 *
 * @param below - The folder, from the client's; `""` for that itself.
 */
export async function filesWithin(folder: string, below: string): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
      .map(async (entry) => {
        const path = below === "" ? entry.name : `${below}/${entry.name}`;
        return entry.isDirectory() ? filesWithin(folder, path) : [path];
      }),
  );
  return found.flat().sort();
}
