/** The answers of batches, read from whatever a server may send. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBatchAnswer, type PartAnswer } from "../../runtime/src/batch-answer.js";
import { writeBatch } from "../../runtime/src/batch-request.js";
import { boundaryOf } from "../../runtime/src/multipart.js";
import { runs } from "../runs.js";
import { multipartBody, type AnswerPart, type AnswerStyle } from "./multipart.js";

const text = (answer: PartAnswer | undefined): string =>
  typeof answer === "object" ? new TextDecoder().decode(answer.body) : "";
const statusOf = (answer: PartAnswer | undefined): number | null =>
  typeof answer === "object" ? answer.status : null;

function read(
  parts: readonly AnswerPart[],
  ids: readonly string[],
  style: AnswerStyle = {},
): readonly PartAnswer[] {
  return readBatchAnswer(multipartBody("b", parts, style), "b", ids) ?? [];
}

describe("which answer is whose", () => {
  const part = (id: string, tag: string): AnswerPart => ({ id, body: `"${tag}"` });

  test("R-BAT-02 by Content-ID, in whatever order and dress", () => {
    const parts = [part("<response-3.c>", "C"), part("response-<1.a>", "A"), part("<2.b>", "B")];
    expect(read(parts, ["1.a", "2.b", "3.c"]).map(text)).toEqual(['"A"', '"B"', '"C"']);
  });

  test("R-BAT-03 by order without ids, and only if there are as many", () => {
    const parts = [{ body: "1" }, { body: "2" }];
    expect(read(parts, ["a", "b"]).map(text)).toEqual(["1", "2"]);
    for (const ids of [["a"], ["a", "b", "c"]]) {
      const answers = read(parts, ids);
      expect(answers).toHaveLength(ids.length);
      expect(answers.every((answer) => typeof answer === "string")).toBe(true);
    }
  });

  test("ids that are there must agree with the order that stands for the others", () => {
    const some = [part("response-a", "A"), { body: "2" }];
    expect(read(some, ["a", "b"]).map(text)).toEqual(['"A"', "2"]);
    expect(read(some, ["b", "a"]).map(text)).toEqual(["", '"A"']);
  });

  test("one id twice is nobody's, an unknown one neither", () => {
    const parts = [part("response-a", "1"), part("response-a", "2"), part("response-x", "3")];
    expect(read(parts, ["a", "b", "c"]).map(text)).toEqual(["", "", ""]);
  });

  test("what looks like a delimiter inside of a line, or goes on, is none", () => {
    const body = "[1] --b\r\n--bb\r\n--b x\r\n";
    expect(read([{ body }, { body }], ["a", "b"]).map(text)).toEqual([body, body]);
  });

  test("a head line that is none, and a status that is none, spoil their part only", () => {
    const good = part("response-c", "C");
    const bad = [{ id: "response-a\r\nno header line" }, { id: "response-b", status: 99 }, good];
    expect(read(bad, ["a", "b", "c"]).map(statusOf)).toEqual([null, null, 200]);
  });

  test("a part that is shorter than its Content-Length is cut, a longer one too", () => {
    const parts = [
      { id: "a", body: "[1]", length: 5 },
      { id: "b", body: "[1]", length: 2 },
      { id: "c", body: "[1]\r\n", length: 3 },
      { id: "d", body: "[1]\r\n\r\n", length: null },
    ];
    expect(read(parts, ["a", "b", "c", "d"]).map(text)).toEqual(["", "", "[1]", "[1]"]);
  });

  test("R-BAT-07 cut in the second of three parts: the first is whole, the others are not", () => {
    const body = multipartBody("b", [part("1", "A"), part("2", "B"), part("3", "C")]);
    const second = new TextDecoder().decode(body).indexOf('"B"');
    const answers = readBatchAnswer(body.subarray(0, second + 3), "b", ["1", "2", "3"]) ?? [];
    expect(answers.map(text)).toEqual(['"A"', "", ""]);
    const bare = multipartBody("b", [{ body: "1" }, { body: "2" }]);
    const open = readBatchAnswer(bare.subarray(0, bare.length - 2), "b", ["1", "2"]) ?? [];
    expect(open.map(text)).toEqual(["", ""]);
  });

  test("far more parts than calls, or none, are no answer", () => {
    const many = multipartBody(
      "b",
      Array.from({ length: 40 }, () => ({ body: "1" })),
    );
    expect(readBatchAnswer(many, "b", ["a"])).toBeNull();
    expect(readBatchAnswer(new TextEncoder().encode("--b--"), "b", ["a"])).toBeNull();
    expect(readBatchAnswer(new TextEncoder().encode("{}"), "b", ["a"])).toBeNull();
  });
});

test.each([
  ['multipart/mixed; boundary="a b\\"c"; x=y', 'a b"c'],
  ["multipart/mixed;boundary=a_b  ", "a_b"],
  ["Multipart/Mixed ; charset=UTF-8; Boundary = x", "x"],
  ["multipart/mixed", null],
  ["multipart/mixed; boundary=", null],
  ['multipart/mixed; boundary=""', null],
  [`multipart/mixed; boundary=${"x".repeat(201)}`, null],
  ["text/html; boundary=x", null],
  [null, null],
])("R-BAT-05 R-BAT-11 the boundary in %s", (type, boundary) => {
  expect(boundaryOf(type)).toBe(boundary);
});

test("R-BAT-01 a boundary that one of the parts has is not taken", () => {
  const texts = ["id", "x1", "x2"];
  const request = {
    method: "POST",
    url: "https://a.example/p",
    headers: {},
    body: "--batch_x1",
    call: null,
    parts: null,
  };
  const batch = writeBatch([request], "https://a.example", () => texts.shift() ?? "");
  expect(batch.contentType).toBe("multipart/mixed; boundary=batch_x2");
  expect(batch.ids).toEqual(["1.id"]);
});

// What may stand in a boundary (RFC 2046); it does not end with a blank.
const boundaries = fc
  .string({
    unit: fc.constantFrom(..."abcXYZ019'()+_,-./:=? "),
    minLength: 1,
    maxLength: 70,
  })
  .map((name) => `${name.trim()}.`);
const bodies = fc.oneof(
  fc.json(),
  fc.string({ unit: "binary" }),
  fc.uint8Array({ maxLength: 300 }),
  fc.constantFrom("", "\r\n", "--", "--b", "\r\n--", "HTTP/1.1 200 OK\r\n\r\n"),
);
const styles = fc.record(
  {
    eol: fc.constantFrom("\r\n", "\n"),
    preamble: fc.constantFrom("", "This is a message in parts.", "\r\n--\r\nx"),
    epilogue: fc.constantFrom("", "\r\n", "The end.\r\n--"),
    padding: fc.constantFrom("", "  ", "\t \t"),
    folded: fc.boolean(),
  },
  { noNullPrototype: true },
);

test("F5 a: what an encoder of our own writes is read back", { timeout: 600_000 }, () => {
  const parts = fc.array(
    fc.record(
      {
        status: fc.integer({ min: 200, max: 599 }),
        headers: fc.dictionary(
          fc.stringMatching(/^x-[a-z]{1,8}$/),
          fc.stringMatching(/^[!-~]{1,20}$/),
          { noNullPrototype: true },
        ),
        body: bodies,
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(boundaries, parts, styles, fc.boolean(), (boundary, all, style, withIds) => {
      const named = all.map((part, index) =>
        withIds ? { ...part, id: `<response-${index}>` } : part,
      );
      const bytes = Buffer.from(multipartBody(boundary, named, style));
      // An encoder chooses a boundary that no part has.
      fc.pre(bytes.toString("latin1").split(`--${boundary}`).length === all.length + 2);
      const ids = all.map((_, index) => String(index));
      const answers = readBatchAnswer(bytes, boundary, ids);
      const quoted = `multipart/mixed; boundary="${boundary}"`;
      expect(boundaryOf(quoted)).toBe(boundary);
      for (const [index, { status = 200, headers = {}, body = "" }] of all.entries()) {
        const answer = answers?.[index];
        if (typeof answer !== "object") throw new Error(`part ${index}: ${answer}`);
        expect(answer.status).toBe(status);
        expect(Buffer.from(answer.body)).toEqual(Buffer.from(body as string));
        for (const [name, value] of Object.entries(headers)) {
          expect(answer.headers.get(name)).toBe(value);
        }
      }
    }),
    runs(1_000),
  );
});

interface Damage {
  readonly kind: "flip" | "cut" | "insert";
  readonly at: number;
  readonly bits: number;
  readonly text: string;
}

const damages = fc.array(
  fc.record({
    kind: fc.constantFrom("flip", "flip", "flip", "cut", "insert"),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bits: fc.integer({ min: 1, max: 255 }),
    text: fc.constantFrom(
      "\r\n--b\r\n",
      "\r\n--b--\r\n",
      "\r\n",
      "\n\n",
      "\r\n--b\r\nContent-ID: <response-9.zz>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
      "Content-Length: 0\r\n",
      "x",
    ),
  }),
  { minLength: 1, maxLength: 3 },
) as fc.Arbitrary<Damage[]>;

function damaged(bytes: Uint8Array, all: readonly Damage[]): Uint8Array {
  return all.reduce<Uint8Array>((before, { kind, at, bits, text }) => {
    const place = Math.floor(at * before.length);
    if (kind === "cut") return before.subarray(0, place);
    if (kind === "insert") {
      return Buffer.concat([before.subarray(0, place), Buffer.from(text), before.subarray(place)]);
    }
    const flipped = Uint8Array.from(before);
    flipped[place] = (flipped[place] ?? 0) ^ bits;
    return flipped;
  }, bytes);
}

test(
  "F5 b: in a damaged answer no part appears under another id, and there is one result for each call",
  { timeout: 600_000 },
  () => {
    const ids = ["1.aa", "2.bb", "3.cc", "4.dd"];
    const tag = (id: string): string => `tag of ${id}`;
    const [a = "", b = "", c = "", d = ""] = ids;
    const orders = fc.constantFrom(
      [a, b, c, d],
      [b, c, d, a],
      [c, d, a, b],
      [d, a, b, c],
      [d, c, b, a],
    );
    fc.assert(
      fc.property(orders, damages, styles, fc.boolean(), (order, all, style, withIds) => {
        // Without ids the order stands for them; it survives one damage, but not any three.
        const parts = (withIds ? order : ids).map((id) => ({
          ...(withIds ? { id: `<response-${id}>` } : {}),
          body: JSON.stringify({ tag: tag(id) }),
        }));
        const bytes = damaged(multipartBody("b", parts, style), withIds ? all : all.slice(0, 1));
        const answers = readBatchAnswer(bytes, "b", ids);
        if (answers === null) return;
        expect(answers).toHaveLength(ids.length);
        for (const [index, answer] of answers.entries()) {
          const said = text(answer);
          for (const id of ids) {
            if (id !== ids[index]) expect(said.includes(`"${tag(id)}"`)).toBe(false);
          }
        }
      }),
      runs(2_000),
    );
  },
);

test(
  "F5 c: any bytes give as many results as calls, or none, and the time is linear",
  { timeout: 600_000 },
  () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.integer({ min: 1, max: 4 }),
        (noise, count) => {
          const ids = Array.from({ length: count }, (_, index) => String(index));
          const start = Buffer.from("--b\r\n");
          const answers = readBatchAnswer(Buffer.concat([start, noise]), "b", ids);
          expect(answers === null || answers.length === count).toBe(true);
        },
      ),
      runs(2_000),
    );
    const hostile = [
      (size: number) => "--b".repeat(size / 3),
      (size: number) => `--b${" ".repeat(size)}x`,
      (size: number) => "\n--b ".repeat(size / 5),
      (size: number) => `--b\r\nx: y\r\n${" y\r\n".repeat(size / 4)}`,
      (size: number) => `--b\r\n${"x: y\r\n".repeat(size / 6)}`,
      (size: number) => `--b\r\n\r\nHTTP/1.1 200 ${" ".repeat(size)}`,
      (size: number) => `--b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n${"\r\n".repeat(size / 2)}`,
    ];
    const time = (make: (size: number) => string, size: number): number => {
      const bytes = Buffer.from(make(size));
      // The processor's time: others may have the machine meanwhile.
      const started = process.cpuUsage();
      readBatchAnswer(bytes, "b", ["1", "2"]);
      return process.cpuUsage(started).user / 1_000;
    };
    for (const make of hostile) {
      time(make, 100_000);
      const small = Math.min(...[1, 2, 3].map(() => time(make, 100_000)));
      const large = Math.min(...[1, 2, 3].map(() => time(make, 1_000_000)));
      expect(large).toBeLessThan(15 * Math.max(small, 4));
    }
  },
);
