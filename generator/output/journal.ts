/**
 * What a run is about to write, kept until its lock is written: if it is killed in between, the next run knows
 * the files by it as generated ones, whatever the document has become meanwhile.
 */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const fileName = ".discogen.journal";

/** The hashes of texts that interrupted runs wrote. */
export type Journal = ReadonlySet<string>;

/** The journal that an interrupted run left in a folder; empty if there is none, or none that can be read. */
export async function readJournal(folder: string): Promise<Journal> {
  const text = await readFile(join(folder, fileName), "utf8").catch(() => "");
  return new Set(text.split("\n").filter((line) => /^[0-9a-f]{64}$/.test(line)));
}

/** Adds to the journal what is written next. */
export async function keepJournal(folder: string, hashes: readonly string[]): Promise<void> {
  const all = new Set([...(await readJournal(folder)), ...hashes]);
  await writeFile(join(folder, fileName), [...all, ""].join("\n"), { flush: true });
}

/** Everything is written, the lock too. */
export async function endJournal(folder: string): Promise<void> {
  await rm(join(folder, fileName), { force: true });
}
