/** Where words go: what was asked for to standard output, all others to standard error. */
import { styleText } from "node:util";
import type { Console } from "../commands/report.js";
import { visible } from "../problem.js";

/** How long work goes on before it is told what is being done, in milliseconds. */
const patience = 1_000;

/** Clears the line that the cursor is in. */
const eraseLine = "\r\u001b[K";

/** The process's own standard output and standard error. */
export class Terminal implements Console {
  #hasTold = false;
  #isQuiet = false;
  #progress = "";
  #isShown = false;
  #timer: NodeJS.Timeout | null = null;

  get hasTold(): boolean {
    return this.#hasTold;
  }

  /** Says only what was asked for, and what is wrong, from here on. */
  beQuiet(): void {
    this.#isQuiet = true;
  }

  out(text: string): void {
    this.#clear();
    process.stdout.write(`${printable(text)}\n`);
  }

  done(text: string): void {
    if (!this.#isQuiet) this.out(text);
  }

  note(text: string): void {
    // Not told is told, too: what is kept of this run must not keep it from the next one.
    this.#hasTold = true;
    if (this.#isQuiet) return;
    this.#clear();
    process.stderr.write(`${printable(text)}\n`);
  }

  err(text: string): void {
    this.#hasTold = true;
    this.#clear();
    process.stderr.write(`${painted(printable(text))}\n`);
  }

  progress(text: string): void {
    if (this.#isQuiet || !process.stderr.isTTY) return;
    this.#progress = visible(text);
    const rest = patience - process.uptime() * 1_000;
    if (rest <= 0) this.#show();
    else this.#timer ??= setTimeout(() => this.#show(), rest).unref();
  }

  /** Nothing more is being done. */
  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#clear();
  }

  #show(): void {
    const width = process.stderr.columns ?? 80;
    process.stderr.write(`${eraseLine}${this.#progress.slice(0, width - 1)}`);
    this.#isShown = true;
  }

  #clear(): void {
    if (this.#isShown) process.stderr.write(eraseLine);
    this.#isShown = false;
  }
}

/** A text of one line or more, with all that a terminal might obey escaped; JSON means the same after it. */
function printable(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

/** A problem's place and weight in colour, on a terminal that wants it (`NO_COLOR`, `FORCE_COLOR`). */
function painted(line: string): string {
  const [, place, mark = "", words, code] =
    /^(\S.*?): (warning: )?(.+) (\[[a-z\d-]+\])$/.exec(line) ?? [];
  if (place === undefined || words === undefined || code === undefined) return line;
  const stream = { stream: process.stderr };
  return [
    styleText("bold", `${place}:`, stream),
    mark === ""
      ? styleText("red", words, stream)
      : `${styleText("yellow", mark.trim(), stream)} ${words}`,
    styleText("dim", code, stream),
  ].join(" ");
}
