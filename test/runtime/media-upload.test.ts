import { createReadStream, readFileSync } from "node:fs";
import net from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accessToken, type HttpRequest, type MediaUpload } from "@discogen/runtime";
import { inChunks, MediaClient, pattern } from "./media-client.js";
import { errorOf, wait } from "./reseller.js";
import { freePort, httpServer, listen, rawServer } from "./servers.js";
import { uploadServer, type UploadServer } from "./upload-server.js";

const type = "image/png";
let server: UploadServer;
let client: MediaClient;
const open: { close(): Promise<unknown> }[] = [];

beforeEach(async () => {
  server = await uploadServer();
  client = new MediaClient({ rootUrl: server.url });
  open.push(client, server);
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

test("media alone are one request, uploadType=media", async () => {
  const body = pattern(700_000);
  const progress: unknown[] = [];
  const result = await client.call("create", {
    tag: "x",
    media: { body, type, onProgress: (p: unknown) => progress.push(p) },
  });
  expect(result).toEqual({ size: "700000", object: 1 });
  expect(server.requests).toHaveLength(1);
  const [request] = server.requests;
  expect(request?.method).toBe("POST");
  expect(request?.url).toBe(
    "/upload/files/v1/files?uploadType=media&alt=json&prettyPrint=false&tag=x",
  );
  expect(request?.headers).toMatchObject({ "content-type": type, "content-length": "700000" });
  expect(server.objects[0]?.bytes.equals(body)).toBe(true);
  expect(progress.at(-1)).toEqual({ bytes: 700_000, total: 700_000 });
});

test("a body and media are one request, uploadType=multipart", async () => {
  const media = { body: inChunks(pattern(300), [1, 300]), type };
  await client.call("create", { body: { name: "é" }, media: { ...media, protocol: "simple" } });
  await client.call("update", {
    fileId: "a/b",
    body: { n: 1 },
    media: { body: new Blob([]), type },
  });
  const [first, second] = server.requests;
  expect(first?.url).toContain("/upload/files/v1/files?uploadType=multipart&");
  expect(first?.headers["content-length"]).toBeUndefined();
  expect(first?.headers["content-type"]).toMatch(/^multipart\/related; boundary=[0-9a-f]{32}$/);
  expect(second).toMatchObject({ method: "PUT" });
  expect(second?.url).toContain("/upload/files/v1/files/a%2Fb?");
  expect(second?.headers["content-length"]).toBe(`${second?.bytes.length}`);
  expect(server.violations).toEqual([]);
  expect(server.objects).toEqual([
    { type, metadata: { name: "é" }, bytes: Buffer.from(pattern(300)) },
    { type, metadata: { n: 1 }, bytes: Buffer.alloc(0) },
  ]);
});

test("without media a method with uploads is like any other", async () => {
  await client.call("create", { body: { a: 1 } });
  expect(server.requests[0]).toMatchObject({
    method: "POST",
    url: "/files/v1/files?alt=json&prettyPrint=false",
  });
  expect(server.requests[0]?.bytes.toString()).toBe('{"a":1}');
});

test("raw media are the body of the method's own path", async () => {
  const echo = await httpServer({ headers: { "content-type": "text/plain" }, body: "done" });
  const raw = new MediaClient({ rootUrl: echo.url });
  open.push(raw, echo);
  const media = { body: new TextEncoder().encode("<xml/>"), type: "application/xml" };
  const answer = await raw.call<{ text(): Promise<string> }>("ingest", { parent: "a/b", media });
  expect(await answer.text()).toBe("done");
  expect(echo.arrived[0]).toMatchObject({
    method: "POST",
    url: "/files/v1/a/b:ingest",
    body: "<xml/>",
  });
  expect(echo.arrived[0]?.headers["content-type"]).toBe("application/xml");
  expect((await errorOf(raw.call("ingest", { parent: "a" }))).message).toContain(
    "media are missing",
  );
  const resumable = { ...media, protocol: "resumable" };
  expect((await errorOf(raw.call("ingest", { parent: "a", media: resumable }))).kind).toBe(
    "argument",
  );
});

describe("how media are sent", () => {
  const cases: readonly (readonly [string, Partial<MediaUpload>, object, string])[] = [
    ["small", { body: pattern(10) }, {}, "media"],
    ["5 MB", { body: new Uint8Array(5_000_000) }, {}, "media"],
    ["more than 5 MB", { body: new Uint8Array(5_000_001) }, {}, "resumable"],
    [
      "more than 5 MB, but simple is wanted",
      { body: new Uint8Array(5_000_001), protocol: "simple" },
      {},
      "media",
    ],
    ["unknown size", { body: inChunks(pattern(10)) }, {}, "resumable"],
    ["a small stream that says so", { body: inChunks(pattern(10)), size: 10 }, {}, "media"],
    ["small with a body", { body: pattern(10) }, { body: {} }, "multipart"],
    ["small, resumable is wanted", { body: pattern(10), protocol: "resumable" }, {}, "resumable"],
  ];
  for (const [name, media, more, expected] of cases) {
    test(name, async () => {
      await client.call("create", { ...more, media: { type, ...media } });
      expect(
        new URL(server.requests[0]?.url ?? "", server.url).searchParams.get("uploadType"),
      ).toBe(expected);
      expect(server.objects).toHaveLength(1);
      expect(server.violations).toEqual([]);
    });
  }

  test("the only way is taken", async () => {
    await client.call("archive", { body: {}, media: { body: pattern(5), type } });
    await client.call("attach", { media: { body: inChunks(pattern(5)), type } });
    const kinds = server.requests.map(({ url }) => /uploadType=\w+/.exec(url)?.[0]);
    expect(kinds).toEqual(["uploadType=resumable", "uploadType=resumable", "uploadType=media"]);
  });
});

describe("what is wrong is found before anything is sent", () => {
  const bytes = pattern(10);
  const wrong: readonly (readonly [
    string,
    "create" | "attach" | "archive" | "get",
    object,
    string,
  ])[] = [
    ["type missing", "create", { body: bytes }, "media.type"],
    ["type empty", "create", { body: bytes, type: "" }, "media.type"],
    ["type with a line end", "create", { body: bytes, type: "a/b\r\nx: y" }, "media.type"],
    ["type no type", "create", { body: bytes, type: "*/*" }, "media.type"],
    ["body missing", "create", { type }, "media.body"],
    ["a text", "create", { body: "text", type }, "new TextEncoder"],
    ["an ArrayBuffer", "create", { body: bytes.buffer, type }, "new Uint8Array"],
    ["an array", "create", { body: [1, 2], type }, "media.body"],
    ["null", "create", { body: null, type }, "media.body"],
    ["unknown member", "create", { body: bytes, type, chunkbytes: 1 }, "chunkBytes"],
    ["size and body disagree", "create", { body: bytes, type, size: 9 }, "media.size"],
    ["size no number", "create", { body: bytes, type, size: 1.5 }, "media.size"],
    ["chunk no multiple", "create", { body: bytes, type, chunkBytes: 262_145 }, "262144"],
    ["chunk 0", "create", { body: bytes, type, chunkBytes: 0 }, "262144"],
    ["protocol", "create", { body: bytes, type, protocol: "fast" }, "media.protocol"],
    ["callback", "create", { body: bytes, type, onProgress: 5 }, "media.onProgress"],
    [
      "session and simple",
      "create",
      { body: bytes, type, session: "x", protocol: "simple" },
      "session",
    ],
    ["type not taken", "attach", { body: bytes, type: "text/plain" }, "image/*, text/csv"],
    ["too many bytes", "attach", { body: pattern(1001), type }, "1000"],
    ["too many declared", "attach", { body: inChunks(bytes), size: 1001, type }, "1000"],
    ["no resumable", "attach", { body: bytes, type, protocol: "resumable" }, "resumable"],
    ["no simple", "archive", { body: bytes, type, protocol: "simple" }, "simple"],
    ["no uploads", "get", { body: bytes, type }, 'unknown parameter "media"'],
  ];
  for (const [name, method, media, words] of wrong) {
    test(name, async () => {
      const params = { media, ...(method === "archive" ? { body: {} } : {}) };
      const error = await errorOf(
        client.call(method, method === "get" ? { fileId: "f", media } : params),
      );
      expect(error).toMatchObject({ kind: "argument", outcome: "not_sent" });
      expect(error.message).toContain(words);
      expect(server.requests).toEqual([]);
    });
  }

  test("a type is compared without its parameters and case", async () => {
    await client.call("attach", { media: { body: bytes, type: "Text/CSV; charset=utf-8" } });
    expect(server.objects[0]?.type).toBe("Text/CSV; charset=utf-8");
  });

  test("R-UPL-10 one request is not completed by the first bytes of a longer source", async () => {
    for (const more of [{}, { body: { a: 1 } }]) {
      async function* longer(): AsyncGenerator<Uint8Array, void, undefined> {
        yield pattern(10);
        await wait(50);
        yield pattern(1);
      }
      const media = { body: longer(), size: 10, type, protocol: "simple" };
      const error = await errorOf(client.call("create", { ...more, media }));
      expect(error).toMatchObject({ kind: "argument" });
      expect(error.message).toContain("more bytes");
    }
    await wait(50);
    expect(server.objects).toEqual([]);
  });

  test("a Node stream that cannot be opened ends the call, not the process", async () => {
    for (const protocol of ["simple", "resumable"] as const) {
      const auth = accessToken(() => wait(50).then(() => "t"));
      const own = new MediaClient({ rootUrl: server.url, auth });
      const body = createReadStream("/nowhere/file");
      const error = await errorOf(own.call("create", { media: { body, type, protocol } }));
      expect(error).toMatchObject({ kind: "argument", cause: { code: "ENOENT" } });
      await own.close();
    }
    const path = import.meta.filename;
    await client.call("create", { media: { body: createReadStream(path), type } });
    expect(server.objects[0]?.bytes.equals(readFileSync(path))).toBe(true);
  });

  test("what its caller changes after the call does not count", async () => {
    const media: Record<string, unknown> = { body: pattern(10), type };
    const call = client.call("create", { media });
    media["body"] = pattern(20);
    media["type"] = "none";
    expect(await call).toMatchObject({ size: "10" });
    expect(server.objects[0]?.type).toBe(type);
  });

  test("media that are not the size of a method's limit are found while they are read", async () => {
    const many = inChunks(pattern(1001), [500, 1000, 1001]);
    const error = await errorOf(client.call("attach", { media: { body: many, type } }));
    expect(error).toMatchObject({ kind: "argument" });
    expect(error.message).toContain("1000 bytes");
    expect(server.objects).toEqual([]);
  });
});

describe("retries", () => {
  test("R-RET-31 a stream that was read is not sent again, and the error says so", async () => {
    const busy = await httpServer({ status: 503, json: {} });
    const own = new MediaClient({ rootUrl: busy.url });
    open.push(own, busy);
    const media = { body: inChunks(pattern(10)), size: 10, type };
    const error = await errorOf(own.call("update", { fileId: "f", media }));
    expect(error).toMatchObject({ status: 503, outcome: "unknown" });
    expect(error.message).toContain("stream");
    expect(busy.arrived).toHaveLength(1);
  });

  test("R-RET-32 a stream of which nothing was read is sent when the connection comes up (20 times)", async () => {
    for (let round = 0; round < 20; round++) {
      const port = await freePort();
      let read = 0;
      const source = {
        [Symbol.asyncIterator]() {
          read++;
          return inChunks(pattern(10))[Symbol.asyncIterator]();
        },
      };
      const own = new MediaClient({
        rootUrl: `http://127.0.0.1:${port}/`,
        retry: { minDelayMs: 60, maxDelayMs: 120 },
      });
      const call = own.call("update", { fileId: "f", media: { body: source, size: 10, type } });
      await wait(20);
      let arrived = 0;
      const late = net.createServer((socket) => {
        socket.on("data", (data) => {
          if (data.includes("PUT ")) arrived++;
          socket.end(
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-type: application/json\r\n\r\n{}",
          );
        });
      });
      await listen(late, port);
      expect(await call).toEqual({});
      expect([arrived, read]).toEqual([1, 1]);
      await own.close();
      await new Promise((resolve) => late.close(resolve));
    }
  });

  test("bytes are sent again, byte for byte, where the method allows it", async () => {
    const busy = await httpServer({ status: 503, json: {} }, { json: { ok: true } });
    const own = new MediaClient({ rootUrl: busy.url });
    open.push(own, busy);
    const media = { body: new TextEncoder().encode("content"), type: "text/plain" };
    await own.call("update", { fileId: "f", body: { a: 1 }, media });
    expect(busy.arrived).toHaveLength(2);
    expect(busy.arrived[0]?.body).toBe(busy.arrived[1]?.body);
    expect(busy.arrived[0]?.headers).toEqual(busy.arrived[1]?.headers);
  });

  test("a POST in one request is never sent twice", async () => {
    const busy = await httpServer({ status: 503, json: {} });
    const own = new MediaClient({ rootUrl: busy.url });
    open.push(own, busy);
    const media = { body: pattern(10), type };
    expect(await errorOf(own.call("create", { media }))).toMatchObject({
      status: 503,
      outcome: "unknown",
    });
    expect(busy.arrived).toHaveLength(1);
  });

  test("R-AUT-12 401 on a stream that was read: no second request, but new credentials for the next call", async () => {
    const refusing = await httpServer({ status: 401, json: {} }, { json: {} });
    let count = 0;
    const own = new MediaClient({ rootUrl: refusing.url, auth: accessToken(() => `t${++count}`) });
    open.push(own, refusing);
    const stream = { body: inChunks(pattern(10)), size: 10, type };
    const error = await errorOf(own.call("update", { fileId: "f", media: stream }));
    expect(error).toMatchObject({ status: 401, kind: "auth" });
    expect(error.message).toContain("stream");
    expect(refusing.arrived).toHaveLength(1);
    await own.call("update", { fileId: "f", media: { body: pattern(10), type } });
    expect(refusing.arrived[1]?.headers.authorization).not.toBe("Bearer t1");
  });
});

describe("R-LIM-11 the answer comes before the upload has ended", () => {
  for (const status of [200, 413]) {
    test(`R-LIM-11 ${status}, then the connection closes (20 times)`, async () => {
      const rejections: unknown[] = [];
      const note = (reason: unknown): unknown => rejections.push(reason);
      process.on("unhandledRejection", note);
      for (let round = 0; round < 20; round++) {
        const early = await rawServer((socket) => {
          socket.once("data", () => {
            const body = '{"early":true}';
            socket.write(
              `HTTP/1.1 ${status} X\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
            );
            setTimeout(() => socket.end(), 5);
          });
        });
        let closed = false;
        async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
          try {
            for (;;) {
              yield pattern(64 * 1024);
              await wait(1);
            }
          } finally {
            closed = true;
          }
        }
        const own = new MediaClient({ rootUrl: early.url });
        const media = { body: endless(), type, protocol: "simple" };
        const call = own.call("create", { media });
        if (status === 200) expect(await call).toEqual({ early: true });
        else expect(await errorOf(call)).toMatchObject({ status: 413, outcome: "failed" });
        await expect.poll(() => closed).toBe(true);
        await own.close();
        await early.close();
      }
      await wait(20);
      process.off("unhandledRejection", note);
      expect(rejections).toEqual([]);
    });
  }
});

describe("no deadline but an idle time", () => {
  test("a slow upload that moves goes on beyond attemptTimeoutMs", async () => {
    async function* slow(): AsyncGenerator<Uint8Array, void, undefined> {
      for (let i = 0; i < 12; i++) {
        yield pattern(100);
        await wait(50);
      }
    }
    await client.call(
      "create",
      { media: { body: slow(), type, protocol: "simple" } },
      { attemptTimeoutMs: 300 },
    );
    expect(server.objects[0]?.bytes.length).toBe(1200);
  });

  test("an upload that does not move ends after attemptTimeoutMs", async () => {
    const deaf = await rawServer((socket) => void socket.pause());
    const own = new MediaClient({ rootUrl: deaf.url, retry: false });
    open.push(own, deaf);
    const started = performance.now();
    const media = { body: new Uint8Array(30_000_000), type, protocol: "simple" };
    const error = await errorOf(own.call("create", { media }, { attemptTimeoutMs: 300 }));
    expect(error).toMatchObject({ kind: "timeout", outcome: "unknown" });
    expect(performance.now() - started).toBeLessThan(1500);
  });

  test("a deadline of the caller's counts, of the call or of the client", async () => {
    async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
      for (;;) {
        yield pattern(1000);
        await wait(5);
      }
    }
    for (const inClient of [true, false]) {
      const own = new MediaClient({
        rootUrl: server.url,
        ...(inClient ? { deadlineMs: 200 } : {}),
      });
      const started = performance.now();
      const media = { body: endless(), type, protocol: "simple" };
      const error = await errorOf(
        own.call("create", { media }, inClient ? {} : { deadlineMs: 200 }),
      );
      expect(error).toMatchObject({ kind: "timeout", outcome: "unknown" });
      expect(performance.now() - started).toBeLessThan(1000);
      await own.close();
    }
  });
});

test("a source that fails in the middle ends the call, and the server gets no whole request", async () => {
  async function* failing(): AsyncGenerator<Uint8Array, void, undefined> {
    yield pattern(1000);
    yield pattern(1000);
    await wait(20);
    throw new TypeError("no more");
  }
  for (const size of [undefined, 5000]) {
    const media = { body: failing(), size, type, protocol: "simple" };
    const error = await errorOf(client.call("create", { media }));
    expect(error).toMatchObject({
      kind: "argument",
      outcome: "unknown",
      cause: { message: "no more" },
    });
  }
  async function* texts(): AsyncGenerator<unknown, void, undefined> {
    yield "text";
  }
  const error = await errorOf(
    client.call("create", { media: { body: texts(), type, protocol: "simple" } }),
  );
  expect(error).toMatchObject({ kind: "argument", outcome: "not_sent" });
  expect(error.message).toContain("Uint8Array");
  await wait(50);
  expect(server.objects).toEqual([]);
});

describe("transports and interceptors", () => {
  const bytesOf = async (body: HttpRequest["body"]): Promise<Buffer> => {
    if (body === null) return Buffer.alloc(0);
    if (typeof body === "string" || body instanceof Uint8Array) return Buffer.from(body);
    const parts: Uint8Array[] = [];
    for await (const part of body) parts.push(part);
    return Buffer.concat(parts);
  };

  test("a transport of the caller's gets media as a stream", async () => {
    const seen: [string, string | undefined, number][] = [];
    const own = new MediaClient({
      transport: async ({ url, headers, body, call }) => {
        const bytes = await bytesOf(body);
        seen.push([new URL(url).pathname, headers["content-length"], bytes.length]);
        expect(call?.id).toBe("files.files.create");
        const location = url.includes("upload_id") ? {} : { location: "/session?upload_id=1" };
        return { status: 200, headers: new Headers(location), body: inChunks(Buffer.from("{}")) };
      },
    });
    await own.call("create", { media: { body: pattern(600_000), type } });
    await own.call("create", { media: { body: pattern(600_000), type, protocol: "resumable" } });
    expect(seen).toEqual([
      ["/upload/files/v1/files", "600000", 600_000],
      ["/resumable/upload/files/v1/files", undefined, 0],
      ["/session", "600000", 600_000],
    ]);
  });

  test("interceptors see every request of an upload and may change it", async () => {
    const urls: string[] = [];
    const own = new MediaClient({
      rootUrl: server.url,
      interceptors: [
        (next) => async (request) => {
          urls.push(request.url);
          return next({ ...request, headers: { ...request.headers, "x-seen": "1" } });
        },
      ],
    });
    open.push(own);
    await own.call("create", { media: { body: inChunks(pattern(10)), type } });
    expect(urls).toHaveLength(2);
    expect(server.requests.every(({ headers }) => headers["x-seen"] === "1")).toBe(true);
    expect(server.objects).toHaveLength(1);
  });

  test("a transport that never reads the body is left by the idle time", async () => {
    const own = new MediaClient({ transport: () => new Promise(() => {}), retry: false });
    const media = { body: pattern(10), type };
    expect(await errorOf(own.call("create", { media }, { attemptTimeoutMs: 100 }))).toMatchObject({
      kind: "timeout",
    });
  });
});
