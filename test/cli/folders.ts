/** Folders of a test: made fresh, filled from memory, looked at, removed. */
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test as base } from "vitest";
import { fineLines, runCli } from "./run-cli.js";

/** The texts of files by their paths from a folder; a folder with nothing in it is `"…/": ""`. */
export type Tree = Readonly<Record<string, string>>;

/** A test with an empty folder of its own. */
export const folderTest = base.extend<{ folder: string }>({
  folder: async ({ task }, use) => {
    const folder = await mkdtemp(join(tmpdir(), `discogen-${task.id}-`));
    await chmod(folder, 0o755);
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

/** The same beside others: they mostly wait for processes. */
export const { concurrent: test } = folderTest;

/** Writes files below a folder. */
export async function plant(folder: string, tree: Tree): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, text] of Object.entries(tree)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Everything below a folder, hidden files and empty folders too; `{}` if there is no folder. */
export async function treeOf(folder: string): Promise<Tree> {
  const tree: Record<string, string> = {};
  for (const path of await pathsIn(folder)) {
    tree[path] = path.endsWith("/") ? "" : await readFile(join(folder, path), "utf8");
  }
  return tree;
}

/** When each file was written, and which one it is: a file that was replaced by its like differs too. */
export async function datesOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const dates: Record<string, string> = {};
  for (const path of await pathsIn(folder)) {
    const { mtimeNs, ino } = await lstat(join(folder, path), { bigint: true });
    dates[path] = `${mtimeNs} ${ino}`;
  }
  return dates;
}

/** The permissions of each file and folder, in octal. */
export async function modesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const modes: Record<string, string> = {};
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  for (const path of entries.sort()) {
    const found = await lstat(join(folder, path)).catch(() => null);
    if (found === null) continue;
    modes[found.isDirectory() ? `${path}/` : path] = (found.mode & 0o777).toString(8);
  }
  return modes;
}

async function pathsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const paths = entries.map((entry) => {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
    return entry.isDirectory() ? `${path}/` : path;
  });
  const isEmpty = (path: string): boolean =>
    !paths.some((each) => each.startsWith(path) && each !== path);
  return paths.filter((path) => !path.endsWith("/") || isEmpty(path)).sort();
}

/** What `discogen generate - -o out` makes of a document, lock and all, over the output of another. */
export async function generated(document: string, over: Tree = {}): Promise<Tree> {
  const folder = await mkdtemp(join(tmpdir(), "discogen-reference-"));
  try {
    await plant(join(folder, "out"), over);
    fineLines(await runCli(["generate", "-", "-o", "out"], { cwd: folder, stdin: document }));
    return await treeOf(join(folder, "out"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Does the same in two folders at once; none is at work any more when the test ends, however it ends. */
export async function inTwoFolders<T>(
  folder: string,
  work: (folder: string, lane: number) => Promise<T>,
): Promise<T[]> {
  const lanes = [1, 2].map(async (lane) => {
    const own = join(folder, String(lane));
    await mkdir(own);
    return work(own, lane);
  });
  await Promise.allSettled(lanes);
  return Promise.all(lanes);
}

/** The files of a configuration with the given clients. */
export function config(clients: readonly object[], members: object = {}): Tree {
  return { "discogen.config.json": JSON.stringify({ ...members, clients }) };
}

/** A part of a lock of {@link generated}, as plain data. */
export interface LockFile {
  clients: Record<
    string,
    {
      version: string;
      names: Record<string, string>;
      files: Record<string, string>;
      options?: Record<string, string>;
    }
  >;
}

/** A lock as plain data. */
export async function readLockFile(path: string): Promise<LockFile> {
  return JSON.parse(await readFile(path, "utf8")) as LockFile;
}

/** Changes a lock in place. */
export async function editLock(path: string, edit: (lock: LockFile) => void): Promise<void> {
  const lock = await readLockFile(path);
  edit(lock);
  await writeFile(path, `${JSON.stringify(lock, null, 2)}\n`);
}
