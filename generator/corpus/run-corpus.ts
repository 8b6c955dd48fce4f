/** A corpus of documents → packages, type checks, findings. */
import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { cannotRun } from "../problem.js";
import { codeOf, reasonOf } from "../system-error.js";
import { checkTypes, type TypeCheck } from "./check-types.js";
import { findCompilers, root, type Compiler } from "./compilers.js";
import { findingsOf, idleExpectations, readExpectations } from "./expectations.js";
import { findDocuments } from "./find-documents.js";
import { generateAll, type Generation } from "./generate-all.js";

/** What the command takes. */
export interface CorpusOptions {
  readonly folders: readonly string[];
  /** The path of a file of expectations, or `null`. */
  readonly expect: string | null;
  /** Versions and folders of TypeScript; none for the installed one. */
  readonly typescript: readonly string[];
  /** The values of `exactOptionalPropertyTypes` to check with. */
  readonly exact: readonly boolean[];
  /** Where packages are kept, or `null` for a folder that is gone afterwards. */
  readonly output: string | null;
}

/** What came of a corpus. */
export interface CorpusResult {
  readonly generation: Generation;
  readonly checks: readonly TypeCheck[];
  /** What fails the run, a line for each. */
  readonly findings: readonly string[];
  /** Expectations of documents that are not there. */
  readonly idle: readonly string[];
}

/** Called as work goes on, with what is being done. */
export type Tell = (line: string) => void;

/**
 * Generates and type-checks all documents below the folders.
 *
 * @throws CannotRun where a folder, the expectations or a compiler cannot be had.
 */
export async function runCorpus(options: CorpusOptions, tell: Tell): Promise<CorpusResult> {
  const files = await findDocuments(options.folders);
  const expected = options.expect === null ? new Map() : await readExpectations(options.expect);
  const compilers = await findCompilers(options.typescript);
  const output = await openOutput(options.output);
  try {
    const generation = await generateAll(files, output, (done) =>
      tell(`generated ${done} of ${files.length}`),
    );
    const checks = await checkAll(output, generation, compilers, { exact: options.exact, tell });
    const { documents } = generation;
    const findings = [
      ...documents.flatMap((document) => findingsOf(document, expected)),
      ...checks.flatMap(({ typescript, errors }) =>
        errors.map((error) => `${error} [typescript ${typescript}]`),
      ),
    ];
    return { generation, checks, findings, idle: idleExpectations(documents, expected) };
  } finally {
    if (options.output === null) await rm(output, { recursive: true, force: true });
  }
}

/** A folder in which packages find the runtime. */
async function openOutput(path: string | null): Promise<string> {
  const output = path === null ? await mkdtemp(join(tmpdir(), "discogen-corpus-")) : resolve(path);
  try {
    await mkdir(output, { recursive: true });
    const [stranger] = await readdir(output);
    if (stranger !== undefined) throw new Error("it is not empty");
    await mkdir(join(output, "node_modules"));
    await symlink(join(root, "node_modules/@discogen"), join(output, "node_modules/@discogen"));
    return output;
  } catch (error) {
    if (codeOf(error) === undefined && !(error instanceof Error)) throw error;
    throw cannotRun(output, "cannot-write", reasonOf(error));
  }
}

/** Every compiler with every set of options; as many at once as there are cores. */
async function checkAll(
  output: string,
  { documents }: Generation,
  compilers: readonly Compiler[],
  { exact, tell }: Pick<CorpusOptions, "exact"> & { readonly tell: Tell },
): Promise<TypeCheck[]> {
  const jobs = compilers.flatMap((compiler) => exact.map((value) => ({ compiler, value })));
  const checks = new Map<number, TypeCheck>();
  const queue = jobs.entries();
  const work = async (): Promise<void> => {
    for (const [index, { compiler, value }] of queue) {
      tell(`type-checking with TypeScript ${compiler.version}`);
      checks.set(index, await checkTypes(output, documents, compiler, value));
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), jobs.length) }, work));
  return jobs.flatMap((_, index) => checks.get(index) ?? []);
}
