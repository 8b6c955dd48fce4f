import type { Console } from "../commands/report.js";

/** What a command needs to run. */
export interface CommandContext {
  readonly console: Console;
  /** Takes the exit code of a command that has run to its end. */
  finish(code: number): void;
  /** Says only what was asked for, and what is wrong, from here on. */
  beQuiet(): void;
  /** Settles when the process is asked to end, which then is no interruption: for commands that run until then. */
  untilStopped(): Promise<void>;
}
