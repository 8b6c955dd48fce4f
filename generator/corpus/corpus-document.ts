/** A document of the corpus: what is known of it before, and what came of it. */

/** A file that is to be generated from. */
export interface CorpusFile {
  readonly path: string;
  /** The name of the folder that its package is written to; no two files have the same. */
  readonly folder: string;
  readonly size: number;
}

/** One thing wrong with a document. */
export interface CorpusProblem {
  /** `"dangling-ref /resources/…/request/$ref"`: how an expectation names it. */
  readonly name: string;
  /** The whole line for people, with path, line and column. */
  readonly line: string;
}

/** A file with what came of it. */
export interface GeneratedDocument {
  readonly path: string;
  readonly folder: string;
  /** `"reseller.v1"`, or the file's folder name where it cannot be read. */
  readonly document: string;
  readonly revision: string;
  readonly methods: number;
  readonly schemas: number;
  /** Lines of TypeScript. */
  readonly lines: number;
  /** From bytes to formatted sources; without reading and writing them. */
  readonly ms: number;
  readonly problems: readonly CorpusProblem[];
  /** Warnings that were told; they fail nothing. */
  readonly warnings: readonly string[];
  /** A failure that no document may cause, or `null`. */
  readonly bug: string | null;
}

/** How an expectation names a document: `"integrations.v1 20221215"`. */
export function keyOf({
  document,
  revision,
}: Pick<GeneratedDocument, "document" | "revision">): string {
  return revision === "" ? document : `${document} ${revision}`;
}
