/** Why a document that was served is not taken: the service serves old and broken ones now and then. */
import { buildConfigured, readConfigured } from "./configured-document.js";
import type { ClientSource } from "./project.js";
import type { DocumentHead, StoredDocument } from "./stored-document.js";

/**
 * Why a document looks older than the one that is there, or `null`. Revisions are in order only where both are
 * dates.
 *
 * @param left - Hashes of documents that were left before.
 */
export function staleness(
  served: DocumentHead,
  stored: StoredDocument,
  left: readonly string[],
): string | null {
  const [old, young] = [stored.revision, served.revision];
  if (isDate(old) && isDate(young) && young < old) return `revision ${young} is older than ${old}`;
  if (left.includes(served.sha256)) return `revision ${young} says what was left before`;
  return null;
}

/** What of a document looks like a defect that passes, or `null`. */
export function defect(
  served: DocumentHead,
  stored: StoredDocument,
  sources: readonly ClientSource[],
): string | null {
  const [before, after] = [stored.methods, served.methods];
  if (before > 0 && after === 0) return "all methods are gone";
  if (after * 2 < before) return `only ${after} of ${before} methods are left`;
  return sources.some(hasDanglingRefs) ? "references to schemas that it does not have" : null;
}

/** True where a reference to nothing is all that is wrong. */
function hasDanglingRefs(source: ClientSource): boolean {
  const read = readConfigured(source);
  if (read.value === null) return false;
  const built = buildConfigured(source, read.value.document);
  const errors = [...built.inDocument, ...built.inConfig].filter(({ level }) => level === "error");
  return errors.length > 0 && errors.every(({ code }) => code === "dangling-ref");
}

function isDate(revision: string): boolean {
  return /^\d{8}$/.test(revision);
}
