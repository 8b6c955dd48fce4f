/** Whether a compiler finds what was predicted. */
import type { JudgedChange } from "../changes/judge.js";
import type { Consumer } from "./consumer.js";
import type { LineError } from "./compile-task.js";
import type { Place, Statement } from "./statement.js";

/** A statement that does not compile, though no change says that it would not. */
export interface TypeSurprise extends Statement {
  readonly message: string;
}

/** What the compiler says of a verdict. */
export interface TypeFindings {
  /** How many uses of the old client were compiled. */
  readonly statements: number;
  readonly failures: number;
  /** Changes that should break a compilation, and break none. */
  readonly refuted: readonly JudgedChange[];
  readonly surprises: readonly TypeSurprise[];
}

/** Of documents that are of no use for clients the compiler knows nothing. */
const unusable: ReadonlySet<string> = new Set([
  "api-identity-changed",
  "document-format-changed",
  "dangling-ref",
]);

/**
 * Compares what a compiler found with what the changes predict.
 *
 * @throws Error if the consumer is wrong as such: that is a bug of ours.
 */
export function judgeTypes(
  changes: readonly JudgedChange[],
  { statements, headLines }: Consumer,
  errors: readonly LineError[],
): TypeFindings {
  const failed = new Map<Statement, string>();
  for (const { line, message } of errors) {
    const statement = statements[line - headLines];
    if (statement === undefined) throw new Error(`the consumer's head is wrong: ${message}`);
    if (!failed.has(statement)) failed.set(statement, message);
  }
  const breaking = changes.filter(({ impact }) => impact.types === "error");
  const refuted = breaking.filter(
    (change) =>
      !unusable.has(change.rule) &&
      ![...failed.keys()].some(({ place }) => isAtOrBelow(place, change)),
  );
  const surprises = [...failed].flatMap(([statement, message]) =>
    breaking.some((change) => explains(change, statement)) ? [] : [{ ...statement, message }],
  );
  return { statements: statements.length, failures: failed.size, refuted, surprises };
}

function explains(change: JudgedChange, { place, also, isBroad }: Statement): boolean {
  return [place, ...also].some(
    (each) => isAtOrBelow(each, change) || (isBroad && isAbove(each, change)),
  );
}

function isAtOrBelow({ before, after }: Place, change: JudgedChange): boolean {
  const own = change.isGone ? before : after;
  return own !== null && isWithin(own, nodeOf(change));
}

function isAbove({ before, after }: Place, change: JudgedChange): boolean {
  const own = change.isGone ? before : after;
  return own !== null && isWithin(nodeOf(change), own);
}

/** What is said of the API by one of its leaves is about that leaf, and not about all there is. */
function nodeOf({ at, node }: JudgedChange): string {
  return node === "" ? at : node;
}

function isWithin(place: string, outer: string): boolean {
  return place === outer || place.startsWith(`${outer}/`);
}
