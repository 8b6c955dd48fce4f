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

/** Where a command's words go. */
export interface Console {
  /** What was asked for: standard output, always. */
  out(line: string): void;
  /** What was done, or is as it should be: standard output, but not in a quiet run. */
  done(line: string): void;
  /** Something worth knowing: standard error, but not in a quiet run. */
  note(line: string): void;
  /** Something wrong: standard error, always. */
  err(line: string): void;
  /** What is being done now; on a terminal, and once it takes long. */
  progress(words: string): void;
  /** Whether there was anything for standard error. */
  readonly hasTold: boolean;
}

/** Says nothing. */
export const silentConsole: Console = {
  out: () => undefined,
  done: () => undefined,
  note: () => undefined,
  err: () => undefined,
  progress: () => undefined,
  hasTold: false,
};

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

/**
 * The results of several steps, each of which is taken whatever becomes of the others.
 *
 * @throws CannotRun with the problems of all of them, if one has failed so.
 */
export function settleAll<T>(steps: readonly (() => T)[]): T[] {
  const problems: LocatedProblem[] = [];
  const values = steps.flatMap((step): T[] => {
    try {
      return [step()];
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new CannotRun(withoutRepeats(problems));
  return values;
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
