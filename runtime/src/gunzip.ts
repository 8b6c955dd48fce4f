// The only file that uses node:zlib; itself imported by `import()`, at the first packed answer.
import type * as Zlib from "node:zlib";

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
  const { constants, gunzip, gunzipSync } = zlib();
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

/** Unpacks gzip as it arrives. What is wrong with `packed` itself is thrown as it is. */
export async function* gunzipStream(
  packed: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const unpacking = zlib().createGunzip();
  let failure: { readonly error: unknown } | null = null;
  feed(unpacking, packed).catch((error: unknown) => {
    failure = { error };
    unpacking.destroy();
  });
  try {
    for await (const chunk of unpacking) yield chunk as Uint8Array;
  } catch (cause) {
    if (failure !== null) throw (failure as { readonly error: unknown }).error;
    throw new Error("its gzip data is corrupt", { cause });
  } finally {
    unpacking.destroy();
  }
}

async function feed(unpacking: Zlib.Gunzip, packed: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of packed) {
    if (unpacking.destroyed) return;
    if (!unpacking.write(chunk)) await drained(unpacking);
  }
  unpacking.end();
}

function drained(unpacking: Zlib.Gunzip): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      unpacking.off("drain", done).off("close", done);
      resolve();
    };
    unpacking.on("drain", done).on("close", done);
  });
}

function zlib(): typeof Zlib {
  // Not by an import: a bundle for browsers must not name one. There `fetch` itself unpacks.
  const module = globalThis.process?.getBuiltinModule?.("node:zlib");
  if (module === undefined) throw new Error("nothing here unpacks gzip");
  return module;
}
