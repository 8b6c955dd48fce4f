import { refusedAttempt } from "../answer-error.js";
import { AttemptFailure } from "../answer.js";
import { callError } from "../call-error.js";
import { decodeText, nestsTooDeep } from "../decode-body.js";
import { excerptOf } from "../error-text.js";
import { GoogleApiError } from "../error.js";
import type { Answer } from "../read-answer.js";
import { decoded } from "./decoded.js";
import { ElementScanner, ScanError } from "./element-scanner.js";
import type { MediaCall } from "./media-call.js";
import { MediaSender, type OpenAnswer } from "./media-sender.js";

/**
 * Sends a call whose answer is an array that arrives element by element; its data is an iterator of them. An
 * attempt lasts until the first element is there: until then nothing was given away, and it may be repeated.
 */
export function openElements(call: MediaCall, etag: string | null): Promise<Answer> {
  const sender = new MediaSender(call.connection, {}, async (answer) => {
    const stream = new ElementStream(call, answer);
    await stream.fill();
    return stream.elements(answer.pause());
  });
  return call.send(sender, call.request, etag);
}

class ElementStream {
  readonly #call: MediaCall;
  readonly #answer: OpenAnswer;
  readonly #bytes: AsyncGenerator<Uint8Array, void, undefined>;
  readonly #scanner = new ElementScanner();
  /** Elements that have arrived. */
  #ready: Uint8Array[] = [];
  #done = false;

  constructor(call: MediaCall, answer: OpenAnswer) {
    this.#call = call;
    this.#answer = answer;
    this.#bytes = decoded(answer.bytes(), answer.headers.get("content-encoding"));
  }

  /** Waits for an element or for the end. */
  async fill(): Promise<void> {
    while (this.#ready.length === 0 && !this.#done) {
      const next = await this.#next();
      try {
        if (next.done) {
          this.#done = true;
          this.#scanner.end();
        } else {
          this.#ready = this.#scanner.push(next.value);
        }
      } catch (error) {
        if (!(error instanceof ScanError)) throw error;
        throw this.#error(`the answer ${error.message}`, next.value ?? null);
      }
    }
  }

  /** @param resume says that somebody reads */
  async *elements(resume: () => void): AsyncGenerator<unknown, void, undefined> {
    resume();
    const { signal } = this.#call.settings;
    try {
      for (;;) {
        await this.fill();
        const element = this.#ready.shift();
        if (element === undefined) return;
        if (signal?.aborted) throw new AttemptFailure(true, "aborted");
        yield await this.#parse(element);
      }
    } catch (error) {
      throw this.#call.errorOf(error);
    } finally {
      this.#answer.close();
      // Not waited for: nothing of it matters any more.
      this.#bytes.return().catch(() => {});
    }
  }

  async #next(): Promise<IteratorResult<Uint8Array, void>> {
    try {
      return await this.#bytes.next();
    } catch (error) {
      if (error instanceof AttemptFailure || error instanceof GoogleApiError) throw error;
      const why = error instanceof Error ? error.message : "it cannot be read";
      throw this.#error(`the answer cannot be used: ${why}`, null);
    }
  }

  async #parse(bytes: Uint8Array): Promise<unknown> {
    if (nestsTooDeep(bytes)) throw this.#error("an element nests deeper than 1,000 levels", bytes);
    let element: unknown;
    try {
      element = JSON.parse(decodeText(bytes));
    } catch {
      // Without the cause: it repeats a part of the body.
      throw this.#error("an element is not JSON", bytes);
    }
    const status = statusOf(element);
    if (status === null) return element;
    // A failure after the answer has begun can be told in the array only.
    const raw = { status, headers: this.#answer.headers, body: bytes, cut: false };
    const { about, request } = this.#call;
    const { parts } = await refusedAttempt(request, raw, about);
    throw callError(parts, about);
  }

  #error(why: string, bytes: Uint8Array | null): GoogleApiError {
    const { status, headers } = this.#answer;
    const error = this.#call.protocolError(why, status, headers);
    if (bytes === null) return error;
    const excerpt = excerptOf(bytes, this.#call.about.trail.auth);
    return new GoogleApiError({ ...error, message: error.message, excerpt });
  }
}

/** The status that an element states which is an error and nothing else, or `null`. */
function statusOf(element: unknown): number | null {
  if (typeof element !== "object" || element === null) return null;
  const [name, ...others] = Object.keys(element);
  if (name !== "error" || others.length > 0) return null;
  const { error } = element as { readonly error: unknown };
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  const { code } = error;
  return typeof code === "number" && Number.isInteger(code) && code >= 400 && code < 600
    ? code
    : null;
}
