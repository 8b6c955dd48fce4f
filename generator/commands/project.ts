/** What a command works on: the configuration, or the documents that were named instead. */
import { dirname, join, relative, resolve } from "node:path";
import type { ClientConfig, ConfigFile } from "../config/config.js";
import { readConfig } from "../config/read-config.js";
import { readBytes, readBytesIfAny } from "../inputs/read-bytes.js";
import { CannotRun, cannotRun } from "../problem.js";
import { settle, type Console } from "./report.js";

/** What the user said on the command line. */
export interface ProjectOptions {
  /** Paths of documents; none for those of the configuration. */
  readonly documents: readonly string[];
  readonly out?: string | undefined;
  readonly config?: string | undefined;
}

/** Inputs that were read but not understood yet, and where the output goes. */
export interface Project {
  /** The folder of the lock. */
  readonly directory: string;
  /** The folder that packages are written to. */
  readonly out: string;
  readonly sources: readonly ClientSource[];
  /** Whether these are all the clients that the lock should know. */
  readonly isWhole: boolean;
}

/** The bytes of a document, and what the configuration says of its client. */
export interface ClientSource {
  /** The document's name for people. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly config: ClientConfig;
}

const configName = "discogen.config.json";

/**
 * Finds the configuration and reads every document. Documents that are named replace those of the
 * configuration; what it says of the same files holds for them. Without a configuration, or with a folder
 * named on the command line, the lock stands in the output folder.
 *
 * @throws CannotRun where there is no document to work on, or one cannot be read.
 */
export async function openProject(options: ProjectOptions, console: Console): Promise<Project> {
  const configPath = resolve(options.config ?? configName);
  const home = dirname(configPath);
  const config = await loadConfig(configPath, options, console);
  const out =
    options.out === undefined ? resolve(home, config?.out ?? "generated") : resolve(options.out);
  const hasOwnLock = config === null || options.out !== undefined;
  return {
    directory: hasOwnLock ? out : home,
    out,
    isWhole: options.documents.length === 0,
    sources: await readSources(options.documents, config, home),
  };
}

async function loadConfig(
  path: string,
  { documents, config }: ProjectOptions,
  console: Console,
): Promise<ConfigFile | null> {
  const bytes = config === undefined ? await readBytesIfAny(path) : await readBytes(nameOf(path));
  const name = nameOf(path);
  if (bytes === null) {
    if (documents.length > 0) return null;
    throw cannotRun(name, "no-config", configName);
  }
  return settle([{ name, bytes, outcome: readConfig(bytes) }], console)[0] ?? null;
}

async function readSources(
  documents: readonly string[],
  config: ConfigFile | null,
  home: string,
): Promise<ClientSource[]> {
  const clients = config?.clients ?? [];
  const wanted =
    documents.length === 0
      ? clients.map((client) => ({ path: resolve(home, client.document), client }))
      : documents.map((document) => {
          const path = document === "-" ? "-" : resolve(document);
          const client = clients.find((each) => resolve(home, each.document) === path);
          return { path, client: client ?? { document } };
        });
  const read = await Promise.allSettled(
    wanted.map(async ({ path, client }) => ({
      name: nameOf(path),
      bytes: await readBytes(path === "-" ? path : nameOf(path)),
      config: client,
    })),
  );
  const failures = read.flatMap((each): unknown[] =>
    each.status === "rejected" ? [each.reason] : [],
  );
  const problems = failures.flatMap((each) => {
    if (each instanceof CannotRun) return each.problems;
    throw each;
  });
  if (problems.length > 0) throw new CannotRun(problems);
  return read.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
}

/** A path as a user in the working directory would write it. */
export function nameOf(path: string): string {
  if (path === "-") return "standard input";
  const name = relative("", path);
  return name.startsWith("..") || name === "" ? path : name;
}

/** Where the lock of a project is. */
export function lockPath({ directory }: Pick<Project, "directory">): string {
  return join(directory, "discogen.lock.json");
}
