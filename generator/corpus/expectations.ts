/** What is known to be wrong with documents, and whether it is what was found. */
import { readBytes } from "../inputs/read-bytes.js";
import { cannotRun } from "../problem.js";
import { keyOf, type GeneratedDocument } from "./corpus-document.js";

/** The names of all problems of a document, by its key. */
export type Expectations = ReadonlyMap<string, readonly string[]>;

/** What `--expect` names: `{ "integrations.v1 20221215": ["dangling-ref /resources/…"] }`. */
export async function readExpectations(path: string): Promise<Expectations> {
  const text = new TextDecoder().decode(await readBytes(path));
  try {
    const value: unknown = JSON.parse(text);
    if (!isExpectations(value)) throw new Error("it maps document names to lists of problems");
    return new Map(Object.entries(value));
  } catch (error) {
    throw cannotRun(path, "cannot-read", error instanceof Error ? error.message : String(error));
  }
}

function isExpectations(value: unknown): value is Readonly<Record<string, string[]>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(
      (list) => Array.isArray(list) && list.every((item) => typeof item === "string"),
    )
  );
}

/** What a document's outcome says against what is expected of it, a line for each; none if all is well. */
export function findingsOf(document: GeneratedDocument, expected: Expectations): string[] {
  const key = keyOf(document);
  const { problems, bug, path } = document;
  const found = problems.map(({ name }) => name);
  const wanted = expected.get(key);
  if (bug !== null) return [`${key}: ${path}: ${bug}`];
  if (wanted === undefined) return problems.map(({ line }) => `${key}: ${line}`);
  return [
    ...missingFrom(found, wanted).map((name) => `${key}: ${path}: has not ${name}, as expected`),
    ...missingFrom(wanted, found).map((name) => {
      const line = problems.find((problem) => problem.name === name)?.line ?? "";
      return `${key}: not expected: ${line}`;
    }),
  ];
}

/** The members of `wanted` that `list` lacks; one that is there twice must be wanted twice. */
function missingFrom(list: readonly string[], wanted: readonly string[]): string[] {
  const rest = [...list];
  return wanted.filter((name) => {
    const index = rest.indexOf(name);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}

/** Expectations of documents that are not there: a word is mistaken, or it is another folder's. */
export function idleExpectations(
  documents: readonly GeneratedDocument[],
  expected: Expectations,
): string[] {
  const keys = new Set(documents.map(keyOf));
  return [...expected.keys()].filter((key) => !keys.has(key));
}
