import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { cannotRun } from "../problem.js";
import { reasonOf } from "../system-error.js";
import type { CorpusFile } from "./corpus-document.js";

/**
 * Every `*.json` below the folders, in the order of folders and paths.
 *
 * @throws CannotRun where a folder cannot be read or holds none.
 */
export async function findDocuments(folders: readonly string[]): Promise<CorpusFile[]> {
  const taken = new Set<string>();
  const files: CorpusFile[] = [];
  for (const folder of folders) {
    for (const name of await documentNames(folder)) {
      const path = resolve(folder, name);
      files.push({ path, folder: uniqueName(name, taken), size: (await stat(path)).size });
    }
  }
  return files;
}

async function documentNames(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    throw cannotRun(folder, "cannot-read", reasonOf(error));
  });
  const documents = names.filter((name) => name.endsWith(".json")).sort();
  if (documents.length === 0) throw cannotRun(folder, "cannot-read", "no *.json is below it");
  return documents;
}

/** `revisions/tasks.v1/20200330.json` → `revisions.tasks.v1.20200330`, and a number where it is taken. */
function uniqueName(path: string, taken: Set<string>): string {
  const name = path.replace(/\.json$/, "").replace(/[\\/]/g, ".");
  let unique = name;
  for (let number = 2; taken.has(unique.toLowerCase()); number++) unique = `${name}-${number}`;
  // Some file systems take two spellings for one folder.
  taken.add(unique.toLowerCase());
  return unique;
}

/** Where a document's package goes. */
export function packageFolder(output: string, { folder }: Pick<CorpusFile, "folder">): string {
  return join(output, folder);
}
