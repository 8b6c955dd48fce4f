/** Repositories of a test. */
import { execFileSync } from "node:child_process";

/** Runs git in a folder, as somebody with a name, and gives what it printed. */
export function git(folder: string, ...words: string[]): string {
  const own = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "gc.auto=0"];
  return execFileSync("git", [...own, ...words], { cwd: folder, encoding: "utf8" });
}

/** Makes a repository of a folder, with everything in it as its first commit. */
export function commitAll(folder: string, message = "first"): void {
  git(folder, "init", "--quiet", "--initial-branch=main");
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message", message);
}
