import { compareApis } from "../changes/compare-apis.js";
import { findStopping, type FailOn, type Preset } from "../changes/gate.js";
import { reportAs, type Format } from "../changes/formats.js";
import { judge, type Verdict } from "../changes/judge.js";
import type { Report } from "../changes/report.js";
import { findPositions } from "../document/find-positions.js";
import { readDocumentName } from "../inputs/document-name.js";
import { cannotRun } from "../problem.js";
import { generatorVersion } from "../version.js";
import { checkLevels, judgingOf } from "./judging.js";
import type { Console } from "./report.js";
import { readRevisions, type Revision, type RevisionOptions, type Revisions } from "./revisions.js";
import { tellApprovals } from "./tell-approvals.js";

/** What `discogen diff` takes. */
export interface DiffOptions extends RevisionOptions {
  readonly format?: Format | undefined;
  readonly failOn?: FailOn | undefined;
  readonly preset?: Preset | undefined;
  readonly all?: boolean | undefined;
  /** Compares documents of different APIs, too. */
  readonly allowDifferentApi?: boolean | undefined;
}

/**
 * Prints what changed between two revisions of a document, whom it breaks, and which version comes next.
 *
 * @returns the exit code: 1 if there is what `failOn` is about.
 * @throws CannotRun where one of the documents cannot be read, or they are of different APIs.
 */
export async function diff(
  documents: readonly [string, string],
  options: DiffOptions,
  console: Console,
): Promise<number> {
  const { config, discoveryUrl, format = "text", all = false } = options;
  const revisions = await readRevisions(documents, { config, discoveryUrl }, console);
  if (options.allowDifferentApi !== true) checkSameApi(revisions);
  const { before, after, project, config: client, entry } = revisions;
  const isSameText = Buffer.compare(before.bytes, after.bytes) === 0;
  const changes = compareApis(before.api, after.api, { isSameText });
  checkLevels(project.changes, console);
  const verdict = judge(changes, judgingOf(project.changes, client));
  const report: Report = {
    api: after.api.id,
    from: documentOf(before),
    to: documentOf(after),
    verdict,
    ...placeFinders(revisions, verdict, await filePath(documents[1])),
  };
  const { failOn, preset = "all" } = { ...project.changes?.value, ...given(options) };
  // Reports mark what would fail a check, also where none was asked for.
  const stopping = new Set(findStopping(verdict, { failOn: failOn ?? "breaking", preset }));
  console.out(await reportAs(format, report, { all, stopping, generator: generatorVersion }));
  tellApprovals(verdict, (entry ?? after).name, console);
  return failOn !== undefined && stopping.size > 0 ? 1 : 0;
}

/** What the command line says; it goes before the configuration. */
function given({ failOn, preset }: DiffOptions): {
  readonly failOn?: FailOn;
  readonly preset?: Preset;
} {
  return {
    ...(failOn === undefined ? {} : { failOn }),
    ...(preset === undefined ? {} : { preset }),
  };
}

function checkSameApi({ before, after }: Revisions): void {
  const [old, young] = [before.api, after.api];
  if (old.name === young.name && old.version === young.version) return;
  throw cannotRun(after.name, "different-api", young.id, old.id);
}

function documentOf({ name, api, sha256 }: Revision): Report["from"] {
  return { file: name, revision: api.revision, sha256 };
}

/** The path of a document that is a file of a folder or of git. */
async function filePath(text: string): Promise<string | null> {
  const place = await readDocumentName(text);
  return place.kind === "path" || place.kind === "git" ? place.path : null;
}

/** Looks all changes up in the texts that have them, at the first question. */
function placeFinders(
  { before, after }: Revisions,
  { changes }: Verdict,
  path: string | null,
): Pick<Report, "placeOf" | "annotatedPlaceOf"> {
  const find = ({ bytes }: Revision, pointers: readonly string[]): Positions =>
    findPositions(new TextDecoder().decode(bytes), pointers);
  let [old, young]: [Positions | null, Positions | null] = [null, null];
  const inOld = (at: string): Position | undefined =>
    (old ??= find(
      before,
      changes.flatMap((each) => (each.isGone ? [each.at] : [])),
    )).get(at);
  const inYoung = (at: string): Position | undefined =>
    // Of what is there, `near` is the place itself.
    (young ??= find(
      after,
      changes.map(({ near }) => near),
    )).get(at);
  return {
    placeOf({ at, isGone }) {
      const position = isGone ? inOld(at) : inYoung(at);
      return position === undefined ? null : { file: (isGone ? before : after).name, ...position };
    },
    annotatedPlaceOf({ near }) {
      const position = path === null ? undefined : inYoung(near);
      return path === null || position === undefined ? null : { file: path, ...position };
    },
  };
}

type Positions = ReturnType<typeof findPositions>;
type Position = NonNullable<ReturnType<Positions["get"]>>;
