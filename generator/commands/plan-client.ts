/** A document and what is remembered of its client → every file of the client, in memory. */
import { resolve } from "node:path";
import { canonicalDocument, documentHash } from "../document/canonical.js";
import { isEntityTag, type Lock, type LockedClient, type LockedDocument } from "../lock/lock.js";
import { publishedNames } from "../model/api-names.js";
import type { Api } from "../model/model.js";
import { readLicense } from "../inputs/read-license.js";
import { textHash, type OutputFile } from "../output/output-file.js";
import { runtimeRange, typescriptRange } from "../version.js";
import type { ClientDocument } from "./client-documents.js";
import { buildConfigured, settledParts } from "./configured-document.js";
import { lockedOptions } from "./locked-options.js";
import { clientKey, type ClientSource, type Project } from "./project.js";
import { rememberedClients } from "./remembered.js";
import { settle, type Console } from "./report.js";

export { readDocuments } from "./client-documents.js";

/** A client as it is to be. */
export interface PlannedClient {
  readonly api: Api;
  /** The client's folder. */
  readonly folder: string;
  /** The folder as the lock names it. */
  readonly key: string;
  readonly files: readonly OutputFile[];
  /** Those that are written only where they are missing. */
  readonly started: readonly OutputFile[];
  /** What was remembered of it, and what will be. */
  readonly before: LockedClient | null;
  readonly after: LockedClient;
}

/**
 * Generates the clients of a project in memory.
 *
 * @throws CannotRun with the problems of all documents.
 */
export async function planClients(
  project: Project,
  documents: readonly ClientDocument[],
  lock: Lock,
  console: Console,
): Promise<PlannedClient[]> {
  const remembered = rememberedClients(project, documents, lock);
  const apis = settle(
    documents.flatMap(({ source, document }, index) =>
      settledParts(source, buildConfigured(source, document, remembered[index]?.names)),
    ),
    console,
  );
  const clients: PlannedClient[] = [];
  for (const [index, document] of documents.entries()) {
    const api = apis[index];
    if (api === undefined) continue;
    const key = clientKey(project, document.folder);
    const before = remembered[index] ?? null;
    console.progress(`generating ${api.id} (${index + 1} of ${documents.length})`);
    const facts = { ...document, before, console };
    clients.push({
      folder: resolve(project.out, document.folder),
      key,
      before,
      ...(await planClient(api, facts)),
    });
  }
  return clients;
}

interface ClientFacts extends ClientDocument {
  readonly before: LockedClient | null;
  readonly console: Console;
}

async function planClient(
  model: Api,
  { source, served, document, folder, before, console }: ClientFacts,
): Promise<Pick<PlannedClient, "api" | "files" | "started" | "after">> {
  // Overrides are the configuration's: the hash is that of what was served.
  const sha256 = documentHash(served);
  const api = { ...model, revision: settledRevision(model, sha256, before, console) };
  const config = source.config.package ?? {};
  const version = before?.version ?? config.version ?? "1.0.0";
  const [{ planFiles, startedFiles }, { makeFiles }] = await Promise.all([
    import("../../templates/plan-files.js"),
    import("../output/make-files.js"),
  ]);
  const license = config.license ?? "Apache-2.0";
  const facts = {
    name: config.name ?? null,
    folder,
    version,
    license,
    licenseText: await readLicense(license),
    repository: config.repository ?? null,
    document: config.document === false ? null : canonicalDocument(document),
    sha256,
    runtimeRange,
    typescriptRange,
  };
  const { emit } = source.config;
  const files = await makeFiles(planFiles(api, facts, emit));
  return {
    api,
    files,
    started: emit === "source" ? [] : startedFiles(facts),
    after: {
      document: lockedDocument(api, source, { sha256, before }),
      version,
      options: lockedOptions(source.config),
      ...rememberedOf(api, files, before),
    },
  };
}

function rememberedOf(
  api: Api,
  files: readonly OutputFile[],
  before: LockedClient | null,
): Pick<LockedClient, "left" | "names" | "files"> {
  return {
    left: before?.left ?? [],
    names: new Map([...(before?.names ?? []), ...publishedNames(api)]),
    files: new Map(files.map(({ path, text }) => [path, textHash(text)])),
  };
}

/** The entity tag of a document goes with its content. */
function lockedDocument(
  { id, revision }: Api,
  { etag }: ClientSource,
  { sha256, before }: { readonly sha256: string; readonly before: LockedClient | null },
): LockedDocument {
  const known = before?.document.sha256 === sha256 ? before.document.etag : null;
  return { id, revision, sha256, etag: isEntityTag(etag) ? etag : known };
}

/** A revision that changes nothing is no reason to write anything: the one that the lock knows stays. */
function settledRevision(
  api: Api,
  sha256: string,
  before: LockedClient | null,
  console: Console,
): string {
  const known = before?.document.sha256 === sha256 ? before.document.revision : null;
  if (known === null || known === api.revision) return api.revision;
  console.note(`${api.id}: revision ${api.revision} says the same as ${known}, which stays`);
  return known;
}

/** A lock in which every planned client is up to date, and the retired ones are gone. */
export function lockAfter(
  lock: Lock,
  clients: readonly PlannedClient[],
  retired: readonly string[],
): Lock {
  const kept = [...lock.clients].filter(([key]) => !retired.includes(key));
  return {
    ...lock,
    clients: new Map([...kept, ...clients.map(({ key, after }) => [key, after] as const)]),
  };
}
