import { argumentError, GoogleApiError } from "../error.js";
import { plainCause } from "../plain-cause.js";
import type { BlobLike, FileHandleLike } from "../media.js";

/** Sources are read in pieces of at most this size, so that it shows whether an upload moves. */
export const pieceBytes = 256 * 1024;

/** Bytes to upload, wherever they come from. */
export interface Source {
  /** How many bytes there are, or `null` if the source does not tell. */
  readonly size: number | null;
  /** True if it can be read again. */
  readonly repeatable: boolean;
  /** The bytes from `from` on. */
  pieces(from: number): AsyncIterable<Uint8Array>;
}

/** Reads `media.body`; rejects with an argument error that begins with `id`. */
export async function openSource(body: unknown, id: string): Promise<Source> {
  if (body instanceof Uint8Array) return bytesSource(body);
  if (isBlob(body)) return blobSource(body);
  if (isFileHandle(body)) return fileSource(body, await sizeOf(body, id));
  if (isAsyncIterable(body)) return streamSource(body, id);
  throw argumentError(
    `${id}: media.body must be a Uint8Array, a Blob, a file handle or an async iterable of Uint8Array${hint(body)}`,
  );
}

function hint(body: unknown): string {
  if (typeof body === "string") return "; of a text: new TextEncoder().encode(text)";
  if (body instanceof ArrayBuffer) return "; of an ArrayBuffer: new Uint8Array(buffer)";
  return "";
}

function bytesSource(bytes: Uint8Array): Source {
  return {
    size: bytes.length,
    repeatable: true,
    async *pieces(from) {
      yield* piecesOf(bytes.subarray(from));
    },
  };
}

function blobSource(blob: BlobLike): Source {
  return {
    size: blob.size,
    repeatable: true,
    async *pieces(from) {
      for (let at = from; at < blob.size; at += pieceBytes) {
        const part = blob.slice(at, Math.min(at + pieceBytes, blob.size));
        yield new Uint8Array(await part.arrayBuffer());
      }
    },
  };
}

function fileSource(file: FileHandleLike, size: number): Source {
  return {
    size,
    repeatable: true,
    async *pieces(from) {
      for (let at = from; ;) {
        const buffer = new Uint8Array(pieceBytes);
        const { bytesRead } = await file.read(buffer, 0, pieceBytes, at);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
        at += bytesRead;
      }
    },
  };
}

async function sizeOf(file: FileHandleLike, id: string): Promise<number> {
  try {
    return (await file.stat()).size;
  } catch (error) {
    throw unreadable(id, error);
  }
}

function streamSource(stream: AsyncIterable<unknown>, id: string): Source {
  return {
    size: null,
    repeatable: false,
    async *pieces(from) {
      let before = from;
      for await (const chunk of stream) {
        if (!(chunk instanceof Uint8Array)) {
          throw argumentError(`${id}: media.body gives something else than Uint8Array`);
        }
        const rest = chunk.subarray(Math.min(before, chunk.length));
        before -= chunk.length - rest.length;
        yield* piecesOf(rest);
      }
    },
  };
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** The caller's source failed. */
export function unreadable(id: string, cause: unknown): GoogleApiError {
  if (cause instanceof GoogleApiError && cause.kind === "argument") return cause;
  const message = `${id}: media.body cannot be read`;
  return new GoogleApiError({
    kind: "argument",
    message,
    outcome: "not_sent",
    cause: plainCause(cause),
  });
}

function isBlob(value: unknown): value is BlobLike {
  return (
    typeof value === "object" &&
    value !== null &&
    "size" in value &&
    typeof value.size === "number" &&
    hasFunctions(value, ["slice", "arrayBuffer"])
  );
}

function isFileHandle(value: unknown): value is FileHandleLike {
  return typeof value === "object" && value !== null && hasFunctions(value, ["stat", "read"]);
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    Symbol.asyncIterator in value &&
    typeof value[Symbol.asyncIterator] === "function"
  );
}

function hasFunctions(value: object, names: readonly string[]): boolean {
  return names.every((name) => typeof Reflect.get(value, name) === "function");
}
