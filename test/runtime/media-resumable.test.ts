import { open } from "node:fs/promises";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import fc from "fast-check";
import {
  accessToken,
  GoogleApiError,
  type MediaUpload,
  type RequestOptions,
} from "@discogen/runtime";
import { runs } from "../runs.js";
import { inChunks, MediaClient, pattern, quick } from "./media-client.js";
import { errorOf, wait } from "./reseller.js";
import { httpServer } from "./servers.js";
import { uploadServer, type Fault, type UploadServer } from "./upload-server.js";

const KiB = 1024;
const block = 256 * KiB;
const type = "application/octet-stream";

let server: UploadServer;
let client: MediaClient;
const open_: { close(): Promise<unknown> }[] = [];

beforeEach(async () => {
  server = await uploadServer();
  client = new MediaClient({ rootUrl: server.url });
  open_.push(client, server);
});
afterEach(async () => {
  for (const one of open_.splice(0)) await one.close();
});

interface Options extends Partial<MediaUpload> {
  readonly call?: RequestOptions;
}

function upload(body: MediaUpload["body"], { call, ...media }: Options = {}): Promise<unknown> {
  return client.call(
    "create",
    { media: { body, type, protocol: "resumable", chunkBytes: block, ...media } },
    call,
  );
}

/** What was stored, once, and that the protocol was kept. */
function expectStored(bytes: Uint8Array): void {
  expect(server.violations).toEqual([]);
  expect(server.objects).toHaveLength(1);
  expect(Buffer.compare(server.objects[0]?.bytes ?? Buffer.alloc(0), Buffer.from(bytes))).toBe(0);
}

/** The `Content-Range` of all chunks, nothing failing. */
function expectedRanges(length: number, chunk: number, known: boolean): string[] {
  const ranges: string[] = [];
  for (let start = 0; start < length; start += chunk) {
    const end = Math.min(start + chunk, length);
    ranges.push(`bytes ${start}-${end - 1}/${known || end === length ? length : "*"}`);
  }
  return ranges;
}

const MiB = KiB * KiB;
const matrix: readonly (readonly [string, number, readonly number[]])[] = [
  ["10 B", 10, [10]],
  ["20 B in 9 pieces", 20, [1, 2, 3, 4, 5, 6, 7, 19, 20]],
  ["1 MiB in one piece", MiB, [MiB]],
  ["1 MiB in pieces around a block", MiB, [1, block - 1, block, block + 1, MiB - 1, MiB]],
  ["1 MiB + 1", MiB + 1, [1, block - 1, block, block + 1, MiB - 1, MiB, MiB + 1]],
];

describe("R-UPL-01 the sequence of Content-Range and the bytes", () => {
  for (const [name, length, ends] of matrix) {
    for (const known of [true, false]) {
      test(`R-UPL-01 ${name}, ${known ? "known" : "unknown"} length`, async () => {
        const bytes = pattern(length);
        const result = await upload(inChunks(bytes, ends), known ? { size: length } : {});
        expect(result).toEqual({ size: `${length}`, object: 1 });
        expectStored(bytes);
        expect(server.ranges()).toEqual(expectedRanges(length, block, known));
        const [start] = server.requests;
        expect(start?.method).toBe("POST");
        expect(start?.url).toBe(
          "/resumable/upload/files/v1/files?uploadType=resumable&alt=json&prettyPrint=false",
        );
        expect(start?.headers["x-upload-content-type"]).toBe(type);
        expect(start?.headers["x-upload-content-length"]).toBe(known ? `${length}` : undefined);
        expect(start?.headers["content-length"]).toBe("0");
        for (const { method, headers, bytes } of server.requests.slice(1)) {
          expect(method).toBe("PUT");
          expect(headers["content-length"]).toBe(`${bytes.length}`);
          expect(headers["content-type"]).toBe(type);
          expect(headers["x-guploader-no-308"]).toBe("yes");
        }
      });
    }
  }
});

const sources: readonly (readonly [string, (bytes: Uint8Array<ArrayBuffer>) => unknown])[] = [
  ["bytes", (bytes) => bytes],
  ["a Buffer that is a view", (bytes) => Buffer.from([1, ...bytes, 2]).subarray(1, -1)],
  ["a Blob", (bytes) => new Blob([bytes])],
  ["a File", (bytes) => new File([bytes], "f")],
  ["a web stream", (bytes) => new Blob([bytes]).stream()],
];

for (const [name, source] of sources) {
  test(`R-UPL-01 the source is ${name}`, async () => {
    const bytes = pattern(3 * block + 7);
    await upload(source(bytes) as MediaUpload["body"], { chunkBytes: 2 * block });
    expectStored(bytes);
  });
}

test("R-UPL-01 the source is a file handle, which stays open", async () => {
  const folder = mkdtempSync(join(tmpdir(), "discogen-upload-"));
  const bytes = pattern(2 * block + 100);
  writeFileSync(join(folder, "f"), bytes);
  const file = await open(join(folder, "f"));
  try {
    await upload(file);
    expectStored(bytes);
    expect(server.ranges()).toEqual(expectedRanges(bytes.length, block, true));
    expect((await file.stat()).size).toBe(bytes.length);
  } finally {
    await file.close();
    rmSync(folder, { recursive: true });
  }
});

describe("R-UPL-02 each chunk 503 three times", () => {
  const length = 2 * block + 5;
  const failing = (): Fault[] =>
    // Of each three tries the server also answers the question before the next: 503, question, 503, question …
    [0, 1, 2].flatMap((): Fault[] => [
      { status: 503 },
      "none",
      { status: 503 },
      "none",
      { status: 503 },
      "none",
      "none",
    ]);

  test("R-UPL-02 4 attempts: it completes", async () => {
    server.faults.push(...failing());
    const bytes = pattern(length);
    await upload(inChunks(bytes));
    expectStored(bytes);
    expect(server.requests.filter(({ bytes }) => bytes.length > 0)).toHaveLength(12);
  });

  test("R-UPL-02 3 attempts: error 503", async () => {
    server.faults.push(...failing());
    const call = { retry: { ...quick, attempts: 3 } };
    const error = await errorOf(upload(inChunks(pattern(length)), { call }));
    expect(error).toMatchObject({ kind: "http", status: 503, outcome: "unknown" });
    expect(error.previousAttempts).toHaveLength(2);
    expect(server.objects).toEqual([]);
    expect(server.requests.filter(({ bytes }) => bytes.length > 0)).toHaveLength(3);
  });

  test("R-UPL-02 one attempt: no retry at all", async () => {
    server.faults.push({ status: 503 });
    expect(await errorOf(upload(pattern(10), { call: { retry: false } }))).toMatchObject({
      status: 503,
    });
    expect(server.ranges()).toEqual(["bytes 0-9/10"]);
  });
});

test("R-UPL-03 reset after half a chunk: asks, and goes on where the server is (20 times)", async () => {
  for (let round = 0; round < 20; round++) {
    server.requests.length = 0;
    server.objects.length = 0;
    // A different cut each time, many of them no multiple of anything.
    const cut = 1 + round * 7919;
    server.faults.push("none", { cut });
    const bytes = pattern(3 * block + 11, round + 1);
    await upload(round % 2 === 0 ? bytes : inChunks(bytes));
    expectStored(bytes);
    const ranges = server.ranges();
    expect(ranges.slice(0, 3)).toEqual([
      `bytes 0-${block - 1}/${round % 2 === 0 ? bytes.length : "*"}`,
      `bytes ${block}-${2 * block - 1}/${round % 2 === 0 ? bytes.length : "*"}`,
      `bytes */${round % 2 === 0 ? bytes.length : "*"}`,
    ]);
    const next = /^bytes (\d+)-/.exec(ranges[3] ?? "")?.[1];
    expect(Number(next)).toBeGreaterThan(block);
    expect(Number(next)).toBeLessThanOrEqual(block + cut);
  }
});

test("R-UPL-03 the answer to the last chunk is lost: the question brings it, and nothing is done twice", async () => {
  for (let round = 0; round < 20; round++) {
    server.objects.length = 0;
    server.faults.push("none", "silent");
    const bytes = pattern(block + 9);
    const result = await upload(inChunks(bytes));
    expect(result).toEqual({ size: `${bytes.length}`, object: 1 });
    expectStored(bytes);
  }
});

test("R-UPL-03 the answer to the last chunk is lost and its session gone: outcome unknown, no second upload", async () => {
  server.forgets = true;
  server.faults.push("silent");
  const error = await errorOf(upload(pattern(10)));
  expect(error).toMatchObject({ status: 404, outcome: "unknown" });
  expect(error.message).toContain("it may be complete");
  expect(server.sessions).toBe(1);
  expect(server.objects).toHaveLength(1);
  // What may be done twice is.
  server.faults.push("silent", "none", "silent", "none");
  const media = { body: pattern(10), type, protocol: "resumable" as const };
  expect((await errorOf(client.call("update", { fileId: "f", media }))).message).toContain(
    "second session has ended",
  );
  server.faults.push("silent");
  await client.call("update", { fileId: "f", media });
  await client.call("create", { media }, { idempotent: true });
});

test("R-UPL-03 the server stores less than it was sent", async () => {
  server.faults.push({ keep: 1000 }, { keep: block });
  const bytes = pattern(3 * block);
  await upload(inChunks(bytes));
  expectStored(bytes);
  expect(server.ranges().slice(0, 3)).toEqual([
    `bytes 0-${block - 1}/*`,
    `bytes 1000-${1000 + block - 1}/*`,
    `bytes ${1000 + block}-${1000 + 2 * block - 1}/*`,
  ]);
});

describe("R-UPL-04 308 without Range: nothing is stored", () => {
  test("R-UPL-04 the upload begins again at 0", async () => {
    server.faults.push({ keep: 0 });
    const bytes = pattern(block + 1);
    await upload(inChunks(bytes));
    expectStored(bytes);
    expect(server.ranges().slice(0, 2)).toEqual([
      `bytes 0-${block - 1}/*`,
      `bytes 0-${block - 1}/*`,
    ]);
  });

  test("R-UPL-04 a source that can be read again goes back; a stream that has moved on cannot", async () => {
    const lost: Fault = { status: 308 };
    server.faults.push("none", lost, { status: 404 });
    const bytes = pattern(2 * block);
    await upload(bytes);
    expectStored(bytes);
    expect(server.ranges()).toContain(`bytes 0-${block - 1}/${2 * block}`);
    server.faults.push("none", lost);
    const error = await errorOf(upload(inChunks(bytes)));
    expect(error.message).toContain("media.body cannot be read again");
  });

  test("R-UPL-04 a server that never stores anything ends the upload", async () => {
    server.faults.push(...Array.from({ length: 100 }, (): Fault => ({ keep: 0 })));
    const error = await errorOf(upload(pattern(10)));
    expect(error).toMatchObject({ kind: "protocol" });
    expect(server.ranges().length).toBeLessThan(10);
  });

  test("R-UPL-04 a server that stores and loses by turns ends the upload", async () => {
    let answers = 0;
    const fickle = await httpServer(({ method }, response) => {
      const begins = method === "POST";
      const stores = ++answers % 2 === 0;
      response.writeHead(begins ? 200 : 308, {
        ...(begins ? { location: "/session" } : {}),
        ...(stores ? { range: `bytes=0-${block - 1}` } : {}),
      });
      response.end();
      if (answers === 100) response.destroy();
    });
    const other = new MediaClient({ rootUrl: fickle.url });
    open_.push(other, fickle);
    const media = { body: pattern(3 * block), type, protocol: "resumable", chunkBytes: block };
    const error = await errorOf(other.call("create", { media }));
    expect(error).toMatchObject({ kind: "protocol" });
    expect(error.message).toContain("stores nothing of what is sent");
    expect(answers).toBe(11);
  });

  test("R-UPL-04 a Range that makes no sense is no progress", async () => {
    for (const range of [
      "bytes=5-9",
      "bytes=0-99999999",
      "bytes=0-x",
      "0",
      `${"9".repeat(70_000)}`,
    ]) {
      const headers = { range: range.slice(0, 8000) };
      server.faults.push({ status: 308, headers });
      const error = await errorOf(upload(pattern(10)));
      expect(error).toMatchObject({ kind: "protocol" });
      expect(error.message).toContain("(Range)");
    }
  });
});

describe("R-UPL-06 the session has ended", () => {
  for (const status of [404, 410]) {
    test(`R-UPL-06 ${status}: a new session, once, from the start`, async () => {
      const sessions: string[] = [];
      server.faults.push("none", { status });
      const bytes = pattern(2 * block + 1);
      await upload(bytes, { onSession: (url) => sessions.push(url) });
      expectStored(bytes);
      expect(server.sessions).toBe(2);
      expect(sessions).toHaveLength(2);
      server.faults.push({ status }, { status });
      expect(await errorOf(upload(bytes))).toMatchObject({ status, outcome: "failed" });
      expect(server.sessions).toBe(4);
    });

    test(`R-UPL-06 ${status}: a stream that has moved on cannot begin anew`, async () => {
      server.faults.push({ status });
      const bytes = pattern(2 * block + 1);
      // Of the first chunk everything is still there.
      await upload(inChunks(bytes));
      expectStored(bytes);
      server.faults.push("none", { status });
      const error = await errorOf(upload(inChunks(bytes)));
      expect(error).toMatchObject({ status });
      expect(error.message).toContain("media.body cannot be read again");
    });
  }
});

describe("R-UPL-07 Location", () => {
  test("R-UPL-07 relative: resolved", async () => {
    for (const locate of [
      (path: string) => path,
      (path: string) => `../../../../x/../${path.slice(1)}`,
      (path: string) => path.slice(path.indexOf("?")),
    ]) {
      server.locate = locate;
      server.objects.length = 0;
      await upload(pattern(10));
      expectStored(pattern(10));
    }
  });

  test("R-UPL-07 another origin, http, missing, no address: refused, the bearer goes nowhere else", async () => {
    const other = await httpServer({ json: {} });
    open_.push(other);
    client = new MediaClient({ rootUrl: server.url, auth: accessToken("secret-token") });
    open_.push(client);
    const wrong: (string | null)[] = [
      other.url,
      `//127.0.0.1:${other.port}/x`,
      `https://127.0.0.1:${server.port}/x`,
      `http://user:pass@127.0.0.1:${server.port}/x`,
      "http://127.0.0.1.evil.example/x",
      "javascript:alert(1)",
      "http://[",
      null,
    ];
    for (const location of wrong) {
      server.locate = () => location;
      const error = await errorOf(upload(pattern(10)));
      expect(error).toMatchObject({ kind: "protocol", outcome: "failed" });
      expect(error.message).toMatch(/another origin|no address/);
    }
    expect(other.connections.opened).toBe(0);
    expect(server.requests).toHaveLength(wrong.length);
    expect(server.requests[0]?.headers.authorization).toBe("Bearer secret-token");
  });
});

test("R-UPL-08 incomplete is told by 308, or by 200 and X-Http-Status-Code-Override", async () => {
  for (const plain of [true, false]) {
    server.plain308 = plain;
    server.objects.length = 0;
    const bytes = pattern(2 * block + 1);
    await upload(bytes);
    expectStored(bytes);
  }
});

test("R-UPL-09 zero bytes", async () => {
  for (const body of [new Uint8Array(), new Blob([]), inChunks(new Uint8Array(), [])]) {
    server.objects.length = 0;
    server.requests.length = 0;
    await upload(body);
    expectStored(new Uint8Array());
    expect(server.ranges()).toEqual(["bytes */0"]);
    expect(server.requests[1]?.headers["content-length"]).toBe("0");
  }
});

describe("R-UPL-10 the source is not as long as it says", () => {
  const cases: readonly (readonly [string, number, number, string])[] = [
    ["shorter by one", block + 10, block + 11, "fewer"],
    ["longer by one", block + 10, block + 9, "more"],
    ["longer by a chunk", 2 * block, block, "more"],
    ["empty", 0, 5, "fewer"],
    ["not empty", 5, 0, "more"],
  ];
  for (const [name, length, size, words] of cases) {
    test(`R-UPL-10 ${name}: the last chunk is never sent`, async () => {
      const ends = [Math.min(length, block), length];
      const error = await errorOf(upload(inChunks(pattern(length), ends), { size }));
      expect(error).toMatchObject({ kind: "argument" });
      expect(error.message).toContain(words);
      expect(server.objects).toEqual([]);
      expect(server.ranges().every((range) => range !== `bytes 0-${size - 1}/${size}`)).toBe(true);
    });
  }

  test("R-UPL-10 a file that shrinks while it is uploaded", async () => {
    const bytes = pattern(3 * block);
    const file = {
      stat: async () => ({ size: bytes.length }),
      read: async (into: Uint8Array, offset: number, length: number, position: number) => {
        const part = bytes.subarray(position, Math.min(position + length, 2 * block + 5));
        into.set(part, offset);
        return { bytesRead: part.length };
      },
    };
    expect(await errorOf(upload(file))).toMatchObject({ kind: "argument" });
    expect(server.objects).toEqual([]);
  });
});

describe("R-UPL-11 abort and resume", () => {
  test("R-UPL-11 abort between chunks: no further chunk, and the session goes on elsewhere", async () => {
    const controller = new AbortController();
    let session = "";
    const bytes = pattern(4 * block + 3);
    const error = await errorOf(
      upload(bytes, {
        call: { signal: controller.signal },
        onSession: (url) => (session = url),
        onProgress: ({ bytes }) => {
          if (bytes === 2 * block) controller.abort();
        },
      }),
    );
    expect(error).toMatchObject({ kind: "aborted", outcome: "unknown" });
    await wait(100);
    expect(server.ranges()).toHaveLength(2);
    expect(session).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/.*upload_id=s1$/);
    const second = new MediaClient({ rootUrl: server.url });
    open_.push(second);
    const progress: unknown[] = [];
    // Also a stream: what the server has of it is skipped.
    await second.call("create", {
      media: {
        body: inChunks(bytes),
        size: bytes.length,
        type,
        session,
        onProgress: (p: unknown) => progress.push(p),
      },
    });
    expectStored(bytes);
    expect(server.ranges().slice(2)).toEqual([
      `bytes */${bytes.length}`,
      `bytes ${2 * block}-${bytes.length - 1}/${bytes.length}`,
    ]);
    expect(progress).toEqual([
      { bytes: 2 * block, total: bytes.length },
      { bytes: bytes.length, total: bytes.length },
    ]);
  });

  test("R-UPL-11 abort in the middle of a chunk ends its connection (20 times)", async () => {
    for (let round = 0; round < 20; round++) {
      const controller = new AbortController();
      let closed = false;
      const slow = await httpServer(
        (arrived, response) => {
          response.setHeader("location", `${arrived.url}&upload_id=1`);
          response.end();
        },
        (_, response) => void response.on("close", () => (closed = true)),
      );
      const own = new MediaClient({ rootUrl: slow.url });
      const call = own.call(
        "create",
        { media: { body: pattern(block), type, protocol: "resumable" } },
        { signal: controller.signal },
      );
      const ended = errorOf(call);
      await expect.poll(() => slow.arrived.length).toBe(2);
      const started = performance.now();
      controller.abort();
      expect(await ended).toMatchObject({ kind: "aborted", outcome: "unknown" });
      expect(performance.now() - started).toBeLessThan(500);
      await expect.poll(() => closed).toBe(true);
      await own.close();
      await slow.close();
    }
  });

  test("R-UPL-11 a session that is complete already gives its answer; nothing is sent", async () => {
    let session = "";
    const bytes = pattern(10);
    const first = await upload(bytes, { onSession: (url) => (session = url) });
    expect(await upload(bytes, { session })).toEqual(first);
    expect(server.ranges()).toEqual(["bytes 0-9/10", "bytes */10"]);
    expectStored(bytes);
  });

  test("R-UPL-11 a session that is gone may be complete: a POST does not begin anew", async () => {
    let session = "";
    await upload(pattern(10), { onSession: (url) => (session = url) });
    server.forget();
    const error = await errorOf(upload(pattern(10), { session }));
    expect(error).toMatchObject({ status: 404 });
    expect(error.message).toContain("may be complete, or too old");
    expect(server.sessions).toBe(1);
    await upload(pattern(10), { session, call: { idempotent: true } });
    expect(server.sessions).toBe(2);
  });

  test("R-UPL-11 a session elsewhere is refused before anything is sent", async () => {
    for (const session of ["https://evil.example/x", "", "/relative", "http://127.0.0.1:1/x"]) {
      expect(await errorOf(upload(pattern(10), { session }))).toMatchObject({
        kind: "argument",
        outcome: "not_sent",
      });
    }
    expect(server.requests).toEqual([]);
  });
});

const anyFault = (): fc.Arbitrary<Fault> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Fault>("none") },
    fc.constantFrom<Fault>("silent", { keep: 0 }, { keep: block }, { status: 401 }),
    fc.constantFrom(408, 429, 500, 503, 404, 410, 400).map((status): Fault => ({ status })),
    fc.nat(block).map((cut): Fault => ({ cut })),
    fc.nat(block).map((keep): Fault => ({ keep })),
  );

const soak = { timeout: 900_000 };

test(
  "whatever happens: stored once and whole, or not at all, or said to be unknown",
  soak,
  async () => {
    const ends = { whole: 0, none: 0, unknown: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFault(), { maxLength: 14 }),
        fc.integer({ min: 0, max: 3 * block }),
        fc.boolean(),
        fc.boolean(),
        async (faults, length, stream, forgets) => {
          Object.assign(server, { forgets });
          server.faults.splice(0, Infinity, ...faults);
          server.objects.length = 0;
          server.requests.length = 0;
          const bytes = pattern(length, length + 1);
          const own = new MediaClient({
            rootUrl: server.url,
            auth: accessToken("t"),
            retry: { minDelayMs: 0, maxDelayMs: 0, budget: Infinity },
          });
          const body = stream ? inChunks(bytes, [Math.floor(length / 3), length]) : bytes;
          const media = { body, type, protocol: "resumable" as const, chunkBytes: block };
          let end: "whole" | "none" | "unknown";
          try {
            const data = await own.call("create", { media });
            expect(data).toEqual({ size: `${length}`, object: 1 });
            end = "whole";
          } catch (error) {
            if (!(error instanceof GoogleApiError)) throw error;
            end = error.outcome === "unknown" ? "unknown" : "none";
          }
          await own.close();
          ends[end]++;
          expect(server.violations).toEqual([]);
          expect(server.objects.length).toBeLessThanOrEqual(1);
          if (end === "whole") expectStored(bytes);
          if (end === "none") expect(server.objects).toEqual([]);
        },
      ),
      runs(300),
    );
    // The schedules reach every end.
    for (const count of Object.values(ends)) expect(count).toBeGreaterThan(0);
  },
);

test("metadata, headers and parameters begin the session; conditions are not repeated", async () => {
  await client.call(
    "create",
    { tag: "a b", body: { name: "n" }, media: { body: pattern(10), type, protocol: "resumable" } },
    { ifMatch: '"e"', headers: { "x-own": "1" }, quotaUser: "u" },
  );
  const [start, chunk] = server.requests;
  expect(start?.url).toContain(
    "uploadType=resumable&alt=json&prettyPrint=false&tag=a%20b&quotaUser=u",
  );
  expect(start?.headers).toMatchObject({
    "content-type": "application/json",
    "if-match": '"e"',
    "x-own": "1",
  });
  expect(server.objects[0]).toMatchObject({ metadata: { name: "n" }, type });
  expect(chunk?.headers["if-match"]).toBeUndefined();
  expect(chunk?.headers["x-own"]).toBe("1");
});

test("a 401 in the middle renews the credentials and sends the chunk again", async () => {
  const token = (): string => (server.requests.length < 3 ? "t1" : "t2");
  client = new MediaClient({ rootUrl: server.url, auth: accessToken(token) });
  open_.push(client);
  server.faults.push("none", { status: 401 });
  const bytes = pattern(3 * block);
  const { response } = await client
    .call("create", { media: { body: inChunks(bytes), type, chunkBytes: block } })
    .withResponse();
  expectStored(bytes);
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(
    ["t1", "t1", "t1", "t2", "t2"].map((token) => `Bearer ${token}`),
  );
  expect(response.attempts).toBe(5);
});

test("the session is begun again after a 503, whatever the method: it has no effect yet", async () => {
  const real = server.url;
  let refused = 0;
  client = new MediaClient({
    rootUrl: real,
    interceptors: [
      (next) => async (request) => {
        if (!request.url.includes("upload_id") && refused++ === 0) {
          return { status: 503, headers: new Headers(), body: inChunks(new Uint8Array()) };
        }
        return next(request);
      },
    ],
  });
  open_.push(client);
  await upload(pattern(10));
  expectStored(pattern(10));
  expect(refused).toBe(2);
});

test("progress tells what the server has; a callback that throws ends the upload", async () => {
  const progress: unknown[] = [];
  const bytes = pattern(2 * block + 1);
  await upload(inChunks(bytes), { onProgress: (p) => progress.push(p) });
  const total = null;
  expect(progress).toEqual([
    { bytes: block, total },
    { bytes: 2 * block, total },
    { bytes: bytes.length, total },
  ]);
  const cause = new Error("mine");
  const error = await errorOf(
    upload(bytes, {
      onProgress: () => {
        throw cause;
      },
    }),
  );
  expect(error).toMatchObject({ kind: "argument", cause });
  expect(error.message).toContain("onProgress");
});

test("a source that fails or is abandoned is closed", async () => {
  let closed = 0;
  async function* failing(after: number): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let i = 0; i < after; i++) yield pattern(block);
      throw new Error("disk on fire");
    } finally {
      closed++;
    }
  }
  const error = await errorOf(upload(failing(3)));
  expect(error).toMatchObject({ kind: "argument", cause: { message: "disk on fire" } });
  expect(server.objects).toEqual([]);
  expect(closed).toBe(1);
  server.faults.push({ status: 400 });
  expect(await errorOf(upload(failing(3)))).toMatchObject({ status: 400 });
  await expect.poll(() => closed).toBe(2);
});

test("a source that hangs ends with the deadline, the signal or the idle time", async () => {
  async function* hanging(): AsyncGenerator<Uint8Array, void, undefined> {
    yield pattern(10);
    await new Promise(() => {});
  }
  expect(await errorOf(upload(hanging(), { call: { deadlineMs: 200 } }))).toMatchObject({
    kind: "timeout",
  });
  const signal = AbortSignal.timeout(100);
  expect(await errorOf(upload(hanging(), { call: { signal } }))).toMatchObject({ kind: "aborted" });
  const idle = await errorOf(upload(hanging(), { call: { attemptTimeoutMs: 200 } }));
  expect(idle).toMatchObject({ kind: "timeout", outcome: "unknown" });
  expect(idle.message).toContain("media.body gave nothing within attemptTimeoutMs");
});

test("a slow source that moves may take longer than attemptTimeoutMs for a chunk", async () => {
  async function* slow(): AsyncGenerator<Uint8Array, void, undefined> {
    for (let at = 0; at < 10; at++) {
      await wait(60);
      yield bytes.subarray(at, at + 1);
    }
  }
  const bytes = pattern(10);
  await upload(slow(), { call: { attemptTimeoutMs: 400 } });
  expectStored(bytes);
});
