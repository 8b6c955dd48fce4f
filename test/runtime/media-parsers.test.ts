import fc from "fast-check";
import { expect, test } from "vitest";
import {
  readContentRange,
  readLength,
  readReceived,
} from "../../runtime/src/media/content-range.js";
import { Crc32c, readCrc32c } from "../../runtime/src/media/crc32c.js";
import { runs } from "../runs.js";

const soak = { timeout: 900_000 };
const max = Number.MAX_SAFE_INTEGER;
const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc
    .array(
      fc.constantFrom("bytes", "=", " ", "0", "-", "/", "*", "9007199254740993", ",", "1", "\r\n"),
    )
    .map((parts) => parts.join("")),
);

test("F9 Content-Range: what is read is a part of something, anything else is null", soak, () => {
  expect(readContentRange("bytes 0-99/200")).toEqual({ start: 0, end: 99, total: 200 });
  expect(readContentRange("bytes 5-5/*")).toEqual({ start: 5, end: 5, total: null });
  expect(readContentRange("Bytes  0-0/1 ")).toEqual({ start: 0, end: 0, total: 1 });
  for (const wrong of [
    null,
    "",
    "bytes */200",
    "bytes 5-4/200",
    "bytes 0-200/200",
    "bytes 0-9007199254740992/*",
    "bytes 0-1/9007199254740993",
    "bytes 0-99",
    "items 0-99/200",
    "bytes 0-99/200,bytes 0-99/200",
    "bytes -1-99/200",
  ]) {
    expect(readContentRange(wrong)).toBeNull();
  }
  fc.assert(
    fc.property(nasty, (text) => {
      const span = readContentRange(text);
      if (span === null) return;
      expect(span.start >= 0 && span.start <= span.end && span.end <= max).toBe(true);
      if (span.total !== null) expect(span.end < span.total && span.total <= max).toBe(true);
    }),
    runs(20_000),
  );
});

test("F9 Range of an upload and Content-Length: undefined or in range", soak, () => {
  expect(readReceived(null)).toBe(0);
  for (const text of ["bytes=0-99", "bytes 0-99", "0-99", " bytes = 0-99 "]) {
    expect(readReceived(text)).toBe(100);
  }
  for (const wrong of ["", "bytes=1-99", "bytes=0-", "0", "bytes=0-9007199254740991", "0-1,3-4"]) {
    expect(readReceived(wrong)).toBeNull();
  }
  expect(readLength(" 12 ")).toBe(12);
  for (const wrong of [null, "", "-1", "1.5", "1e3", "0x10", "12, 12", "9007199254740993"]) {
    expect(readLength(wrong)).toBeNull();
  }
  fc.assert(
    fc.property(nasty, (text) => {
      for (const number of [readReceived(text), readLength(text)]) {
        expect(number === null || (Number.isSafeInteger(number) && number >= 0)).toBe(true);
      }
    }),
    runs(20_000),
  );
});

test("F9 64 KiB of anything take no time", () => {
  for (const filler of [" ", "0", "9", "-", "bytes ", "bytes 0-", "crc32c=", ",", "\t", "A"]) {
    for (const text of [
      filler.repeat(65_536),
      `bytes 0-1/${filler.repeat(65_536)}`,
      `${filler.repeat(65_536)}x`,
    ]) {
      // Of the processor: a busy machine may let the test wait.
      const before = process.cpuUsage();
      readContentRange(text);
      readReceived(text);
      readLength(text);
      readCrc32c(text);
      expect(process.cpuUsage(before).user / 1_000).toBeLessThan(50);
    }
  }
});

test("CRC-32C: known values, and independent of how the bytes are cut", soak, () => {
  const of = (...parts: Uint8Array[]): string => {
    const crc = new Crc32c();
    for (const part of parts) crc.update(part);
    return crc.digest();
  };
  const known: readonly (readonly [Uint8Array, number])[] = [
    [new TextEncoder().encode("123456789"), 0xe3069283],
    [new Uint8Array(), 0],
    [new Uint8Array(32), 0x8a9136aa],
    [new Uint8Array(32).fill(255), 0x62a8ab43],
    [Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    [Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
  ];
  for (const [bytes, crc] of known) {
    const expected = Buffer.alloc(4);
    expected.writeUInt32BE(crc);
    expect(of(bytes)).toBe(expected.toString("base64"));
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat()), (bytes, cuts) => {
      const ends = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
      const parts: Uint8Array[] = [];
      let start = 0;
      for (const end of [...ends, bytes.length]) {
        parts.push(bytes.subarray(start, end));
        start = end;
      }
      expect(of(...parts)).toBe(of(bytes));
    }),
    runs(2_000),
  );
});

test("x-goog-hash: the CRC-32C wherever it stands", () => {
  expect(readCrc32c("crc32c=n03x6A==")).toBe("n03x6A==");
  expect(readCrc32c("md5=Ojk9c3dhfxgoKVVHYwFbHQ==, crc32c=n03x6A==")).toBe("n03x6A==");
  expect(readCrc32c("crc32c=n03x6A==,md5=Ojk9c3dhfxgoKVVHYwFbHQ==")).toBe("n03x6A==");
  for (const wrong of [
    null,
    "",
    "md5=Ojk9c3dhfxgoKVVHYwFbHQ==",
    "crc32c=",
    "crc32c=AAAA",
    "xcrc32c=n03x6A==",
  ]) {
    expect(readCrc32c(wrong)).toBeNull();
  }
});
