import type { PlannedFile } from "../../templates/plan-files.js";
import { formatFiles } from "./format-files.js";
import { checkSources } from "./gate.js";
import type { OutputFile } from "./output-file.js";
import { printFiles } from "./print-files.js";

/**
 * Planned files → text that may be written.
 *
 * @throws Error if a source does not pass the gate: that is a bug of ours, and nothing may be written.
 */
export async function makeFiles(planned: readonly PlannedFile[]): Promise<OutputFile[]> {
  const files = await formatFiles(printFiles(planned));
  const wrong = checkSources(files);
  if (wrong.length > 0) {
    throw new Error(`generated code that must not be written:\n${wrong.slice(0, 20).join("\n")}`);
  }
  return files.map(({ path, text }) => ({ path, text }));
}
