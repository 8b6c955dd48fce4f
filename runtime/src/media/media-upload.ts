import { checkKeys } from "../check-keys.js";
import type { UploadDescriptor } from "../descriptor.js";
import { argumentError, GoogleApiError } from "../error.js";
import { checkHeaderValue } from "../headers.js";
import type { MediaUpload, UploadProgress } from "../media.js";
import { oneLine } from "../text.js";
import { openSource, unreadable, type Source } from "./media-source.js";

/** Pieces of an upload are multiples of this, as servers demand. */
const chunkUnit = 256 * 1024;
const standardChunkBytes = 8 * 1024 * 1024;

const mediaKeys = [
  "body",
  "type",
  "size",
  "protocol",
  "chunkBytes",
  "session",
  "onSession",
  "onProgress",
];

/** What the caller wants to upload, checked. */
export class Media {
  readonly id: string;
  readonly type: string;
  /** How many bytes, or `null` if nobody says. */
  readonly size: number | null;
  /** What the caller wants, if anything; a session is resumed in the way it began. */
  readonly protocol: "simple" | "resumable" | null;
  readonly chunkBytes: number;
  readonly session: string | null;
  readonly repeatable: boolean;
  readonly #source: Source;
  readonly #maxBytes: number | null;
  readonly #onSession: ((url: string) => void) | null;
  readonly #onProgress: ((progress: UploadProgress) => void) | null;
  #read = false;

  constructor(id: string, media: MediaUpload, source: Source, maxBytes: number | null) {
    this.id = id;
    this.type = media.type;
    this.size = source.size ?? media.size ?? null;
    this.protocol = media.session === undefined ? (media.protocol ?? null) : "resumable";
    this.chunkBytes = media.chunkBytes ?? standardChunkBytes;
    this.session = media.session ?? null;
    this.repeatable = source.repeatable;
    this.#source = source;
    this.#maxBytes = maxBytes;
    this.#onSession = media.onSession ?? null;
    this.#onProgress = media.onProgress ?? null;
  }

  /** True if the bytes were read and cannot be read again. */
  get spent(): boolean {
    return this.#read && !this.repeatable;
  }

  /**
   * The bytes from `from` on. The last piece comes only when the source has ended where it should, so that
   * nobody completes an upload that is longer than it says.
   * @throws GoogleApiError of kind `"argument"`
   */
  async *pieces(from: number): AsyncGenerator<Uint8Array, void, undefined> {
    const { id, size } = this;
    const limit = size ?? this.#maxBytes ?? Infinity;
    let end = from;
    let held: Uint8Array | null = null;
    for await (const piece of this.#pieces(from)) {
      end += piece.length;
      if (end > limit) {
        throw argumentError(
          size === null
            ? `${id}: media.body has more than the ${limit} bytes that the method takes`
            : `${id}: media.body has more bytes than its size says (${size})`,
        );
      }
      if (held !== null) yield held;
      held = piece;
    }
    if (size !== null && end < size) {
      throw argumentError(`${id}: media.body has ${end} bytes, fewer than its size says (${size})`);
    }
    if (held !== null) yield held;
  }

  async *#pieces(from: number): AsyncGenerator<Uint8Array, void, undefined> {
    this.#read = true;
    try {
      yield* this.#source.pieces(from);
    } catch (error) {
      throw unreadable(this.id, error);
    }
  }

  tellSession(url: string): void {
    this.#tell("onSession", () => this.#onSession?.(url));
  }

  tellProgress(bytes: number): void {
    this.#tell("onProgress", () => this.#onProgress?.({ bytes, total: this.size }));
  }

  #tell(name: string, call: () => void): void {
    try {
      call();
    } catch (cause) {
      const message = `${this.id}: media.${name} failed`;
      throw new GoogleApiError({ kind: "argument", message, outcome: "not_sent", cause });
    }
  }
}

/** Reads `params.media`; everything wrong with it is an argument error that names the method. */
export async function readMedia(
  id: string,
  value: unknown,
  { accept, maxBytes }: UploadDescriptor,
): Promise<Media> {
  checkKeys(value, mediaKeys, `${id}: media`);
  const media = value as MediaUpload;
  checkType(media.type, accept, id);
  checkNumbers(media, id);
  checkOthers(media, id);
  const source = await openSource(media.body, id);
  const { size } = media;
  if (size !== undefined && source.size !== null && size !== source.size) {
    throw argumentError(`${id}: media.size is ${size}, but media.body has ${source.size} bytes`);
  }
  const known = source.size ?? size ?? 0;
  if (maxBytes !== undefined && known > maxBytes) {
    throw argumentError(`${id}: the method takes at most ${maxBytes} bytes, media has ${known}`);
  }
  return new Media(id, media, source, maxBytes ?? null);
}

function checkType(type: unknown, accept: readonly string[] | undefined, id: string): void {
  const text = checkHeaderValue(type, `${id}: media.type`);
  if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?: *;.*)?$/.test(text)) {
    throw argumentError(`${id}: media.type must be a media type: "image/png"`);
  }
  const essence = text.replace(/ *;.*/, "").toLowerCase();
  const fits = (range: string): boolean => {
    const wanted = range.toLowerCase();
    return wanted.endsWith("/*") ? essence.startsWith(wanted.slice(0, -1)) : wanted === essence;
  };
  if (accept === undefined || accept.some(fits)) return;
  throw argumentError(`${id}: the method takes ${accept.join(", ")}, not ${oneLine(essence, 80)}`);
}

function checkNumbers({ size, chunkBytes }: MediaUpload, id: string): void {
  if (size !== undefined && !(Number.isSafeInteger(size) && size >= 0)) {
    throw argumentError(`${id}: media.size must be a whole number of bytes`);
  }
  if (chunkBytes === undefined) return;
  if (!Number.isSafeInteger(chunkBytes) || chunkBytes <= 0 || chunkBytes % chunkUnit !== 0) {
    throw argumentError(`${id}: media.chunkBytes must be a multiple of 262144`);
  }
}

function checkOthers({ protocol, session, onSession, onProgress }: MediaUpload, id: string): void {
  if (protocol !== undefined && protocol !== "simple" && protocol !== "resumable") {
    throw argumentError(`${id}: media.protocol must be "simple" or "resumable"`);
  }
  if (session !== undefined && typeof session !== "string") {
    throw argumentError(`${id}: media.session must be a string`);
  }
  if (session !== undefined && protocol === "simple") {
    throw argumentError(`${id}: media.session is for resumable uploads`);
  }
  for (const [name, callback] of Object.entries({ onSession, onProgress })) {
    if (callback === undefined || typeof callback === "function") continue;
    throw argumentError(`${id}: media.${name} must be a function`);
  }
}
