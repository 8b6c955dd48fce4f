import { compareApis } from "../changes/compare-apis.js";
import { findStopping, type FailOn, type Preset } from "../changes/gate.js";
import { judge, ownPolicy, type JudgedChange } from "../changes/judge.js";
import { reportJson } from "../changes/report-json.js";
import { reportText } from "../changes/report-text.js";
import type { Report, ReportedPlace } from "../changes/report.js";
import { positionsIn } from "../document/positions.js";
import { cannotRun, visible } from "../problem.js";
import type { Console } from "./report.js";
import { readRevisions, type Revision, type Revisions } from "./revisions.js";

/** What `discogen diff` takes. */
export interface DiffOptions {
  readonly config?: string | false | undefined;
  readonly format?: "text" | "json" | undefined;
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
    placeOf: placeFinder(before, after),
  };
  if (options.format === "json") console.out(reportJson(report));
  else {
    for (const line of reportText(report, { all: options.all === true }))
      console.out(visible(line));
  }
  const { failOn = "never", preset = "all" } = options;
  return findStopping(verdict, { failOn, preset }).length > 0 ? 1 : 0;
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

/** Looks a change up in the text that has it; each text is read once, and not before the first question. */
function placeFinder(before: Revision, after: Revision): Report["placeOf"] {
  const decoder = new TextDecoder();
  const old = positionsIn(decoder.decode(before.bytes));
  const young = positionsIn(decoder.decode(after.bytes));
  return ({ at, isGone }: JudgedChange): ReportedPlace | null => {
    const position = (isGone ? old : young)({ pointer: at, offset: null });
    return position === null ? null : { file: (isGone ? before : after).name, ...position };
  };
}
