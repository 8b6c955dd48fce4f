/** A folder of documents → the newest one of an API. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { cannotRun } from "../problem.js";
import { codeOf, reasonOf } from "../system-error.js";
import type { DocumentBytes } from "./document-bytes.js";
import { readBytes } from "./read-bytes.js";

/** The name and version of an API. */
export interface ApiName {
  readonly name: string;
  readonly version: string;
}

/** The newest document of each API in a folder. */
export interface DocumentFolder {
  /** @throws CannotRun where the folder has none of it. */
  newest(api: ApiName): DocumentBytes;
}

interface Candidate extends DocumentBytes {
  readonly revision: string;
}

/**
 * Reads the `.json` files of a folder, not those below it. Files that are no documents are passed over.
 *
 * @throws CannotRun where the folder cannot be read.
 */
export async function openDocumentFolder(folder: string): Promise<DocumentFolder> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw cannotRun(folder, "cannot-read", reasonOf(error));
  });
  const newest = new Map<string, Candidate>();
  for (const name of names.filter((each) => each.endsWith(".json")).sort()) {
    const path = join(folder, name);
    const bytes = await readBytes(path).catch(() => null);
    const head = bytes === null ? null : headOf(bytes);
    if (bytes === null || head === null) continue;
    const known = newest.get(keyOf(head));
    if (known !== undefined && known.revision > head.revision) continue;
    newest.set(keyOf(head), { name: path, bytes, revision: head.revision });
  }
  return {
    newest(api) {
      const found = newest.get(keyOf(api));
      if (found !== undefined) return found;
      throw cannotRun(folder, "cannot-read", `it holds no document of ${keyOf(api)}`);
    },
  };
}

function keyOf({ name, version }: ApiName): string {
  return `${name}:${version}`;
}

/** What must be known of a document to choose it; `null` of other files. */
function headOf(bytes: Uint8Array): (ApiName & { readonly revision: string }) | null {
  try {
    const { name, version, revision } = JSON.parse(new TextDecoder().decode(bytes)) as Partial<
      Record<string, unknown>
    >;
    if (typeof name !== "string" || typeof version !== "string") return null;
    // What is no date is older than all dates.
    const isDate = typeof revision === "string" && /^\d{8}$/.test(revision);
    return { name, version, revision: isDate ? revision : "" };
  } catch {
    return null;
  }
}

/** The paths of the `.json` files of a folder, with `/`; none if there is no such folder. */
export async function jsonFilesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw cannotRun(folder, "cannot-read", reasonOf(error));
  });
  return names
    .filter((each) => each.endsWith(".json"))
    .sort()
    .map((each) => `${folder}/${each}`);
}
