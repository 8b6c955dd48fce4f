/** The documents of a configuration as they lie on disk, each with its clients. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import { documentHash } from "../document/canonical.js";
import { readJson } from "../document/json.js";
import { isObject, memberOf, membersOf, type JsonObject } from "../document/record.js";
import { readDocument } from "../document/read-document.js";
import { readBytes } from "../inputs/read-bytes.js";
import type { Lock, LockedClient } from "../lock/lock.js";
import { cannotRun } from "../problem.js";
import { clientFolder, clientKey, type ClientSource, type Configuration } from "./project.js";
import { settle, silentConsole } from "./report.js";

/** What of a document is the same whatever the configuration makes of it. */
export interface DocumentHead {
  readonly name: string;
  readonly version: string;
  /** `name:version` */
  readonly api: string;
  readonly revision: string;
  readonly etag: string | null;
  readonly sha256: string;
  readonly methods: number;
  readonly served: JsonObject;
}

/** A document with the clients that are made of it. */
export interface StoredDocument extends DocumentHead {
  readonly path: string;
  readonly sources: readonly ClientSource[];
  /** The clients' folders below the output folder, in the order of {@link sources}. */
  readonly folders: readonly string[];
}

/**
 * Reads one document of a configuration.
 *
 * @throws CannotRun where it is none, or lies where an update must not write.
 */
export async function readStored(
  path: string,
  { directory, clients }: Configuration,
): Promise<StoredDocument> {
  const place = relative(directory, resolve(path));
  if (isAbsolute(place) || place.split(sep)[0] === "..") {
    throw cannotRun(path, "cannot-write", "it lies outside of the configuration's own folder");
  }
  const bytes = await readBytes(path);
  const head = readHead(path, bytes);
  const own = clients.filter(({ document }) => document === path);
  const sources = own.map(({ config, entry }) => ({
    name: path,
    bytes,
    config,
    ...(entry === undefined ? {} : { entry }),
  }));
  const folders = sources.map(({ config }) => clientFolder(config, head));
  return { ...head, path, sources, folders };
}

/**
 * Reads what of a document does not depend on the configuration. Whatever else is wrong with it may be what an
 * override repairs.
 *
 * @throws CannotRun where it is no discovery document.
 */
export function readHead(source: string, bytes: Uint8Array): DocumentHead {
  const { value } = readJson(bytes);
  const [name, version] = [memberOf(value, "name"), memberOf(value, "version")];
  if (!isObject(value) || typeof name !== "string" || typeof version !== "string") {
    // Its words are better than any here.
    settle([{ name: source, bytes, outcome: readDocument(bytes) }], silentConsole);
    throw cannotRun(source, "not-a-discovery-document", "it has no name and no version");
  }
  const [revision, etag] = [memberOf(value, "revision"), memberOf(value, "etag")];
  let sha256: string | null = null;
  return {
    name,
    version,
    api: `${name}:${version}`,
    revision: typeof revision === "string" ? revision : "",
    etag: typeof etag === "string" ? etag : null,
    // Not everybody asks for it, and it takes longer than all else.
    get sha256() {
      return (sha256 ??= documentHash(value));
    },
    methods: countMethods(value),
    served: value,
  };
}

function countMethods(node: unknown): number {
  const below = membersOf(memberOf(node, "resources")).map(([, each]) => countMethods(each));
  const own = membersOf(memberOf(node, "methods")).length;
  return below.reduce((sum, each) => sum + each, own);
}

/**
 * What the lock knows of the clients of a document, which must be the one that lies there.
 *
 * @throws CannotRun where one of them was made of another document, or never.
 */
export function lockedClients(
  { path, folders, sha256 }: StoredDocument,
  configuration: Pick<Configuration, "directory" | "out">,
  lock: Lock,
): LockedClient[] {
  return folders.map((folder) => {
    const client = lock.clients.get(clientKey(configuration, folder));
    if (client === undefined) {
      throw cannotRun(path, "not-generated", `its client ${folder} is not in the lock`);
    }
    if (client.document.sha256 === sha256) return client;
    throw cannotRun(path, "not-generated", `is not the document that ${folder} was made from`);
  });
}
