/** One document of the configuration: asked for, and taken if it says anything new. */
import type { Gate } from "../changes/gate.js";
import { servedBytes, type DocumentBytes, type ServedBytes } from "../inputs/document-bytes.js";
import type { DocumentFolder } from "../inputs/newest-file.js";
import { isEntityTag, type LockedClient } from "../lock/lock.js";
import { cannotRun, problem } from "../problem.js";
import { holdingOutput } from "./hold-output.js";
import { loadLock } from "./project-lock.js";
import type { ClientSource, Configuration, Project } from "./project.js";
import { defect, staleness } from "./refuse-document.js";
import type { Console } from "./report.js";
import {
  lockedClients,
  readHead,
  type DocumentHead,
  type StoredDocument,
} from "./stored-document.js";
import type { UpdateOutcome } from "./update-outcome.js";

/** How documents are updated. */
export interface UpdateFacts {
  readonly configuration: Configuration;
  /** Where newer documents are; `null` for the discovery service. */
  readonly folder: DocumentFolder | null;
  readonly discoveryUrl: string | undefined;
  readonly isDry: boolean;
  readonly allowOlder: boolean;
  /** What is not taken. */
  readonly gate: Gate;
  readonly isVerified: boolean;
}

/**
 * Takes the newest document of an API, if there is anything new in it.
 *
 * @throws CannotRun where there is none, or something stands in the way; nothing is written then.
 */
export async function updateDocument(
  stored: StoredDocument,
  facts: UpdateFacts,
  console: Console,
): Promise<UpdateOutcome> {
  const { configuration, isDry, gate, isVerified } = facts;
  const { api, path: document } = stored;
  const project: Project = { ...configuration, isWhole: false, sources: stored.sources };
  const locked = lockedClients(stored, configuration, await loadLock(project, console));
  const served = await askFor(stored, knownTag(stored, locked), facts);
  const head = served === null ? stored : readHead(served.name, served.bytes);
  if (served === null || head.sha256 === stored.sha256) {
    return { kind: "current", document, api, revision: stored.revision };
  }
  if (head.api !== api) throw cannotRun(served.name, "different-api", head.api, api);
  const sources = stored.sources.map((source) => ({ ...source, ...served }));
  const why = refusal(head, { stored, left: locked.flatMap(({ left }) => left), sources }, facts);
  if (why !== null) {
    const refused = { ...problem("document-refused", "", why, api), position: null };
    return { kind: "refused", document, api, problem: { ...refused, source: served.name } };
  }
  const { writeUpdate } = await import("./write-update.js");
  const work = (): Promise<UpdateOutcome> =>
    writeUpdate(
      { ...project, sources },
      { stored, served: head, isDry, gate, isVerified },
      console,
    );
  return isDry ? work() : holdingOutput(project, work);
}

/** A document that is stored canonically has none; the lock knows what came with it. */
function knownTag(stored: StoredDocument, locked: readonly LockedClient[]): string | null {
  const known = [...locked.map(({ document }) => document.etag), stored.etag];
  return known.find(isEntityTag) ?? null;
}

function askFor(
  stored: StoredDocument,
  etag: string | null,
  { folder, discoveryUrl }: UpdateFacts,
): Promise<DocumentBytes | ServedBytes | null> {
  if (folder !== null) return Promise.resolve(folder.newest(stored));
  return servedBytes(stored, etag, discoveryUrl);
}

interface Known {
  readonly stored: StoredDocument;
  /** Hashes of documents that were left before. */
  readonly left: readonly string[];
  /** The clients, made of the document that was served. */
  readonly sources: readonly ClientSource[];
}

function refusal(
  served: DocumentHead,
  { stored, left, sources }: Known,
  { allowOlder }: UpdateFacts,
): string | null {
  const stale = allowOlder ? null : staleness(served, stored, left);
  return stale ?? defect(served, stored, sources);
}
