/** What a pull request does to the clients: the documents of a revision of git against those that lie here. */
import { dirname } from "node:path";
import type { Verdict } from "../changes/judge.js";
import { isEnough, nextVersion } from "../changes/next-version.js";
import type { Release, Report } from "../changes/report.js";
import { cannotRun, problem } from "../problem.js";
import { isRefuted, withWitness, type VerifyOptions } from "./ask-witnesses.js";
import { openBase, type BaseClient } from "./base-clients.js";
import { checkLevels } from "./judging.js";
import { failing, printReports, type PrintContext, type PrintOptions } from "./print-reports.js";
import { openProject } from "./project.js";
import { problemLine, type Console } from "./report.js";
import { checkSameApi, reportOf } from "./report-revisions.js";
import type { RevisionOptions } from "./revisions.js";
import { forProject, type UsedByOptions } from "./used-by.js";

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
  options: RevisionOptions & PrintOptions & VerifyOptions & UsedByOptions,
  console: Console,
): Promise<number> {
  if (options.config === false) {
    throw cannotRun("diff", "usage", "--base compares the documents of the configuration");
  }
  const project = await openProject({ config: options.config, documents }, console);
  const { changes } = project;
  checkLevels(changes, console);
  const clients = await openBase(base, project, console);
  const reports: ReportedClient[] = [];
  for (const client of clients) {
    const { revisions, folder } = client;
    checkSameApi(revisions);
    const releaseOf = (verdict: Verdict): Release | null => judgeRelease(client, verdict);
    const facts = { changes, path: revisions.after.name, releaseOf };
    const report = reportOf(revisions, facts, console);
    const { directory } = project;
    const witnessed = await withWitness(report, { ...revisions, directory }, options);
    reports.push({ ...(await forProject(witnessed, revisions, options)), folder });
  }
  if (options.format === "html" && reports.length > 1) {
    throw cannotRun("diff", "usage", "a page is about one client; name its document");
  }
  const code = await print(base, reports, options, { changes, console });
  if (isRefuted(reports, console)) return 70;
  const small = reports.filter(({ release }) => release?.isEnough === false);
  for (const { release } of small) if (release !== null) tellTooSmall(release, console);
  return small.length > 0 ? 1 : code;
}

async function print(
  base: string,
  reports: readonly ReportedClient[],
  options: PrintOptions,
  context: PrintContext,
): Promise<number> {
  if (options.format !== "json") return printReports(reports, options, context);
  const { reportData } = await import("../changes/report-json.js");
  const clients = reports.map((report) => {
    const { folder, release } = report;
    return { folder, release, report: reportData(report) };
  });
  context.console.out(JSON.stringify({ schemaVersion: 1, base, clients }, null, 2));
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
