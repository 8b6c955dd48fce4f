/** Every way to name a document, through the command line: real servers, a real repository. */
import { rm } from "node:fs/promises";
import http, { type ServerResponse } from "node:http";
import net from "node:net";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect } from "vitest";
import { folderTest, plant } from "../cli/folders.js";
import { library, libraryWith } from "../cli/library.js";
import { refusalLines, runCli, start, type Run, type RunOptions } from "../cli/run-cli.js";
import { freePort, httpServer, listen, type Reply, type TestServer } from "../runtime/servers.js";

type Closing = { close(): Promise<void> };

/** A test whose servers end with it; tests run side by side. */
const { concurrent: test } = folderTest.extend<{
  open: (one: Closing) => void;
  served: (...replies: Reply[]) => Promise<TestServer>;
}>({
  open: async ({ task: _task }, use) => {
    const all: Closing[] = [];
    await use((one) => void all.push(one));
    await Promise.all(all.map((one) => one.close()));
  },
  served: async ({ open }, use) => {
    await use(async (...replies) => {
      const server = await httpServer(...replies);
      open(server);
      return server;
    });
  },
});

const glance = /^Library API/;

function inspect(words: readonly string[], options: RunOptions): Promise<Run> {
  return runCli(["inspect", ...words], options);
}

/** An answer that goes on for as long as somebody listens. */
function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(" "), 50);
  response.on("close", () => clearInterval(timer));
}

async function git(folder: string, ...words: string[]): Promise<void> {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
  const run = await start("git", [...identity, ...words], { cwd: folder }).ended;
  if (run.code !== 0) throw new Error(run.stderr);
}

describe("a URL", () => {
  test("is fetched, compressed if the server likes", async ({ folder, served }) => {
    const server = await served({
      body: gzipSync(library()),
      headers: { "content-type": "application/json", "content-encoding": "gzip" },
    });
    const run = await inspect([`${server.url}library.json`], { cwd: folder });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(glance);
    expect(server.arrived[0]?.headers).toMatchObject({ "accept-encoding": "gzip" });
    expect(server.arrived[0]?.headers["authorization"]).toBeUndefined();
  });

  test("is asked again if the failure may pass, and no more than four times", async ({
    folder,
    served,
  }) => {
    const passing = await served({ status: 503 }, { status: 429 }, { body: library() });
    expect(await inspect([passing.url], { cwd: folder })).toMatchObject({ code: 0, stderr: "" });
    expect(passing.arrived).toHaveLength(3);
    const broken = await served({ status: 500 });
    const lines = refusalLines(await inspect([broken.url], { cwd: folder }));
    expect(lines.join("\n")).toContain("HTTP 500");
    expect(broken.arrived).toHaveLength(4);
  });

  test("that is not there is asked once", async ({ folder, served }) => {
    const server = await served({ status: 404 });
    const lines = refusalLines(await inspect([server.url], { cwd: folder }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`${server.url}: `);
    expect(lines[0]).toContain("HTTP 404");
    expect(server.arrived).toHaveLength(1);
  });

  test("may redirect, but not to http elsewhere, and not for ever", async ({ folder, served }) => {
    const target = await served({ body: library() });
    const to = (location: string): Reply => ({ status: 302, headers: { location } });
    const moved = await served(to(`${target.url}there`));
    expect(await inspect([moved.url], { cwd: folder })).toMatchObject({ code: 0 });
    const outside = await served(to("http://example.com/"));
    const [line] = refusalLines(await inspect([outside.url], { cwd: folder }));
    expect(line).toContain("redirects to http://example.com/: only https");
    const round = await served(to("/again"));
    expect(refusalLines(await inspect([round.url], { cwd: folder }))[0]).toContain("too often");
  });

  test("that nobody serves is a problem of one line", async ({ folder }) => {
    const port = await freePort();
    const lines = refusalLines(await inspect([`http://127.0.0.1:${port}/a`], { cwd: folder }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/cannot be reached.*ECONNREFUSED/);
  });

  test.for([
    ["http://example.com/a.json", "only https"],
    ["https://user:secret@127.0.0.1/a.json", "with a user or a password"],
    ["https://", "no address"],
  ] as const)("%s is not asked", async ([url, words], { folder }) => {
    const lines = refusalLines(await inspect([url], { cwd: folder }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(words);
  });

  test.for<[string, Reply]>([
    ["sends bytes for ever", (_, response) => drip(response)],
    ["says nothing", () => undefined],
    ["asks to wait, again and again", { status: 503, headers: { "retry-after": "10" } }],
  ])(
    "whose server %s is given up after as many seconds as the environment says",
    async ([, reply], { folder, served }) => {
      const server = await served(reply);
      const env = { DISCOGEN_TIMEOUT: "1.5" };
      const lines = refusalLines(await inspect([server.url], { cwd: folder, env }));
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain("no whole answer within 1.5 s; DISCOGEN_TIMEOUT gives it more");
      expect(server.arrived).toHaveLength(1);
    },
  );

  test.for(["0", "-1", "soon", "86401"])(
    "is not asked within %s seconds",
    async (DISCOGEN_TIMEOUT, { folder, served }) => {
      const server = await served({ body: library() });
      const run = await inspect([server.url], { cwd: folder, env: { DISCOGEN_TIMEOUT } });
      const words = `DISCOGEN_TIMEOUT is "${DISCOGEN_TIMEOUT}", and no number of seconds`;
      expect(refusalLines(run)[0]).toContain(words);
      expect(server.arrived).toEqual([]);
    },
  );

  test.for([
    ["GZIP", gzipSync(library()), null],
    ["x-gzip", gzipSync(library()), null],
    ["identity", library(), null],
    ["br", brotliCompressSync(library()), "encoded as br, which was not asked for"],
    ["gzip", gzipSync(Buffer.alloc(32 << 20, " ")), "larger than 16 MiB"],
  ] as const)("that comes as %s", async ([encoding, body, words], { folder, served }) => {
    const server = await served({ body, headers: { "content-encoding": encoding } });
    const run = await inspect([server.url], { cwd: folder });
    if (words === null) expect(run).toMatchObject({ code: 0, stderr: "" });
    else expect(refusalLines(run)[0]).toContain(words);
    expect(server.arrived).toHaveLength(1);
  });

  test("of which only a part comes is asked for again", async ({ folder, served }) => {
    const [start, end] = [library().slice(0, 100), library().slice(100)];
    const headers = { "content-length": String(start.length + end.length) };
    const half: Reply = (_, response) => {
      response.writeHead(200, headers).write(start, () => response.destroy());
    };
    const server = await served(half, { body: library() });
    expect(await inspect([server.url], { cwd: folder })).toMatchObject({ code: 0, stderr: "" });
    expect(server.arrived).toHaveLength(2);
  });

  test.for([
    ["seconds", (seconds: number) => String(seconds)],
    ["a date", (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString()],
  ] as const)(
    "whose server asks for an hour, in %s, is not asked again",
    async ([, write], { folder, served }) => {
      const server = await served({ status: 503, headers: { "retry-after": write(3_600) } });
      expect(refusalLines(await inspect([server.url], { cwd: folder }))[0]).toContain("HTTP 503");
      expect(server.arrived).toHaveLength(1);
    },
  );

  test("whose answer has no end is read up to the limit", async ({ folder, served }) => {
    const server = await served((_, response) => {
      const chunk = Buffer.alloc(1 << 20, " ");
      const write = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", write).on("error", () => {});
      write();
    });
    const run = await inspect([server.url], { cwd: folder });
    expect(refusalLines(run)[0]).toMatch(/MiB|large/);
  });

  test("is fetched through the proxy of the environment; one that hangs up is asked few times", async ({
    folder,
    open,
  }) => {
    let connects = 0;
    const proxy = net.createServer((socket) => {
      connects++;
      socket.on("error", () => {});
      socket.once("data", () => socket.end());
    });
    const port = await listen(proxy);
    open({ close: async () => void proxy.close() });
    const env = { HTTPS_PROXY: `http://127.0.0.1:${port}` };
    const lines = refusalLines(
      await inspect(["https://library.example.com/a"], { cwd: folder, env }),
    );
    expect(lines[0]).toContain("the proxy closed the connection");
    expect(connects).toBe(4);
  });
});

test("a proxy is asked to connect, but not for what NO_PROXY names", async ({
  folder,
  served,
  open,
}) => {
  const server = await served({ body: library() });
  const asked: string[] = [];
  const proxy = http.createServer().on("connect", (request, socket, head) => {
    asked.push(request.url ?? "");
    const target = net.connect(Number(new URL(server.url).port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    for (const each of [socket, target]) each.on("error", () => {});
  });
  const port = await listen(proxy);
  open({ close: async () => void proxy.close() });
  const HTTP_PROXY = `http://127.0.0.1:${port}`;
  const fine = { code: 0, stderr: "" };
  expect(await inspect([server.url], { cwd: folder, env: { HTTP_PROXY } })).toMatchObject(fine);
  expect(asked).toEqual([new URL(server.url).host]);
  const env = { HTTP_PROXY, NO_PROXY: "example.com,127.0.0.1" };
  expect(await inspect([server.url], { cwd: folder, env })).toMatchObject(fine);
  expect(asked).toHaveLength(1);
});

describe("name:version", () => {
  test("is asked of the discovery service that is named", async ({ folder, served }) => {
    const server = await served({ body: library() });
    const words = ["library:v1", "--discovery-url", `${server.url}discovery/v1/`];
    const run = await inspect(words, { cwd: folder });
    expect(run.stdout).toMatch(glance);
    expect(server.arrived.map(({ url }) => url)).toEqual(["/discovery/v1/apis/library/v1/rest"]);
  });

  test("generates a client", async ({ folder, served }) => {
    const server = await served({ body: library() });
    const words = ["generate", "library:v1", "--discovery-url", server.url, "-o", "out"];
    const run = await runCli(words, { cwd: folder });
    expect(run).toMatchObject({ code: 0, stderr: "" });
  });

  test("is a file if there is one of that name", async ({ folder }) => {
    await plant(folder, { "library:v1": library() });
    expect((await inspect(["library:v1"], { cwd: folder })).stdout).toMatch(glance);
  });
});

describe("revision:path", () => {
  test("is the file as git has it", async ({ folder }) => {
    await git(folder, "init", "-q");
    await plant(folder, { "discovery/library.json": libraryWith({ title: "Old Library" }) });
    await git(folder, "add", "-A");
    await git(folder, "commit", "-qm", "a");
    await plant(folder, { "discovery/library.json": library() });
    const old = await inspect(["HEAD:discovery/library.json"], { cwd: folder });
    expect(old.stdout).toMatch(/^Old Library/);
    // As in a shell: from the working directory.
    const below = await inspect(["HEAD:library.json"], { cwd: join(folder, "discovery") });
    expect(below.stdout).toMatch(/^Old Library/);
    const wrong = await inspect(["HEAD~1:discovery/library.json"], { cwd: folder });
    expect(refusalLines(wrong)[0]).toContain("git says: ");
    const missing = await inspect(["HEAD:discovery/none.json"], { cwd: folder });
    expect(refusalLines(missing)[0]).toContain("git says: ");
  });

  test("of no repository, or named like an option, is a problem of one line", async ({
    folder,
  }) => {
    await rm(join(folder, ".git"), { recursive: true, force: true });
    expect(refusalLines(await inspect(["HEAD:a.json"], { cwd: folder }))).toHaveLength(1);
    const option = await inspect(["--", "--output=x:a.json"], { cwd: folder });
    expect(refusalLines(option)[0]).toContain("no revision");
  });
});
