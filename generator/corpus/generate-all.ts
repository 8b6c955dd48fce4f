/** Files → packages, in worker threads: the one place that opens tinypool. */
import { availableParallelism } from "node:os";
import { Tinypool } from "tinypool";
import type { CorpusFile, GeneratedDocument } from "./corpus-document.js";
import { emptyResult, type generateDocument, type GenerateTask } from "./generate-document.js";

/** The budget of PERFORMANCE: a worker that needs more ends, and its document fails. */
const heapLimit = 400;

/** What came of all files, in their order. */
export interface Generation {
  readonly documents: readonly GeneratedDocument[];
  readonly threads: number;
  /** Wall time, in milliseconds. */
  readonly ms: number;
  /** The most memory that the process had, all its threads included, in megabytes. */
  readonly peak: number;
}

/**
 * Generates every file. Modules stay warm from one document to the next.
 *
 * @param tell - Called after each document with how many are done.
 */
export async function generateAll(
  files: readonly CorpusFile[],
  output: string,
  tell: (done: number) => void,
): Promise<Generation> {
  const began = performance.now();
  const threads = Math.min(availableParallelism(), files.length);
  const pool = new Tinypool({
    filename: new URL("./generate-document.js", import.meta.url),
    name: "generateDocument" satisfies (typeof generateDocument)["name"],
    minThreads: threads,
    maxThreads: threads,
    isolateWorkers: false,
    resourceLimits: { maxOldGenerationSizeMb: heapLimit },
  });
  let done = 0;
  const generate = async (file: CorpusFile): Promise<GeneratedDocument> => {
    const task: GenerateTask = { file, output };
    const result = await pool.run(task).then(
      (value) => value as GeneratedDocument,
      (error: unknown) => ({ ...emptyResult(file, []), bug: String(error) }),
    );
    tell(++done);
    return result;
  };
  try {
    const results = await Promise.all(inOrder(files, threads).map(generate));
    const byPath = new Map(results.map((result) => [result.path, result]));
    const documents = files.flatMap(({ path }) => byPath.get(path) ?? []);
    const peak = process.resourceUsage().maxRSS / 1024;
    return { documents, threads, ms: performance.now() - began, peak };
  } finally {
    await pool.destroy();
  }
}

/**
 * The longest first, so that no thread is left with it at the end; but before them a short one for each
 * thread, which loads the modules: the largest document's time would be mostly theirs.
 */
function inOrder(files: readonly CorpusFile[], threads: number): CorpusFile[] {
  const sorted = [...files].sort((left, right) => right.size - left.size);
  return [...sorted.slice(-threads), ...sorted.slice(0, -threads)];
}
