/** A newer document → the clients made of it, their versions, changelogs and the document itself. */
import { join, resolve } from "node:path";
import { compareApis } from "../changes/compare-apis.js";
import { findStopping, type Gate } from "../changes/gate.js";
import { judge } from "../changes/judge.js";
import { nextVersion } from "../changes/next-version.js";
import { reportChangelog, withEntry } from "../changes/report-changelog.js";
import type { Report } from "../changes/report.js";
import { isContradicted } from "../changes/witnessed.js";
import { storedDocument } from "../document/canonical.js";
import { mostLeft, type Lock, type LockedClient } from "../lock/lock.js";
import { textOf } from "../output/compare-files.js";
import type { FileChange } from "../output/write-files.js";
import { tryWitness } from "./ask-witnesses.js";
import { compareClients } from "./compare-clients.js";
import { carryOut } from "./hold-output.js";
import { judgingOf } from "./judging.js";
import { lockAfter, planClients, readDocuments, type PlannedClient } from "./plan-client.js";
import { loadLock } from "./project-lock.js";
import { clientKey, type ClientSource, type Project } from "./project.js";
import { silentConsole, type Console } from "./report.js";
import { modelRevisions } from "./revisions.js";
import { lockedClients, type DocumentHead, type StoredDocument } from "./stored-document.js";
import { tellApprovals } from "./tell-approvals.js";
import type { UpdatedClient, UpdateOutcome } from "./update-outcome.js";
import { changesFor, refuseLosses, reportLine } from "./write-clients.js";

/** The document that is there, and the one that takes its place. */
export interface UpdatePair {
  readonly stored: StoredDocument;
  readonly served: DocumentHead;
  /** Only tells what would be written. */
  readonly isDry: boolean;
  /** Which changes keep it from being taken. */
  readonly gate: Gate;
  /** Witnesses are asked whether what is said of the changes is right. */
  readonly isVerified: boolean;
}

/**
 * Writes everything that a newer document changes: the clients, the document, the changelogs, the lock.
 *
 * @param project - The clients, made of the newer document.
 * @returns what was written, or would have been.
 * @throws CannotRun where something stands in the way; nothing is written then.
 */
export async function writeUpdate(
  project: Project,
  pair: UpdatePair,
  console: Console,
): Promise<UpdateOutcome> {
  const { stored, served, isDry, gate } = pair;
  // Read only now: another run may just have written it.
  const lock = await loadLock(project, console);
  const locked = lockedClients(stored, project, lock);
  const updated: UpdatedClient[] = [];
  for (const [index, before] of locked.entries()) {
    updated.push(await judgeClient({ ...pair, project, console }, before, index));
  }
  const about = { document: stored.path, api: stored.api };
  if (updated.some(({ report }) => findStopping(report.verdict, gate).length > 0)) {
    return { ...about, kind: "held", clients: updated };
  }
  if (updated.some(({ report }) => isContradicted(report))) {
    return { ...about, kind: "contradicted", clients: updated };
  }
  const documents = readDocuments(project, console);
  const moved = movedLock(lock, locked, updated);
  const clients = await planClients(project, documents, moved, console);
  const compared = await compareClients(project, clients, moved);
  refuseLosses(compared);
  const document = { path: resolve(stored.path), text: documentText(project.sources, served) };
  const others = [document, ...(await changelogs(clients, updated))];
  const changes = await changesFor(project, compared, lockAfter(moved, clients, []), others);
  if (!isDry) await carryOut(project, changes, document.path);
  const lines = isDry ? [] : compared.map(reportLine);
  const written = updated.map((each, index) => ({ ...each, written: lines[index] ?? null }));
  return { ...about, kind: "taken", clients: written };
}

interface Judged extends UpdatePair {
  readonly project: Project;
  readonly console: Console;
}

async function judgeClient(
  { stored, served, project, console, isVerified: verify }: Judged,
  before: LockedClient,
  index: number,
): Promise<UpdatedClient> {
  const [old, young] = [stored.sources[index], project.sources[index]];
  const folder = stored.folders[index];
  if (old === undefined || young === undefined || folder === undefined) {
    throw new Error(`the clients of ${stored.path} are not those that were read`);
  }
  const pair = { before: old, after: young, owner: young };
  const revisions = modelRevisions(pair, before.names, silentConsole);
  const changes = compareApis(revisions.before.api, revisions.after.api);
  const verdict = judge(changes, judgingOf(project.changes, revisions.config));
  tellApprovals(verdict, (revisions.entry ?? young).name, console);
  const report: Report = {
    api: stored.api,
    from: { file: stored.path, revision: stored.revision, sha256: stored.sha256 },
    to: { file: young.name, revision: served.revision, sha256: served.sha256 },
    verdict,
    release: null,
    placeOf: () => null,
    annotatedPlaceOf: () => null,
  };
  const compared = { ...revisions, directory: project.directory };
  return {
    key: clientKey(project, folder),
    before: before.version,
    written: null,
    version: nextVersion(before.version, verdict.bump),
    report: await tryWitness(report, compared, { verify }, console),
  };
}

/** The lock with the new versions, and the document that was left among those that do not come back. */
function movedLock(
  lock: Lock,
  locked: readonly LockedClient[],
  updated: readonly UpdatedClient[],
): Lock {
  const moved = updated.flatMap(({ key, version, report }, index) => {
    const before = locked[index];
    if (before === undefined) return [];
    // One that was taken again on demand is not among them any more.
    const others = [...before.left, before.document.sha256];
    const left = others.filter((each) => each !== report.to.sha256).slice(-mostLeft);
    return [[key, { ...before, version, left }] as const];
  });
  return { ...lock, clients: new Map([...lock.clients, ...moved]) };
}

/** One client that wants it canonical is enough. */
function documentText(sources: readonly ClientSource[], { served }: DocumentHead): string {
  if (sources.some(({ config }) => config.canonical === true)) return storedDocument(served);
  // A byte order mark belongs to the bytes.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return decoder.decode(sources[0]?.bytes);
}

async function changelogs(
  clients: readonly PlannedClient[],
  updated: readonly UpdatedClient[],
): Promise<FileChange[]> {
  const changes = clients.map(async ({ folder, started }, index): Promise<FileChange[]> => {
    const client = updated[index];
    const start = started.find(({ path }) => path === "CHANGELOG.md");
    if (client === undefined || start === undefined) return [];
    const { version, before, report } = client;
    if (version === before) return [];
    const path = join(folder, start.path);
    const { from, to, verdict } = report;
    const facts = { version, from: from.revision, to: to.revision, verdict };
    const text = (await textOf(path)) ?? "# Changelog\n";
    return [{ path, text: withEntry(text, reportChangelog(facts)) }];
  });
  return (await Promise.all(changes)).flat();
}
