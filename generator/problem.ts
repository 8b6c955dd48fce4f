import { kinds, type Kind, type ProblemCode } from "./problem-kinds.js";

export type { ProblemCode } from "./problem-kinds.js";

/**
 * Something wrong with a document, a configuration or a file: plain data, collected and returned, never
 * printed or thrown where it is found. Only `cli.ts` turns problems into text and an exit code.
 */
export interface Problem {
  /** Which kind of problem this is: a key of the table in problem-kinds.ts. */
  readonly code: ProblemCode;
  /** `error` stops the run, `warning` is told and the run goes on. */
  readonly level: "error" | "warning";
  /** JSON pointer (RFC 6901) into the text that has the problem; `""` is the whole of it. */
  readonly pointer: string;
  /** What is wrong, in one line. */
  readonly message: string;
  /** What to do about it, in one line. */
  readonly remedy: string;
  /** Where in the text, if it is no place that a pointer can name (a syntax error); counted from 0. */
  readonly offset: number | null;
}

/** A value and what was noticed while making it; `null` where an error made it impossible. */
export interface Outcome<T> {
  readonly value: T | null;
  readonly problems: readonly Problem[];
}

/** Where a problem is: a pointer, and an offset if the pointer cannot say it. */
export interface Place {
  readonly pointer: string;
  readonly offset?: number;
}

/** A problem of the given kind; `details` fill its message, in the order the table takes them. */
export function problem(code: ProblemCode, place: string | Place, ...details: string[]): Problem {
  const kind: Kind = kinds[code];
  const { pointer, offset = null } = typeof place === "string" ? { pointer: place } : place;
  return {
    code,
    level: kind.level,
    pointer,
    message: visible(kind.message(...details)),
    remedy: visible(kind.remedy(...details)),
    offset,
  };
}

/** The JSON pointer (RFC 6901) of what is reached by `keys` from what `at` points to. */
export function pointerTo(at: string, ...keys: readonly (string | number)[]): string {
  return keys.reduce<string>(
    (pointer, key) => `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`,
    at,
  );
}

/** The keys and indexes that a pointer goes through. */
export function pointerKeys(pointer: string): readonly string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The same problems as a lenient run tells them: what it can go on after is a warning. */
export function asWarnings(problems: readonly Problem[]): Problem[] {
  const remedy = "nothing; the run is lenient, and goes on with the type unknown";
  return problems.map((each) =>
    each.code === "dangling-ref" ? { ...each, level: "warning", remedy } : each,
  );
}

/** True where a list of problems forbids going on. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ level }) => level === "error");
}

/** A problem with the name of the text it is in and, where the text is known, its line and column. */
export interface LocatedProblem extends Problem {
  /** The path, address or name of the text, as the user gave it. */
  readonly source: string;
  /** Counted from 1, as editors do; `null` if the text is not at hand. */
  readonly position: { readonly line: number; readonly column: number } | null;
}

/** Ends a command that cannot run: what a user is to read stands in `problems`. */
export class CannotRun extends Error {
  override readonly name = "CannotRun";
  readonly problems: readonly LocatedProblem[];
  constructor(problems: readonly LocatedProblem[]) {
    super(problems.map((each) => `${each.source}: ${each.message}`).join("\n"));
    this.problems = problems;
  }
}

/** Stops a command for one reason that has no place in a text. */
export function cannotRun(source: string, code: ProblemCode, ...details: string[]): CannotRun {
  return new CannotRun([{ ...problem(code, "", ...details), source, position: null }]);
}

/** Quotes a text of a document for a message: one line, at most 60 characters, no control characters. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

// Control characters, line separators and characters that reorder text could repaint a terminal or hide a word.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** `text` with everything that a terminal might obey written as an escape. */
export function visible(text: string): string {
  return text.replace(unsafe, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
