/**
 * The short cut for a run with nothing to do: a hash of everything that goes in and everything that lies on
 * disk, kept outside of version control. If it is what the last finished run left, there is nothing to do;
 * if it differs in anything, or is not there, all is generated and compared.
 */
import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { createHash } from "../create-hash.js";
import { filesWithin } from "./compare-files.js";

/** Where a stamp is kept, and what it covers. */
export interface StampScope {
  /** The folder of the configuration and the lock. */
  readonly directory: string;
  /** What the run was asked for: options and the bytes of every input. */
  readonly inputs: readonly (string | Uint8Array)[];
  /** Every file that the lock lists, and the lock itself. */
  readonly outputs: readonly string[];
  /** The folders of generated sources, which nobody else may add to. */
  readonly folders: readonly string[];
}

/** What a finished run said, if everything is as it left it. */
export async function readStamp(scope: StampScope): Promise<readonly string[] | null> {
  const text = await readFile(stampPath(scope.directory), "utf8").catch(() => null);
  if (text === null) return null;
  try {
    const { key, report } = JSON.parse(text) as { key?: unknown; report?: unknown };
    return key === (await keyOf(scope)) && Array.isArray(report) ? report.map(String) : null;
  } catch {
    return null;
  }
}

/** Notes that a run has finished; only where there is a `node_modules` to keep it in. */
export async function writeStamp(scope: StampScope, report: readonly string[]): Promise<void> {
  const modules = await readdir(join(scope.directory, "node_modules")).catch(() => null);
  if (modules === null) return;
  const path = stampPath(scope.directory);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, JSON.stringify({ key: await keyOf(scope), report }));
  } catch {
    // A stamp only saves time.
  }
}

function stampPath(directory: string): string {
  return join(directory, "node_modules", ".cache", "discogen", "stamp.json");
}

async function keyOf({ directory, inputs, outputs, folders }: StampScope): Promise<string> {
  const hash = createHash("sha256");
  for (const input of inputs) add(hash, input);
  for (const path of [...outputs].sort()) {
    add(hash, relative(directory, path));
    add(hash, contentOf(path));
  }
  for (const folder of folders) add(hash, (await filesWithin(folder, "")).join("\n"));
  await addGenerator(hash);
  return hash.digest("hex");
}

/** The generator itself, and the packages that decide how its output looks. */
async function addGenerator(hash: ReturnType<typeof createHash>): Promise<void> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  for (const path of await filesWithin(root, "generator/bundle")) {
    add(hash, contentOf(join(root, path)));
  }
  const { resolve } = createRequire(import.meta.url);
  for (const name of ["prettier", "ts-morph"]) {
    add(hash, contentOf(resolve(`${name}/package.json`)));
  }
}

/** Read without a pause: two hundred small files one after the other take a promise each twenty times as long. */
function contentOf(path: string): string | Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    return "none";
  }
}

function add(hash: ReturnType<typeof createHash>, part: string | Uint8Array): void {
  // The length keeps two parts from being taken for one.
  hash.update(`${part.length}:`).update(part);
}
