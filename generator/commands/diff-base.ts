/** What a pull request does to the clients: the documents of a revision of git against those that lie here. */
import { dirname } from "node:path";
import type { Verdict } from "../changes/judge.js";
import { isEnough, nextVersion } from "../changes/next-version.js";
import type { Release, Report } from "../changes/report.js";
import { cannotRun, problem, type CannotRun } from "../problem.js";
import { isRefuted, withWitness, type VerifyOptions } from "./ask-witnesses.js";
import { openBase, type Base, type BaseClient } from "./base-clients.js";
import { checkLevels } from "./judging.js";
import { failing, printReports, type PrintContext, type PrintOptions } from "./print-reports.js";
import { openProject } from "./project.js";
import { problemLine, type Console } from "./report.js";
import { checkSameApi, reportOf } from "./report-revisions.js";
import type { RevisionOptions } from "./revisions.js";
import { openUsedBy, type UsedByOptions } from "./used-by.js";

/** What `discogen diff` takes, with a base or without. */
export interface BaseOptions extends RevisionOptions, PrintOptions, VerifyOptions, UsedByOptions {
  /** Compares documents of different APIs, too. */
  readonly allowDifferentApi?: boolean | undefined;
}

/** A client with what changed in it. */
interface ReportedClient extends Report {
  readonly folder: string;
}

/**
 * Prints what changed in the documents of the configuration since a revision of git, and whether the versions
 * of the packages have moved far enough.
 *
 * @returns the exit code: 1 if there is what `failOn` is about, or a version that is too small.
 * @throws CannotRun where git has no such revision, or a document is wrong.
 */
export async function diffBase(
  base: string,
  documents: readonly string[],
  options: BaseOptions,
  console: Console,
): Promise<number> {
  if (options.config === false) {
    throw cannotRun("diff", "usage", "--base compares the documents of the configuration");
  }
  const project = await openProject({ config: options.config, documents }, console);
  const { changes } = project;
  checkLevels(changes, console);
  const { changed, added, removed } = await openBase(base, project, console);
  const narrow = await openUsedBy(options);
  // A project need not use all clients.
  const unused = ({ problems }: CannotRun): void => {
    for (const each of problems) console.err(problemLine({ ...each, level: "warning" }));
  };
  const reports: ReportedClient[] = [];
  for (const client of changed) {
    const { revisions, folder } = client;
    if (options.allowDifferentApi !== true) checkSameApi(revisions);
    const releaseOf = (verdict: Verdict): Release | null => judgeRelease(client, verdict);
    const facts = { changes, path: revisions.after.name, releaseOf };
    const report = reportOf(revisions, facts, console);
    const { directory } = project;
    const witnessed = await withWitness(report, { ...revisions, directory }, options);
    reports.push({ ...narrow(witnessed, revisions, unused), folder });
  }
  if (options.format === "html" && reports.length > 1) {
    throw cannotRun("diff", "usage", "a page is about one client; name its document");
  }
  const code = await print({ base, reports, added, removed }, options, { changes, console });
  if (isRefuted(reports, console)) return 70;
  const small = reports.filter(({ release }) => release?.isEnough === false);
  for (const { release } of small) if (release !== null) tellTooSmall(release, console);
  return small.length > 0 ? 1 : code;
}

/** What `base-report.schema.json` describes. */
interface BaseReport extends Pick<Base, "added" | "removed"> {
  readonly base: string;
  readonly reports: readonly ReportedClient[];
}

async function print(
  { base, reports, added, removed }: BaseReport,
  options: PrintOptions,
  context: PrintContext,
): Promise<number> {
  if (options.format !== "json") {
    const lone = [
      ...added.map((folder) => ({ folder, isNew: true })),
      ...removed.map((folder) => ({ folder, isNew: false })),
    ];
    return printReports(reports, options, { ...context, lone });
  }
  const { reportData } = await import("../changes/report-json.js");
  const clients = reports.map((report) => {
    const { folder, release } = report;
    return { folder, release, report: reportData(report) };
  });
  const content = { schemaVersion: 1, base, clients, added, removed };
  context.console.out(JSON.stringify(content, null, 2));
  return failing(reports, options, context.changes).code;
}

function judgeRelease({ manifest }: BaseClient, { bump }: Verdict): Release | null {
  if (manifest === null) return null;
  const { file, from, to } = manifest;
  return { file, from, to, least: nextVersion(from, bump), isEnough: isEnough(from, to, bump) };
}

function tellTooSmall({ file, from, to, least }: Release, console: Console): void {
  const client = dirname(file).replaceAll("\\", "/");
  const small = problem("bump-too-small", "/version", from, to, least, client);
  console.err(problemLine({ ...small, source: file, position: null }));
}
