/** The clients of a configuration, each beside what a revision of git has of it. */
import { dirname, join, relative, resolve } from "node:path";
import type { ConfigFile } from "../config/config.js";
import { readConfig } from "../config/read-config.js";
import { canonicalText } from "../document/canonical.js";
import { readJson } from "../document/json.js";
import { memberOf } from "../document/record.js";
import { gitBytesIfAny } from "../inputs/git-bytes.js";
import { readBytesIfAny } from "../inputs/read-bytes.js";
import { emptyLock, readLock, type Lock, type LockedClient } from "../lock/lock.js";
import { cannotRun } from "../problem.js";
import { pairClients, type PlacedClient } from "./pair-clients.js";
import { loadLock } from "./project-lock.js";
import { clientFolder, clientKey, lockPath, nameOf } from "./project.js";
import type { ClientSource, ConfigEntry, Project } from "./project.js";
import type { Console } from "./report.js";
import { modelOwn, type Revisions } from "./revisions.js";
import { readHead } from "./stored-document.js";

/** A client that a revision of git has, too, and whose document or options have changed since. */
export interface BaseClient {
  /** Its folder, as the lock names it. */
  readonly folder: string;
  readonly revisions: Revisions;
  /** The versions of its package, if it is one. */
  readonly manifest: { readonly file: string; readonly from: string; readonly to: string } | null;
}

/** The clients of a project beside those of a revision of git. */
export interface Base {
  readonly changed: readonly BaseClient[];
  /** Folders of clients that the revision does not have. */
  readonly added: readonly string[];
  /** Folders of clients that only the revision has; none where some documents were named. */
  readonly removed: readonly string[];
}

/**
 * Reads what a revision of git has of the clients of a project.
 *
 * @throws CannotRun where git has no such revision, or a document is wrong.
 */
export async function openBase(base: string, project: Project, console: Console): Promise<Base> {
  const entry = project.sources[0]?.entry;
  const stranger = project.sources.find((source) => source.entry === undefined);
  if (entry === undefined || stranger !== undefined) {
    const name = stranger?.name ?? "diff";
    throw cannotRun(name, "usage", "--base compares the documents of the configuration");
  }
  const known = await openKnown(base, project, entry, console);
  const young = project.sources.map((source) => placedClient(source, project));
  const { pairs, added, removed } = pairClients(await oldClients(known, young), young);
  const changed: BaseClient[] = [];
  for (const [old, client] of pairs) changed.push(...(await openClient(old, client, known)));
  return { changed, added: added.map(keyOf), removed: project.isWhole ? removed.map(keyOf) : [] };
}

/** What a revision of git and the folder know. */
interface Known {
  readonly base: string;
  readonly project: Project;
  readonly console: Console;
  readonly lock: Lock;
  readonly oldLock: Lock;
  /** `null` if there was none that can be read. */
  readonly oldConfig: ConfigFile | null;
  /** The folder of the configuration. */
  readonly home: string;
  read(path: string): Promise<Uint8Array | null>;
}

async function openKnown(
  base: string,
  project: Project,
  entry: ConfigEntry,
  console: Console,
): Promise<Known> {
  const read = (path: string): Promise<Uint8Array | null> =>
    gitBytesIfAny(base, relative("", resolve(path))).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw cannotRun(base, "cannot-read", why);
    });
  const [config, locked] = await Promise.all([read(entry.name), read(nameOf(lockPath(project)))]);
  return {
    base,
    project,
    console,
    lock: await loadLock(project, console),
    // One that cannot be read says nothing.
    oldLock:
      (locked === null ? null : readLock(new TextDecoder().decode(locked)).value) ?? emptyLock,
    oldConfig: config === null ? null : readConfig(config).value,
    home: dirname(resolve(entry.name)),
    read,
  };
}

/** A client of one of the two sides. */
interface SideClient extends PlacedClient {
  readonly source: ClientSource;
  /** The document's path. */
  readonly path: string;
}

function placedClient(
  source: ClientSource,
  project: Pick<Project, "directory" | "out">,
  path: string = source.name,
): SideClient {
  const head = readHead(source.name, source.bytes);
  const key = clientKey(project, clientFolder(source.config, head));
  return { source, path, key, api: head.api };
}

function keyOf({ key }: SideClient): string {
  return key;
}

/** The clients that the revision has; those of the named documents where some were named. */
async function oldClients(
  { base, project, oldConfig, home, read }: Known,
  young: readonly SideClient[],
): Promise<SideClient[]> {
  const { directory } = project;
  const out = oldConfig === null ? project.out : resolve(home, oldConfig.out ?? "generated");
  const configs = oldConfig?.clients ?? young.map(({ source }) => source.config);
  const clients: SideClient[] = [];
  for (const config of configs) {
    const path = nameOf(resolve(home, config.document));
    const bytes = await read(path);
    if (bytes === null) continue;
    const source = { name: `${base}:${path}`, bytes, config };
    clients.push(placedClient(source, { directory, out }, path));
  }
  if (project.isWhole) return clients;
  const isNamed = new Set(young.flatMap(({ key, path }) => [key, path]));
  return clients.filter(({ key, path }) => isNamed.has(key) || isNamed.has(path));
}

async function openClient(old: SideClient, young: SideClient, known: Known): Promise<BaseClient[]> {
  const { project, read } = known;
  const [{ config: before }, { config: after }] = [old.source, young.source];
  const isSame = Buffer.compare(old.source.bytes, young.source.bytes) === 0;
  // Where the document lies is no option of the client.
  const isSameConfig =
    canonicalText({ ...before, document: "" }) === canonicalText({ ...after, document: "" });
  if (isSame && isSameConfig) return [];
  const [oldClient, client] = [
    known.oldLock.clients.get(old.key),
    known.lock.clients.get(young.key),
  ];
  const revisions = modelOwn(
    { source: old.source, names: namesOf(oldClient) },
    { source: young.source, names: namesOf(client ?? oldClient) },
    known.console,
  );
  const file = nameOf(join(project.directory, young.key, "package.json"));
  const from = versionIn(await read(nameOf(join(project.directory, old.key, "package.json"))));
  const to = versionIn(await readBytesIfAny(file));
  const [least, own] = [from ?? oldClient?.version, to ?? client?.version];
  const isPackage = after.emit !== "source" && least !== undefined && own !== undefined;
  const manifest = isPackage ? { file, from: least, to: own } : null;
  return [{ folder: young.key, revisions, manifest }];
}

function namesOf(client: LockedClient | undefined): LockedClient["names"] {
  return client?.names ?? new Map<string, string>();
}

function versionIn(bytes: Uint8Array | null): string | undefined {
  const version = bytes === null ? null : memberOf(readJson(bytes).value, "version");
  return typeof version === "string" && /^\d+\.\d+\.\d+(-|$)/.test(version) ? version : undefined;
}
