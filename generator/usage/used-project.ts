/** A project → what it uses of a client: the one place that reads users' code. */
import { dirname, resolve } from "node:path";
import { Project, ts } from "ts-morph";
import { UseCollector } from "./use-collector.js";
import { joinUses, type Uses } from "./uses.js";

/** A project that was read. */
export interface UsedProject {
  /**
   * What it uses of the client with this class; `null` if none of its sources leads there.
   *
   * @param className - The client's class.
   */
  usesOf(className: string): Uses | null;
}

/**
 * Reads all sources of a TypeScript project, and of those that it refers to.
 *
 * @param tsconfig - The path of its configuration.
 * @throws Error with the compiler's words where a configuration cannot be read.
 */
export function openUsedProject(tsconfig: string): UsedProject {
  const programs = configsOf(resolve(tsconfig)).map(
    (tsConfigFilePath) => new Project({ tsConfigFilePath }).getProgram().compilerObject,
  );
  return {
    usesOf(className) {
      const all = programs.flatMap((program) => usesIn(program, className) ?? []);
      return all.length === 0 ? null : joinUses(all);
    },
  };
}

/** A configuration, and those that it refers to, each once. */
function configsOf(path: string, found = new Set<string>()): string[] {
  if (found.has(path)) return [];
  found.add(path);
  const { config } = ts.readConfigFile(path, ts.sys.readFile) as {
    config?: { references?: readonly { readonly path: string }[] };
  };
  const others = (config?.references ?? []).flatMap((reference) => {
    const place = resolve(dirname(path), reference.path);
    return configsOf(ts.resolveProjectReferencePath({ path: place }), found);
  });
  return [path, ...others];
}

function usesIn(program: ts.Program, className: string): Uses | null {
  const sources = program.getSourceFiles();
  const folders = sources.filter((source) => declares(source, className)).map(folderOf);
  if (folders.length === 0) return null;
  const isClients = (path: string): boolean =>
    folders.some((folder) => path.startsWith(`${folder}/`));
  const collector = new UseCollector(program.getTypeChecker(), isClients);
  for (const source of sources) {
    if (source.isDeclarationFile || program.isSourceFileFromExternalLibrary(source)) continue;
    if (!isClients(source.fileName)) collector.visit(source);
  }
  return collector.uses;
}

/** True for the file that has the class of the client. */
function declares(source: ts.SourceFile, className: string): boolean {
  return source.statements.some(
    (each) =>
      ts.isClassDeclaration(each) &&
      each.name?.text === className &&
      each.heritageClauses?.some(({ types }) =>
        types.some(({ expression }) => expression.getText(source) === "ApiClient"),
      ) === true,
  );
}

function folderOf({ fileName }: ts.SourceFile): string {
  return fileName.slice(0, fileName.lastIndexOf("/"));
}
