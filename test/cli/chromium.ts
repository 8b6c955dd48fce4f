/** A page in headless Chromium, over a pipe of its DevTools protocol. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

const program = "/usr/bin/chromium";

/** Whether Debian's package `chromium` is installed. */
export const hasChromium = existsSync(program);

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: unknown;
}

/** An open page. */
export class Page {
  /** What the page asked for, by address. */
  readonly requests: string[] = [];
  /** What it wrote on the console, and what the browser did there: errors, refusals of its policy. */
  readonly words: string[] = [];
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #loaded: () => void = () => undefined;
  #session: string | null = null;
  #count = 0;

  private constructor(folder: string) {
    const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"];
    this.#child = spawn(program, [...flags, `--user-data-dir=${folder}`, "about:blank"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    let rest = "";
    (this.#child.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => {
      const messages = (rest + text).split("\0");
      rest = messages.pop() ?? "";
      for (const each of messages) this.#take(JSON.parse(each) as Message);
    });
  }

  /** Opens a file; the browser keeps what it must in a folder. */
  static async open(path: string, folder: string): Promise<Page> {
    const page = new Page(folder);
    const { targetId } = await page.#send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await page.#send("Target.attachToTarget", { targetId, flatten: true });
    page.#session = String(sessionId);
    for (const each of ["Runtime", "Log", "Network", "Page"]) await page.#send(`${each}.enable`);
    const loaded = new Promise<void>((resolve) => void (page.#loaded = resolve));
    await page.#send("Page.navigate", { url: pathToFileURL(path).href });
    await loaded;
    return page;
  }

  /** The value of an expression in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#send("Runtime.evaluate", {
      expression,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { readonly value?: unknown }).value;
  }

  /** Shows the page as somebody sees it who likes it light or dark. */
  async prefer(value: "light" | "dark"): Promise<void> {
    const features = [{ name: "prefers-color-scheme", value }];
    await this.#send("Emulation.setEmulatedMedia", { features });
  }

  async close(): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#session = null;
    await this.#send("Browser.close");
    await ended;
  }

  #send(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#count;
    const session = this.#session === null ? {} : { sessionId: this.#session };
    (this.#child.stdio[3] as Writable).write(
      `${JSON.stringify({ id, method, params, ...session })}\0`,
    );
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (result === undefined) reject(new Error(`${method}: ${JSON.stringify(error)}`));
        else resolve(result);
      });
    });
  }

  #take(message: Message): void {
    const { id, method, params = {} } = message;
    if (id !== undefined) this.#waiting.get(id)?.(message);
    else if (method === "Page.loadEventFired") this.#loaded();
    else if (method === "Network.requestWillBeSent") {
      this.requests.push((params["request"] as { readonly url: string }).url);
    } else if (
      /^(Runtime\.(exceptionThrown|consoleAPICalled)|Log\.entryAdded)$/.test(method ?? "")
    ) {
      this.words.push(JSON.stringify(params));
    }
  }
}
