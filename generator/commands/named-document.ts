/** The one document that a command was given, as the client of it has it. */
import type { Document } from "../document/document.js";
import type { Api } from "../model/model.js";
import { buildConfigured, readConfigured, settledParts } from "./configured-document.js";
import { openProject, type ClientSource, type ProjectOptions } from "./project.js";
import { settle, type Console } from "./report.js";
import { count } from "./summary.js";

/** What such a command takes beside its document. */
export type NamedOptions = Pick<ProjectOptions, "config" | "discoveryUrl" | "lenient">;

/** A document with what the configuration says of it, if that knows it. */
export interface NamedDocument {
  readonly source: ClientSource;
  /** With overrides and selection. */
  readonly document: Document;
}

/**
 * Reads the document; if several clients are made of it, as the first of them has it.
 *
 * @throws CannotRun where it has an error.
 */
export async function openNamed(
  path: string,
  { config, discoveryUrl, lenient }: NamedOptions,
  console: Console,
): Promise<NamedDocument | null> {
  const wanted = { documents: [path], config, discoveryUrl, lenient };
  const [source, ...others] = (await openProject(wanted, console)).sources;
  if (source === undefined) return null;
  if (others.length > 0) tellOthers(source, others, console);
  const [read] = settle(settledParts(source, readConfigured(source)), console);
  return read === undefined ? null : { source, document: read.document };
}

/**
 * Its model; what the configuration changed is told.
 *
 * @throws CannotRun where the document contradicts itself.
 */
export function buildNamed({ source, document }: NamedDocument, console: Console): Api | null {
  const [api] = settle(settledParts(source, buildConfigured(source, document)), console);
  if (api === undefined) return null;
  tellConfiguration(source, console);
  return api;
}

/** One document can become several clients. */
function tellOthers(source: ClientSource, others: readonly ClientSource[], console: Console): void {
  const places = others.map(({ entry }) => entry?.at ?? "");
  console.note(
    `${source.name}: as ${source.entry?.at} of the configuration has it; so has ${places.join(", ")}`,
  );
}

/** What is printed is not what the file says: that is told. */
function tellConfiguration({ name, config, entry }: ClientSource, console: Console): void {
  const { overrides = [], only } = config;
  const applied = [
    ...(overrides.length === 0 ? [] : [count(overrides.length, "override")]),
    ...(only === undefined ? [] : ['"only"']),
  ];
  if (entry === undefined || applied.length === 0) return;
  console.note(
    `${name}: with ${applied.join(" and ")} of ${entry.name}; --no-config shows all of it as it is`,
  );
}
