/** A file as git knows it at a revision → bytes; its revisions. */
import { execFile } from "node:child_process";
import { byteLimit } from "./read-bytes.js";
import { codeOf } from "../system-error.js";

/**
 * The bytes of a file at a revision, of the repository that the working directory is in.
 *
 * @param path - From the working directory.
 * @throws an Error whose message says why there are none.
 */
export async function gitBytes(revision: string, path: string): Promise<Uint8Array> {
  const place = `${checkedRevision(revision)}:${fromHere(path)}`;
  return runGit(["cat-file", "blob", place]);
}

/**
 * As {@link gitBytes}, and `null` where the revision has no such file.
 *
 * @throws an Error whose message says why it cannot be known.
 */
export async function gitBytesIfAny(revision: string, path: string): Promise<Uint8Array | null> {
  const words = ["ls-tree", "--name-only", "-z", checkedRevision(revision), "--", path];
  const listed = await runGit(words);
  return listed.length === 0 ? null : gitBytes(revision, path);
}

/** A commit that has changed a file. */
export interface FileCommit {
  readonly id: string;
  /** `2024-02-01` */
  readonly date: string;
}

/**
 * The commits that have changed a file, the oldest first.
 *
 * @param path - From the working directory.
 * @throws an Error whose message says why they cannot be known.
 */
export async function gitCommits(path: string): Promise<FileCommit[]> {
  const words = ["log", "--reverse", "--format=%H %cs", "--", path];
  const lines = new TextDecoder().decode(await runGit(words)).split("\n");
  return lines.flatMap((line) => {
    const [id = "", date = ""] = line.split(" ");
    return id === "" ? [] : [{ id, date }];
  });
}

function checkedRevision(revision: string): string {
  if (!revision.startsWith("-")) return revision;
  throw new Error(`${revision} is no revision`);
}

/** `./`: from the working directory, and not from the top of the repository. */
function fromHere(path: string): string {
  return /^\.{0,2}\//.test(path) ? path : `./${path}`;
}

function runGit(words: readonly string[]): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    execFile(
      "git",
      words,
      { encoding: "buffer", maxBuffer: byteLimit, timeout: 30_000 },
      (error, stdout, stderr) => {
        if (error === null || codeOf(error) === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") {
          resolve(stdout.subarray(0, byteLimit));
        } else if (codeOf(error) === "ENOENT") {
          reject(new Error("git is not installed"));
        } else {
          reject(new Error(`git says: ${firstLine(stderr.toString())}`));
        }
      },
    );
  });
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").replace(/^fatal: /, "").trim() || "nothing";
}
