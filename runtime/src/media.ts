import type { HeadersLike } from "./structural.js";

/** A `Blob` or `File`. */
export interface BlobLike {
  readonly size: number;
  readonly type: string;
  slice(start?: number, end?: number): BlobLike;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A file handle of `node:fs/promises`; it stays open. */
export interface FileHandleLike {
  stat(): Promise<{ readonly size: number }>;
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
}

/**
 * Where the bytes of an upload come from; they must not change until it has ended. An async iterable (a Node or
 * web stream) cannot be read twice: what it gave is not sent again in one request, and of a resumable upload
 * only as far as one piece.
 */
export type MediaSource = Uint8Array | BlobLike | FileHandleLike | AsyncIterable<Uint8Array>;

/** How far an upload is. */
export interface UploadProgress {
  /** Bytes that the server has confirmed, or that were sent where it confirms none before the end. */
  readonly bytes: number;
  /** All bytes, or `null` if the source does not tell. */
  readonly total: number | null;
}

/** What is uploaded, and how. */
export interface MediaUpload {
  readonly body: MediaSource;
  /** The media type: `"image/png"`. */
  readonly type: string;
  /** How many bytes `body` has, where it does not tell itself. Others than these end the call unfinished. */
  readonly size?: number | undefined;
  /**
   * `"simple"`: one request; `"resumable"`: in pieces, and a lost connection costs one piece at most. Default:
   * simple up to 5,000,000 bytes, resumable for more or an unknown number, each where the method offers it.
   */
  readonly protocol?: "simple" | "resumable" | undefined;
  /** The bytes of a piece, which is held in memory: a multiple of 262,144. Default 8 MiB. */
  readonly chunkBytes?: number | undefined;
  /**
   * The address that {@link MediaUpload.onSession} gave, perhaps in another process: the upload goes on there.
   * `body` is the whole content again. If the session has ended, the upload may be complete: only a method
   * that may be executed twice (PUT, or `idempotent: true`) then begins anew.
   */
  readonly session?: string | undefined;
  /** Told the address at which the upload can be resumed, for a week. It is a credential: keep it safe. */
  readonly onSession?: ((url: string) => void) | undefined;
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
}

/**
 * An answer that is media; it is there as soon as its headers are. Its bytes are read once, by one of the
 * three. Unread it holds a connection, until nothing has moved for `attemptTimeoutMs`. A download that breaks
 * off goes on where it was if the answer has a length and an etag or a generation; its CRC-32C is compared if
 * the server states one for the whole content.
 */
export interface MediaResponse {
  readonly status: number;
  readonly headers: HeadersLike;
  /** As they arrive, of any number. Leaving the loop closes the connection. */
  stream(): AsyncIterable<Uint8Array>;
  /** All of them, at most 256 MiB. */
  bytes(): Promise<Uint8Array>;
  /** As text of the charset in `Content-Type`, or UTF-8; at most 256 MiB. */
  text(): Promise<string>;
}

/** In the parameters of a method whose answer may be asked for as media. */
export interface AltParam<Alt extends "json" | "media"> {
  /** `"media"`: the content itself instead of its description. */
  alt?: Alt | undefined;
}

/** What a call gives that may have asked for media. */
export type WithMedia<Alt extends "json" | "media", Json> = Alt extends "media"
  ? MediaResponse
  : Json;
