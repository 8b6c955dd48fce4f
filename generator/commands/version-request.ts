/** The words after `discogen version` → which clients are meant, and what is to become of their version. */
import { resolve } from "node:path";
import type { Bump } from "../changes/rule.js";
import { didYouMean } from "../did-you-mean.js";
import { readBytes } from "../inputs/read-bytes.js";
import { CannotRun, cannotRun, quoted, type LocatedProblem } from "../problem.js";
import { clientFolder, clientKey, type ClientSource, type Configuration } from "./project.js";
import { readHead } from "./stored-document.js";

/** A client of the configuration with everything that it can be called. */
export interface NamedClient {
  /** Its folder, as the lock names it. */
  readonly key: string;
  /** The same, absolute. */
  readonly path: string;
  /** `reseller:v1` */
  readonly api: string;
  readonly source: ClientSource;
  /** Its API, folder and package as people write them. */
  readonly names: readonly string[];
}

/** What is wanted: to be told of clients, or one of them to move. */
export type VersionRequest =
  | { readonly kind: "list"; readonly clients: readonly NamedClient[] }
  | { readonly kind: "move"; readonly client: NamedClient; readonly to: string };

/** The bumps that can be asked for. */
const bumps: readonly string[] = ["major", "minor", "patch"] satisfies Bump[];

/** True for `major`, `minor` and `patch`. */
export function isBump(word: string): word is Exclude<Bump, "none"> {
  return bumps.includes(word);
}

/** The clients of a configuration. */
export interface NamedClients {
  readonly clients: readonly NamedClient[];
  /** What is wrong with the documents of the others. */
  readonly problems: readonly LocatedProblem[];
}

/**
 * The clients of a configuration with their names; a document that cannot be read keeps nobody else back.
 *
 * @param lenient - What the configuration calls so, for every client.
 */
export async function namedClients(
  configuration: Configuration,
  lenient: boolean,
): Promise<NamedClients> {
  const clients: NamedClient[] = [];
  const problems: LocatedProblem[] = [];
  for (const { document, config, entry } of configuration.clients) {
    try {
      const source = {
        name: document,
        bytes: await readBytes(document),
        config: lenient ? { ...config, lenient } : config,
        ...(entry === undefined ? {} : { entry }),
      };
      clients.push(namedClient(source, configuration));
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      problems.push(...error.problems);
    }
  }
  return { clients, problems };
}

function namedClient(source: ClientSource, configuration: Configuration): NamedClient {
  const head = readHead(source.name, source.bytes);
  const folder = clientFolder(source.config, head);
  const key = clientKey(configuration, folder);
  const path = resolve(configuration.directory, key);
  const { name } = source.config.package ?? {};
  const names = [head.api, head.name, folder, key, ...(name === undefined ? [] : [name])];
  return { key, path, api: head.api, source, names };
}

/**
 * Reads the words: nothing, a client, a move, or a client and its move. Of two clients with one name, neither
 * moves.
 *
 * @throws CannotRun where they mean no client, or several where one must be meant.
 */
export function readRequest(
  [first, second]: readonly string[],
  { clients, problems }: NamedClients,
): VersionRequest {
  if (first === undefined) return { kind: "list", clients };
  if (second !== undefined) {
    const client = onlyOne(clientsNamed(first, clients, problems), first);
    return { kind: "move", client, to: second };
  }
  const isFolder = clients.some(({ names }) => names.includes(first));
  if (isBump(first) || (looksLikeVersion(first) && !isFolder)) {
    // The other ones count, whatever they are called.
    if (problems.length > 0) throw new CannotRun(problems);
    return { kind: "move", client: onlyOne(clients, "the configuration"), to: first };
  }
  return { kind: "list", clients: clientsNamed(first, clients, problems) };
}

function looksLikeVersion(word: string): boolean {
  return /^v?\d+(\.|$)/.test(word);
}

function clientsNamed(
  word: string,
  clients: readonly NamedClient[],
  problems: readonly LocatedProblem[],
): NamedClient[] {
  const found = clients.filter(({ names, path }) => names.includes(word) || resolve(word) === path);
  if (found.length > 0) return found;
  // It may be one of the others.
  if (problems.length > 0) throw new CannotRun(problems);
  const known = clients.flatMap(({ names }) => names);
  const near = didYouMean(word, [...known, ...bumps]) || `; it has ${listed(clients)}`;
  const what = `no client of the configuration is named ${quoted(word)}${near}`;
  throw cannotRun("version", "usage", what);
}

function onlyOne(clients: readonly NamedClient[], word: string): NamedClient {
  const [client, ...others] = clients;
  if (client !== undefined && others.length === 0) return client;
  throw cannotRun("version", "several-clients", word, String(clients.length), listed(clients));
}

function listed(clients: readonly NamedClient[]): string {
  return clients.map(({ key }) => key).join(", ");
}
