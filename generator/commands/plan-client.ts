/** A document and what is remembered of its client → every file of the package, in memory. */
import { readDocument } from "../document/read-document.js";
import { documentHash } from "../document/canonical.js";
import type { Document } from "../document/document.js";
import type { Lock, LockedClient } from "../lock/lock.js";
import { publishedNames } from "../model/api-names.js";
import { buildModel } from "../model/build-model.js";
import type { Api } from "../model/model.js";
import { textHash, type OutputFile } from "../output/output-file.js";
import { cannotRun, hasErrors, type Outcome } from "../problem.js";
import { runtimeRange, typescriptRange } from "../version.js";
import { relative, resolve } from "node:path";
import type { ClientSource, Project } from "./project.js";
import { settle, type Console, type Settled } from "./report.js";

/** A client as it is to be. */
export interface PlannedClient {
  readonly api: Api;
  /** The package's folder. */
  readonly folder: string;
  /** The folder as the lock names it. */
  readonly key: string;
  readonly files: readonly OutputFile[];
  /** What was remembered of it, and what will be. */
  readonly before: LockedClient | null;
  readonly after: LockedClient;
}

/** A verified document with where its client goes. */
export interface ClientDocument {
  readonly source: ClientSource;
  readonly document: Document;
  readonly folder: string;
}

/**
 * The documents of a project, verified.
 *
 * @throws CannotRun with the problems of all of them.
 */
export function readDocuments(project: Project, console: Console): ClientDocument[] {
  const read = project.sources.map(({ name, bytes }) => ({
    name,
    bytes,
    outcome: readDocument(bytes),
  }));
  // One that cannot be read is no reason to keep back what is wrong with the others.
  const hasFailed = read.some(({ outcome }) => hasErrors(outcome.problems));
  const documents = settle(hasFailed ? read.map(withModelProblems) : read, console);
  const places = new Map<string, string>();
  return project.sources.flatMap((source, index) => {
    const document = documents[index];
    if (document === undefined) return [];
    const folder = source.config.folder ?? `${document.name}-${document.version}`.toLowerCase();
    // Some file systems take two spellings for one folder.
    const other = places.get(folder.toLowerCase());
    if (other !== undefined) throw cannotRun(source.name, "same-output", folder, other);
    places.set(folder.toLowerCase(), source.name);
    return [{ source, document, folder }];
  });
}

function withModelProblems(read: Settled<Document>): Settled<Document> {
  const { value, problems } = read.outcome;
  if (value === null) return read;
  return { ...read, outcome: { value, problems: [...problems, ...buildModel(value).problems] } };
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
  const apis = settle(
    documents.map(({ source, document, folder }) => {
      const before = lock.clients.get(keyOf(project, folder));
      const outcome: Outcome<Api> = buildModel(document, before?.names);
      return { name: source.name, bytes: source.bytes, outcome };
    }),
    console,
  );
  const clients: PlannedClient[] = [];
  for (const [index, { source, document, folder }] of documents.entries()) {
    const api = apis[index];
    if (api === undefined) continue;
    const key = keyOf(project, folder);
    const before = lock.clients.get(key) ?? null;
    const facts = { source, document, folder, before, console };
    clients.push({
      folder: resolve(project.out, folder),
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
  { source, document, folder, before, console }: ClientFacts,
): Promise<Pick<PlannedClient, "api" | "files" | "after">> {
  const sha256 = documentHash(document);
  const api = { ...model, revision: settledRevision(model, sha256, before, console) };
  const config = source.config.package ?? {};
  const version = before?.version ?? config.version ?? "1.0.0";
  const [{ planFiles }, { makeFiles }] = await Promise.all([
    import("../../templates/plan-files.js"),
    import("../output/make-files.js"),
  ]);
  const files = await makeFiles(
    planFiles(api, {
      name: config.name ?? null,
      folder,
      version,
      license: config.license ?? "Apache-2.0",
      repository: config.repository ?? null,
      sha256,
      runtimeRange,
      typescriptRange,
    }),
  );
  const after: LockedClient = {
    document: { id: api.id, revision: api.revision, sha256 },
    version,
    names: new Map([...(before?.names ?? []), ...publishedNames(api)]),
    files: new Map(files.map(({ path, text }) => [path, textHash(text)])),
  };
  return { api, files, after };
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
  console.err(`${api.id}: revision ${api.revision} says the same as ${known}, which stays`);
  return known;
}

/** A lock in which every planned client is up to date, and the retired ones are gone. */
export function lockAfter(
  lock: Lock,
  clients: readonly PlannedClient[],
  retired: readonly string[],
): Lock {
  const kept = [...lock.clients].filter(([key]) => !retired.includes(key));
  return { clients: new Map([...kept, ...clients.map(({ key, after }) => [key, after] as const)]) };
}

function keyOf(project: Project, folder: string): string {
  return relative(project.directory, resolve(project.out, folder)).replaceAll("\\", "/");
}
