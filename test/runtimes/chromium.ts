/** Debian's Chromium, headless, driven by the playwright-core that `scripts/install-runtimes.sh` has installed. */
import { createRequire } from "node:module";
import { join } from "node:path";

/** What a test needs of playwright-core's page. */
export interface Page {
  goto(url: string): Promise<unknown>;
  evaluate(code: string): Promise<unknown>;
  emulateMedia(options: { readonly colorScheme: "light" | "dark" }): Promise<void>;
  on(event: "request", listener: (request: { url(): string }) => void): void;
  on(event: "console", listener: (message: { text(): string }) => void): void;
  on(event: "pageerror", listener: (error: Error) => void): void;
  close(): Promise<void>;
}

export interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

interface Playwright {
  readonly chromium: { launch(options: object): Promise<Browser> };
}

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // The servers' certificates are thrown away after the test.
  "--ignore-certificate-errors",
];

/** Starts a browser of its own. */
export async function launchChromium(runtimes: string): Promise<Browser> {
  const require = createRequire(join(runtimes, "package.json"));
  const { chromium } = require("playwright-core") as Playwright;
  return await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
}
