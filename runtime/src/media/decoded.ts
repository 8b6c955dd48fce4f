/**
 * The bytes of an answer unpacked, as its `Content-Encoding` demands. A transport over fetch() has unpacked
 * them and kept the header: what does not begin as gzip does is taken as it is.
 * @throws Error if the data is corrupt or packed in a way that was not asked for
 */
export async function* decoded(
  bytes: AsyncGenerator<Uint8Array, void, undefined>,
  encoding: string | null,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (!isEncoded(encoding)) {
    yield* bytes;
    return;
  }
  if (!/^\s*(?:x-)?gzip\s*$/i.test(encoding)) {
    await bytes.return();
    throw new Error("its content-encoding was not asked for");
  }
  const start = await firstTwo(bytes);
  const whole = joined(start, bytes);
  if (start[0] !== 0x1f || start[1] !== 0x8b) {
    yield* whole;
    return;
  }
  const { gunzipStream } = await import("../gunzip.js");
  yield* gunzipStream(whole);
}

/** True if the bytes of an answer are not those of the content. */
export function isEncoded(encoding: string | null): encoding is string {
  return encoding !== null && !/^\s*(?:identity)?\s*$/i.test(encoding);
}

/** The bytes up to the second one at least, if there are so many. */
async function firstTwo(bytes: AsyncGenerator<Uint8Array, void, undefined>): Promise<Uint8Array> {
  let start = new Uint8Array();
  while (start.length < 2) {
    const next = await bytes.next();
    if (next.done) break;
    const longer = new Uint8Array(start.length + next.value.length);
    longer.set(start);
    longer.set(next.value, start.length);
    start = longer;
  }
  return start;
}

async function* joined(
  start: Uint8Array,
  rest: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (start.length > 0) yield start;
  yield* rest;
}
