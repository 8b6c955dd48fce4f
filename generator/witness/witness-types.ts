/** Verdicts → what the compiler says of them. */
import type { JudgedChange } from "../changes/judge.js";
import type { Api } from "../model/model.js";
import { clientSources } from "./client-sources.js";
import { compileNatively } from "./compile-natively.js";
import type { CompileTask } from "./compile-task.js";
import { compileConsumers } from "./compile.js";
import { consumerOf } from "./consumer.js";
import { judgeTypes, type TypeFindings } from "./judge-types.js";

/** Two revisions and what was said of them. */
export interface WitnessedPair {
  readonly before: Api;
  readonly after: Api;
  readonly changes: readonly JudgedChange[];
}

/**
 * Compiles what users of the old client may have written against the new one, all pairs in one program, and
 * compares what fails with what the changes predict.
 *
 * @param runtime - The path of the runtime's declarations.
 * @param native - The script of a native compiler, which takes a third of the time or less; without one, and where
 * it does not work, ts-morph's TypeScript compiles.
 */
export async function witnessTypes(
  pairs: readonly WitnessedPair[],
  runtime: string,
  native: string | null = null,
): Promise<readonly TypeFindings[]> {
  const consumers = pairs.map(({ before, after }) => consumerOf(before, after));
  const tasks = consumers.map(({ text }, index): CompileTask => {
    const { before, after } = pairs[index] as WitnessedPair;
    return { consumer: text, before: clientSources(before), after: clientSources(after) };
  });
  const found = native === null ? null : await compileNatively(tasks, runtime, native);
  const errors = found ?? compileConsumers(tasks, runtime);
  return pairs.map(({ changes }, index) => {
    const [consumer, own] = [consumers[index], errors[index]];
    if (consumer === undefined || own === undefined) throw new Error("a pair was not compiled");
    return judgeTypes(changes, consumer, own);
  });
}
