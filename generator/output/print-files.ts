/** Planned files → text: the one place that opens ts-morph to print. */
import { Project } from "ts-morph";
import type { PlannedFile } from "../../templates/plan-files.js";

/** A file with its text; the text is not formatted yet. */
export interface PrintedFile {
  readonly path: string;
  readonly kind: PlannedFile["kind"];
  readonly text: string;
}

/** Prints each structure in one pass: adding members one at a time is a thousand times slower. */
export function printFiles(files: readonly PlannedFile[]): PrintedFile[] {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  return files.map((file) => {
    if (file.kind !== "source") return file;
    const source = project.createSourceFile(file.path, file.structure);
    return { path: file.path, kind: file.kind, text: source.getFullText() };
  });
}
