import { onAbort } from "./abort.js";
import type { AbortSignalLike } from "./structural.js";
import { startTimer } from "./timer.js";

/** Why a call or an attempt was stopped before its end. */
export type StopReason = "deadline" | "attempt" | "aborted";

/** Rejects a wait that {@link CallLimit} ended. */
export class Stopped {
  readonly reason: StopReason;
  constructor(reason: StopReason) {
    this.reason = reason;
  }
}

/** How long a call may last where nobody says it. */
export const standardDeadlineMs = 60_000;

/** How long one call may last, and whose signal ends it. */
export class CallLimit {
  readonly signal: AbortSignalLike | null;
  readonly #endsAt: number;
  readonly #attemptTimeoutMs: number;

  /** @param deadlineMs `null` for the standard one, a minute */
  constructor(deadlineMs: number | null, attemptTimeoutMs: number, signal: AbortSignalLike | null) {
    this.#endsAt = performance.now() + (deadlineMs ?? standardDeadlineMs);
    this.#attemptTimeoutMs = attemptTimeoutMs;
    this.signal = signal;
  }

  /** Milliseconds until the deadline. */
  remainingMs(): number {
    return this.#endsAt - performance.now();
  }

  /** Why nothing may be started any more, or `null`. */
  stopped(now = performance.now()): StopReason | null {
    if (this.signal?.aborted) return "aborted";
    return this.#endsAt <= now ? "deadline" : null;
  }

  /** Calls `stop` once if deadline, attempt timeout or signal come before the returned function is called. */
  watchAttempt(stop: (reason: StopReason) => void): () => void {
    const remaining = this.remainingMs();
    return remaining <= this.#attemptTimeoutMs
      ? this.#watch(remaining, "deadline", stop)
      : this.#watch(this.#attemptTimeoutMs, "attempt", stop);
  }

  /** When an attempt that starts, or moves, `now` must have ended. */
  attemptEnd(now: number): number {
    return Math.min(this.#endsAt, now + this.#attemptTimeoutMs);
  }

  /** What ends an attempt at its {@link CallLimit.attemptEnd}. */
  reasonAt(end: number): StopReason {
    return end === this.#endsAt ? "deadline" : "attempt";
  }

  /** Waits for `promise` as long as the call may last; then rejects with {@link Stopped}. */
  wait<T>(promise: Promise<T>): Promise<T> {
    return this.#wait(promise, (stop) => this.#watch(this.remainingMs(), "deadline", stop));
  }

  /** The same, but no longer than an attempt may last. */
  waitAttempt<T>(promise: Promise<T>): Promise<T> {
    return this.#wait(promise, (stop) => this.watchAttempt(stop));
  }

  #wait<T>(
    promise: Promise<T>,
    watch: (stop: (reason: StopReason) => void) => () => void,
  ): Promise<T> {
    const reason = this.stopped();
    if (reason !== null) {
      promise.catch(() => {});
      return Promise.reject(new Stopped(reason));
    }
    return new Promise((resolve, reject) => {
      const release = watch((reason) => reject(new Stopped(reason)));
      promise.then(resolve, reject).finally(release);
    });
  }

  /** Waits `ms`, or rejects with {@link Stopped}. */
  sleep(ms: number): Promise<void> {
    const reason = this.stopped();
    if (reason !== null) return Promise.reject(new Stopped(reason));
    return new Promise((resolve, reject) => {
      const stopTimer = startTimer(ms, () => {
        release();
        resolve();
      });
      const release = this.#watch(this.remainingMs(), "deadline", (reason) => {
        stopTimer();
        reject(new Stopped(reason));
      });
    });
  }

  #watch(ms: number, timer: StopReason, stop: (reason: StopReason) => void): () => void {
    const { signal } = this;
    if (signal === null) return startTimer(ms, () => stop(timer));
    const stopTimer = startTimer(ms, () => {
      unlink();
      stop(timer);
    });
    const unlink = onAbort(signal, () => {
      stopTimer();
      stop("aborted");
    });
    return () => {
      stopTimer();
      unlink();
    };
  }
}
