/** What a command works on: the configuration, or the documents that were named instead. */
import { dirname, join, relative, resolve } from "node:path";
import type { ChangesConfig, ClientConfig, ConfigFile } from "../config/config.js";
import { readConfig } from "../config/read-config.js";
import { documentBytes } from "../inputs/document-bytes.js";
import { readDocumentName } from "../inputs/document-name.js";
import { folderAbove } from "../inputs/file-above.js";
import { readBytes, readBytesIfAny } from "../inputs/read-bytes.js";
import { CannotRun, cannotRun, pointerTo } from "../problem.js";
import { settle, type Console } from "./report.js";

/** What the user said on the command line. */
export interface ProjectOptions {
  /** Documents as `documentBytes` takes them; none for those of the configuration. */
  readonly documents: readonly string[];
  /** Whom `name:version` is asked of. */
  readonly discoveryUrl?: string | undefined;
  readonly out?: string | undefined;
  /** `false` for none, whatever lies there. */
  readonly config?: string | false | undefined;
  /** What the configuration calls `lenient`, for every client. */
  readonly lenient?: boolean | undefined;
}

/** Inputs that were read but not understood yet, and where the output goes. */
export interface Project {
  /** The folder of the lock. */
  readonly directory: string;
  /** The folder that packages are written to. */
  readonly out: string;
  readonly sources: readonly ClientSource[];
  readonly changes: ConfiguredChanges | null;
  /** Whether these are all the clients that the lock should know. */
  readonly isWhole: boolean;
}

/** How changes are judged, and where the configuration says it. */
export interface ConfiguredChanges {
  readonly value: ChangesConfig;
  readonly entry: ConfigEntry;
}

/** The bytes of a document, and what the configuration says of its client. */
export interface ClientSource {
  /** The document's name for people. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The entity tag that the service gave it, where an update has just asked for it. */
  readonly etag?: string | null;
  /** What the configuration says of its client, and the command line beside it. */
  readonly config: ClientConfig;
  /** Where the configuration says it, if it knows the document. */
  readonly entry?: ConfigEntry;
}

/** A place in the text of the configuration. */
export interface ConfigEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly at: string;
}

/** The name of the configuration. */
export const configName = "discogen.config.json";

/**
 * Finds the configuration and reads every document. Documents that are named replace those of the
 * configuration; what it says of the same files holds for them. Without a configuration, or with a folder
 * named on the command line, the lock stands in the output folder.
 *
 * @throws CannotRun where there is no document to work on, or one cannot be read.
 */
export async function openProject(options: ProjectOptions, console: Console): Promise<Project> {
  const configPath = resolve(options.config || configName);
  const home = dirname(configPath);
  const config = await loadConfig(configPath, options, console);
  const out =
    options.out === undefined
      ? resolve(home, config?.value.out ?? "generated")
      : resolve(options.out);
  const hasOwnLock = config === null || options.out !== undefined;
  return {
    directory: hasOwnLock ? out : home,
    out,
    isWhole: options.documents.length === 0,
    changes: configuredChanges(config),
    sources: await readSources(options, config, home, console),
  };
}

/** The clients of a configuration, and where they go; their documents are not read yet. */
export interface Configuration extends Pick<Project, "directory" | "out" | "changes"> {
  readonly clients: readonly ConfiguredClient[];
}

/** A client with the path of its document. */
export interface ConfiguredClient extends Pick<ClientSource, "config" | "entry"> {
  readonly document: string;
}

/**
 * Reads the configuration alone.
 *
 * @throws CannotRun where there is none, or it is wrong.
 */
export async function openConfiguration(
  path: string | undefined,
  console: Console,
): Promise<Configuration> {
  const configPath = resolve(path ?? configName);
  const home = dirname(configPath);
  const config = await loadConfig(configPath, { documents: [], config: path }, console);
  return {
    directory: home,
    out: resolve(home, config?.value.out ?? "generated"),
    changes: configuredChanges(config),
    clients: knownSources(config, home).map(({ text, ...client }) => ({
      ...client,
      document: text,
    })),
  };
}

/** A configuration with the text it was read from. */
interface LoadedConfig extends Omit<ConfigEntry, "at"> {
  readonly value: ConfigFile;
}

function configuredChanges(config: LoadedConfig | null): ConfiguredChanges | null {
  if (config?.value.changes === undefined) return null;
  return { value: config.value.changes, entry: { ...config, at: "/changes" } };
}

async function loadConfig(
  path: string,
  { documents, config }: ProjectOptions,
  console: Console,
): Promise<LoadedConfig | null> {
  if (config === false) return null;
  const name = nameOf(path);
  const bytes = config === undefined ? await readBytesIfAny(path) : await readBytes(name);
  if (bytes === null) {
    if (documents.length > 0) return null;
    const above = await folderAbove(dirname(path), configName);
    throw cannotRun(name, "no-config", configName, above === null ? "" : relative("", above));
  }
  const [value] = settle([{ name, bytes, outcome: readConfig(bytes) }], console);
  return value === undefined ? null : { name, bytes, value };
}

/** A document that is to be read, and whose client it becomes. */
interface WantedSource extends Pick<ClientSource, "config" | "entry"> {
  /** A path from the working directory or an absolute one, or what else a document can be named. */
  readonly text: string;
}

async function readSources(
  options: ProjectOptions,
  config: LoadedConfig | null,
  home: string,
  console: Console,
): Promise<ClientSource[]> {
  const wanted = await wantedSources(options.documents, config, home);
  console.progress(`reading ${wanted.map(({ text }) => text).join(", ")}`);
  const read = await Promise.allSettled(
    wanted.map(async ({ text, ...others }) => ({
      ...others,
      ...(await documentBytes(text, options.discoveryUrl)),
      config: options.lenient === true ? { ...others.config, lenient: true } : others.config,
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

/** All documents of the configuration, or those that were named: each for every client made of it. */
async function wantedSources(
  documents: readonly string[],
  config: LoadedConfig | null,
  home: string,
): Promise<WantedSource[]> {
  const known = knownSources(config, home);
  if (documents.length === 0) return known;
  const wanted = documents.map(async (document): Promise<WantedSource[]> => {
    const place = await readDocumentName(document);
    const text = place.kind === "path" ? nameOf(resolve(place.path)) : document;
    const clients = known.filter((each) => each.text === text);
    return clients.length > 0 ? clients : [{ text, config: { document } }];
  });
  return (await Promise.all(wanted)).flat();
}

function knownSources(config: LoadedConfig | null, home: string): WantedSource[] {
  return (config?.value.clients ?? []).map((client, index) => ({
    text: nameOf(resolve(home, client.document)),
    config: client,
    ...(config === null ? {} : { entry: { ...config, at: pointerTo("/clients", index) } }),
  }));
}

/** A path as a user in the working directory would write it. */
export function nameOf(path: string): string {
  const name = relative("", path);
  return name.startsWith("..") || name === "" ? path : name;
}

/** The folder of the client that a document becomes, below the output folder. */
export function clientFolder(
  { folder }: ClientConfig,
  { name, version }: { readonly name: string; readonly version: string },
): string {
  return folder ?? `${name}-${version}`.toLowerCase();
}

/** A client's folder as the lock names it. */
export function clientKey(project: Pick<Project, "directory" | "out">, folder: string): string {
  return relative(project.directory, resolve(project.out, folder)).replaceAll("\\", "/");
}

/** Where the lock of a project is. */
export function lockPath({ directory }: Pick<Project, "directory">): string {
  return join(directory, "discogen.lock.json");
}
