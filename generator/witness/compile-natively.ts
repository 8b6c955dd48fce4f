/** Consumers → the lines that do not compile, by TypeScript's native compiler, where the project has it. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ClientSources } from "./client-sources.js";
import { usesOld, type CompileTask, type LineError } from "./compile-task.js";

/** What `compile.ts` compiles with, in the words of a `tsconfig.json`. */
const compilerOptions = {
  target: "es2022",
  module: "esnext",
  moduleResolution: "bundler",
  lib: ["es2022"],
  types: [],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

/** More than all errors of a consumer of the largest API. */
const mostBytes = 2 ** 28;

/** Packages with a native compiler, from which version on, and what starts it. */
const packages = [
  { name: "typescript", since: 7, bin: "tsc" },
  { name: "@typescript/native-preview", since: 7, bin: "tsgo" },
] as const;

/**
 * The script that starts the native compiler of a project; `null` where it has none.
 *
 * @param directory - Where the project is.
 */
export function findNativeCompiler(directory: string): string | null {
  const require = createRequire(join(directory, "discogen.config.json"));
  for (const { name, since, bin } of packages) {
    try {
      const path = require.resolve(`${name}/package.json`);
      const manifest = require(path) as { version: string; bin?: Record<string, string> };
      const script = manifest.bin?.[bin];
      const isNative = Number.parseInt(manifest.version, 10) >= since;
      if (isNative && script !== undefined) return join(dirname(path), script);
    } catch {
      continue;
    }
  }
  return null;
}

/**
 * Compiles consumers, all in one program, from a temporary folder.
 *
 * @param runtime - The path of the runtime's declarations.
 * @param script - What {@link findNativeCompiler} found.
 * @returns the errors of each, sorted by line; `null` if the compiler does not work here.
 */
export async function compileNatively(
  tasks: readonly CompileTask[],
  runtime: string,
  script: string,
): Promise<readonly (readonly LineError[])[] | null> {
  const folder = await mkdtemp(join(tmpdir(), "discogen-witness-"));
  try {
    await Promise.all(tasks.map((task, index) => writeTask(task, join(folder, String(index)))));
    const project = {
      compilerOptions: { ...compilerOptions, paths: { "@discogen/runtime": [runtime] } },
      files: tasks.map((_, index) => `${index}/consumer/main.ts`),
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(project));
    return errorsOf(await runCompiler(script, folder), tasks.length);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function writeTask(task: CompileTask, folder: string): Promise<void> {
  if (usesOld(task)) await writeSources(task.before, join(folder, "old"));
  await writeSources(task.after, join(folder, "new"));
  await writeSources(new Map([["main.ts", task.consumer]]), join(folder, "consumer"));
}

async function writeSources(sources: ClientSources, folder: string): Promise<void> {
  const folders = new Set([...sources.keys()].map((path) => dirname(join(folder, path))));
  for (const each of folders) await mkdir(each, { recursive: true });
  for (const [path, text] of sources) await writeFile(join(folder, path), text);
}

/** What the compiler prints; `null` if it could not be run to its end. */
function runCompiler(script: string, cwd: string): Promise<string | null> {
  const words = [script, "-p", "tsconfig.json", "--pretty", "false"];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd, maxBuffer: mostBytes }, (error, stdout) => {
      // That there are errors it tells by its exit code, too.
      const isDone = error === null || (typeof error.code === "number" && stdout !== "");
      resolve(isDone ? stdout : null);
    });
  });
}

/** `0/consumer/main.ts(218,48): error TS2322: …`; lines that are indented go on with the one above. */
function errorsOf(printed: string | null, count: number): readonly LineError[][] | null {
  // An error that is in no file is about the compiler's own options.
  if (printed === null || /^error TS/m.test(printed)) return null;
  const errors = Array.from({ length: count }, (): LineError[] => []);
  for (const text of printed.split(/\r?\n/)) {
    const found = /^(\d+)\/consumer\/main\.ts\((\d+),\d+\): error TS\d+: (.*)$/.exec(text);
    if (found === null) continue;
    const [, task, line, message = ""] = found;
    errors[Number(task)]?.push({ line: Number(line) - 1, message });
  }
  for (const each of errors) each.sort((left, right) => left.line - right.line);
  return errors;
}
