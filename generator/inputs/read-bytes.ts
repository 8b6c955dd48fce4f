/** Paths and standard input → bytes: the door through which documents, configuration and lock come in. */
import { constants, createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { cannotRun } from "../problem.js";
import { codeOf, reasonOf } from "../system-error.js";

/** No document is read further than this: 16 MiB, and one byte to know that there is more. */
export const byteLimit = 16 * 1024 * 1024 + 1;

/** How long a pipe may keep silent, in milliseconds. */
const patience = 5_000;

/**
 * The bytes of a file, or of standard input for `-`; never more than {@link byteLimit}.
 *
 * @param remedy - What to do where there is nothing, if it is not to check the name.
 * @throws CannotRun where there is nothing to read.
 */
export async function readBytes(path: string, remedy?: string): Promise<Uint8Array> {
  if (path === "-") return readStandardInput();
  try {
    return await readPath(path);
  } catch (error) {
    const details = remedy === undefined ? [] : [remedy];
    throw cannotRun(path, "cannot-read", reasonOf(error), ...details);
  }
}

/** As {@link readBytes}, and `null` if there is no such file. */
export async function readBytesIfAny(path: string): Promise<Uint8Array | null> {
  try {
    return await readPath(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw cannotRun(path, "cannot-read", reasonOf(error));
  }
}

// A named pipe without a writer would block in open() for ever, and a blocked thread outlives the process's
// will to exit; O_NONBLOCK makes it an end of file.
async function readPath(path: string): Promise<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if ((await file.stat()).isDirectory()) throw new Error("it is a directory");
    return await readToEnd(file);
  } finally {
    await file.close();
  }
}

async function readToEnd(file: FileHandle): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let silentSince = Date.now();
  while (length < byteLimit) {
    const chunk = new Uint8Array(Math.min(256 * 1024, byteLimit - length));
    const bytesRead = await readChunk(file, chunk);
    if (bytesRead === 0) break;
    if (bytesRead === null) {
      if (Date.now() - silentSince > patience) throw new Error("nothing comes out of it");
      await sleep(10);
      continue;
    }
    silentSince = Date.now();
    chunks.push(chunk.subarray(0, bytesRead));
    length += bytesRead;
  }
  return Buffer.concat(chunks);
}

/** How many bytes came, or `null` if a pipe has none for now. */
async function readChunk(file: FileHandle, chunk: Uint8Array): Promise<number | null> {
  try {
    return (await file.read(chunk)).bytesRead;
  } catch (error) {
    if (codeOf(error) === "EAGAIN") return null;
    throw error;
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of createReadStream("", { fd: 0, autoClose: false })) {
      const bytes = chunk as Uint8Array;
      chunks.push(bytes);
      length += bytes.length;
      if (length >= byteLimit) break;
    }
  } catch (error) {
    throw cannotRun("standard input", "cannot-read", reasonOf(error));
  }
  return Buffer.concat(chunks).subarray(0, byteLimit);
}
