/** What a worker thread does: one file → its package on disk, and what there is to say of it. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { planClients, readDocuments, type PlannedClient } from "../commands/plan-client.js";
import type { Project } from "../commands/project.js";
import { problemLine, silentConsole, type Console } from "../commands/report.js";
import { resourcesOf } from "../commands/summary.js";
import { readBytes } from "../inputs/read-bytes.js";
import { emptyLock } from "../lock/lock.js";
import { CannotRun } from "../problem.js";
import type { CorpusFile, CorpusProblem, GeneratedDocument } from "./corpus-document.js";
import { packageFolder } from "./find-documents.js";
import { sampleFiles, type PackageFile } from "./samples.js";

/** A file, and the folder that all packages go to. */
export interface GenerateTask {
  readonly file: CorpusFile;
  readonly output: string;
}

/**
 * Generates from one file; where its document has problems, once more with what `--lenient` does, so that the
 * rest of it is tried all the same. Never rejects: whatever goes wrong is said in the result.
 */
export async function generateDocument(task: GenerateTask): Promise<GeneratedDocument> {
  const strict = await generateOnce(task, false);
  if (strict.problems.length === 0) return strict;
  const { methods, schemas, lines, ms, bug } = await generateOnce(task, true);
  return { ...strict, methods, schemas, lines, ms, bug };
}

async function generateOnce(
  { file, output }: GenerateTask,
  lenient: boolean,
): Promise<GeneratedDocument> {
  const bytes = await readBytes(file.path);
  const project: Project = {
    directory: output,
    out: output,
    sources: [{ name: file.path, bytes, config: { document: file.path, lenient } }],
    changes: null,
    isWhole: false,
  };
  const warnings: string[] = [];
  let generated = emptyResult(file, warnings);
  const began = performance.now();
  try {
    const console = consoleInto(warnings);
    const documents = readDocuments(project, console);
    for (const { document } of documents) {
      const { name, version, revision = "" } = document;
      generated = { ...generated, document: `${name}.${version}`, revision };
    }
    const [client] = await planClients(project, documents, emptyLock, console);
    generated = { ...generated, ms: performance.now() - began, ...countsOf(client) };
    await write(packageFolder(output, file), client === undefined ? [] : withSamples(client));
    return generated;
  } catch (error) {
    return { ...generated, ms: performance.now() - began, ...failureOf(error) };
  }
}

/** What is said of a file from which nothing came yet. */
export function emptyResult(file: CorpusFile, warnings: readonly string[]): GeneratedDocument {
  const { path, folder } = file;
  const counts = { methods: 0, schemas: 0, lines: 0, ms: 0 };
  return {
    path,
    folder,
    document: folder,
    revision: "",
    ...counts,
    problems: [],
    warnings,
    bug: null,
  };
}

function consoleInto(lines: string[]): Console {
  return {
    ...silentConsole,
    note: (line) => void lines.push(line),
    err: (line) => void lines.push(line),
    get hasTold() {
      return lines.length > 0;
    },
  };
}

function countsOf(
  client: PlannedClient | undefined,
): Pick<GeneratedDocument, "methods" | "schemas" | "lines"> {
  if (client === undefined) return { methods: 0, schemas: 0, lines: 0 };
  const { api, files } = client;
  const sources = files.filter(({ path }) => path.endsWith(".ts"));
  return {
    methods: [api, ...resourcesOf(api)].reduce((sum, { methods }) => sum + methods.length, 0),
    // Those that the document names, as the commands count them.
    schemas: api.schemas.filter(({ at }) => /^\/schemas\/[^/]+$/.test(at)).length,
    lines: sources.reduce((sum, { text }) => sum + text.split("\n").length - 1, 0),
  };
}

function failureOf(error: unknown): Pick<GeneratedDocument, "problems" | "bug"> {
  if (error instanceof CannotRun) return { problems: error.problems.map(problemOf), bug: null };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { problems: [], bug: text };
}

function problemOf(problem: CannotRun["problems"][number]): CorpusProblem {
  return { name: `${problem.code} ${problem.pointer}`.trim(), line: problemLine(problem) };
}

/** The package, and its documentation's samples as sources beside it. */
function withSamples({ api, files, folder }: PlannedClient): PackageFile[] {
  const name = folder.split(/[\\/]/).at(-1) ?? "";
  return [...files, ...sampleFiles(files, name, api.className)];
}

async function write(folder: string, files: readonly PackageFile[]): Promise<void> {
  for (const { path, text } of files) {
    const place = join(folder, path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, text);
  }
}
