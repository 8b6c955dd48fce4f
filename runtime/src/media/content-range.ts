/** Bytes of something larger, as `Content-Range` and `Range` say it; both ends included. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
  /** All bytes there are, or `null` if that is not said. */
  readonly total: number | null;
}

/** Reads the `Content-Range` of an answer, `bytes 0-99/200` or `bytes 0-99/*`; `null` if it is not one. */
export function readContentRange(value: string | null): ByteSpan | null {
  const match = /^ *bytes +(\d{1,16})-(\d{1,16})\/(\d{1,16}|\*) *$/i.exec(value ?? "");
  if (match === null) return null;
  const [start, end] = [Number(match[1]), Number(match[2])];
  const total = match[3] === "*" ? null : Number(match[3]);
  const last = (total ?? Number.MAX_SAFE_INTEGER) - 1;
  const safe = Number.isSafeInteger(last + 1);
  return start <= end && end <= last && safe ? { start, end, total } : null;
}

/**
 * How many bytes a server has, by the `Range` of its answer to a piece of an upload: `bytes=0-99` are 100, no
 * header is none. `null` if it says something else.
 */
export function readReceived(value: string | null): number | null {
  if (value === null) return 0;
  const match = /^ *(?:bytes *[= ] *)?0-(\d{1,16}) *$/i.exec(value);
  if (match === null) return null;
  const received = Number(match[1]) + 1;
  return Number.isSafeInteger(received) ? received : null;
}

/** `Content-Length` as a number, or `null`. */
export function readLength(value: string | null): number | null {
  const match = /^ *(\d{1,16}) *$/.exec(value ?? "");
  const length = match === null ? NaN : Number(match[1]);
  return Number.isSafeInteger(length) ? length : null;
}
