// The only file that uses node:zlib; itself imported by `import()`, at the first packed answer.

// Up to here unpacking at once is cheaper than a trip to the thread pool, and at most 16 MiB come of it.
const smallBytes = 16 * 1024;

/**
 * Unpacks gzip up to `maxBytes`; rejects beyond them, and if the data is corrupt.
 * @param cut true if `packed` is only the start of the data
 */
export async function unpackGzip(
  packed: Uint8Array,
  maxBytes: number,
  cut: boolean,
): Promise<Uint8Array> {
  // Not by an import: a bundle for browsers must not name one. There `fetch` itself unpacks.
  const zlib = globalThis.process?.getBuiltinModule?.("node:zlib");
  if (zlib === undefined) throw new Error("nothing here unpacks gzip");
  const { constants, gunzip, gunzipSync } = zlib;
  const options = {
    maxOutputLength: maxBytes,
    ...(cut ? { finishFlush: constants.Z_SYNC_FLUSH } : {}),
  };
  if (packed.length <= smallBytes) return gunzipSync(packed, options);
  return new Promise((resolve, reject) => {
    gunzip(packed, options, (error, unpacked) => {
      if (error) reject(error);
      else resolve(unpacked);
    });
  });
}
