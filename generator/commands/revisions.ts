/** Two documents → two models that can be compared. */
import { documentHash } from "../document/canonical.js";
import { readJson } from "../document/json.js";
import { applyOverrides } from "../document/overrides.js";
import type { OverriddenDocument } from "../document/read-overridden.js";
import { readDocument } from "../document/read-document.js";
import { isObject } from "../document/record.js";
import { selectMethods } from "../document/select.js";
import type { ClientConfig } from "../config/config.js";
import { publishedNames } from "../model/api-names.js";
import type { Api } from "../model/model.js";
import type { Names } from "../model/names.js";
import { cannotRun } from "../problem.js";
import { buildConfigured, readConfigured, settledParts } from "./configured-document.js";
import {
  clientFolder,
  clientKey,
  openProject,
  type ClientSource,
  type ConfigEntry,
  type Project,
} from "./project.js";
import { loadLock } from "./project-lock.js";
import { emptyLock } from "../lock/lock.js";
import { settle, settleAll, silentConsole, type Console } from "./report.js";

/** A document with the model that its client is made of. */
export interface Revision {
  /** The document's name for people. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly api: Api;
  /** Of the document as it is served. */
  readonly sha256: string;
}

/** Two revisions of a document, and what the configuration says of their client. */
export interface Revisions {
  readonly before: Revision;
  readonly after: Revision;
  readonly config: ClientConfig;
  /** Where that stands, if anywhere. */
  readonly entry: ConfigEntry | null;
}

/** The same, and where it was read from. */
export interface ReadRevisions extends Revisions {
  readonly project: Project;
}

/** Where documents and what is said of them come from. */
export interface RevisionOptions {
  readonly config?: string | false | undefined;
  readonly discoveryUrl?: string | undefined;
}

/**
 * Reads two revisions of one API as the same client is made of them: with the configuration that one of the
 * two documents has, and with the names of the old client where it was generated already.
 *
 * @throws CannotRun where one of the two cannot be read.
 */
export async function readRevisions(
  documents: readonly [string, string],
  options: RevisionOptions,
  console: Console,
): Promise<ReadRevisions> {
  const { project, ...pair } = await openPair(documents, options, console);
  const lock = pair.owner.entry === undefined ? emptyLock : await loadLock(project, console);
  const [first, second] = readPair(pair, console);
  const key = clientKey(project, clientFolder(pair.owner.config, second.document));
  const names = lock.clients.get(key)?.names ?? new Map<string, string>();
  return { ...buildPair(first, second, names, console), project };
}

/** Two documents, and the one of them whose client the configuration knows. */
type SourcePair = Pick<OpenedPair, "before" | "after" | "owner">;

/**
 * Makes models of two revisions as the same client is made of them.
 *
 * @param names - Those under which the client was published.
 * @throws CannotRun where one of the two is no document.
 */
export function modelRevisions(pair: SourcePair, names: Names, console: Console): Revisions {
  return buildPair(...readPair(pair, console), names, console);
}

/** A document with what the configuration said of it, and the names of its client. */
export interface NamedSource {
  readonly source: ClientSource;
  readonly names: Names;
}

/**
 * Makes models of two revisions, each as its own client is made of it.
 *
 * @throws CannotRun where one of the two is no document.
 */
export function modelOwn(before: NamedSource, after: NamedSource, console: Console): Revisions {
  const { bytes, config } = before.source;
  const old = { ...before.source, config: fittingConfig(bytes, config) };
  const first = readSource(old, old, quiet(console));
  const second = readSource(after.source, after.source, console);
  return {
    before: buildRevision(first, before.names, quiet(console)),
    after: buildRevision(second, after.names, console),
    config: after.source.config,
    entry: after.source.entry ?? null,
  };
}

function readPair(
  { before, after, owner }: SourcePair,
  console: Console,
): readonly [ReadSource, ReadSource] {
  const old = { ...before, config: fittingConfig(before.bytes, owner.config) };
  // What the configuration says of the very document must be true of it.
  const young =
    after.entry === undefined
      ? { ...after, config: fittingConfig(after.bytes, owner.config) }
      : { ...after, config: owner.config };
  const [first, second] = settleAll([
    () => readSource(old, owner, quiet(console)),
    () => readSource(young, owner, console),
  ]);
  if (first === undefined || second === undefined) throw new Error("a step has no result");
  return [first, second];
}

function buildPair(
  first: ReadSource,
  second: ReadSource,
  names: Names,
  console: Console,
): Revisions {
  const before = buildRevision(first, names, quiet(console));
  const published = new Map([...names, ...publishedNames(before.api)]);
  const after = buildRevision(second, published, console);
  const { config, entry = null } = second.source;
  return { before, after, config, entry };
}

interface OpenedPair {
  readonly project: Project;
  readonly before: ClientSource;
  readonly after: ClientSource;
  /** The one of the two whose client the configuration knows; the new one if it knows both. */
  readonly owner: ClientSource;
}

async function openPair(
  [before, after]: readonly [string, string],
  options: RevisionOptions,
  console: Console,
): Promise<OpenedPair> {
  if (before === "-" && after === "-") {
    throw cannotRun("diff", "usage", "only one of the two documents can come from standard input");
  }
  const [younger, older] = await Promise.allSettled([
    openProject({ ...options, documents: [after] }, console),
    openProject({ ...options, documents: [before] }, quiet(console)),
  ]);
  const [old, young] = settleAll([() => valueOf(older), () => valueOf(younger)]);
  if (old === undefined || young === undefined) throw new Error("a step has no result");
  const [first, second] = [old.sources[0], young.sources[0]];
  if (first === undefined || second === undefined) {
    throw cannotRun("diff", "usage", "two documents are compared");
  }
  const isOwned = second.entry !== undefined || first.entry === undefined;
  const [project, owner] = isOwned ? [young, second] : [old, first];
  return { project, before: first, after: second, owner };
}

/** @throws what a promise was rejected with. */
function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === "rejected") throw result.reason;
  return result.value;
}

/** What was already told, or is a matter of the past, is not told. */
function quiet({ out }: Console): Console {
  return { ...silentConsole, out };
}

/** A document that was read, with what the configuration says of it. */
interface ReadSource extends OverriddenDocument {
  readonly source: ClientSource;
}

/** Reads a document as its client is made of it; a reference to nothing is no reason to tell nothing. */
function readSource(own: ClientSource, { entry }: ClientSource, console: Console): ReadSource {
  const config: ClientConfig = { ...own.config, lenient: true };
  const source = { ...own, config, ...(entry === undefined ? {} : { entry }) };
  const [read] = settle(settledParts(source, readConfigured(source)), console);
  if (read === undefined) throw cannotRun(source.name, "cannot-read", "it holds no document");
  return { ...read, source };
}

function buildRevision(
  { source, document, served }: ReadSource,
  names: Names,
  console: Console,
): Revision {
  const [api] = settle(settledParts(source, buildConfigured(source, document, names)), console);
  if (api === undefined) throw cannotRun(source.name, "cannot-read", "it holds no model");
  const { name, bytes } = source;
  return {
    name,
    bytes,
    api,
    // Few reports ask for it.
    get sha256() {
      return documentHash(served);
    },
  };
}

/**
 * What of a client's configuration fits a document that it was not written for: an override whose place looked
 * otherwise then, and a pattern of methods that were not there yet, are left out.
 */
function fittingConfig(bytes: Uint8Array, config: ClientConfig): ClientConfig {
  const { overrides = [], only } = config;
  const served = overrides.length === 0 ? null : readJson(bytes).value;
  const fitting = overrides.filter(
    (each) => isObject(served) && applyOverrides(served, [each]).value !== null,
  );
  const fitted = { ...config, overrides: fitting };
  if (only === undefined) return fitted;
  const { value } = readDocument(bytes);
  if (value === null) return fitted;
  return { ...fitted, only: only.filter((each) => selectMethods(value, [each]).value !== null) };
}
