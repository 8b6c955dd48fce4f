/** One run at a time writes to a folder: a file with the process's number says whose turn it is. */
import { renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { mkdir, readFile, rm, rmdir, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf } from "../system-error.js";

const fileName = ".discogen.pid";

/** Where new texts lie until all of them are there; only whoever has the folder writes there. */
export const stagingFolder = ".discogen.staging";

/** How long a run waits for another one, in milliseconds. */
const patience = 5_000;

/** A folder that this process has to itself. */
export interface HeldFolder {
  /** Lets others in, and removes the folder if this process made it and left nothing in it. */
  release(): Promise<void>;
}

/** The number of the process that has the folder, where it is not this one. */
export interface BusyFolder {
  readonly pid: string;
}

const held = new Set<string>();

/** Gives up every folder at once, for a process that is about to end. */
export function releaseFolders(): void {
  for (const path of held) {
    try {
      rmSync(join(dirname(path), stagingFolder), { recursive: true, force: true, maxRetries: 3 });
      unlinkSync(path);
    } catch {
      // It is gone already.
    }
  }
  held.clear();
}

/**
 * Takes a folder for this process, making it where there is none. A run that is still alive is waited for,
 * 5 seconds at most; what a dead one left is taken over.
 *
 * @throws the system's error where the folder cannot be made or written to.
 */
export async function holdFolder(folder: string): Promise<HeldFolder | BusyFolder> {
  const made = await mkdir(folder, { recursive: true });
  try {
    const held = await waitForFolder(folder);
    if ("pid" in held) return held;
    // What a killed run left there.
    await rm(join(folder, stagingFolder), { recursive: true, force: true });
  } catch (error) {
    if (made !== undefined) await removeEmpty(folder, made);
    throw error;
  }
  const path = join(folder, fileName);
  return {
    release: async () => {
      held.delete(path);
      await unlink(path).catch(() => undefined);
      if (made !== undefined) await removeEmpty(folder, made);
    },
  };
}

/** Removes the folders from `last` up to `first` in which nothing was left. */
async function removeEmpty(last: string, first: string): Promise<void> {
  for (let folder = last; ; folder = dirname(folder)) {
    // Fails where something was written, and then the folder stays.
    const isGone = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!isGone || folder === first) return;
  }
}

async function waitForFolder(folder: string): Promise<BusyFolder | object> {
  const path = join(folder, fileName);
  const until = Date.now() + patience;
  for (;;) {
    if (claim(path)) return {};
    const pid = await holderOf(path);
    if (pid === null) continue;
    if (isDead(pid) && (await takeOver(path, pid))) return {};
    if (Date.now() > until) return { pid };
    await sleep(50);
  }
}

// Without a pause: a signal finds the file either not there or known as ours.
function claim(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    held.add(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    // It was made, but there is no room for the number.
    if (codeOf(error) === "ENOSPC" || codeOf(error) === "EFBIG" || codeOf(error) === "EDQUOT") {
      rmSync(path, { force: true });
    }
    throw error;
  }
}

async function holderOf(path: string): Promise<string | null> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

function isDead(pid: string): boolean {
  const number = Number(pid);
  // In a container numbers repeat: a file with our own was left by somebody who had it before us.
  if (!Number.isInteger(number) || number <= 0 || number > 0x7fffffff || number === process.pid)
    return true;
  try {
    process.kill(number, 0);
    return false;
  } catch (error) {
    return codeOf(error) === "ESRCH";
  }
}

/** Two may find the same dead holder; whoever replaces the file last has it, and the other one sees that. */
async function takeOver(path: string, dead: string): Promise<boolean> {
  if (dead === "") {
    // Somebody is between making the file and writing the number into it.
    await sleep(200);
    if ((await holderOf(path)) !== "") return false;
  }
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  renameSync(own, path);
  await sleep(100);
  if ((await holderOf(path)) !== String(process.pid)) return false;
  held.add(path);
  return true;
}
