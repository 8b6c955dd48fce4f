import { AttemptFailure } from "../answer.js";
import { failedAttempt } from "../attempt-report.js";
import type { ApiRequest } from "../request.js";
import { retryDelayMs } from "../retry.js";
import type { HeadersLike } from "../structural.js";
import { readContentRange, readLength } from "./content-range.js";
import { Crc32c, readCrc32c } from "./crc32c.js";
import { isEncoded } from "./decoded.js";
import type { MediaCall } from "./media-call.js";
import { MediaSender, type OpenAnswer } from "./media-sender.js";

/**
 * Reads the bytes of a download. If its connection breaks it goes on where it was, provided that the server
 * can be held to the same content; and the whole is compared with the checksum that the server states.
 */
export class ContentReader {
  readonly #call: MediaCall;
  readonly #request: ApiRequest;
  readonly #first: OpenAnswer;
  /** Where the next byte stands in the content, and where the last one ends, if that is known. */
  #position = 0;
  readonly #end: number | null;
  readonly #total: number | null;
  readonly #crc: { readonly sum: Crc32c; readonly expected: string } | null;
  readonly #validators: Validators | null;
  #failures = 0;

  constructor(call: MediaCall, request: ApiRequest, first: OpenAnswer) {
    this.#call = call;
    this.#request = request;
    this.#first = first;
    const { status, headers } = first;
    const span = status === 206 ? readContentRange(headers.get("content-range")) : null;
    this.#position = span?.start ?? 0;
    // Without its length it is not certain that the content is not packed: fetch() unpacks and does not tell.
    const plain = !isEncoded(headers.get("content-encoding"));
    const length = plain ? readLength(headers.get("content-length")) : null;
    this.#end = span === null ? length : span.end + 1;
    this.#total = span === null ? length : span.total;
    this.#crc = status === 200 && length !== null ? checksumOf(headers) : null;
    const repeatable = request.httpMethod === "GET" && length !== null;
    this.#validators = repeatable ? readValidators(headers) : null;
  }

  /** All bytes; rejects with a GoogleApiError. */
  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    let answer = this.#first;
    for (;;) {
      const failure = yield* this.#part(answer);
      if (failure === null) break;
      answer = await this.#resume(failure);
    }
    if (this.#crc === null || this.#crc.sum.digest() === this.#crc.expected) return;
    throw this.#error("the content does not have the checksum that the server states");
  }

  /** The bytes of one answer; gives what cut it off, or `null` if it is complete. */
  async *#part(answer: OpenAnswer): AsyncGenerator<Uint8Array, unknown, undefined> {
    try {
      for await (const chunk of answer.bytes()) {
        this.#position += chunk.length;
        if (this.#end !== null && this.#position > this.#end) {
          throw this.#error("the content is longer than it says");
        }
        this.#crc?.sum.update(chunk);
        this.#failures = 0;
        yield chunk;
      }
    } catch (failure) {
      return this.#position === this.#end ? null : failure;
    }
    if (this.#end === null || this.#position === this.#end) return null;
    const cause = { code: "UND_ERR_RES_CONTENT_LENGTH_MISMATCH" };
    return new AttemptFailure(true, "network", Object.assign(new Error("too short"), cause));
  }

  /** Asks for the rest; throws what the download ends with if that is not possible. */
  async #resume(failure: unknown): Promise<OpenAnswer> {
    const { settings, context } = this.#call;
    const error = this.#call.errorOf(failure);
    const validators = this.#validators;
    const temporary =
      failure instanceof AttemptFailure && failedAttempt(failure, this.#call.about).end !== "final";
    if (!temporary || validators === null) throw error;
    if (++this.#failures >= settings.retry.attempts) throw error;
    const delay = retryDelayMs(settings.retry, this.#failures);
    if (delay >= this.#call.remainingMs || !context.budget.spend()) throw error;
    await this.#call.sleep(delay);
    const last = this.#end === null ? "" : this.#end - 1;
    const headers: Record<string, string> = {
      "accept-encoding": "identity",
      range: `bytes=${this.#position}-${last}`,
    };
    if (validators.etag !== null) headers["if-range"] = validators.etag;
    const sender = new MediaSender(this.#call.connection, { headers }, (answer) =>
      this.#checkRest(answer, validators),
    );
    const { data } = await this.#call.send(sender, this.#request, null);
    return data as OpenAnswer;
  }

  #checkRest(answer: OpenAnswer, expected: Validators): OpenAnswer {
    const { status, headers } = answer;
    const span = readContentRange(headers.get("content-range"));
    const found = readValidators(headers);
    const same =
      status === 206 &&
      span?.start === this.#position &&
      (this.#end === null || span.end + 1 === this.#end) &&
      (this.#total === null || span.total === null || span.total === this.#total) &&
      found?.etag === expected.etag &&
      found.generation === expected.generation;
    if (same) return answer;
    throw this.#error("the content changed while it was downloaded, so the rest does not fit");
  }

  #error(why: string): Error {
    return this.#call.protocolError(why, this.#first.status, this.#first.headers);
  }
}

/** By what an answer shows that it is of the same content as another. */
interface Validators {
  readonly etag: string | null;
  readonly generation: string | null;
}

/** A weak etag promises nothing about bytes; without quotes it cannot be asked for. */
function readValidators(headers: HeadersLike): Validators | null {
  const etag = headers.get("etag");
  const generation = headers.get("x-goog-generation");
  const strong = etag !== null && /^"[^"]*"$/.test(etag) ? etag : null;
  return strong === null && generation === null ? null : { etag: strong, generation };
}

/** The checksum of a whole content. Of what is stored packed it is that of the packed bytes. */
function checksumOf(
  headers: HeadersLike,
): { readonly sum: Crc32c; readonly expected: string } | null {
  if (isEncoded(headers.get("x-goog-stored-content-encoding"))) return null;
  const expected = readCrc32c(headers.get("x-goog-hash"));
  return expected === null ? null : { sum: new Crc32c(), expected };
}
