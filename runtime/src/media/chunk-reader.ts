import { joinChunks } from "../answer.js";
import { argumentError } from "../error.js";
import type { Media } from "./media-upload.js";

/** A piece of an upload as it is sent. */
export interface Chunk {
  readonly start: number;
  readonly bytes: Uint8Array;
  /** True if nothing follows. */
  readonly last: boolean;
}

/** Reads media in chunks, from wherever the server wants them to go on. */
export class ChunkReader {
  readonly #media: Media;
  readonly #wait: <T>(piece: Promise<T>) => Promise<T>;
  #pieces: AsyncGenerator<Uint8Array, void, undefined> | null = null;
  /** What has been read from `#base` on and may be asked for again. */
  #held: Uint8Array = new Uint8Array();
  #base = 0;
  #ended = false;

  /** @param wait how a piece is waited for: a source may hang */
  constructor(media: Media, wait: <T>(piece: Promise<T>) => Promise<T>) {
    this.#media = media;
    this.#wait = wait;
  }

  /** The chunk that starts at `start`. */
  async read(start: number): Promise<Chunk> {
    const { chunkBytes } = this.#media;
    const pieces = this.#piecesFrom(start);
    const parts = [this.#held.subarray(start - this.#base)];
    let length = parts[0]?.length ?? 0;
    // One byte more than the chunk tells whether it is the last.
    while (!this.#ended && length <= chunkBytes) {
      const next = await this.#wait(pieces.next());
      if (next.done) {
        this.#ended = true;
      } else {
        parts.push(next.value);
        length += next.value.length;
      }
    }
    this.#held = joinChunks(parts, length);
    this.#base = start;
    const last = this.#ended && length <= chunkBytes;
    return { start, bytes: this.#held.subarray(0, chunkBytes), last };
  }

  /** True if the first byte can still be had. */
  get canRestart(): boolean {
    return this.#base === 0 || !this.#media.spent;
  }

  /** The source is no longer needed. */
  close(): void {
    // Not waited for: a source that hangs would hold up the call.
    this.#pieces?.return().catch(() => {});
  }

  #piecesFrom(start: number): AsyncGenerator<Uint8Array, void, undefined> {
    const within = start >= this.#base && start <= this.#base + this.#held.length;
    if (this.#pieces !== null && within) return this.#pieces;
    if (this.#media.spent) {
      throw argumentError(
        `${this.#media.id}: the server has lost bytes of the upload, and media.body cannot be read again`,
      );
    }
    this.close();
    this.#pieces = this.#media.pieces(start);
    this.#held = new Uint8Array();
    this.#base = start;
    this.#ended = false;
    return this.#pieces;
  }
}
