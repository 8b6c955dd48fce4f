import type { Document } from "../document/document.js";
import { didYouMean } from "../did-you-mean.js";
import { problem, type Problem, type ProblemCode } from "../problem.js";
import type { OperationRoles } from "./operations.js";
import type { Reach } from "./reach.js";
import type { SchemaSource } from "./schema-sources.js";

/** What building a model knows besides the node at hand: where schemas are, and a list for problems. */
export interface Site {
  readonly document: Document;
  /** Named schemas and inline objects by the pointer of their place. */
  readonly sources: ReadonlyMap<string, NamedSource>;
  readonly reach: Reach;
  readonly operations: OperationRoles;
  /** What a name was probably meant to be, in words; for the first few only, because it takes time. */
  nearest(name: string, known: Readonly<Record<string, unknown>>): string;
  /** Notes a problem. */
  report(code: ProblemCode, at: string, ...details: string[]): void;
}

/** A source of a schema whose TypeScript name is decided. */
export interface NamedSource extends SchemaSource {
  readonly tsName: string;
  readonly inputName: string | null;
}

/**
 * Looks for near names twenty times: with thousands of dangling references nobody reads them all. Among
 * thousands of long names it does not look: comparing two takes as many steps as the product of their lengths.
 */
export function nearestFinder(): Site["nearest"] {
  let [times, steps] = [20, 20_000_000];
  return (name, known) => {
    if (times === 0) return "";
    times--;
    const names = Object.keys(known);
    steps -= names.reduce((sum, each) => sum + each.length, 0) * name.length;
    return steps < 0 ? "" : didYouMean(name, names);
  };
}

/** A list that problems are added to. */
export function reporter(problems: Problem[]): Site["report"] {
  return (code, at, ...details) => void problems.push(problem(code, at, ...details));
}
