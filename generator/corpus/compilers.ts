/** Versions of TypeScript → packages on disk. */
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cannotRun } from "../problem.js";
import { run } from "./run-program.js";

/** The repository's folder: this file is three below it, in `dist`. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The versions that generated clients promise to compile with. */
export const matrix: readonly string[] = ["5.4", "5.9", "6.0", "7.0"];

/** A TypeScript compiler. */
export interface Compiler {
  readonly version: string;
  /** A script for Node; that of the native compiler starts its binary. */
  readonly tsc: string;
}

/**
 * Finds compilers, and installs those that are missing into the cache.
 *
 * @param names - Versions (`5.4`, `5.9.3`) or folders of a `typescript` package; none for the installed one.
 * @throws CannotRun where one cannot be had.
 */
export async function findCompilers(names: readonly string[]): Promise<Compiler[]> {
  const compilers: Compiler[] = [];
  for (const name of names) {
    const folder = /^\d+\.\d+(\.\d+)?$/.test(name) ? await cachedPackage(name) : name;
    compilers.push(await compilerIn(folder));
  }
  if (names.length > 0) return compilers;
  const installed = createRequire(import.meta.url).resolve("typescript/package.json");
  return [await compilerIn(dirname(installed))];
}

async function compilerIn(folder: string): Promise<Compiler> {
  const path = join(folder, "package.json");
  try {
    const manifest = JSON.parse(await readFile(path, "utf8")) as {
      readonly version: string;
      readonly bin: { readonly tsc: string };
    };
    return { version: manifest.version, tsc: join(folder, manifest.bin.tsc) };
  } catch {
    throw cannotRun(folder, "cannot-read", "it is no folder of a typescript package");
  }
}

async function cachedPackage(version: string): Promise<string> {
  const cache = join(root, "node_modules/.cache/discogen", `typescript-${version}`);
  const folder = join(cache, "node_modules/typescript");
  if (existsSync(join(folder, "package.json"))) return folder;
  await mkdir(cache, { recursive: true });
  const range = version.split(".").length === 2 ? `~${version}.0` : version;
  const words = ["--prefix", cache, "--no-audit", "--no-fund", "--no-package-lock"];
  const { code, stderr } = await run("npm", ["install", ...words, `typescript@${range}`], cache);
  if (code === 0) return folder;
  throw cannotRun(`typescript@${range}`, "cannot-read", `npm cannot install it: ${stderr.trim()}`);
}
