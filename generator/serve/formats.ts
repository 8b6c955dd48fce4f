/** The formats of texts and numbers: what fits, and an example. */

import type { Type } from "../model/model.js";

/** A format of texts. */
interface TextFormat {
  /** What it is, in words. */
  readonly words: string;
  readonly example: string;
  fits(text: string): boolean;
}

const timePattern =
  /^(\d{4})-(\d{2})-(\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i;

const time: TextFormat = {
  words: "a time in RFC 3339",
  example: "2024-02-29T12:30:00Z",
  fits: (text) => {
    const [, year, month, day] = timePattern.exec(text) ?? [];
    return year !== undefined && isDay(Number(year), Number(month), Number(day));
  },
};

/** Formats by their names; others are not known, and every text fits them. */
export const textFormats: Readonly<Record<string, TextFormat>> = {
  int64: {
    words: "a 64-bit integer",
    example: "1",
    fits: (text) => isInteger(text, -(2n ** 63n), 2n ** 63n - 1n),
  },
  uint64: {
    words: "a 64-bit integer without sign",
    example: "1",
    fits: (text) => isInteger(text, 0n, 2n ** 64n - 1n),
  },
  byte: {
    words: "bytes in base64",
    example: "ZmFrZQ==",
    fits: (text) => /^[\w+/-]*={0,2}$/.test(text),
  },
  date: {
    words: "a date",
    example: "2024-02-29",
    fits: (text) => {
      const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
      return year !== undefined && isDay(Number(year), Number(month), Number(day));
    },
  },
  "date-time": time,
  "google-datetime": time,
  "google-duration": {
    words: "a duration in seconds",
    example: "3.5s",
    fits: (text) => /^-?\d{1,12}(?:\.\d{1,9})?s$/.test(text),
  },
  "google-fieldmask": {
    words: "property paths separated by commas",
    example: "name",
    fits: (text) => /^[\w.*,`/() -]*$/.test(text),
  },
};

/** The limits of numbers by their formats. */
export const numberRanges: Readonly<Record<string, readonly [number, number]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
};

/** The format of this name, if it is a known one. */
export function textFormat(name: string | null): TextFormat | null {
  return name !== null && Object.hasOwn(textFormats, name) ? (textFormats[name] ?? null) : null;
}

/** True if a text can be a value of a type. */
export function takesText(type: Type, text: string): boolean {
  return type.kind === "string" && textFormat(type.format)?.fits(text) !== false;
}

function isInteger(text: string, least: bigint, most: bigint): boolean {
  if (!/^-?\d{1,20}$/.test(text)) return false;
  const value = BigInt(text);
  return value >= least && value <= most;
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return month >= 1 && month <= 12 && day >= 1 && date.getUTCDate() === day;
}
