/** Two revisions → what there is to tell of them. */
import { compareApis } from "../changes/compare-apis.js";
import { judge, type Verdict } from "../changes/judge.js";
import type { Release, Report } from "../changes/report.js";
import { findPositions } from "../document/find-positions.js";
import { cannotRun } from "../problem.js";
import { judgingOf } from "./judging.js";
import type { ConfiguredChanges } from "./project.js";
import type { Console } from "./report.js";
import type { Revision, Revisions } from "./revisions.js";
import { tellApprovals } from "./tell-approvals.js";

/** What a report tells beside the changes. */
export interface ReportFacts {
  readonly changes: ConfiguredChanges | null;
  /** The path under which a pull request knows the new document, if it is a file. */
  readonly path: string | null;
  releaseOf(verdict: Verdict): Release | null;
}

/** Compares two revisions, and judges their changes as the configuration wants it. */
export function reportOf(
  revisions: Revisions,
  { changes, path, releaseOf }: ReportFacts,
  console: Console,
): Report {
  const { before, after, config, entry } = revisions;
  const isSameText = Buffer.compare(before.bytes, after.bytes) === 0;
  const differences = compareApis(before.api, after.api, { isSameText });
  const verdict = judge(differences, judgingOf(changes, config));
  tellApprovals(verdict, (entry ?? after).name, console);
  return {
    api: after.api.id,
    from: documentOf(before),
    to: documentOf(after),
    verdict,
    release: releaseOf(verdict),
    ...placeFinders(revisions, verdict, path),
  };
}

/** @throws CannotRun for documents of different APIs, or of different versions of one. */
export function checkSameApi({ before, after }: Pick<Revisions, "before" | "after">): void {
  const [old, young] = [before.api, after.api];
  if (old.name === young.name && old.version === young.version) return;
  throw cannotRun(after.name, "different-api", young.id, old.id);
}

function documentOf(revision: Revision): Report["from"] {
  return {
    file: revision.name,
    revision: revision.api.revision,
    get sha256() {
      return revision.sha256;
    },
  };
}

/** Looks all changes up in the texts that have them, at the first question. */
function placeFinders(
  { before, after }: Pick<Revisions, "before" | "after">,
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
