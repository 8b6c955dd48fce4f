/** A file as git knows it at a revision → bytes. */
import { execFile } from "node:child_process";
import { byteLimit } from "./read-bytes.js";
import { codeOf } from "../system-error.js";

/**
 * The bytes of a file at a revision, of the repository that the working directory is in.
 *
 * @param path - From the working directory.
 * @throws an Error whose message says why there are none.
 */
export function gitBytes(revision: string, path: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (revision.startsWith("-")) {
      reject(new Error(`${revision} is no revision`));
      return;
    }
    // `./`: from the working directory, and not from the top of the repository.
    const place = `${revision}:${/^\.{0,2}\//.test(path) ? path : `./${path}`}`;
    execFile(
      "git",
      ["cat-file", "blob", place],
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
