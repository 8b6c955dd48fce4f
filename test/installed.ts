import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Packages of the npm registry in a folder of their own, installed once for all runs on this machine.
 *
 * @param name tells the folder from others: of packages and their versions
 * @param packages as npm names them: `"googleapis@178.0.0"`
 * @returns the folder; modules in it find the packages.
 */
export function installed(name: string, packages: readonly string[]): string {
  const library = join(tmpdir(), `discogen-${name}`);
  if (existsSync(library)) return library;
  // Another run may do the same: who is done first is taken.
  const folder = `${library}.${process.pid}`;
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}');
  const words = ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...packages];
  execFileSync("npm", words, { cwd: folder, stdio: "ignore", timeout: 400_000 });
  if (existsSync(library)) rmSync(folder, { recursive: true });
  else renameSync(folder, library);
  return library;
}

/** Google's own client: the newest one for Node 20. */
export const googleapisVersion = "178.0.0";

/** The folder with {@link googleapisVersion}. */
export function installedGoogleapis(): string {
  const name = `googleapis@${googleapisVersion}`;
  return installed(name.replace("@", "-"), [name]);
}
