import { AttemptFailure, type RawAnswer } from "../answer.js";
import type { CallLimit } from "../call-limit.js";
import type { AttemptSender, WireRequest } from "../direct-sender.js";
import type { Chunk } from "./chunk-reader.js";
import { readReceived } from "./content-range.js";
import type { MediaConnection, MediaParts } from "./media-sender.js";
import { bytesContent } from "./upload-content.js";

/** The data of an answer that says that an upload is not complete. */
export class Incomplete {
  /** How many bytes the server has, from the start; `null` if what it says makes no sense. */
  readonly received: number | null;
  constructor(received: number | null) {
    this.received = received;
  }
}

/**
 * Sends one chunk to an upload session, or asks how far it is. After an attempt whose effect is not known the
 * server is asked first, and only what it has not is sent again.
 */
export class SessionSender implements AttemptSender {
  readonly #connection: MediaConnection;
  readonly #path: string;
  readonly #type: string;
  readonly #chunk: Chunk | null;
  readonly #total: number | null;
  #asks = false;
  #mayBeComplete = false;

  /**
   * @param path the session's, from the root of the host
   * @param chunk `null` to ask only
   * @param total how many bytes the upload has, if that is known
   */
  constructor(
    connection: MediaConnection,
    session: { readonly path: string; readonly type: string },
    chunk: Chunk | null,
    total: number | null,
  ) {
    this.#connection = connection;
    this.#path = session.path;
    this.#type = session.type;
    this.#chunk = chunk;
    this.#total = chunk?.last ? chunk.start + chunk.bytes.length : total;
  }

  /** True if the last chunk was sent and it is not known what became of it. */
  get mayBeComplete(): boolean {
    return this.#mayBeComplete;
  }

  async send(wire: WireRequest, limit: CallLimit): Promise<RawAnswer> {
    const chunk = this.#chunk;
    if (this.#asks || chunk === null) {
      const answer = await this.#ask(wire, limit);
      if (chunk === null || !(answer.delivered instanceof Incomplete)) return answer;
      this.#mayBeComplete = false;
      // If it has a part of the chunk, the next chunk begins there: only whole ones have a size it takes.
      if (answer.delivered.received !== chunk.start) return answer;
    }
    return this.#sendChunk(chunk, wire, limit);
  }

  async #ask(wire: WireRequest, limit: CallLimit): Promise<RawAnswer> {
    const range = `bytes */${this.#total ?? "*"}`;
    return read(await this.#connection.send(wire, limit, this.#parts(range, new Uint8Array())));
  }

  async #sendChunk(
    { start, bytes }: Chunk,
    wire: WireRequest,
    limit: CallLimit,
  ): Promise<RawAnswer> {
    const span = bytes.length === 0 ? "*" : `${start}-${start + bytes.length - 1}`;
    const range = `bytes ${span}/${this.#total ?? "*"}`;
    try {
      const raw = await this.#connection.send(wire, limit, this.#parts(range, bytes));
      // A 401 is a refusal: nothing was stored, and the same is sent with new credentials.
      this.#asks = raw.status !== 401;
      if (raw.status >= 500 || raw.status === 408) this.#doubt();
      return read(raw);
    } catch (error) {
      if (error instanceof AttemptFailure && error.started) this.#doubt();
      throw error;
    }
  }

  #doubt(): void {
    this.#asks = true;
    if (this.#chunk?.last) this.#mayBeComplete = true;
  }

  #parts(range: string, bytes: Uint8Array): MediaParts {
    return {
      method: "PUT",
      path: this.#path,
      headers: {
        "content-range": range,
        "content-type": this.#type,
        // 308 is a redirect to those who do not know this protocol; servers then say it in another header.
        "x-guploader-no-308": "yes",
      },
      content: bytesContent(bytes),
    };
  }
}

function read(raw: RawAnswer): RawAnswer {
  const success = raw.status >= 200 && raw.status < 300;
  const override = success ? raw.headers.get("x-http-status-code-override") : null;
  if (raw.status !== 308 && override?.trim() !== "308") return raw;
  const received = readReceived(raw.headers.get("range"));
  return { ...raw, status: 200, delivered: new Incomplete(received) };
}
