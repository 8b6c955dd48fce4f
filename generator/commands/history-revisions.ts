/** Where the revisions of a document are found: in the git history of its file, in folders, or named one by one. */
import { resolve } from "node:path";
import { documentBytes, type DocumentBytes } from "../inputs/document-bytes.js";
import { readDocumentName } from "../inputs/document-name.js";
import { gitBytesIfAny, gitCommits } from "../inputs/git-bytes.js";
import { documentsIn, isFolder } from "../inputs/newest-file.js";
import { readBytesIfAny } from "../inputs/read-bytes.js";
import { cannotRun } from "../problem.js";
import { readHead } from "./stored-document.js";

/** A revision of a document, and where it was found. */
export interface FoundRevision extends DocumentBytes {
  /** A short word for a table: a file's name, a commit with its date. */
  readonly label: string;
}

/**
 * Finds the revisions of a document, the oldest first.
 *
 * @param document - The document, or a folder with nothing but its revisions.
 * @param others - Documents, and folders that have revisions of it; none for the git history of its file.
 * @throws CannotRun where there are none.
 */
export async function findRevisions(
  document: string,
  others: readonly string[],
  discoveryUrl: string | undefined,
): Promise<FoundRevision[]> {
  if (await isFolder(document)) return inOrder(await ofFolders([document, ...others], null));
  if (others.length === 0) return ofGit(document);
  const own = await documentBytes(document, discoveryUrl);
  const found: FoundRevision[] = [];
  for (const other of others) {
    if (await isFolder(other))
      found.push(...(await ofFolders([other], readHead(own.name, own.bytes).api)));
    else found.push(labelled(await documentBytes(other, discoveryUrl)));
  }
  // A folder may have the document itself.
  return inOrder([
    ...found.filter(({ name }) => resolve(name) !== resolve(own.name)),
    labelled(own),
  ]);
}

/** @param api - Which API's documents are wanted; `null` where all have to be of one. */
async function ofFolders(folders: readonly string[], api: string | null): Promise<FoundRevision[]> {
  const found: FoundRevision[] = [];
  let wanted = api;
  for (const folder of folders) {
    for await (const each of documentsIn(folder)) {
      wanted ??= each.api;
      if (each.api === wanted) found.push(labelled(each));
      else if (api === null) throw cannotRun(each.name, "different-api", each.api, wanted);
    }
  }
  if (found.length > 0 || api !== null) return found;
  throw cannotRun(folders.join(", "), "cannot-read", "it holds no document");
}

async function ofGit(document: string): Promise<FoundRevision[]> {
  const place = await readDocumentName(document);
  if (place.kind !== "path") {
    throw cannotRun("history", "usage", "name the revisions, or a file that git has");
  }
  const failed = (error: unknown): never => {
    const why = error instanceof Error ? error.message : String(error);
    throw cannotRun(document, "cannot-read", why);
  };
  const commits = await gitCommits(place.path).catch(failed);
  const found: FoundRevision[] = [];
  for (const { id, date } of commits) {
    const bytes = await gitBytesIfAny(id, place.path).catch(failed);
    // It was removed there.
    if (bytes === null) continue;
    const short = id.slice(0, 8);
    found.push({ name: `${short}:${document}`, bytes, label: `${short} ${date}` });
  }
  const bytes = await readBytesIfAny(place.path);
  const last = found.at(-1)?.bytes;
  if (bytes !== null && (last === undefined || Buffer.compare(bytes, last) !== 0)) {
    found.push({ name: document, bytes, label: "not committed" });
  }
  if (found.length > 0) return found;
  throw cannotRun(document, "cannot-read", "there is no such file, and git has none");
}

function labelled({ name, bytes }: DocumentBytes): FoundRevision {
  return { name, bytes, label: name.split("/").at(-1) ?? name };
}

/** By their revisions, if all of them are dates. */
function inOrder(found: readonly FoundRevision[]): FoundRevision[] {
  const dated = found.map((each) => ({ each, date: readHead(each.name, each.bytes).revision }));
  if (dated.some(({ date }) => !/^\d{8}$/.test(date))) return [...found];
  return dated
    .sort((left, right) => Number(left.date) - Number(right.date))
    .map(({ each }) => each);
}
