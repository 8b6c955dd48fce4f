import type { ApiPromise, RequestOptions, WaitOptions } from "./call.js";
import { CallLimit, Stopped, type StopReason } from "./call-limit.js";
import { checkKeys } from "./check-keys.js";
import { checkLimit } from "./check-option.js";
import type { MethodDescriptor } from "./descriptor.js";
import { argumentError, GoogleApiError } from "./error.js";
import { hasEnded, operationError, operationWords, type WaitTrail } from "./operation-end.js";
import { checkSignal } from "./options.js";
import { pollParams } from "./poll-params.js";

/** How an operation is asked for. */
export interface Poll {
  readonly method: MethodDescriptor;
  /** What stands before every path of the API: `"/"`. */
  readonly rootPath: string;
  /** The deadline of a call, in milliseconds. */
  readonly deadlineMs: number;
  send(params: object, options: RequestOptions): ApiPromise<unknown>;
}

const keys = ["signal", "deadlineMs", "minDelayMs", "maxDelayMs", "request", "params", "onPoll"];

/** Asks until the operation has ended; resolves to its last state, or rejects with its failure. */
export async function waitUntilDone(
  poll: Poll,
  operation: object,
  options: WaitOptions = {},
): Promise<object> {
  const { method } = poll;
  if (typeof operation !== "object" || operation === null) {
    throw argumentError(`${method.id}: the operation must be the object that a method gave`);
  }
  return new Wait(poll, operation, options).run();
}

class Wait {
  readonly #poll: Poll;
  readonly #options: WaitOptions;
  readonly #limit: CallLimit;
  readonly #trail: WaitTrail = { attempts: 0, response: null };
  readonly #maxDelayMs: number;
  #delayMs: number;
  #operation: object;

  constructor(poll: Poll, operation: object, options: WaitOptions) {
    const { id } = poll.method;
    checkKeys(options, keys, `${id}: waitUntilDone`);
    const { signal, deadlineMs, minDelayMs, maxDelayMs, request } = options;
    if (request?.signal !== undefined) {
      throw argumentError(`${id}: give the signal to waitUntilDone itself`);
    }
    this.#poll = poll;
    this.#operation = operation;
    this.#options = options;
    this.#delayMs = checkLimit(minDelayMs, 1_000, `${id}: minDelayMs`);
    this.#maxDelayMs = checkLimit(maxDelayMs, 30_000, `${id}: maxDelayMs`);
    const limitMs = checkLimit(deadlineMs, 600_000, `${id}: deadlineMs`);
    this.#limit = new CallLimit(limitMs, Infinity, checkSignal(signal));
  }

  async run(): Promise<object> {
    const { method, rootPath } = this.#poll;
    if (!hasEnded(this.#operation, method)) {
      const params = pollParams(method, this.#operation, rootPath, this.#options.params);
      for (await this.#ask(params); !hasEnded(this.#operation, method); await this.#ask(params)) {
        await this.#sleep();
      }
    }
    const failure = operationError(this.#operation, method, this.#trail);
    if (failure !== null) throw failure;
    return this.#operation;
  }

  async #ask(params: object): Promise<void> {
    const stopped = this.#limit.stopped();
    if (stopped !== null) throw this.#stoppedError(stopped);
    const { send, deadlineMs } = this.#poll;
    const { signal, request, onPoll } = this.#options;
    const limitMs = Math.min(this.#limit.remainingMs(), request?.deadlineMs ?? deadlineMs);
    try {
      const call = send(params, { ...request, signal, deadlineMs: limitMs });
      const { data, response } = await call.withResponse();
      // `readAnswer` has checked that it is an object, which is what the method's descriptor says.
      this.#operation = data as object;
      this.#trail.attempts += response.attempts;
      this.#trail.response = response;
    } catch (error) {
      throw this.#pollError(error);
    }
    onPoll?.(this.#operation);
  }

  async #sleep(): Promise<void> {
    const delayMs = this.#delayMs / 2 + (Math.random() * this.#delayMs) / 2;
    this.#delayMs = Math.min(this.#delayMs * 1.5, this.#maxDelayMs);
    try {
      await this.#limit.sleep(delayMs);
    } catch (error) {
      throw error instanceof Stopped ? this.#stoppedError(error.reason) : error;
    }
  }

  /** The failure of a question, with the state that was read last: the operation itself goes on. */
  #pollError(error: unknown): unknown {
    if (!(error instanceof GoogleApiError)) return error;
    this.#trail.attempts += error.attempts;
    const stopped = this.#limit.stopped();
    const { kind, message, cause } = error;
    if (stopped !== null && (kind === "timeout" || kind === "aborted")) {
      return this.#stoppedError(stopped);
    }
    const { attempts } = this.#trail;
    return new GoogleApiError({ ...error, message, cause, attempts, operation: this.#operation });
  }

  #stoppedError(reason: StopReason): GoogleApiError {
    const words = operationWords(this.#operation);
    const why =
      reason === "aborted"
        ? "the wait was aborted by its signal"
        : `${words} has not ended within the deadline of the wait`;
    return new GoogleApiError({
      kind: reason === "aborted" ? "aborted" : "timeout",
      message: `${this.#poll.method.id}: ${why}; ${words} goes on`,
      outcome: "unknown",
      ...this.#trail,
      operation: this.#operation,
    });
  }
}
