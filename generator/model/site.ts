import type { Document } from "../document/document.js";
import { problem, type Problem, type ProblemCode } from "../problem.js";
import type { Reach } from "./reach.js";
import type { SchemaSource } from "./schema-sources.js";

/** What building a model knows besides the node at hand: where schemas are, and a list for problems. */
export interface Site {
  readonly document: Document;
  /** Named schemas and inline objects by the pointer of their place. */
  readonly sources: ReadonlyMap<string, NamedSource>;
  readonly reach: Reach;
  /** Notes a problem. */
  report(code: ProblemCode, at: string, ...details: string[]): void;
}

/** A source of a schema whose TypeScript name is decided. */
export interface NamedSource extends SchemaSource {
  readonly tsName: string;
  readonly inputName: string | null;
}

/** A list that problems are added to. */
export function reporter(problems: Problem[]): Site["report"] {
  return (code, at, ...details) => void problems.push(problem(code, at, ...details));
}
