/** The packages as npm would publish them, and projects that install them from there. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../repository/paths.js";

/** The folders of the packages that are published, below the repository's. */
export const packages = { cli: "", runtime: "runtime", client: "generated/reseller-v1" } as const;

/** One of them. */
export type PackageName = keyof typeof packages;

/**
 * Packs packages that are built → the tarballs' paths.
 *
 * @param into - The folder of the tarballs.
 * @param from - Where the package lies, if it is a copy.
 */
export function packInto<Name extends PackageName>(
  into: string,
  names: readonly Name[],
  from?: string,
): Record<Name, string> {
  mkdirSync(into, { recursive: true });
  const pack = (name: Name): string => {
    const words = ["pack", "--silent", "--ignore-scripts", "--pack-destination", into];
    const cwd = from ?? join(root, packages[name]);
    return join(into, execFileSync("npm", words, { cwd, encoding: "utf8" }).trim());
  };
  return Object.fromEntries(names.map((name) => [name, pack(name)])) as Record<Name, string>;
}

/** Makes a project of these files, with packages from tarballs or the registry. */
export function makeProject(
  folder: string,
  files: Readonly<Record<string, string>>,
  dependencies: readonly string[],
): string {
  mkdirSync(folder, { recursive: true });
  const manifest = { name: "project", private: true, type: "module" };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  const words = ["install", "--silent", "--no-audit", "--no-fund", "--prefer-offline"];
  if (dependencies.length > 0) execFileSync("npm", [...words, ...dependencies], { cwd: folder });
  return folder;
}
