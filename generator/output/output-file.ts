import { createHash } from "../create-hash.js";

/** A file of a package as it is to be: its path from the package's folder, with `/`, and its text. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** The hash of a text, whatever its line ends are: `core.autocrlf` is no edit. */
export function textHash(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}
