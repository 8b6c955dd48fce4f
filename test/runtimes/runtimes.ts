/** The runtimes beside Node, as `scripts/install-runtimes.sh` installs them. */
import { build } from "esbuild";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { listen, freePort } from "../runtime/servers.js";
import { launchChromium } from "./chromium.js";

/** Calls an exported function of `program.ts`; arguments and result are JSON. */
export interface Runtime {
  call(name: string, ...args: unknown[]): Promise<unknown>;
  /** Calls, and gives up before the answer. */
  abandon?(name: string, ...args: unknown[]): Promise<void>;
  close(): Promise<void>;
}

const program = join(import.meta.dirname, "program.ts");

/** A runtime that runs TypeScript: each call is a process. */
export function processRuntime(folder: string, command: string, ...words: string[]): Runtime {
  return {
    call: async (name, ...args) => {
      const values = args.map((value) => JSON.stringify(value)).join(", ");
      const code = `import { ${name} } from ${JSON.stringify(program)};
console.log(JSON.stringify(await ${name}(${values})));`;
      const file = join(folder, "node_modules/.bin", command);
      // Its end is part of what is tested: nothing of the client's may keep it running.
      const options = { cwd: import.meta.dirname, timeout: 20_000 };
      const { stdout } = await promisify(execFile)(file, [...words, code], options);
      return JSON.parse(stdout);
    },
    close: async () => {},
  };
}

async function bundle(code: string, condition: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: "esm",
    platform: condition === "browser" ? "browser" : "neutral",
    conditions: [condition],
  });
  return outputFiles[0]?.text ?? "";
}

const worker = `import * as program from "./program.ts";
export default {
  async fetch(request) {
    const [name, ...args] = await request.json();
    return Response.json(await program[name](...args));
  },
};`;

/** Cloudflare's: each call is a request that a worker answers. */
export async function workerdRuntime(folder: string): Promise<Runtime> {
  const place = await mkdtemp(join(tmpdir(), "discogen-workerd-"));
  const port = await freePort();
  await writeFile(join(place, "worker.js"), await bundle(worker, "workerd"));
  await writeFile(
    join(place, "config.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker", esModule = embed "worker.js")],
      compatibilityDate = "2025-11-01",
      globalOutbound = "net")),
    (name = "net", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]);`,
  );
  const file = join(folder, "node_modules/.bin/workerd");
  const child = spawn(file, ["serve", join(place, "config.capnp")], { stdio: "inherit" });
  const exited = once(child, "exit");
  return {
    call: async (name, ...args) => {
      const body = JSON.stringify([name, ...args]);
      const response = await whenUp(() =>
        fetch(`http://127.0.0.1:${port}`, { method: "POST", body }),
      );
      return response.json();
    },
    abandon: async (name, ...args) => {
      const body = JSON.stringify([name, ...args]);
      const signal = AbortSignal.timeout(500);
      await fetch(`http://127.0.0.1:${port}`, { method: "POST", body, signal }).catch(() => {});
    },
    close: async () => {
      child.kill();
      await exited;
      await rm(place, { recursive: true });
    },
  };
}

async function whenUp(ask: () => Promise<Response>): Promise<Response> {
  for (let left = 100; ; left--) {
    try {
      return await ask();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Debian's Chromium, on a page of its own origin. */
export async function chromiumRuntime(folder: string): Promise<Runtime> {
  const script = await bundle('export * from "./program.ts";', "browser");
  const site = createServer((request, response) => {
    const isScript = request.url === "/program.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : "<!doctype html><title>program</title>");
  });
  const port = await listen(site);
  const browser = await launchChromium(folder);
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  return {
    call: (name, ...args) =>
      page.evaluate(
        `import("/program.js").then((program) => program.${name}(...${JSON.stringify(args)}))`,
      ),
    close: async () => {
      await browser.close();
      site.closeAllConnections();
      site.close();
    },
  };
}
