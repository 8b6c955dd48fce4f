/** A generated client's package → the document that it was made from. */
import { dirname, join, resolve } from "node:path";
import { readBytes, readBytesIfAny } from "./read-bytes.js";

/**
 * The document of a client's package, with the revision that the package names: the file is without it.
 *
 * @param folder - The package's.
 * @throws an Error whose message says why there is none.
 */
export async function packageBytes(folder: string): Promise<Uint8Array> {
  const manifest = await readBytesIfAny(join(folder, "package.json"));
  const revision = manifest === null ? null : revisionIn(new TextDecoder().decode(manifest));
  if (revision === null) throw new Error("it is a directory, and not the package of a client");
  const path = join(folder, "document.json");
  const bytes = await readBytesIfAny(path);
  if (bytes === null) {
    throw new Error('the package has no document.json; its configuration says "document": false');
  }
  const text = new TextDecoder().decode(bytes);
  if (revision === "" || !lacksRevision(text)) return bytes;
  // At the end: all that stands before it keeps its place.
  const member = `,"revision":${JSON.stringify(revision)}}\n`;
  return new TextEncoder().encode(text.replace(/\}\s*$/, () => member));
}

/** True for a JSON object with members, none of which is its revision. */
function lacksRevision(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject && Object.keys(value).length > 0 && !Object.hasOwn(value, "revision");
  } catch {
    return false;
  }
}

/** The folder of a package that is installed here or above, or `null`. */
export async function installedFolder(name: string): Promise<string | null> {
  for (let folder = resolve(""); ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    if (await hasManifest(found)) return found;
    if (dirname(folder) === folder) return null;
  }
}

function hasManifest(folder: string): Promise<boolean> {
  return readBytes(join(folder, "package.json")).then(
    () => true,
    () => false,
  );
}

function revisionIn(manifest: string): string | null {
  try {
    const { discovery } = JSON.parse(manifest) as { discovery?: { revision?: unknown } };
    if (discovery === undefined) return null;
    return typeof discovery.revision === "string" ? discovery.revision : "";
  } catch {
    return null;
  }
}
