/** What a user may write for a document: a path, `-`, a URL, `name:version`, or `revision:path` of git. */
import { stat } from "node:fs/promises";

/** Where a document is. */
export type DocumentPlace =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "stdin" }
  | { readonly kind: "url"; readonly url: string }
  /** An API that the discovery service is asked for. */
  | { readonly kind: "api"; readonly name: string; readonly version: string }
  /** A file as git knows it at a revision: a commit, a branch, a tag. */
  | { readonly kind: "git"; readonly revision: string; readonly path: string };

/** Reads what a user wrote. A file that has such a name comes first. */
export async function readDocumentName(text: string): Promise<DocumentPlace> {
  if (text === "-") return { kind: "stdin" };
  if (/^https?:\/\//i.test(text)) return { kind: "url", url: text };
  const other = otherPlace(text);
  if (other === null || (await isThere(text))) return { kind: "path", path: text };
  return other;
}

function otherPlace(text: string): DocumentPlace | null {
  // A drive of Windows is one letter.
  const [, before = "", after = ""] = /^([^:]{2,}):([^:]+)$/.exec(text) ?? [];
  if (before === "") return null;
  if (/^[a-z]\w*$/.test(before) && /^\w[\w.]*$/.test(after) && !/\.json$/i.test(after)) {
    return { kind: "api", name: before, version: after };
  }
  return { kind: "git", revision: before, path: after };
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
