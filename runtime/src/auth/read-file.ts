import { authError } from "../error.js";
import { oneLine } from "../text.js";

/**
 * The text of a file.
 * @param what how messages call it: `"serviceAccount: keyFile"`
 */
export async function readFile(path: string, what: string): Promise<string> {
  // Not by an import: bundles for places without files must not name one.
  const files = globalThis.process?.getBuiltinModule?.("node:fs/promises");
  if (files === undefined) throw authError(`${what}: this runtime reads no files`);
  try {
    return await files.readFile(path, "utf8");
  } catch (error) {
    throw authError(`${what} ${oneLine(path, 200)} cannot be read`, error);
  }
}

/** The same, or `null` if there is no such file. */
export async function readFileIfThere(path: string, what: string): Promise<string | null> {
  try {
    return await readFile(path, what);
  } catch (error) {
    const { cause } = error as Error;
    const code: unknown = cause instanceof Error && "code" in cause ? cause.code : null;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}
