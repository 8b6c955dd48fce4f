/** The repository's own files. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The repository's folder, with a closing slash. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

export function readText(path: string): string {
  return readFileSync(root + path, "utf8");
}

export function readJson<T>(path: string): T {
  return JSON.parse(readText(path)) as T;
}

/** What the tests look at in a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly type?: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly discovery?: { readonly id: string; readonly revision: string; readonly sha256: string };
}
