import { spawn } from "node:child_process";

/** What a finished program left. */
export interface ProgramRun {
  /** `null` if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** Runs a program to its end; one that cannot be started has the code `null`, and says why. */
export function run(program: string, words: readonly string[], cwd: string): Promise<ProgramRun> {
  const began = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, words, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    const texts = { stdout: "", stderr: "" };
    for (const key of ["stdout", "stderr"] as const) {
      child[key].setEncoding("utf8").on("data", (text: string) => void (texts[key] += text));
    }
    const end = (code: number | null): void =>
      resolve({ code, ...texts, ms: performance.now() - began });
    child.on("error", (error) => {
      texts.stderr += error.message;
      end(null);
    });
    child.on("close", (code) => end(code));
  });
}
