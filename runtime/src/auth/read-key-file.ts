// The only file that imports node:fs; itself imported by `import()`, at the first token.
import { readFile } from "node:fs/promises";

/** The text of a key file; rejects with the system's error. */
export function readKeyFile(path: string): Promise<string> {
  return readFile(path, "utf8");
}
