/** The clients of a configuration, each with what a revision of git has of it. */
import { dirname, join, relative, resolve } from "node:path";
import type { ClientConfig, ConfigFile } from "../config/config.js";
import { readConfig } from "../config/read-config.js";
import { canonicalText } from "../document/canonical.js";
import { readJson } from "../document/json.js";
import { memberOf } from "../document/record.js";
import { gitBytesIfAny } from "../inputs/git-bytes.js";
import { readBytesIfAny } from "../inputs/read-bytes.js";
import { emptyLock, readLock, type Lock, type LockedClient } from "../lock/lock.js";
import { cannotRun } from "../problem.js";
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

/**
 * Reads what a revision of git has of the clients of a project. Those that it does not have are told.
 *
 * @throws CannotRun where git has no such revision, or a document is wrong.
 */
export async function openBase(
  base: string,
  project: Project,
  console: Console,
): Promise<BaseClient[]> {
  const known = await openKnown(base, project, console);
  const clients: BaseClient[] = [];
  for (const source of project.sources) {
    if (source.entry === undefined) {
      throw cannotRun(source.name, "usage", "--base compares the documents of the configuration");
    }
    const bytes = await known.read(source.name);
    if (bytes === null) console.err(`${source.name}: ${base} does not have it`);
    else clients.push(...(await openClient({ ...source, bytes }, source, known)));
  }
  return clients;
}

/** What a revision of git and the folder know. */
interface Known {
  readonly project: Project;
  readonly console: Console;
  readonly lock: Lock;
  readonly oldLock: Lock;
  readonly oldConfig: ConfigFile | null;
  /** The folder of the configuration. */
  readonly home: string;
  read(path: string): Promise<Uint8Array | null>;
}

async function openKnown(base: string, project: Project, console: Console): Promise<Known> {
  const read = (path: string): Promise<Uint8Array | null> =>
    gitBytesIfAny(base, relative("", resolve(path))).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw cannotRun(base, "cannot-read", why);
    });
  const entry: ConfigEntry | undefined = project.sources[0]?.entry;
  const [config, locked] = await Promise.all([
    entry === undefined ? null : read(entry.name),
    read(nameOf(lockPath(project))),
  ]);
  return {
    project,
    console,
    lock: await loadLock(project, console),
    // One that cannot be read says nothing.
    oldLock:
      (locked === null ? null : readLock(new TextDecoder().decode(locked)).value) ?? emptyLock,
    oldConfig: config === null ? null : readConfig(config).value,
    home: entry === undefined ? "" : dirname(resolve(entry.name)),
    read,
  };
}

async function openClient(
  old: ClientSource,
  young: ClientSource,
  known: Known,
): Promise<BaseClient[]> {
  const { project, oldConfig, home } = known;
  const config = oldConfig === null ? young.config : fellow(young, oldConfig, home);
  const isSame = Buffer.compare(old.bytes, young.bytes) === 0;
  if (isSame && canonicalText(config) === canonicalText(young.config)) return [];
  const { entry: _entry, ...bare } = old;
  const before = { ...bare, name: young.name, config };
  const oldKey = clientKey(project, clientFolder(config, readHead(old.name, old.bytes)));
  const key = clientKey(project, clientFolder(young.config, readHead(young.name, young.bytes)));
  const [oldClient, client] = [known.oldLock.clients.get(oldKey), known.lock.clients.get(key)];
  const revisions = modelOwn(
    { source: before, names: namesOf(oldClient) },
    { source: young, names: namesOf(client ?? oldClient) },
    known.console,
  );
  const file = nameOf(join(project.directory, key, "package.json"));
  const from = versionIn(await known.read(nameOf(join(project.directory, oldKey, "package.json"))));
  const to = versionIn(await readBytesIfAny(file));
  const [least, own] = [from ?? oldClient?.version, to ?? client?.version];
  const isPackage = young.config.emit !== "source" && least !== undefined && own !== undefined;
  return [{ folder: key, revisions, manifest: isPackage ? { file, from: least, to: own } : null }];
}

function namesOf(client: LockedClient | undefined): LockedClient["names"] {
  return client?.names ?? new Map<string, string>();
}

/** What an older configuration says of the same client: of the same document, and the same folder if it has more. */
function fellow({ config }: ClientSource, old: ConfigFile, home: string): ClientConfig {
  const placeOf = ({ document }: ClientConfig): string => relative(home, resolve(home, document));
  const same = old.clients.filter((each) => placeOf(each) === placeOf(config));
  return same.find(({ folder }) => folder === config.folder) ?? same[0] ?? config;
}

function versionIn(bytes: Uint8Array | null): string | undefined {
  const version = bytes === null ? null : memberOf(readJson(bytes).value, "version");
  return typeof version === "string" && /^\d+\.\d+\.\d+(-|$)/.test(version) ? version : undefined;
}
