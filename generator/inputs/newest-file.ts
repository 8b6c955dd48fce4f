/** A folder of documents → the newest one of an API. */
import { readdir, stat } from "node:fs/promises";
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

/** A document of a folder. */
export interface FolderDocument extends DocumentBytes {
  /** `library:v1` */
  readonly api: string;
  /** A date, or nothing where it has none: that is older than all dates. */
  readonly revision: string;
}

/**
 * The `.json` files of a folder, not those below it, by their names. Files that are no documents are passed over.
 *
 * @throws CannotRun where the folder cannot be read.
 */
export async function* documentsIn(folder: string): AsyncGenerator<FolderDocument> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw cannotRun(folder, "cannot-read", reasonOf(error));
  });
  for (const name of names.filter((each) => each.endsWith(".json")).sort()) {
    const path = join(folder, name);
    const bytes = await readBytes(path).catch(() => null);
    const head = bytes === null ? null : headOf(bytes);
    if (bytes !== null && head !== null) yield { name: path, bytes, ...head };
  }
}

/** True for the path of a folder. */
export function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/**
 * Reads the documents of a folder, and keeps the newest of each API.
 *
 * @throws CannotRun where the folder cannot be read.
 */
export async function openDocumentFolder(folder: string): Promise<DocumentFolder> {
  const newest = new Map<string, FolderDocument>();
  for await (const each of documentsIn(folder)) {
    const known = newest.get(each.api);
    if (known === undefined || known.revision <= each.revision) newest.set(each.api, each);
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
function headOf(bytes: Uint8Array): Pick<FolderDocument, "api" | "revision"> | null {
  try {
    const { name, version, revision } = JSON.parse(new TextDecoder().decode(bytes)) as Partial<
      Record<string, unknown>
    >;
    if (typeof name !== "string" || typeof version !== "string") return null;
    const isDate = typeof revision === "string" && /^\d{8}$/.test(revision);
    return { api: keyOf({ name, version }), revision: isDate ? revision : "" };
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
