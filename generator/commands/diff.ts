import type { BaseOptions } from "./diff-base.js";
import { readDocumentName } from "../inputs/document-name.js";
import { cannotRun } from "../problem.js";
import { isRefuted, withWitness } from "./ask-witnesses.js";
import { checkLevels } from "./judging.js";
import { printReports } from "./print-reports.js";
import type { Console } from "./report.js";
import { checkSameApi, reportOf } from "./report-revisions.js";
import { readRevisions } from "./revisions.js";
import { openUsedBy } from "./used-by.js";

/** What `discogen diff` takes. */
export interface DiffOptions extends BaseOptions {
  /** A revision of git that the documents of the configuration are compared with. */
  readonly base?: string | undefined;
}

/**
 * Prints what changed between two revisions of a document, whom it breaks, and which version comes next; or
 * what changed in the documents of the configuration since a revision of git.
 *
 * @param documents - The older and the newer one; with a base those that are wanted, all by default.
 * @returns the exit code: 1 if there is what `failOn` is about, or a version that is too small; 70
 *   if a witness contradicts what is told.
 * @throws CannotRun where one of the documents cannot be read, or they are of different APIs.
 */
export async function diff(
  documents: readonly string[],
  options: DiffOptions,
  console: Console,
): Promise<number> {
  if (options.base !== undefined) {
    const { diffBase } = await import("./diff-base.js");
    return diffBase(options.base, documents, options, console);
  }
  const [before, after] = documents;
  if (before === undefined || after === undefined) {
    throw cannotRun("diff", "usage", "two documents are compared, or all with --base <revision>");
  }
  const { config, discoveryUrl } = options;
  const revisions = await readRevisions([before, after], { config, discoveryUrl }, console);
  const { changes } = revisions.project;
  if (options.allowDifferentApi !== true) checkSameApi(revisions);
  checkLevels(changes, console);
  const facts = { changes, path: await filePath(after), releaseOf: () => null };
  const report = reportOf(revisions, facts, console);
  const { directory } = revisions.project;
  const witnessed = await withWitness(report, { ...revisions, directory }, options);
  const narrow = await openUsedBy(options);
  const reports = [
    narrow(witnessed, revisions, (why) => {
      throw why;
    }),
  ];
  const code = await printReports(reports, options, { changes, console });
  return isRefuted(reports, console) ? 70 : code;
}

/** The path of a document that is a file of a folder or of git. */
async function filePath(text: string): Promise<string | null> {
  const place = await readDocumentName(text);
  return place.kind === "path" || place.kind === "git" ? place.path : null;
}
