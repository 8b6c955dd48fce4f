/**
 * What a run is about to write, kept until its lock is written: if it is killed in between, the next run knows
 * the files by it as generated ones, whatever the document has become meanwhile.
 */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const fileName = ".discogen.journal";

/** The hashes of texts that interrupted runs wrote. */
export type Journal = ReadonlySet<string>;

/** What a run owes once one file, the decisive one, has its new text: without it the run never happened. */
export interface Due {
  /** The decisive file's path, and the hash of its new text. */
  readonly decisive: string;
  readonly hash: string;
  readonly files: readonly DueFile[];
}

/** A file that is still to be written. */
export interface DueFile {
  readonly path: string;
  readonly text: string;
  /** The hash of what it replaces; `null` if it was not there. */
  readonly was: string | null;
}

const dueMark = "due ";

/** The journal that an interrupted run left in a folder; empty if there is none, or none that can be read. */
export async function readJournal(folder: string): Promise<Journal> {
  const lines = await linesOf(folder);
  return new Set(lines.filter((line) => /^[0-9a-f]{64}$/.test(line)));
}

/** What the interrupted run may owe. */
export async function readDue(folder: string): Promise<Due | null> {
  const line = (await linesOf(folder)).find((each) => each.startsWith(dueMark));
  if (line === undefined) return null;
  try {
    // Only this module writes it; a text that is something else fails here or where it is used.
    return JSON.parse(line.slice(dueMark.length)) as Due;
  } catch {
    return null;
  }
}

/** Adds to the journal what is written next; what was due stays so until all is written. */
export async function keepJournal(
  folder: string,
  hashes: readonly string[],
  due: Due | null,
): Promise<void> {
  const all = new Set([...(await readJournal(folder)), ...hashes]);
  const owing = due ?? (await readDue(folder));
  const owed = owing === null ? [] : [`${dueMark}${JSON.stringify(owing)}`];
  await writeFile(join(folder, fileName), [...all, ...owed, ""].join("\n"), { flush: true });
}

/** Everything is written, the lock too. */
export async function endJournal(folder: string): Promise<void> {
  await rm(join(folder, fileName), { force: true });
}

async function linesOf(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, fileName), "utf8").catch(() => "");
  return text.split("\n");
}
