/** Runs the built command line as users do: as a process of its own, in a folder of the test's. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** The built entry of the command line; `npm run build` makes it. */
export const cliPath = fileURLToPath(
  new URL("../../dist/generator/bundle/cli.js", import.meta.url),
);

/** The document that the project itself generates a client from. */
export const resellerPath = fileURLToPath(
  new URL("../../discovery/reseller-v1.json", import.meta.url),
);

/** Where and as whom a process runs. */
export interface RunOptions {
  readonly cwd: string;
  /** What it reads from standard input; nothing by default. */
  readonly stdin?: string | Uint8Array;
  /** Variables besides `PATH`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
  /** Milliseconds until it is killed; its code is `null` then. */
  readonly timeout?: number;
}

/** What a finished process left. */
export interface Run {
  /** `null` if a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** How long it took, in milliseconds. */
  readonly time: number;
}

/** A process under way. */
export interface StartedRun {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Run>;
}

/** Starts a program. */
export function start(
  program: string,
  words: readonly string[],
  { cwd, stdin = "", env = {}, timeout = 20_000, ...user }: RunOptions,
): StartedRun {
  const began = Date.now();
  const child = spawn(program, words, {
    ...user,
    cwd,
    env: { PATH: process.env["PATH"], ...env },
    timeout,
    killSignal: "SIGKILL",
  });
  const texts = { stdout: "", stderr: "" };
  for (const key of ["stdout", "stderr"] as const) {
    child[key].setEncoding("utf8").on("data", (text: string) => void (texts[key] += text));
    child[key].on("error", () => undefined);
  }
  // A process that has read enough closes its end.
  child.stdin.on("error", () => undefined);
  child.stdin.end(stdin);
  const ended = new Promise<Run>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ code, signal, ...texts, time: Date.now() - began }),
    );
  });
  return { child, ended };
}

/** Starts `discogen` with the given words. */
export function startCli(words: readonly string[], options: RunOptions): StartedRun {
  return start(process.execPath, [cliPath, ...words], options);
}

/** Runs `discogen` with the given words to its end. */
export function runCli(words: readonly string[], options: RunOptions): Promise<Run> {
  return startCli(words, options).ended;
}

/** As {@link runCli}, after a line of shell such as `umask 077` or `ulimit -f 1`. */
export function runCliAfter(
  line: string,
  words: readonly string[],
  options: RunOptions,
): Promise<Run> {
  return startCliAfter(line, words, options).ended;
}

/** As {@link startCli}, after a line of shell. */
export function startCliAfter(
  line: string,
  words: readonly string[],
  options: RunOptions,
): StartedRun {
  return startScript(`${line}; exec "$@"`, words, options);
}

/** Runs a line of bash in which `"$@"` is `discogen` with the given words. */
export function runScript(
  script: string,
  words: readonly string[],
  options: RunOptions,
): Promise<Run> {
  return startScript(script, words, options).ended;
}

function startScript(script: string, words: readonly string[], options: RunOptions): StartedRun {
  const program = [process.execPath, cliPath, ...words];
  return start("bash", ["--norc", "-c", script, "bash", ...program], options);
}

/** Holds a run to what holds for every run that ended well, and gives the lines of its output. */
export function fineLines(run: Run): string[] {
  expect(run, run.stderr).toMatchObject({ code: 0, signal: null });
  return linesOf(run.stdout);
}

/**
 * Holds a run to what holds for every run that could not do its work: exit code 2, words on standard error
 * and nothing else, no stack trace. Gives the lines of what it said.
 */
export function refusalLines(run: Run): string[] {
  expect(run, run.stderr).toMatchObject({ code: 2, signal: null, stdout: "" });
  expect(run.stderr).not.toMatch(/^\s+at .+\d+:\d+\)?$/m);
  expect(run.stderr).not.toMatch(/node:internal|dist\/generator/);
  const lines = linesOf(run.stderr);
  expect(lines).not.toEqual([]);
  return lines;
}

/** The lines of a text that ends with a line end. */
export function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

/** Waits until something lies at a path, or the run is over. */
export async function waitFor(path: string, run: StartedRun): Promise<boolean> {
  while (run.child.exitCode === null && run.child.signalCode === null) {
    if (existsSync(path)) return true;
    await sleep(1);
  }
  return false;
}

/** The number of a process that has ended. */
export async function deadPid(cwd: string): Promise<number> {
  const { child, ended } = start("true", [], { cwd });
  await ended;
  return child.pid ?? 0;
}

/** Somebody without rights: the user `nobody` where the tests run as root, else the user itself. */
export const nobody: Pick<RunOptions, "uid" | "gid"> =
  process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
