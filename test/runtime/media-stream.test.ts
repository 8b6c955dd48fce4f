import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { accessToken, callable, type ClientOptions, type StreamPromise } from "@discogen/runtime";
import { ElementScanner, ScanError } from "../../runtime/src/media/element-scanner.js";
import { runs } from "../runs.js";
import { inChunks, MediaClient, methods, pattern } from "./media-client.js";
import { errorOf, wait } from "./reseller.js";
import { httpServer, rawServer, type Reply } from "./servers.js";

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const json = { "content-type": "application/json" };

async function clientOf(reply: Reply | readonly Reply[], options: ClientOptions = {}) {
  const replies = Array.isArray(reply) ? (reply as Reply[]) : [reply as Reply];
  const server = await httpServer(...replies);
  const client = new MediaClient({ rootUrl: server.url, ...options });
  open.push(client, server);
  return { client, server };
}

async function collect(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const elements: unknown[] = [];
  for await (const element of stream) elements.push(element);
  return elements;
}

describe("a call", () => {
  const body = '[{"a":1},\n {"a":2},{"a":"]}\\""}]\n';
  const elements = [{ a: 1 }, { a: 2 }, { a: ']}"' }];

  test("awaited it is all elements, iterated it is each", async () => {
    const { client, server } = await clientOf({ headers: json, body });
    expect(await client.stream("rows")).toEqual(elements);
    expect(await collect(client.stream("rows"))).toEqual(elements);
    const { data, response } = await client.stream("report", { body: { q: 1 } }).withResponse();
    expect(data).toEqual(elements);
    expect(response).toMatchObject({ status: 200, attempts: 1 });
    expect(server.arrived.map(({ method, url }) => [method, url])).toEqual([
      ["GET", "/files/v1/rows?alt=json&prettyPrint=false"],
      ["GET", "/files/v1/rows?alt=json&prettyPrint=false"],
      ["POST", "/files/v1/report?alt=json&prettyPrint=false"],
    ]);
    expect(server.arrived[2]?.body).toBe('{"q":1}');
  });

  test("a resource that is a streaming method too gives its elements", async () => {
    const { client } = await clientOf({ headers: json, body });
    const rows = callable<() => StreamPromise<unknown>>(client.calls, methods.rows, {});
    expect(await collect(rows())).toEqual(elements);
  });

  test("is sent in the next microtask, and once", async () => {
    const { client, server } = await clientOf({ headers: json, body });
    const stream = client.stream("rows");
    await expect.poll(() => server.arrived.length).toBe(1);
    expect(await stream).toEqual(elements);
    expect(await stream).toEqual(elements);
    // What was awaited can be iterated as well.
    expect(await collect(stream)).toEqual(elements);
    expect(server.arrived).toHaveLength(1);
  });

  test("iterated once: a second time, or awaited afterwards, is an argument error", async () => {
    const { client } = await clientOf({ headers: json, body });
    const stream = client.stream("rows");
    expect(await collect(stream)).toEqual(elements);
    expect(await errorOf(collect(stream))).toMatchObject({ kind: "argument" });
    expect(await errorOf(stream)).toMatchObject({ kind: "argument" });
  });

  test("elements arrive one by one", async () => {
    const seen: unknown[] = [];
    let reply: ((text: string) => void) | undefined;
    let end = (): void => {};
    const { client } = await clientOf((_, response) => {
      response.setHeader("content-type", "application/json");
      reply = (text) => void response.write(text);
      end = () => void response.end();
    });
    const done = (async () => {
      for await (const element of client.stream("report", { body: {} })) seen.push(element);
    })();
    await expect.poll(() => reply !== undefined).toBe(true);
    for (const [text, count] of [
      ["[", 0],
      ['{"n":', 0],
      ["1}", 1],
      [',{"n":2}', 2],
      [",\n", 2],
      ['{"n":3', 2],
      ["},4", 3],
      ["2]", 4],
    ] as const) {
      reply?.(text);
      await expect.poll(() => seen.length).toBe(count);
      await wait(5);
      expect(seen.length).toBe(count);
    }
    end();
    await done;
    expect(seen).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, 42]);
  });

  test("an empty array, a single object, packed answers", async () => {
    for (const [text, expected] of [
      ["[]", []],
      [" [ \n ] ", []],
      ['{"only":[1]}', [{ only: [1] }]],
      ["\ufeff[1]", [1]],
      ['[null,true,"x",[1,[2]],-1.5e3]', [null, true, "x", [1, [2]], -1500]],
    ] as const) {
      for (const reply of [
        { headers: json, body: text },
        { headers: { ...json, "content-encoding": "gzip" }, body: gzipSync(text) },
      ]) {
        const { client } = await clientOf(reply);
        expect(await client.stream("rows")).toEqual(expected);
        expect(await collect(client.stream("rows"))).toEqual(expected);
      }
    }
  });
});

describe("errors", () => {
  test("an error answer is an error, awaited or iterated; a 401 renews the credentials", async () => {
    const body = [{ error: { code: 403, message: "no", status: "PERMISSION_DENIED" } }];
    const { client } = await clientOf({ status: 403, json: body });
    for (const call of [client.stream("rows"), collect(client.stream("rows"))]) {
      expect(await errorOf(call)).toMatchObject({
        kind: "http",
        status: 403,
        code: "PERMISSION_DENIED",
        outcome: "failed",
      });
    }
    let count = 0;
    const renewed = await clientOf([{ status: 401, json: {} }, { json: [1] }], {
      auth: accessToken(() => `t${++count}`),
    });
    expect(await renewed.client.stream("rows")).toEqual([1]);
  });

  test("an iterated call that fails is reported once", async () => {
    const rejections: unknown[] = [];
    const note = (reason: unknown): unknown => rejections.push(reason);
    process.on("unhandledRejection", note);
    const { client } = await clientOf({ status: 400, json: {} });
    expect(await errorOf(collect(client.stream("rows")))).toMatchObject({ status: 400 });
    await wait(20);
    process.off("unhandledRejection", note);
    expect(rejections).toEqual([]);
  });

  test("an error among the elements ends the stream", async () => {
    const error = { code: 503, message: "later", status: "UNAVAILABLE", details: [] };
    const { client, server } = await clientOf({ json: [{ a: 1 }, { error }, { a: 2 }] });
    const seen: unknown[] = [];
    const failure = await errorOf(
      (async () => {
        for await (const element of client.stream("rows")) seen.push(element);
      })(),
    );
    expect(seen).toEqual([{ a: 1 }]);
    expect(failure).toMatchObject({ kind: "http", status: 503, code: "UNAVAILABLE" });
    expect(failure.message).toContain("later");
    expect(server.arrived).toHaveLength(1);
    const first = await clientOf({ json: [{ error: { ...error, code: 400 } }] });
    expect(await errorOf(first.client.stream("rows"))).toMatchObject({
      status: 400,
      outcome: "failed",
    });
  });

  test("an element that has a property error is no error", async () => {
    const elements = [
      { error: { code: 400, message: "a row's own" }, row: 1 },
      { error: "text" },
      { error: { code: "x" } },
      { error: null },
    ];
    const { client } = await clientOf({ json: elements });
    expect(await client.stream("rows")).toEqual(elements);
  });

  test("what is no array of JSON is a protocol error", async () => {
    for (const body of [
      "",
      "<html>login</html>",
      '"text"',
      "5",
      "[1",
      "[1,",
      "[1,]",
      "[,1]",
      "[1 2]x",
      "[1]]",
      "[1] x",
      '[{"a":1}{"a":2}]',
      '[{"a":1]',
      "[tru]",
      '{"a":1}{"b":2}',
      '{"a":1},',
      `[${"[".repeat(1500)}${"]".repeat(1500)}]`,
    ]) {
      const { client } = await clientOf({ headers: json, body });
      for (const call of [
        client.stream("report", { body: {} }),
        collect(client.stream("report", { body: {} })),
      ]) {
        const error = await errorOf(call);
        expect([body.slice(0, 30), error.kind]).toEqual([body.slice(0, 30), "protocol"]);
        expect(error).toMatchObject({ status: 200, outcome: "unknown" });
      }
    }
  });

  test("invalid UTF-8 and corrupt gzip are protocol errors", async () => {
    const invalid = Buffer.concat([Buffer.from('["'), Buffer.from([0xff]), Buffer.from('"]')]);
    for (const reply of [
      { headers: json, body: invalid },
      { headers: { ...json, "content-encoding": "gzip" }, body: gzipSync("[1]").subarray(0, 15) },
      { headers: { ...json, "content-encoding": "br" }, body: "[1]" },
    ]) {
      const { client } = await clientOf(reply);
      expect(await errorOf(client.stream("report", { body: {} }))).toMatchObject({
        kind: "protocol",
      });
    }
  });
});

describe("connections", () => {
  const cut =
    (before: string) =>
    (_: unknown, response: { write(text: string, done: () => void): void; socket: unknown }) => {
      const { socket } = response as { socket: { resetAndDestroy(): void } };
      response.write(before, () => setTimeout(() => socket.resetAndDestroy(), 5));
    };

  test("a GET that breaks before its first element is sent again, later it is not (20 times)", async () => {
    for (let round = 0; round < 20; round++) {
      const early = await clientOf([cut(" [ ") as Reply, { json: [1, 2] }]);
      expect(await collect(early.client.stream("rows"))).toEqual([1, 2]);
      expect(early.server.arrived).toHaveLength(2);
      const late = await clientOf([cut("[1,2") as Reply, { json: [1, 2] }]);
      const seen: unknown[] = [];
      const error = await errorOf(
        (async () => {
          for await (const element of late.client.stream("rows")) seen.push(element);
        })(),
      );
      expect(error).toMatchObject({ kind: "network", outcome: "unknown" });
      expect(seen).toEqual([1]);
      expect(late.server.arrived).toHaveLength(1);
    }
  });

  test("a POST that breaks is never sent again", async () => {
    for (const before of [" ", "[1,"]) {
      const { client, server } = await clientOf([cut(before) as Reply, { json: [1] }]);
      const error = await errorOf(client.stream("report", { body: {} }));
      expect(error).toMatchObject({ kind: "network", outcome: "unknown" });
      expect(server.arrived).toHaveLength(1);
    }
  });

  test("leaving the loop closes the connection (20 times)", async () => {
    for (let round = 0; round < 20; round++) {
      let closed = false;
      const { client } = await clientOf((_, response) => {
        response.on("close", () => (closed = true));
        response.write("[1,2,3,");
      });
      for await (const element of client.stream("rows")) {
        if (element === 2) break;
      }
      await expect.poll(() => closed).toBe(true);
    }
  });

  test("a slow reader slows the server down", async () => {
    let written = 0;
    const { client } = await clientOf((_, response) => {
      const row = `${JSON.stringify({ text: "x".repeat(100_000) })},`;
      response.write("[");
      const write = (): void => {
        while (written < 500) {
          written++;
          if (!response.write(row)) {
            response.once("drain", write);
            return;
          }
        }
        response.end("1]");
      };
      write();
    });
    let count = 0;
    for await (const _ of client.stream("rows")) {
      if (count++ === 0) {
        await wait(300);
        expect(written).toBeLessThan(250);
      }
    }
    expect(count).toBe(501);
  });

  test("the signal ends a loop at once, also between elements that are there", async () => {
    const { client } = await clientOf((_, response) => void response.write("[1,2,3,4,"));
    const controller = new AbortController();
    const seen: unknown[] = [];
    const error = await errorOf(
      (async () => {
        for await (const element of client.stream("rows", {}, { signal: controller.signal })) {
          seen.push(element);
          if (element === 2) controller.abort();
        }
      })(),
    );
    expect(error).toMatchObject({ kind: "aborted" });
    expect(seen).toEqual([1, 2]);
  });

  test("a stream that moves has no deadline; one that stands still ends", async () => {
    const { client } = await clientOf((_, response) => {
      let n = 0;
      response.write("[0");
      const timer = setInterval(() => {
        if (++n < 12) response.write(`,${n}`);
      }, 50);
      response.on("close", () => clearInterval(timer));
    });
    const seen: unknown[] = [];
    const error = await errorOf(
      (async () => {
        for await (const element of client.stream("rows", {}, { attemptTimeoutMs: 300 })) {
          seen.push(element);
        }
      })(),
    );
    expect(error).toMatchObject({ kind: "timeout" });
    // The last number may go on, so it is no element yet.
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test("one that nobody awaits gives its connection back", async () => {
    const { client } = await clientOf(
      [
        (_, response) => {
          const write = (): void => {
            while (response.write(`[${"1,".repeat(50_000)}`));
            response.once("drain", write);
          };
          write();
        },
        { json: {} },
      ],
      { connections: 1, attemptTimeoutMs: 300 },
    );
    const unread = client.stream("rows");
    await wait(100);
    expect(await client.call("get", { fileId: "f" }, { attemptTimeoutMs: 5_000 })).toEqual({});
    expect(await errorOf(unread)).toMatchObject({ kind: "timeout" });
  });

  test("close() does not wait for one that nobody awaits", async () => {
    const { client } = await clientOf((_, response) => void response.write("[1,2,"));
    const unread = client.stream("rows");
    await wait(200);
    const started = performance.now();
    await client.close();
    expect(performance.now() - started).toBeLessThan(2_000);
    expect((await errorOf(unread)).message).toContain("closed before");
  });

  test("an element of more than 32 MiB is refused", async () => {
    const { client } = await clientOf((_, response) => {
      response.write('[{"a":1},"');
      const write = (): void => {
        while (response.write("x".repeat(1024 * 1024)));
        response.once("drain", write);
      };
      write();
    });
    const iterator = client.stream("rows")[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toEqual({ a: 1 });
    const error = await errorOf(iterator.next());
    expect(error).toMatchObject({ kind: "protocol" });
    expect(error.message).toContain("32 MiB");
  });

  test("through a transport of the caller's", async () => {
    const client = new MediaClient({
      transport: async () => ({
        status: 200,
        headers: new Headers(json),
        body: inChunks(new TextEncoder().encode('[{"a":1},{"a":2}]'), [3, 4, 9, 17]),
      }),
    });
    expect(await collect(client.stream("rows"))).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test("bytes that follow an ended answer do not matter to the next call", async () => {
    const server = await rawServer((socket) => {
      socket.on("data", () =>
        socket.write(
          "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n[1,\r\n2\r\n2]\r\n0\r\n\r\n",
        ),
      );
    });
    const client = new MediaClient({ rootUrl: server.url, connections: 1 });
    open.push(client, server);
    for (let i = 0; i < 5; i++) expect(await client.stream("rows")).toEqual([1, 2]);
    expect(server.sockets).toHaveLength(1);
  });
});

const soak = { timeout: 900_000 };

describe("the scanner", () => {
  const scan = (text: Uint8Array, ends: readonly number[]): string[] => {
    const scanner = new ElementScanner();
    const found: string[] = [];
    let start = 0;
    for (const end of [...ends, text.length]) {
      for (const element of scanner.push(text.subarray(start, end))) {
        found.push(Buffer.from(element).toString());
      }
      start = end;
    }
    scanner.end();
    return found;
  };

  test("gives the elements of any array, wherever it is cut", soak, () => {
    const spaces = fc.constantFrom("", " ", "\n", "\t\r\n ");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.jsonValue({ stringUnit: "binary" }), spaces, spaces)),
        fc.array(fc.nat()),
        fc.boolean(),
        (elements, cuts, indent) => {
          const parts = elements.map(
            ([value, before, after]) =>
              before + JSON.stringify(value, null, indent ? 1 : 0) + after,
          );
          const text = new TextEncoder().encode(`[${parts.join(",")}]`);
          const ends = cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b);
          const found = scan(text, ends).map((element) => JSON.parse(element) as unknown);
          expect(found).toEqual(
            elements.map(([value]) => JSON.parse(JSON.stringify(value)) as unknown),
          );
        },
      ),
      runs(2_000),
    );
  });

  test("takes exactly what JSON.parse takes, if its elements do", soak, () => {
    const piece = fc.constantFrom(...'[]{},:"\\ 1ae\n', "true", "null", '"x"', '{"a":1}', "[1]");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat()), (pieces, cuts) => {
        const text = `[${pieces.join("")}`;
        const bytes = new TextEncoder().encode(text);
        const ends = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
        let expected: unknown = null;
        try {
          expected = JSON.parse(text);
        } catch {}
        let found: unknown = null;
        try {
          found = scan(bytes, ends).map((element) => JSON.parse(element) as unknown);
        } catch (error) {
          expect(error instanceof ScanError || error instanceof SyntaxError).toBe(true);
        }
        expect(found).toEqual(expected);
      }),
      runs(5_000),
    );
  });

  test("is linear in what it is given, byte by byte", () => {
    const time = (count: number): number => {
      const text = new TextEncoder().encode(
        `[{"a":"${'\\"[{'.repeat(count)}"},${"1,".repeat(count)}1]`,
      );
      const started = performance.now();
      const ends = Array.from({ length: text.length }, (_, i) => i);
      expect(scan(text, ends)).toHaveLength(count + 2);
      return performance.now() - started;
    };
    const best = (count: number): number => Math.min(time(count), time(count), time(count));
    expect(best(100_000)).toBeLessThan(Math.max(1, best(20_000)) * 30);
  });

  test("any bytes at all end in elements or a ScanError", soak, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (bytes, cut) => {
        try {
          scan(bytes, [cut % (bytes.length + 1)]);
        } catch (error) {
          expect(error).toBeInstanceOf(ScanError);
        }
      }),
      runs(5_000),
    );
    expect(() => scan(pattern(100_000), [])).toThrow(ScanError);
  });
});
