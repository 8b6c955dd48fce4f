import { AttemptFailure } from "../answer.js";
import { failedAttempt, stoppedError } from "../attempt-report.js";
import type { ByteRange } from "../call.js";
import { callError, newTrail, type ErrorContext, type Trail } from "../call-error.js";
import { CallLimit, Stopped } from "../call-limit.js";
import type { AttemptSender } from "../direct-sender.js";
import { GoogleApiError } from "../error.js";
import type { CallSettings } from "../options.js";
import type { Answer } from "../read-answer.js";
import type { ApiRequest } from "../request.js";
import { errorContext, sendCall, type SendContext } from "../send-call.js";
import type { HeadersLike } from "../structural.js";
import type { Transport } from "../transport.js";
import { MediaConnection } from "./media-sender.js";

/** What the calls of a client share, with the way for requests and answers that stream. */
export interface MediaContext extends SendContext {
  readonly transport: Transport;
}

/** One call that takes or gives media, which may take many requests; they share its deadline. */
export class MediaCall {
  readonly request: ApiRequest;
  readonly settings: CallSettings;
  /** Which bytes of a download are wanted; `null` for all. */
  readonly range: ByteRange | null;
  readonly connection: MediaConnection;
  readonly context: MediaContext;
  readonly #limit: CallLimit;
  /** Of the request last sent. */
  #trail: Trail = newTrail();

  constructor(
    context: MediaContext,
    request: ApiRequest,
    settings: CallSettings,
    range: ByteRange | null,
  ) {
    this.context = context;
    this.request = request;
    this.range = range;
    // No deadline but the caller's: that nothing moves ends a call that is stuck.
    this.settings = { ...settings, deadlineMs: settings.deadlineMs ?? Infinity };
    const { deadlineMs, attemptTimeoutMs, signal } = this.settings;
    this.#limit = new CallLimit(deadlineMs, attemptTimeoutMs, signal);
    const { transport, root, calls } = context;
    this.connection = new MediaConnection(transport, root.origin, calls);
  }

  /** Sends one request of the call, with the attempts it takes. */
  async send(
    sender: AttemptSender,
    request: ApiRequest,
    etag: string | null,
    settings: Partial<CallSettings> = {},
  ): Promise<Answer> {
    this.#trail = { ...newTrail(), attempts: this.connection.requests };
    return sendCall(
      { ...this.context, sender },
      request,
      { ...this.settings, ...settings, deadlineMs: this.#limit.remainingMs() },
      etag,
      this.#trail,
    );
  }

  /** Waits for something that is no request, as long as the call may last. */
  async wait<T>(promise: Promise<T>): Promise<T> {
    return this.#inTime(this.#limit.wait(promise));
  }

  /** Waits for a piece of what is uploaded, no longer than for anything else that should move. */
  async waitForPiece<T>(piece: Promise<T>): Promise<T> {
    return this.#inTime(this.#limit.waitAttempt(piece));
  }

  async sleep(ms: number): Promise<void> {
    return this.#inTime(this.#limit.sleep(ms));
  }

  get remainingMs(): number {
    return this.#limit.remainingMs();
  }

  /** What the call ends with when an answer breaks off. */
  errorOf(failure: unknown): unknown {
    if (!(failure instanceof AttemptFailure)) return failure;
    return callError(failedAttempt(failure, this.about).parts, this.about);
  }

  /** The call's answer is not what it should be. */
  protocolError(why: string, status: number, headers: HeadersLike): GoogleApiError {
    const { id, trail } = this.about;
    return new GoogleApiError({
      kind: "protocol",
      message: `${id}: HTTP ${status}, but ${why}`,
      outcome: "unknown",
      status,
      attempts: trail.attempts,
      response: { status, headers, attempts: trail.attempts },
    });
  }

  get about(): ErrorContext {
    const trail = { ...this.#trail, attempts: this.connection.requests, previous: [] };
    return errorContext(this.context, this.request, trail);
  }

  async #inTime<T>(promise: Promise<T>): Promise<T> {
    try {
      return await promise;
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      const { reason } = error;
      // Of an upload in pieces some may have been sent.
      const outcome = this.connection.requests > 0 ? "unknown" : "not_sent";
      if (reason !== "attempt") throw stoppedError(reason, this.about, outcome);
      const message = `${this.request.id}: media.body gave nothing within attemptTimeoutMs`;
      throw callError({ kind: "timeout", message, outcome }, this.about);
    }
  }
}
