/** The documents of a project, verified, each with the folder of its client. */
import type { OverriddenDocument } from "../document/read-overridden.js";
import { cannotRun, hasErrors } from "../problem.js";
import {
  buildConfigured,
  readConfigured,
  settledParts,
  type Configured,
} from "./configured-document.js";
import { clientFolder, type ClientSource, type Project } from "./project.js";
import { settle, type Console } from "./report.js";

/** A verified document with where its client goes. */
export interface ClientDocument extends OverriddenDocument {
  readonly source: ClientSource;
  /** Below the output folder, with `/`. */
  readonly folder: string;
}

/**
 * The documents of a project, as the configuration wants them.
 *
 * @throws CannotRun with the problems of all of them.
 */
export function readDocuments(project: Project, console: Console): ClientDocument[] {
  const read = project.sources.map((source) => ({ source, outcome: readConfigured(source) }));
  // One that cannot be read is no reason to keep back what is wrong with the others.
  const hasFailed = read.some(({ outcome }) => outcome.value === null || hasProblem(outcome));
  const documents = settle(
    read.flatMap(({ source, outcome }) =>
      settledParts(source, hasFailed ? withModelProblems(source, outcome) : outcome),
    ),
    console,
  );
  const found = project.sources.flatMap((source, index): ClientDocument[] => {
    const read = documents[index];
    if (read === undefined) return [];
    return [{ ...read, source, folder: clientFolder(source.config, read.document) }];
  });
  checkFolders(found);
  return found;
}

function hasProblem({ inDocument, inConfig }: Configured<OverriddenDocument>): boolean {
  return hasErrors(inDocument) || hasErrors(inConfig);
}

function withModelProblems(
  source: ClientSource,
  read: Configured<OverriddenDocument>,
): Configured<OverriddenDocument> {
  if (read.value === null) return read;
  const { inDocument, inConfig } = buildConfigured(source, read.value.document);
  return {
    ...read,
    inDocument: [...read.inDocument, ...inDocument],
    inConfig: [...read.inConfig, ...inConfig],
  };
}

/** No two clients may have one folder, and none may lie in that of another. */
function checkFolders(documents: readonly ClientDocument[]): void {
  const places = new Map<string, string>();
  // Some file systems take two spellings for one folder.
  const spelling = (folder: string): string => folder.toLowerCase();
  for (const { source, folder } of documents) {
    const other = places.get(spelling(folder));
    if (other !== undefined) throw cannotRun(source.name, "same-output", folder, other);
    places.set(spelling(folder), source.name);
  }
  for (const { source, folder } of documents) {
    const names = spelling(folder).split("/");
    for (let length = 1; length < names.length; length++) {
      const other = places.get(names.slice(0, length).join("/"));
      if (other !== undefined) throw cannotRun(source.name, "same-output", folder, other);
    }
  }
}
