import { createHash } from "node:crypto";
import http from "node:http";
import type net from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { accessToken, type ClientOptions, type MediaResponse } from "@discogen/runtime";
import { inChunks, MediaClient, pattern } from "./media-client.js";
import { errorOf, thrownBy, wait } from "./reseller.js";
import { httpServer, listen, rawServer } from "./servers.js";

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

function clientOf(server: { readonly url: string }, options: ClientOptions = {}): MediaClient {
  const client = new MediaClient({ rootUrl: server.url, ...options });
  open.push(client);
  return client;
}

interface Store {
  readonly url: string;
  readonly requests: http.IncomingHttpHeaders[];
  readonly urls: string[];
  content: Uint8Array;
  /** Headers of every answer. */
  headers: Record<string, string>;
  /** After how many bytes of its body each answer is cut; those after the last are whole. */
  readonly cuts: number[];
  /** Changes an answer before it is sent. */
  change:
    ((answer: { status: number; headers: Record<string, string> }, index: number) => void) | null;
  close(): Promise<void>;
}

/** A server that serves one content, with ranges and If-Range, and cuts connections. */
async function store(content: Uint8Array, headers: Record<string, string> = {}): Promise<Store> {
  const held: Store = {
    url: "",
    requests: [],
    urls: [],
    content,
    headers,
    cuts: [],
    change: null,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = http.createServer((request, response) => {
    const index = held.requests.push(request.headers) - 1;
    held.urls.push(request.url ?? "");
    const whole = held.content;
    const answer = { status: 200, headers: { ...held.headers } };
    const ifRange = request.headers["if-range"] ?? held.headers["etag"];
    const range = ifRange === held.headers["etag"] ? request.headers.range : undefined;
    const [start, end] = asked(range, whole.length);
    if (range !== undefined) {
      answer.status = start > end ? 416 : 206;
      answer.headers["content-range"] = `bytes ${start}-${end}/${whole.length}`;
    }
    const body = whole.subarray(start, end + 1);
    answer.headers["content-length"] ??= `${body.length}`;
    held.change?.(answer, index);
    response.writeHead(answer.status, answer.headers);
    const cut = held.cuts[index];
    if (cut === undefined) response.end(body);
    else response.write(body.subarray(0, cut), () => request.socket.resetAndDestroy());
    if (cut === 0) response.flushHeaders();
  });
  const port = await listen(server);
  Object.assign(held, { url: `http://127.0.0.1:${port}/` });
  open.push(held);
  return held;
}

/** The first and the last byte that a `Range` means. */
function asked(range: string | undefined, length: number): readonly [number, number] {
  const [, from = "0", to = ""] = /^bytes=(-?\d+)-?(\d*)$/.exec(range ?? "") ?? [];
  const first = Number(from);
  const last = to === "" ? length - 1 : Math.min(Number(to), length - 1);
  return [first < 0 ? Math.max(0, length + first) : first, last];
}

async function read(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const crc = "crc32c=4waSgw=="; // of "123456789"
const digits = new TextEncoder().encode("123456789");

describe("requests", () => {
  test("alt=media is sent, as the content is: without packing", async () => {
    const server = await store(digits, { "content-type": "text/plain" });
    const client = clientOf(server);
    const media = await client.media();
    expect(media.status).toBe(200);
    expect(media.headers.get("content-type")).toBe("text/plain");
    expect(await media.text()).toBe("123456789");
    expect(server.urls).toEqual(["/files/v1/files/f?alt=media&prettyPrint=false"]);
    expect(server.requests[0]?.["accept-encoding"]).toBe("identity");
  });

  test("the download service stands below download/", async () => {
    const server = await store(digits);
    const client = clientOf(server);
    const media = await client.call<MediaResponse>("fetch", {
      fileId: "a/b",
      alt: "media",
      fields: "x",
    });
    expect(Buffer.from(await media.bytes()).toString()).toBe("123456789");
    await client.call("fetch", { fileId: "a" });
    expect(server.urls).toEqual([
      "/download/files/v1/media/a%2Fb?alt=media&prettyPrint=false&fields=x",
      "/files/v1/media/a?alt=json&prettyPrint=false",
    ]);
  });

  test('an HttpBody comes always as media, without alt; "json" gives the description', async () => {
    const server = await httpServer({ json: { a: 1 } });
    const client = clientOf(server);
    open.push(server);
    const body = await client.call<MediaResponse>("read", { q: "x" });
    expect(await body.text()).toBe('{"a":1}');
    expect(await (await client.call<MediaResponse>("read")).text()).toBe('{"a":1}');
    expect(await client.call("get", { fileId: "f", alt: "json" })).toEqual({ a: 1 });
    expect(server.arrived.map(({ url }) => url)).toEqual([
      "/files/v1/read?q=x",
      "/files/v1/read",
      "/files/v1/files/f?alt=json&prettyPrint=false",
    ]);
  });

  test("a paged method with alt=media is one download", async () => {
    const server = await store(digits);
    const media = (await clientOf(server).paged({ alt: "media" })) as MediaResponse;
    expect(await media.text()).toBe("123456789");
  });

  test("status, headers and attempts stand beside it, and ifChanged works", async () => {
    const server = await httpServer({ status: 503, json: {} }, { body: "x" }, { status: 304 });
    open.push(server);
    const client = clientOf(server);
    const { data, response } = await client.media().withResponse();
    expect(response).toMatchObject({ status: 200, attempts: 2 });
    await data.bytes();
    expect(await client.media().ifChanged('"e"')).toMatchObject({ changed: false });
    expect(server.arrived[2]?.headers["if-none-match"]).toBe('"e"');
  });

  test("wrong parameters are found before anything is sent", async () => {
    const server = await store(digits);
    const client = clientOf(server);
    const wrong = [
      client.call("get", { fileId: "f", alt: "proto" }),
      client.call("create", { alt: "media" }),
      client.call("get", { fileId: "f" }, { range: { start: 0 } }),
      client.call("create", { media: { body: digits, type: "a/b" } }, { range: { start: 0 } }),
      ...[
        {},
        { start: 1.5 },
        { start: 5, end: 4 },
        { start: -5, end: 4 },
        null,
        { end: 4 },
        "0-5",
      ].map((range) => client.media({ range: range as never })),
    ];
    for (const call of wrong) {
      expect(await errorOf(call)).toMatchObject({ kind: "argument", outcome: "not_sent" });
    }
    expect(server.requests).toEqual([]);
  });

  test("an error is read whole, though the answer would stream", async () => {
    const body = { error: { code: 404, message: "no file", errors: [{ reason: "notFound" }] } };
    const server = await httpServer({ status: 404, json: body });
    open.push(server);
    expect(await errorOf(clientOf(server).media())).toMatchObject({
      status: 404,
      reason: "notFound",
      outcome: "failed",
    });
  });

  test("a 401 renews the credentials", async () => {
    const server = await httpServer({ status: 401, json: {} }, { body: "x" });
    open.push(server);
    let count = 0;
    const client = clientOf(server, { auth: accessToken(() => `t${++count}`) });
    expect(await (await client.media()).text()).toBe("x");
  });
});

describe("reading", () => {
  test("once, by one of the three", async () => {
    const server = await store(digits);
    const client = clientOf(server);
    const media = await client.media();
    const stream = media.stream();
    expect(thrownBy(() => media.stream())).toMatchObject({ kind: "argument" });
    expect(await errorOf(media.bytes())).toMatchObject({ kind: "argument" });
    expect(await errorOf(media.text())).toMatchObject({ kind: "argument" });
    expect((await read(stream)).toString()).toBe("123456789");
  });

  test("large content streams with backpressure, in little memory", async () => {
    const block = pattern(1024 * 1024);
    let written = 0;
    const server = await httpServer((_, response) => {
      const write = (): void => {
        while (written < 300) {
          written++;
          if (!response.write(block)) {
            response.once("drain", write);
            return;
          }
        }
        response.end();
      };
      write();
    });
    open.push(server);
    const hash = createHash("sha256");
    let length = 0;
    const media = await clientOf(server).media();
    await wait(200);
    expect(written).toBeLessThan(50);
    const before = process.memoryUsage().rss;
    for await (const chunk of media.stream()) {
      hash.update(chunk);
      length += chunk.length;
    }
    expect(length).toBe(300 * block.length);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    const expected = createHash("sha256");
    for (let i = 0; i < 300; i++) expected.update(block);
    expect(hash.digest("hex")).toBe(expected.digest("hex"));
  });

  test("leaving the loop closes the connection (20 times)", async () => {
    for (let round = 0; round < 20; round++) {
      let closed = false;
      const server = await httpServer((_, response) => {
        response.on("close", () => (closed = true));
        const timer = setInterval(() => response.write(pattern(1000)), 1);
        response.on("close", () => clearInterval(timer));
      });
      const client = clientOf(server);
      for await (const chunk of (await client.media()).stream()) {
        if (chunk.length > 0) break;
      }
      await expect.poll(() => closed).toBe(true);
      await client.close();
      await server.close();
    }
  });

  test("text has the charset of its type", async () => {
    const texts: readonly (readonly [string, number[], string])[] = [
      ["text/plain; charset=iso-8859-1", [0xe9], "é"],
      ['text/plain; charset="utf-16le"', [0xe9, 0], "é"],
      ["text/plain; charset=nonsense", [0xc3, 0xa9], "é"],
      ["text/plain", [0xef, 0xbb, 0xbf, 0xc3, 0xa9, 0xff], "é\ufffd"],
    ];
    for (const [type, bytes, text] of texts) {
      const server = await store(Uint8Array.from(bytes), { "content-type": type });
      expect(await (await clientOf(server).media()).text()).toBe(text);
    }
  });

  test("packed content is unpacked as it arrives", async () => {
    const content = pattern(3_000_000);
    const server = await store(gzipSync(content), { "content-encoding": "gzip" });
    const client = clientOf(server);
    expect(Buffer.from(await (await client.media()).bytes()).equals(content)).toBe(true);
    // As a transport over fetch() leaves it: unpacked, with the header.
    for (const plain of [digits, digits.subarray(0, 1), digits.subarray(0, 0)]) {
      server.content = plain;
      expect(await (await client.media()).bytes()).toEqual(new Uint8Array(plain));
    }
    for (const [bytes, encoding] of [
      [gzipSync(content).subarray(0, 1000), "gzip"],
      [Buffer.concat([gzipSync(content).subarray(0, 1000), content]), "gzip"],
      [digits, "br"],
      [digits, "gzip, gzip"],
    ] as const) {
      server.content = bytes;
      server.headers = { "content-encoding": encoding };
      const error = await errorOf((await client.media()).bytes());
      expect(error).toMatchObject({ kind: "protocol" });
      expect(error.message).toContain("cannot be unpacked");
    }
  });

  test("bytes() ends at 256 MiB, stream() does not", async () => {
    const block = Buffer.alloc(4 * 1024 * 1024);
    const server = await httpServer((_, response) => {
      let left = 65;
      const write = (): void => {
        while (left-- > 0) {
          if (!response.write(block)) {
            response.once("drain", write);
            return;
          }
        }
        response.end();
      };
      write();
    });
    open.push(server);
    const client = clientOf(server);
    const error = await errorOf((await client.media()).bytes());
    expect(error).toMatchObject({ kind: "protocol" });
    expect(error.message).toContain("256 MiB");
    let length = 0;
    for await (const chunk of (await client.media()).stream()) length += chunk.length;
    expect(length).toBe(65 * block.length);
  });
});

describe("R-LIM-08 a stream that nobody reads", () => {
  const endless = async (): Promise<Awaited<ReturnType<typeof httpServer>>> =>
    httpServer((arrived, response) => {
      if (arrived.url.includes("alt=json")) {
        response.setHeader("content-type", "application/json");
        response.end("{}");
        return;
      }
      const write = (): void => {
        while (response.write(pattern(65_536)));
        response.once("drain", write);
      };
      write();
    });

  test("R-LIM-08 its connection is given back after the idle time, the next calls work", async () => {
    const server = await endless();
    open.push(server);
    const client = clientOf(server, { connections: 2, attemptTimeoutMs: 400 });
    const unread = await Promise.all([client.media(), client.media()]);
    const started = performance.now();
    expect(await client.call("get", { fileId: "f" }, { attemptTimeoutMs: 5_000 })).toEqual({});
    expect(performance.now() - started).toBeLessThan(3_000);
    const error = await errorOf(unread[0].bytes());
    expect(error).toMatchObject({ kind: "timeout" });
    expect(error.message).toContain("attemptTimeoutMs");
  });

  test("R-LIM-08 a small one ends by itself", async () => {
    const server = await store(digits);
    const client = clientOf(server, { connections: 1 });
    const unread = [];
    for (let i = 0; i < 10; i++) unread.push(await client.media());
    for (const media of unread) expect(await media.text()).toBe("123456789");
  });

  test("R-LIM-08 close() does not wait for it", async () => {
    const server = await endless();
    open.push(server);
    const client = clientOf(server);
    const media = await client.media();
    const started = performance.now();
    await client.close();
    expect(performance.now() - started).toBeLessThan(1_000);
    const error = await errorOf(media.bytes());
    expect(error.message).toContain("closed");
  });

  test("a transport that does not heed its signal is left as well", async () => {
    let left = false;
    async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
      try {
        for (;;) yield digits;
      } finally {
        left = true;
      }
    }
    const client = new MediaClient({
      transport: async () => ({ status: 200, headers: new Headers(), body: endless() }),
    });
    for await (const chunk of (await client.media()).stream()) {
      if (chunk.length > 0) break;
    }
    await expect.poll(() => left).toBe(true);
    const failing = new MediaClient({
      transport: async () => {
        throw new Error("mine");
      },
      retry: false,
    });
    const error = await errorOf(failing.media());
    expect(error).toMatchObject({ kind: "network", cause: { message: "mine" } });
    expect(error.message).toContain("the transport failed");
  });

  test("close() waits for what is being read, and for what has no answer yet", async () => {
    const content = pattern(2_000_000);
    const server = await store(content);
    const client = clientOf(server);
    const bytes = (await client.media()).bytes();
    await client.close();
    expect((await bytes).length).toBe(content.length);
    const slow = await httpServer(async (_, response) => {
      await wait(200);
      response.end("{}");
    });
    open.push(slow);
    const uploading = clientOf(slow);
    const call = uploading.call("create", { media: { body: digits, type: "a/b" } });
    await uploading.close();
    expect(await call).toEqual({});
  });
});

describe("time and abort", () => {
  const dribble = (everyMs: number): ReturnType<typeof httpServer> =>
    httpServer((_, response) => {
      const timer = setInterval(() => response.write(pattern(10)), everyMs);
      response.on("close", () => clearInterval(timer));
      setTimeout(() => response.end(), 1_200);
    });

  test("a download that moves goes on beyond attemptTimeoutMs; the caller's deadline ends it", async () => {
    const server = await dribble(50);
    open.push(server);
    const client = clientOf(server);
    const whole = await (await client.media({ attemptTimeoutMs: 400 })).bytes();
    expect(whole.length).toBeGreaterThan(100);
    const started = performance.now();
    const error = await errorOf((await client.media({ deadlineMs: 300 })).bytes());
    expect(error).toMatchObject({ kind: "timeout" });
    expect(error.message).toContain("deadline");
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test("silence ends it: before the headers, and after", async () => {
    for (const first of [false, true]) {
      const server = await httpServer((_, response) => {
        if (first) response.write("x");
      });
      open.push(server);
      const client = clientOf(server, { attemptTimeoutMs: 200, retry: false });
      const started = performance.now();
      const error = await errorOf(client.media().then((media) => media.bytes()));
      expect(error).toMatchObject({ kind: "timeout" });
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });

  test("the signal ends it: before the headers, while it is read, and between", async () => {
    const server = await dribble(20);
    open.push(server);
    const client = clientOf(server);
    const before = new AbortController();
    before.abort();
    expect(await errorOf(client.media({ signal: before.signal }))).toMatchObject({
      kind: "aborted",
      outcome: "not_sent",
    });
    const during = new AbortController();
    const media = await client.media({ signal: during.signal });
    setTimeout(() => during.abort(), 50);
    expect(await errorOf(media.bytes())).toMatchObject({ kind: "aborted" });
    const between = new AbortController();
    const unread = await client.media({ signal: between.signal });
    between.abort();
    expect(await errorOf(unread.bytes())).toMatchObject({ kind: "aborted" });
  });
});

describe("ranges", () => {
  const content = pattern(1_000);

  test("a part from the start, from within, from the end", async () => {
    const server = await store(content);
    const client = clientOf(server);
    const parts: readonly (readonly [{ start: number; end?: number }, string, number, number])[] = [
      [{ start: 100, end: 199 }, "bytes=100-199", 100, 200],
      [{ start: 990 }, "bytes=990-", 990, 1000],
      [{ start: 0 }, "bytes=0-", 0, 1000],
      [{ start: 0, end: 0 }, "bytes=0-0", 0, 1],
      [{ start: 900, end: 5000 }, "bytes=900-5000", 900, 1000],
      [{ start: -10 }, "bytes=-10", 990, 1000],
      [{ start: -5000 }, "bytes=-5000", 0, 1000],
    ];
    for (const [range, header, start, end] of parts) {
      const media = await client.media({ range });
      expect(media.status).toBe(206);
      expect(Buffer.from(await media.bytes()).equals(content.subarray(start, end))).toBe(true);
      expect(server.requests.at(-1)?.range).toBe(header);
    }
    expect(await errorOf(client.media({ range: { start: 1000 } }))).toMatchObject({ status: 416 });
  });

  test("an answer that is another part, or the whole, is refused", async () => {
    const server = await store(content);
    const client = clientOf(server);
    const range = { start: 100, end: 199 };
    for (const wrong of [
      "bytes 101-200/1000",
      "bytes 100-200/1000",
      "bytes 0-99/1000",
      "bytes */1000",
      "100-199/1000",
      "bytes 100-99/1000",
      "bytes 100-199/150",
      `bytes ${"1".repeat(15_000)}-199/1000`,
      "",
    ]) {
      server.change = (answer) => (answer.headers["content-range"] = wrong);
      expect(await errorOf(client.media({ range }))).toMatchObject({ kind: "protocol" });
    }
    server.change = (answer) => (answer.status = 200);
    expect((await errorOf(client.media({ range }))).message).toContain("whole content");
    expect((await client.media({ range: { start: 0 } })).status).toBe(200);
    server.change = (answer) => (answer.status = 206);
    expect((await errorOf(client.media())).message).toContain("nobody asked");
  });

  test("an end before the one asked for is fine only where the content ends", async () => {
    const server = await store(content);
    const client = clientOf(server);
    server.change = (answer) => {
      answer.headers["content-range"] = "bytes 100-149/1000";
      answer.headers["content-length"] = "50";
    };
    expect(await errorOf(client.media({ range: { start: 100, end: 199 } }))).toMatchObject({
      kind: "protocol",
    });
    expect(await errorOf(client.media({ range: { start: 100 } }))).toMatchObject({
      kind: "protocol",
    });
  });
});

describe("a connection that breaks", () => {
  const content = pattern(400_000);

  test("the download goes on by Range and If-Range (20 times)", async () => {
    for (let round = 0; round < 20; round++) {
      const server = await store(content, { etag: '"v1"' });
      server.cuts.push(100_000 + round, 0, 50_000, 1);
      const client = clientOf(server);
      const bytes = await (await client.media()).bytes();
      expect(Buffer.from(bytes).equals(content)).toBe(true);
      expect(server.requests).toHaveLength(5);
      for (const headers of server.requests.slice(1)) {
        expect(headers["if-range"]).toBe('"v1"');
        expect(headers.range).toMatch(/^bytes=\d+-399999$/);
        // fetch() says it too.
        expect(headers["accept-encoding"]).toMatch(/^identity(?:, identity)?$/);
      }
    }
  });

  test("of a part, to its end; by generation where there is no etag", async () => {
    const server = await store(content, { "x-goog-generation": "7" });
    server.cuts.push(1000);
    const media = await clientOf(server).media({ range: { start: 500, end: 99_999 } });
    expect(Buffer.from(await media.bytes()).equals(content.subarray(500, 100_000))).toBe(true);
    expect(server.requests[1]?.range).toMatch(/^bytes=\d+-99999$/);
    expect(server.requests[1]?.["if-range"]).toBeUndefined();
  });

  test("content that has changed is not mixed", async () => {
    const changes: ((server: Store) => void)[] = [
      (server) => (server.headers = { etag: '"v2"' }),
      (server) => (server.headers = { etag: '"v1"', "x-goog-generation": "8" }),
      (server) => (server.headers = {}),
      (server) =>
        (server.change = ({ headers }) => (headers["content-range"] = "bytes 5-399999/400000")),
      (server) => (server.change = (answer) => (answer.status = 200)),
      (server) => (server.content = pattern(500_000, 2)),
      // Whoever does not heed If-Range is not believed either.
      (server) => (server.change = ({ headers }) => (headers["etag"] = '"v2"')),
    ];
    for (const change of changes) {
      const server = await store(content, { etag: '"v1"', "x-goog-generation": "7" });
      server.cuts.push(100_000);
      const media = await clientOf(server).media();
      change(server);
      const error = await errorOf(media.bytes());
      expect(error).toMatchObject({ kind: "protocol" });
      expect(error.message).toContain("changed while it was downloaded");
    }
  });

  test("it ends where the content cannot be named, and where retries are off or used up", async () => {
    for (const headers of [{}, { etag: 'W/"v1"' }, { etag: "CIv1" }]) {
      const server = await store(content, headers);
      server.cuts.push(100_000);
      const error = await errorOf((await clientOf(server).media()).bytes());
      expect(error).toMatchObject({ kind: "network" });
      expect(server.requests).toHaveLength(1);
    }
    const server = await store(content, { etag: '"v1"' });
    server.cuts.push(100_000);
    await errorOf((await clientOf(server, { retry: false }).media()).bytes());
    expect(server.requests).toHaveLength(1);
    server.requests.length = 0;
    server.cuts.splice(0, 1, 100_000, 0, 0, 0, 0, 0, 0);
    expect(await errorOf((await clientOf(server).media()).bytes())).toMatchObject({
      kind: "network",
    });
    expect(server.requests).toHaveLength(4);
  });

  test("an answer shorter than its length is a broken one, whoever sends it", async () => {
    const client = new MediaClient({
      transport: async ({ headers }) => {
        const start = Number(/bytes=(\d+)/.exec(headers["range"] ?? "")?.[1] ?? 0);
        const whole = start === 0 ? [400] : [content.length];
        return {
          status: start === 0 ? 200 : 206,
          headers: new Headers({
            etag: '"v1"',
            "content-length": `${content.length - start}`,
            "content-range": `bytes ${start}-${content.length - 1}/${content.length}`,
          }),
          body: inChunks(content.subarray(start), whole),
        };
      },
    });
    expect(Buffer.from(await (await client.media()).bytes()).equals(content)).toBe(true);
  });

  test("an answer longer than its length is refused", async () => {
    const client = new MediaClient({
      transport: async () => ({
        status: 200,
        headers: new Headers({ "content-length": "5" }),
        body: inChunks(digits),
      }),
    });
    expect(await errorOf((await client.media()).bytes())).toMatchObject({ kind: "protocol" });
  });

  test("a reset before the headers is repeated like any GET", async () => {
    let count = 0;
    const server = await rawServer((socket: net.Socket) => {
      socket.once("data", () => {
        if (count++ === 0) socket.resetAndDestroy();
        else socket.end("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx");
      });
    });
    open.push(server);
    expect(await (await clientOf(server).media()).text()).toBe("x");
  });
});

describe("checksums", () => {
  test("the CRC-32C of x-goog-hash is compared, also over a resumed download", async () => {
    const server = await store(digits, {
      "x-goog-hash": `${crc}, md5=Jfnnlu5uqd+zXRTzDBuGUA==`,
      etag: '"v"',
    });
    const client = clientOf(server);
    expect(await (await client.media()).text()).toBe("123456789");
    server.cuts.push(0, 4);
    server.requests.length = 0;
    expect(await (await client.media()).text()).toBe("123456789");
    expect(server.requests).toHaveLength(3);
    server.content = new TextEncoder().encode("123456780");
    server.cuts.length = 0;
    const media = await client.media();
    const chunks: Uint8Array[] = [];
    const error = await errorOf(
      (async () => {
        for await (const chunk of media.stream()) chunks.push(chunk);
      })(),
    );
    expect(error).toMatchObject({ kind: "protocol" });
    expect(error.message).toContain("checksum");
    expect(Buffer.concat(chunks).toString()).toBe("123456780");
  });

  test("not of a part, of packed content, of what is stored packed, or without one", async () => {
    const wrong = { "x-goog-hash": "crc32c=AAAAAA==" };
    const server = await store(digits, wrong);
    const client = clientOf(server);
    expect(await errorOf((await client.media()).bytes())).toMatchObject({ kind: "protocol" });
    await (await client.media({ range: { start: 1 } })).bytes();
    server.headers = { ...wrong, "x-goog-stored-content-encoding": "gzip" };
    await (await client.media()).bytes();
    server.headers = { "x-goog-hash": "md5=AAAA" };
    await (await client.media()).bytes();
    server.content = gzipSync(digits);
    server.headers = { ...wrong, "content-encoding": "gzip" };
    expect(await (await client.media()).text()).toBe("123456789");
    server.headers = { ...wrong, "x-goog-stored-content-encoding": "identity" };
    expect(await errorOf((await client.media()).bytes())).toMatchObject({ kind: "protocol" });
  });
});

test("interceptors see a download and may change its body", async () => {
  const server = await store(digits);
  const client = clientOf(server, {
    interceptors: [
      (next) => async (request) => {
        const response = await next(request);
        async function* upper(): AsyncGenerator<Uint8Array> {
          for await (const chunk of response.body) yield chunk.map((byte) => byte + 1);
        }
        return { ...response, body: upper() };
      },
    ],
  });
  expect(await (await client.media()).text()).toBe("23456789:");
});

test("2,000 downloads on one signal leave nothing behind", async () => {
  const server = await httpServer({ body: "x" });
  open.push(server);
  const client = clientOf(server);
  let listeners = 0;
  const counted = {
    aborted: false,
    reason: undefined,
    addEventListener: () => void listeners++,
    removeEventListener: () => void listeners--,
  };
  for (let i = 0; i < 100; i++) {
    const many = Array.from({ length: 20 }, () => client.media({ signal: counted }));
    await Promise.all(many.map(async (media) => (await media).bytes()));
  }
  expect(listeners).toBe(0);
});
