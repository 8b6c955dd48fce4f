import { joinChunks } from "../answer.js";
import { argumentError, GoogleApiError } from "../error.js";
import type { MediaResponse } from "../media.js";
import type { HeadersLike } from "../structural.js";
import { decoded } from "./decoded.js";
import type { ContentReader } from "./content-reader.js";
import type { MediaCall } from "./media-call.js";
import type { OpenAnswer } from "./media-sender.js";

/** `bytes()` and `text()` read no more: what is larger is for `stream()`. */
const maxWholeBytes = 256 * 1024 * 1024;

/** The answer of a download, still to be read. */
export class MediaContent implements MediaResponse {
  readonly status: number;
  readonly headers: HeadersLike;
  readonly #call: MediaCall;
  readonly #reader: ContentReader;
  readonly #answer: OpenAnswer;
  readonly #resume: () => void;
  #used = false;

  constructor(call: MediaCall, reader: ContentReader, answer: OpenAnswer) {
    this.status = answer.status;
    this.headers = answer.headers;
    this.#call = call;
    this.#reader = reader;
    this.#answer = answer;
    this.#resume = answer.pause();
  }

  stream(): AsyncIterable<Uint8Array> {
    this.#use();
    return this.#bytes();
  }

  async bytes(): Promise<Uint8Array> {
    this.#use();
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of this.#bytes()) {
      length += chunk.length;
      if (length > maxWholeBytes) {
        throw this.#error("the content is larger than 256 MiB; read it by stream()");
      }
      chunks.push(chunk);
    }
    return joinChunks(chunks, length);
  }

  async text(): Promise<string> {
    const bytes = await this.bytes();
    return decoderOf(this.headers.get("content-type")).decode(bytes);
  }

  async *#bytes(): AsyncGenerator<Uint8Array, void, undefined> {
    this.#resume();
    try {
      yield* decoded(this.#reader.read(), this.headers.get("content-encoding"));
    } catch (error) {
      if (error instanceof GoogleApiError) throw error;
      const why = error instanceof Error ? error.message : "it cannot be read";
      throw this.#error(`the content cannot be unpacked: ${why}`);
    } finally {
      this.#answer.close();
    }
  }

  #use(): void {
    if (this.#used) {
      throw argumentError(`${this.#call.request.id}: the content of an answer is read once`);
    }
    this.#used = true;
  }

  #error(why: string): GoogleApiError {
    return this.#call.protocolError(why, this.status, this.headers);
  }
}

function decoderOf(type: string | null): { decode(bytes: Uint8Array): string } {
  const charset = /;\s*charset="?([^\s";]{1,40})/i.exec(type ?? "")?.[1];
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
