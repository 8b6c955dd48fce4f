/** A folder → what tells of the project in it: manifests, lock files, the repository around it. */
import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readBytesIfAny } from "./read-bytes.js";

/** What lies in a folder, and in those above it as far as its repository goes. */
export interface ProjectFolder {
  /** The outermost folder of the repository; `null` if there is none. */
  readonly top: string | null;
  /** The address that the repository is pushed to. */
  readonly remote: string | null;
  /** The folder itself first, then those above it. */
  readonly levels: readonly FolderLevel[];
}

/** The texts of the files of one folder that tell which package manager is used. */
export type FolderLevel = Readonly<Record<ToldFile, string | null>>;

const toldFiles = [
  "package.json",
  "package-lock.json",
  "npm-shrinkwrap.json",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "yarn.lock",
  ".yarnrc.yml",
] as const;

type ToldFile = (typeof toldFiles)[number];

/**
 * Reads what a folder tells.
 *
 * @throws CannotRun where a file is there and cannot be read.
 */
export async function readProjectFolder(folder: string): Promise<ProjectFolder> {
  const top = await topOf(folder);
  const levels: FolderLevel[] = [];
  for (let each = folder; ; each = dirname(each)) {
    levels.push(await readLevel(each));
    if (top === null || each === top) break;
  }
  return { top, levels, remote: top === null ? null : await remoteOf(folder) };
}

async function readLevel(folder: string): Promise<FolderLevel> {
  const entries = toldFiles.map(async (name) => {
    const bytes = await readBytesIfAny(join(folder, name));
    return [name, bytes === null ? null : new TextDecoder().decode(bytes)] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<ToldFile, string | null>;
}

/** A worktree and a submodule have a file of this name. */
async function topOf(folder: string): Promise<string | null> {
  const found = await stat(join(folder, ".git")).catch(() => null);
  if (found !== null) return folder;
  const above = dirname(folder);
  return above === folder ? null : topOf(above);
}

/** `null` if there is none, or no git. */
function remoteOf(cwd: string): Promise<string | null> {
  return new Promise((resolve) => {
    const words = ["config", "--get", "remote.origin.url"];
    execFile("git", words, { cwd, timeout: 10_000 }, (error, stdout) =>
      resolve(error === null && stdout.trim() !== "" ? stdout.trim() : null),
    );
  });
}
