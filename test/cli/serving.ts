/** `discogen serve` in a process of its own. */
import { start, cliPath, type Run, type StartedRun } from "./run-cli.js";

/** A server that was started. */
export interface Serving {
  /** What it printed on standard output: with a closing slash. */
  readonly url: string;
  readonly run: StartedRun;
  /** Ends it as Ctrl+C does. */
  interrupt(): Promise<Run>;
}

/** Starts it, and waits until it has said where it is. */
export async function serving(words: readonly string[], cwd: string): Promise<Serving> {
  const run = start(process.execPath, [cliPath, "serve", ...words], { cwd, timeout: 120_000 });
  const line = await new Promise<string>((resolve, reject) => {
    let text = "";
    run.child.stdout.on("data", (chunk: string) => {
      text += chunk;
      if (text.includes("\n")) resolve(text.trim());
    });
    void run.ended.then(({ code, stderr }) =>
      reject(new Error(`it ended with ${code}: ${stderr}`)),
    );
  });
  return {
    url: line,
    run,
    interrupt: () => {
      run.child.kill("SIGINT");
      return run.ended;
    },
  };
}
