/**
 * What a user may write for a document: a path, `-`, a URL, `name:version`, `revision:path` of git, or a client's
 * package by its folder or name.
 */
import { stat } from "node:fs/promises";
import { installedFolder } from "./package-bytes.js";

/** Where a document is. */
export type DocumentPlace =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "stdin" }
  | { readonly kind: "url"; readonly url: string }
  /** An API that the discovery service is asked for. */
  | { readonly kind: "api"; readonly name: string; readonly version: string }
  /** The package of a generated client, which has its document. */
  | { readonly kind: "package"; readonly folder: string }
  /** A file as git knows it at a revision: a commit, a branch, a tag. */
  | { readonly kind: "git"; readonly revision: string; readonly path: string };

/** Reads what a user wrote. A file that has such a name comes first. */
export async function readDocumentName(text: string): Promise<DocumentPlace> {
  if (text === "-") return { kind: "stdin" };
  if (/^https?:\/\//i.test(text)) return { kind: "url", url: text };
  const found = await stat(text).catch(() => null);
  if (found?.isDirectory() === true) return { kind: "package", folder: text };
  if (found !== null) return { kind: "path", path: text };
  const folder = packageName.test(text) ? await installedFolder(text) : null;
  if (folder !== null) return { kind: "package", folder };
  return otherPlace(text) ?? { kind: "path", path: text };
}

const packageName = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

function otherPlace(text: string): DocumentPlace | null {
  // A drive of Windows is one letter.
  const [, before = "", after = ""] = /^([^:]{2,}):([^:]+)$/.exec(text) ?? [];
  if (before === "") return null;
  if (/^[a-z]\w*$/.test(before) && /^\w[\w.]*$/.test(after) && !/\.json$/i.test(after)) {
    return { kind: "api", name: before, version: after };
  }
  return { kind: "git", revision: before, path: after };
}
