import { isFolder } from "../inputs/newest-file.js";
import { CannotRun, cannotRun, type LocatedProblem } from "../problem.js";
import type { HistoryRow } from "./history-row.js";
import { historyLines } from "./history-table.js";
import { historyJson } from "./history-json.js";
import { findRevisions, type FoundRevision } from "./history-revisions.js";
import { checkLevels } from "./judging.js";
import { openProject, type ClientSource, type Project } from "./project.js";
import { problemLine, silentConsole, type Console } from "./report.js";
import { reportOf } from "./report-revisions.js";
import { modelRevisions, type RevisionOptions } from "./revisions.js";
import { readHead } from "./stored-document.js";

/** What `discogen history` takes. */
export interface HistoryOptions extends RevisionOptions {
  readonly json?: boolean | undefined;
}

/**
 * Prints the revisions of a document with what each changed.
 *
 * @returns the exit code: 2 if one of them cannot be read; the others are told all the same.
 * @throws CannotRun where there are none.
 */
export async function history(
  document: string,
  revisions: readonly string[],
  options: HistoryOptions,
  console: Console,
): Promise<number> {
  if ([document, ...revisions].includes("-")) {
    throw cannotRun("history", "usage", "revisions do not come from standard input");
  }
  const found = await findRevisions(document, revisions, options.discoveryUrl);
  const newest = found.at(-1);
  if (newest === undefined) throw cannotRun(document, "cannot-read", "there is no revision of it");
  const { api } = readHead(newest.name, newest.bytes);
  const named =
    (await isFolder(document)) || newest.label !== "not committed" ? newest.name : document;
  const { config, discoveryUrl } = options;
  const project = await openProject({ config, discoveryUrl, documents: [named] }, silentConsole);
  checkLevels(project.changes, console);
  const { rows, failures } = compareAll(found, api, project);
  if (options.json === true) console.out(historyJson(api, rows));
  else for (const line of historyLines(api, rows)) console.out(line);
  for (const problem of failures) console.err(problemLine(problem));
  return failures.length > 0 ? 2 : 0;
}

/** Compares each revision with the one before it; one that cannot be read is passed over. */
function compareAll(
  found: readonly FoundRevision[],
  api: string,
  { sources: [owner], changes }: Project,
): { readonly rows: HistoryRow[]; readonly failures: LocatedProblem[] } {
  const rows: HistoryRow[] = [];
  const failures: LocatedProblem[] = [];
  let before: ClientSource | null = null;
  for (const { label, name, bytes } of found) {
    const config = owner?.config ?? { document: name };
    const after: ClientSource = { name, bytes, config };
    try {
      const head = readHead(name, bytes);
      if (head.api !== api) throw cannotRun(name, "different-api", head.api, api);
      const pair = { before: before ?? after, after, owner: owner ?? after };
      const revisions = modelRevisions(pair, new Map(), silentConsole);
      const facts = { changes, path: null, releaseOf: () => null };
      const report = before === null ? null : reportOf(revisions, facts, silentConsole);
      rows.push({ label, name, revision: head.revision, sha256: head.sha256, report });
      before = after;
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      failures.push(...error.problems);
    }
  }
  return { rows, failures };
}
