import { AnswerHeaders, AttemptFailure, bodyLimit, joinChunks, type RawAnswer } from "./answer.js";
import { onAbort } from "./abort.js";
import { clearAlarm, setAlarm, type Alarm } from "./alarm.js";
import type { CallLimit, StopReason } from "./call-limit.js";

/** The part of undici's dispatch controller that is used. */
export interface Controller {
  abort(reason: Error): void;
}

type RawHeaders = Readonly<Record<string, string | string[] | undefined>>;

const noHeaders: RawHeaders = {};

/**
 * One request and its answer, as the handler that undici's `dispatch` reports to. It settles once, by the
 * answer, by a failure or by the call's limit, whichever comes first; undici itself settles a request that is
 * queued or connecting only when a connection is free.
 */
export class Exchange implements Alarm {
  readonly #limit: CallLimit;
  readonly #resolve: (answer: RawAnswer) => void;
  readonly #reject: (failure: AttemptFailure) => void;
  readonly #unlink: (() => void) | null;
  /** When the attempt must have ended. */
  readonly at: number;
  readonly #slot: number;
  #settled = false;
  /** Given when bytes of the request are about to leave, and not before. */
  #controller: Controller | null = null;
  #status = 0;
  #headers = noHeaders;
  // Almost every answer comes in one.
  #chunks: Uint8Array[] | null = null;
  #length = 0;

  constructor(
    limit: CallLimit,
    now: number,
    resolve: (answer: RawAnswer) => void,
    reject: (failure: AttemptFailure) => void,
  ) {
    this.#limit = limit;
    this.#resolve = resolve;
    this.#reject = reject;
    this.at = limit.attemptEnd(now);
    const { signal } = limit;
    this.#unlink = signal === null ? null : onAbort(signal, () => this.#stop("aborted"));
    this.#slot = setAlarm(this, now);
  }

  ring(): void {
    this.#stop(this.#limit.reasonAt(this.at));
  }

  onRequestStart(controller: Controller): void {
    // The call ended while its request was queued. Throwing drops the request and keeps the connection.
    if (this.#settled) throw new Error("the call has ended");
    this.#controller = controller;
  }

  onResponseStart(controller: Controller, status: number, headers: RawHeaders): void {
    // For a dispatcher of the caller's that does not tell the start.
    this.#controller ??= controller;
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Controller, chunk: Uint8Array): void {
    if (this.#settled) return;
    this.#length += chunk.length;
    if (this.#length <= bodyLimit(this.#status)) {
      if (this.#chunks === null) this.#chunks = [chunk];
      else this.#chunks.push(chunk);
      return;
    }
    this.#length -= chunk.length;
    if (this.#status >= 200 && this.#status < 300) {
      this.#fail(new AttemptFailure(true, "too_large"));
    } else {
      this.#succeed(true);
    }
    controller.abort(new Error("the answer is too large"));
  }

  onResponseEnd(): void {
    this.#succeed(false);
  }

  onResponseError(_controller: unknown, error: unknown): void {
    this.#fail(new AttemptFailure(this.#controller !== null, "network", error));
  }

  #stop(reason: StopReason): void {
    this.#fail(new AttemptFailure(this.#controller !== null, reason));
    this.#controller?.abort(new Error("the call has ended"));
  }

  #release(): void {
    clearAlarm(this.#slot);
    this.#unlink?.();
  }

  #succeed(cut: boolean): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#release();
    this.#resolve({
      status: this.#status,
      headers: new AnswerHeaders(this.#headers),
      body: joinChunks(this.#chunks ?? [], this.#length),
      cut,
    });
  }

  #fail(failure: AttemptFailure): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#release();
    this.#chunks = null;
    this.#reject(failure);
  }
}
