/** Compiles generated sources in memory, against the declarations of the runtime. */
import { fileURLToPath } from "node:url";
import ts from "typescript";
import type { Files } from "./clients.js";

const root = fileURLToPath(new URL("../../generated/in-memory/", import.meta.url));

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  types: [],
  module: ts.ModuleKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  noUnusedLocals: true,
  skipLibCheck: true,
  declaration: true,
  rootDir: `${root}src`,
  outDir: `${root}dist`,
};

const known = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says of the sources of a client, and of `more` beside them. */
export function compileErrors(files: Files, more: Readonly<Record<string, string>> = {}): string[] {
  const program = programOf(files, more);
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const path = file?.fileName.replace(root, "") ?? "";
    return `${path}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

/** The declarations of a client as a compiler with `stripInternal` writes them. */
export function strippedDeclarations(files: Files): Files {
  const program = programOf(files, {}, { stripInternal: true, emitDeclarationOnly: true });
  const written = new Map<string, string>();
  program.emit(undefined, (path, text) => written.set(path.replace(`${root}dist/`, ""), text));
  return written;
}

function programOf(
  files: Files,
  more: Readonly<Record<string, string>>,
  others: ts.CompilerOptions = {},
): ts.Program {
  const sources = [...files, ...Object.entries(more)].filter(([path]) => path.endsWith(".ts"));
  const texts = new Map(sources.map(([path, text]) => [root + path, text]));
  const all = { ...options, ...others };
  const host = ts.createCompilerHost(all);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (path, language) => {
    const text = texts.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, language);
    if (!known.has(path)) known.set(path, readSource(path, language));
    return known.get(path);
  };
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  const readFile = host.readFile.bind(host);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.directoryExists = (path) => path.startsWith(root) || ts.sys.directoryExists(path);
  return ts.createProgram({ rootNames: [...texts.keys()], options: all, host });
}
