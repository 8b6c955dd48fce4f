/** Two documents → two models that can be compared. */
import { documentHash } from "../document/canonical.js";
import { readJson } from "../document/json.js";
import { applyOverrides } from "../document/overrides.js";
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
  type Project,
} from "./project.js";
import { loadLock } from "./project-lock.js";
import { settle, type Console } from "./report.js";

/** A document with the model that its client is made of. */
export interface Revision {
  /** The document's name for people. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly api: Api;
  /** Of the document as it is served. */
  readonly sha256: string;
}

/** Two revisions of a document, and what the configuration says of it. */
export interface Revisions {
  readonly before: Revision;
  readonly after: Revision;
  readonly config: ClientConfig;
}

/**
 * Reads two revisions of one API as the same client is made of them: with the configuration that one of the
 * two documents has, and with the names of the old client where it was generated already.
 *
 * @throws CannotRun where one of the two cannot be read.
 */
export async function readRevisions(
  documents: readonly [string, string],
  config: string | false | undefined,
  console: Console,
): Promise<Revisions> {
  const { project, before, after, owner } = await openPair(documents, config, console);
  const names = await lockedNames(project, owner, console);
  return modelRevisions({ before, after, owner }, names, console);
}

/** Two documents, and the one of them whose client the configuration knows. */
type SourcePair = Pick<OpenedPair, "before" | "after" | "owner">;

/**
 * Makes models of two revisions as the same client is made of them.
 *
 * @param names - Those under which the client was published.
 * @throws CannotRun where one of the two is no document.
 */
export function modelRevisions(
  { before, after, owner }: SourcePair,
  names: Names,
  console: Console,
): Revisions {
  // A reference to nothing is no reason to tell nothing.
  const shared: ClientConfig = { ...owner.config, lenient: true };
  const entry = owner.entry === undefined ? {} : { entry: owner.entry };
  const fitted = { ...before, config: fittingConfig(before.bytes, shared), ...entry };
  const old = readRevision(fitted, names, quiet(console));
  const published = new Map([...names, ...publishedNames(old.api)]);
  const young = readRevision({ ...after, config: shared, ...entry }, published, console);
  return { before: old, after: young, config: shared };
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
  config: string | false | undefined,
  console: Console,
): Promise<OpenedPair> {
  if (before === "-" && after === "-") {
    throw cannotRun("diff", "usage", "only one of the two documents can come from standard input");
  }
  const young = await openProject({ documents: [after], config }, console);
  const old = await openProject({ documents: [before], config }, quiet(console));
  const [first, second] = [old.sources[0], young.sources[0]];
  if (first === undefined || second === undefined) {
    throw cannotRun("diff", "usage", "two documents are compared");
  }
  const isOwned = second.entry !== undefined || first.entry === undefined;
  const [project, owner] = isOwned ? [young, second] : [old, first];
  return { project, before: first, after: second, owner };
}

/** What was already told, or is a matter of the past, is not told. */
function quiet({ out }: Console): Console {
  return { out, err: () => undefined, hasTold: false };
}

function readRevision(source: ClientSource, names: Names, console: Console): Revision {
  const [read] = settle(settledParts(source, readConfigured(source)), console);
  if (read === undefined) throw cannotRun(source.name, "cannot-read", "it holds no document");
  const built = buildConfigured(source, read.document, names);
  const [api] = settle(settledParts(source, built), console);
  if (api === undefined) throw cannotRun(source.name, "cannot-read", "it holds no model");
  const { name, bytes } = source;
  return { name, bytes, api, sha256: documentHash(read.served) };
}

/** The names under which the client was published. */
async function lockedNames(
  project: Project,
  source: ClientSource,
  console: Console,
): Promise<Names> {
  if (source.entry === undefined) return new Map();
  const lock = await loadLock(project, console);
  const { value } = readDocument(source.bytes);
  if (value === null) return new Map();
  const key = clientKey(project, clientFolder(source.config, value));
  return lock.clients.get(key)?.names ?? new Map();
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
