/**
 * `discogen.lock.json`: the only memory of generated clients. It holds which document a client was made from,
 * its version, the names that users' code rests on, and the hash of each file, so that nothing that was
 * edited by hand is ever overwritten.
 */
import { problem, type Outcome } from "../problem.js";

/** The lock of one folder of clients. */
export interface Lock {
  /** The version of discogen that wrote it, for information. */
  readonly generator: string;
  /** By the client's folder, from the lock's own folder, with `/`. */
  readonly clients: ReadonlyMap<string, LockedClient>;
}

/** What is remembered of a client. */
export interface LockedClient {
  readonly document: LockedDocument;
  /** Hashes of documents that the client was made from before, the oldest first; at most {@link mostLeft}. */
  readonly left: readonly string[];
  readonly version: string;
  /**
   * Hashes of the options that it was generated with, by their names; for information. `null` where nobody has noted
   * them.
   */
  readonly options: ReadonlyMap<string, string> | null;
  /** TypeScript names by JSON pointer; those of elements that are gone stay, so that nobody else gets them. */
  readonly names: ReadonlyMap<string, string>;
  /** Hashes of the text with LF line ends, by the path from the client's folder, with `/`. */
  readonly files: ReadonlyMap<string, string>;
}

/** Which document a client was made from. */
export interface LockedDocument {
  readonly id: string;
  readonly revision: string;
  readonly sha256: string;
  /** The entity tag that the service gave it; `null` if it did not come from there. */
  readonly etag: string | null;
}

/** The lock of a folder in which nothing was generated yet. */
export const emptyLock: Lock = { generator: "", clients: new Map() };

const lockVersion = 1;

/** How many former documents of a client are remembered: a replica of the service that lags has one of the last. */
export const mostLeft = 20;

/** RFC 9110, 8.8.3, but for spaces, which some servers have in them: it goes into a header as it is. */
const entityTag = /^(W\/)?"[\x20\x21\x23-\x7e]*"$/;

/** True for an entity tag that a lock can hold and a request can name. */
export function isEntityTag(value: string | null | undefined): value is string {
  return typeof value === "string" && entityTag.test(value);
}

/** Reads a lock; a text that is none, such as one with merge conflicts in it, is a problem. */
export function readLock(text: string): Outcome<Lock> {
  try {
    return { value: lockOf(JSON.parse(text)), problems: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { value: null, problems: [problem("invalid-lock", "", why)] };
  }
}

/** A lock as text: keys sorted, each name and file on a line of its own, so that merges are easy. */
export function lockText(lock: Lock, generator: string): string {
  const clients = sorted(lock.clients).map(([folder, client]) => [
    folder,
    {
      document: documentMembers(client.document),
      ...(client.left.length === 0 ? {} : { left: client.left }),
      version: client.version,
      ...(client.options === null ? {} : { options: Object.fromEntries(sorted(client.options)) }),
      names: Object.fromEntries(sorted(client.names)),
      files: Object.fromEntries(sorted(client.files)),
    },
  ]);
  const content = { lockVersion, generator, clients: Object.fromEntries(clients) as unknown };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function documentMembers({ etag, ...others }: LockedDocument): object {
  return etag === null ? others : { ...others, etag };
}

function lockOf(value: unknown): Lock {
  const { lockVersion: version, generator = "", clients } = members(value, "the lock");
  if (version !== lockVersion) throw new Error(`its lockVersion is not ${lockVersion}`);
  return {
    generator: text(generator, "generator"),
    clients: new Map(
      Object.entries(members(clients, "clients")).map(([folder, client]) => [
        folder,
        clientOf(client, folder),
      ]),
    ),
  };
}

function clientOf(value: unknown, folder: string): LockedClient {
  if (leaves(folder)) throw new Error(`the client ${folder} is outside of the lock's folder`);
  const { document, left = [], version, options, names, files } = members(value, folder);
  const { id, revision, sha256, etag } = members(document, `the document of ${folder}`);
  return {
    document: {
      id: text(id, "id"),
      revision: text(revision, "revision"),
      sha256: text(sha256, "sha256"),
      etag: etag === undefined ? null : matching(etag, entityTag, "etag"),
    },
    left: hashes(left, `the documents left by ${folder}`),
    version: matching(version, semver, "version"),
    options: options === undefined ? null : texts(options, `the options of ${folder}`),
    names: identifiers(texts(names, `the names of ${folder}`), folder),
    files: within(texts(files, `the files of ${folder}`), folder),
  };
}

function hashes(value: unknown, what: string): string[] {
  if (!Array.isArray(value)) throw new Error(`${what} are no list`);
  return value.map((each: unknown) => text(each, what));
}

/** A lock that is checked out from a repository must not delete anything outside of its client's folder. */
function within(files: ReadonlyMap<string, string>, folder: string): ReadonlyMap<string, string> {
  for (const path of files.keys()) {
    if (leaves(path)) throw new Error(`the file ${path} of ${folder} is outside of its folder`);
  }
  return files;
}

/** True for a path that is absolute or leads out of the folder it starts from. */
function leaves(path: string): boolean {
  return /^\/|\\|:/.test(path) || path.split("/").some((part) => part === ".." || part === "");
}

const semver = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

/** Names go into code as they are. */
function identifiers(
  names: ReadonlyMap<string, string>,
  folder: string,
): ReadonlyMap<string, string> {
  for (const [at, name] of names) matching(name, identifier, `the name of ${at} in ${folder}`);
  return names;
}

function matching(value: unknown, pattern: RegExp, what: string): string {
  const found = text(value, what);
  if (pattern.test(found)) return found;
  throw new Error(`${what} is ${JSON.stringify(found)}`);
}

function members(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new Error(`${what} is no object`);
}

function texts(value: unknown, what: string): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(members(value, what)).map(([key, member]) => [key, text(member, key)]),
  );
}

function text(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new Error(`${what} is no text`);
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
}
