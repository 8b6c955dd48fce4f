import type { ApiPromise } from "./call.js";
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

/** Where the bytes of an upload come from. Only a stream cannot be read twice. */
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
  /** How many bytes `body` has, where it does not tell itself. */
  readonly size?: number | undefined;
  /**
   * `"simple"`: one request; `"resumable"`: in pieces, and a lost connection costs one piece. Default: simple
   * up to 5 MB where the method offers it.
   */
  readonly protocol?: "simple" | "resumable" | undefined;
  /** The bytes of a piece: a multiple of 262,144. Default 8 MiB. */
  readonly chunkBytes?: number | undefined;
  /** The address that {@link MediaUpload.onSession} gave, perhaps in another process: the upload goes on there. */
  readonly session?: string | undefined;
  /** Told the address at which the upload can be resumed, for a week. It is a credential: keep it safe. */
  readonly onSession?: ((url: string) => void) | undefined;
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
}

/** An answer that is media. Its bytes are read once, by one of the three. */
export interface MediaResponse {
  readonly status: number;
  readonly headers: HeadersLike;
  /** As they arrive. Leaving the loop closes the connection. */
  stream(): AsyncIterable<Uint8Array>;
  bytes(): Promise<Uint8Array>;
  text(): Promise<string>;
}

/** In the parameters of a method whose answer may be asked for as media. */
export interface AltParam<Alt extends "json" | "media"> {
  /** `"media"`: the content itself instead of its description. */
  alt?: Alt | undefined;
}

/** The result of a call that may have asked for media. */
export type WithMedia<Alt extends "json" | "media", Json> = Alt extends "media"
  ? ApiPromise<MediaResponse>
  : Json;
