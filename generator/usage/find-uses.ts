/** A project → what it uses of a client: the one place that reads users' code. */
import { Project, ts } from "ts-morph";
import { UseCollector } from "./use-collector.js";
import type { Uses } from "./uses.js";

/**
 * Looks through all sources of a TypeScript project.
 *
 * @param tsconfig - The path of its configuration.
 * @param className - The client's class.
 * @returns `null` if no source of the project leads to the class.
 * @throws Error with the compiler's words where the configuration cannot be read.
 */
export function findUses(tsconfig: string, className: string): Uses | null {
  const project = new Project({ tsConfigFilePath: tsconfig });
  const program = project.getProgram().compilerObject;
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
