import { onAbort } from "../abort.js";
import { clearAlarm, setAlarm, type Alarm } from "../alarm.js";
import { AttemptFailure } from "../answer.js";
import type { CallLimit, StopReason } from "../call-limit.js";
import { attemptFailure, checkResponse } from "../door-sender.js";
import { GoogleApiError } from "../error.js";
import { plainCause } from "../plain-cause.js";
import { startTimer } from "../timer.js";
import type { HttpRequest, HttpResponse, Transport } from "../transport.js";

/**
 * One request and its answer, whose bodies stream. It has no end by a clock but the call's deadline; what
 * ends it is that nothing moves: no byte taken, none given, for the time of an attempt.
 */
export class MediaExchange implements Alarm {
  readonly #limit: CallLimit;
  readonly #controller = new AbortController();
  readonly #unlink: (() => void) | null;
  readonly #slot: number;
  /** Those who wait for something to move. */
  readonly #waiting = new Set<(failure: unknown) => void>();
  readonly #onEnd: () => void;
  at: number;
  #ended = false;
  #failure: unknown = null;
  #stopped: StopReason | null = null;
  #answered = false;

  /** @param onEnd told once, when the exchange is over, well or not */
  constructor(limit: CallLimit, onEnd: () => void) {
    this.#limit = limit;
    this.#onEnd = onEnd;
    const { signal } = limit;
    this.#unlink = signal === null ? null : onAbort(signal, () => this.#stop("aborted"));
    const now = performance.now();
    this.at = limit.attemptEnd(now);
    this.#slot = setAlarm(this, now);
  }

  /** Something has moved. */
  touch(): void {
    this.at = this.#limit.attemptEnd(performance.now());
  }

  ring(): void {
    this.#stop(this.#limit.reasonAt(this.at));
  }

  /** Sends; rejects with {@link AttemptFailure}, or with the error of the body that could not be read. */
  async open(
    transport: Transport,
    request: HttpRequest,
    body: AsyncIterable<Uint8Array> | null,
  ): Promise<HttpResponse> {
    const sent: HttpRequest = {
      ...request,
      body: body === null ? request.body : this.#outgoing(body),
      signal: this.#controller.signal,
    };
    const response = Promise.resolve(sent).then(transport).then(checkResponse);
    // Whoever waits below leaves with the exchange; the transport may fail later all the same.
    response.catch((error: unknown) => this.#fail(this.#failureOf(error)));
    const answer = await this.#move(response);
    this.#answered = true;
    return answer;
  }

  /** The bytes of the answer as they arrive; rejects with {@link AttemptFailure}. Leaving it ends the exchange. */
  async *incoming({ body }: HttpResponse): AsyncGenerator<Uint8Array, void, undefined> {
    const chunks = body[Symbol.asyncIterator]();
    try {
      for (;;) {
        this.touch();
        const next = await this.#move(chunks.next());
        if (next.done) break;
        if (!(next.value instanceof Uint8Array)) {
          throw new TypeError("the transport's body is not made of bytes");
        }
        if (next.value.length > 0) yield next.value;
      }
    } catch (error) {
      throw this.#failureOf(error);
    } finally {
      this.end();
      // A transport that does not heed the signal is told so as well. Not waited for: it may hang.
      chunks.return?.()?.catch?.(() => {});
    }
  }

  /** Over: what is still under way is given up, and whoever waits for it gets `failure`. */
  end(failure: unknown = new AttemptFailure(true, "aborted")): void {
    this.#fail(failure);
  }

  /** The bytes of the request, watched. */
  async *#outgoing(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    const pieces = body[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.#move(pieces.next());
        this.touch();
        if (next.done) return;
        yield next.value;
        this.touch();
      }
    } catch (error) {
      // The answer may be there although its request never ends: then the answer counts.
      if (!this.#answered) this.#fail(error);
      throw error;
    } finally {
      // Not waited for: a source that hangs would hold up whoever leaves.
      pieces.return?.()?.catch?.(() => {});
    }
  }

  /** Waits for `promise` as long as the exchange lasts. */
  #move<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        promise.catch(() => {});
        reject(this.#failure);
        return;
      }
      this.#waiting.add(reject);
      promise.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  #stop(reason: StopReason): void {
    if (this.#ended || this.#stopped !== null) return;
    this.#stopped = reason;
    this.#controller.abort();
    // Our own transport says at once, in its failure, whether anything was sent; others may say nothing.
    startTimer(0, () => this.#fail(new AttemptFailure(true, reason)));
  }

  #failureOf(error: unknown): unknown {
    if (error instanceof GoogleApiError) return error;
    const failure = attemptFailure(this.#controller.signal, error);
    if (this.#stopped !== null) return new AttemptFailure(failure?.started ?? true, this.#stopped);
    // Our own transport fails with nothing else.
    return failure ?? new AttemptFailure(true, "transport", plainCause(error));
  }

  #fail(failure: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    clearAlarm(this.#slot);
    this.#unlink?.();
    this.#controller.abort();
    for (const reject of this.#waiting) reject(failure);
    this.#waiting.clear();
    this.#onEnd();
  }
}
