/** Consumers → the lines that do not compile: the one place that type-checks with ts-morph's TypeScript. */
import { Project, ts } from "ts-morph";
import { usesOld, type CompileTask, type LineError } from "./compile-task.js";

/** What users promise their compiler; the mildest options that `strict` allows. */
export const compilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2022.d.ts"],
  types: [],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
} satisfies ts.CompilerOptions;

/**
 * Compiles consumers, all in one program.
 *
 * @param runtime - The path of the runtime's declarations.
 * @returns the errors of each, sorted by line.
 */
export function compileConsumers(
  tasks: readonly CompileTask[],
  runtime: string,
): readonly (readonly LineError[])[] {
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    compilerOptions: { ...compilerOptions, paths: { "@discogen/runtime": [runtime] } },
  });
  const consumers = tasks.map((task, index) => {
    const { consumer, before, after } = task;
    const folder = `/discogen-witness/${index}`;
    for (const [name, sources] of [
      ["old", usesOld(task) ? before : []],
      ["new", after],
    ] as const) {
      for (const [path, text] of sources)
        project.createSourceFile(`${folder}/${name}/${path}`, text);
    }
    return project.createSourceFile(`${folder}/consumer/main.ts`, consumer);
  });
  const program = project.getProgram().compilerObject;
  return consumers.map(({ compilerNode }) =>
    [
      ...program.getSyntacticDiagnostics(compilerNode),
      ...program.getSemanticDiagnostics(compilerNode),
    ].map(lineError),
  );
}

function lineError({ file, start = 0, messageText }: ts.Diagnostic): LineError {
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  return { line: file?.getLineAndCharacterOfPosition(start).line ?? -1, message };
}
