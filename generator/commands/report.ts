/** Problems → lines for people: where it is, what is wrong, what to do. */
import { positionsIn } from "../document/positions.js";
import {
  CannotRun,
  hasErrors,
  visible,
  type LocatedProblem,
  type Problem,
  type Outcome,
} from "../problem.js";

/** Where a command's words go: results to `out`, everything else to `err`. */
export interface Console {
  out(line: string): void;
  err(line: string): void;
  /** Whether anything was told on `err`. */
  readonly hasTold: boolean;
}

/** A text with what was made of it. */
export interface Settled<T> {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly outcome: Outcome<T>;
}

/**
 * The values of all outcomes; warnings are told.
 *
 * @throws CannotRun with the problems of all of them, if one has an error.
 */
export function settle<T>(all: readonly Settled<T>[], console: Console): T[] {
  const problems = all.flatMap(locate);
  if (hasErrors(problems)) throw new CannotRun(withoutRepeats(problems));
  for (const problem of withoutRepeats(problems)) console.err(problemLine(problem));
  return all.flatMap(({ outcome }) => (outcome.value === null ? [] : [outcome.value]));
}

/** Two clients of one document have its problems in common. */
function withoutRepeats(problems: readonly LocatedProblem[]): LocatedProblem[] {
  return [...new Map(problems.map((each) => [problemLine(each), each])).values()];
}

function locate<T>({ name, bytes, outcome }: Settled<T>): LocatedProblem[] {
  if (outcome.problems.length === 0) return [];
  const positionOf = positionsIn(new TextDecoder().decode(bytes));
  return outcome.problems.map((problem) => ({
    ...problem,
    source: name,
    position: hasPlace(problem) ? positionOf(problem) : null,
  }));
}

/** A problem of the whole text needs no line and column; that of its outermost object does. */
function hasPlace({ pointer, offset, code }: Problem): boolean {
  return pointer !== "" || offset !== null || code === "missing-key";
}

/** `discovery/reseller-v1.json:123:9 /resources/customers: what is wrong; what to do [code]` */
export function problemLine(problem: LocatedProblem): string {
  const { source, position, pointer, level, message, remedy, code } = problem;
  const place = position === null ? "" : `:${position.line}:${position.column}`;
  const path = pointer === "" ? "" : ` ${pointer}`;
  const mark = level === "warning" ? "warning: " : "";
  return visible(`${source}${place}${path}: ${mark}${message}; ${remedy} [${code}]`);
}
