import type { SourceFileStructure } from "ts-morph";

/** A file that is to be generated: where, and what is in it. */
export type PlannedFile = PlannedSource | PlannedText;

/** A file that is written where there is none, and then belongs to its user. */
export interface StartedFile {
  readonly path: string;
  readonly text: string;
}

/** A TypeScript source, as a structure that ts-morph prints. */
export interface PlannedSource {
  readonly kind: "source";
  /** Below the package's folder, with `/`. */
  readonly path: string;
  readonly structure: Pick<SourceFileStructure, "statements">;
}

/** Any other file, as its text: final, because a formatter for it would take longer than it saves. */
export interface PlannedText {
  readonly kind: "text";
  readonly path: string;
  readonly text: string;
}
