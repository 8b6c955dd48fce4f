import { compareApis } from "../changes/compare-apis.js";
import { findStopping, type FailOn, type Preset } from "../changes/gate.js";
import { judge, ownPolicy } from "../changes/judge.js";
import { reportAs, type Format } from "../changes/formats.js";
import type { Report, ReportedPlace } from "../changes/report.js";
import { positionsIn } from "../document/positions.js";
import { readDocumentName } from "../inputs/document-name.js";
import { cannotRun } from "../problem.js";
import { generatorVersion } from "../version.js";
import type { Console } from "./report.js";
import { readRevisions, type Revision, type Revisions } from "./revisions.js";

/** What `discogen diff` takes. */
export interface DiffOptions {
  readonly config?: string | false | undefined;
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
  const revisions = await readRevisions(documents, options.config, console);
  const { before, after } = revisions;
  checkSameApi(revisions, options);
  const isSameText = Buffer.compare(before.bytes, after.bytes) === 0;
  const changes = compareApis(before.api, after.api, { isSameText });
  const today = new Date().toISOString().slice(0, 10);
  const verdict = judge(changes, { policy: ownPolicy, today });
  const report: Report = {
    api: after.api.id,
    from: documentOf(before),
    to: documentOf(after),
    verdict,
    ...placeFinders(before, after, await filePath(documents[1])),
  };
  const { format = "text", all = false, failOn, preset = "all" } = options;
  const stopping = new Set(findStopping(verdict, { failOn: failOn ?? "breaking", preset }));
  console.out(await reportAs(format, report, { all, stopping, generator: generatorVersion }));
  return failOn !== undefined && stopping.size > 0 ? 1 : 0;
}

function checkSameApi({ before, after }: Revisions, { allowDifferentApi }: DiffOptions): void {
  const [old, young] = [before.api, after.api];
  if (allowDifferentApi === true) return;
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

/** Looks changes up in the text that has them; each text is read once, and not before the first question. */
function placeFinders(
  before: Revision,
  after: Revision,
  path: string | null,
): Pick<Report, "placeOf" | "annotatedPlaceOf"> {
  const decoder = new TextDecoder();
  const old = positionsIn(decoder.decode(before.bytes));
  const young = positionsIn(decoder.decode(after.bytes));
  return {
    placeOf({ at, isGone }): ReportedPlace | null {
      const position = (isGone ? old : young)({ pointer: at, offset: null });
      return position === null ? null : { file: (isGone ? before : after).name, ...position };
    },
    annotatedPlaceOf({ near }): ReportedPlace | null {
      const position = path === null ? null : young({ pointer: near, offset: null });
      return path === null || position === null ? null : { file: path, ...position };
    },
  };
}
