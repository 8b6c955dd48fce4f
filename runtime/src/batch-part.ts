import { CallPromise, plainToAwait } from "./call-promise.js";
import type { PagePromise, ResponseInfo } from "./call.js";
import { argumentError, type GoogleApiError } from "./error.js";
import type { CallSettings } from "./options.js";
import type { Answer } from "./read-answer.js";
import type { WrittenCall } from "./written-call.js";

/** One call of a batch: what is sent of it, and what becomes of it. */
export class BatchPart {
  readonly call: WrittenCall;
  /** The settings of this call alone. */
  readonly settings: CallSettings;
  /** What `ifChanged` was given, or `null`. */
  etag: string | null = null;
  readonly answer: Promise<Answer>;
  #settle: ((answer: Answer | Promise<Answer>) => void) | null = null;

  constructor(call: WrittenCall, settings: CallSettings) {
    this.call = call;
    this.settings = settings;
    this.answer = new Promise((resolve) => {
      this.#settle = resolve;
    });
    silence(this.answer);
  }

  /** Ends the call; only the first time counts. */
  settle(answer: Answer | Promise<Answer>): void {
    this.#settle?.(answer);
  }

  fail(reason: unknown): void {
    this.#settle?.(Promise.reject(reason));
  }
}

/** A call as `build` gets it: a promise that is settled with the batch. */
export class BatchCall<T, Item> extends CallPromise<T> implements PagePromise<T, Item> {
  readonly #part: BatchPart;
  readonly #returned: (promise: Promise<unknown>) => void;

  /** @param returned told of every promise that `build` may return for this call */
  constructor(part: BatchPart, returned: (promise: Promise<unknown>) => void) {
    super(async (state) => {
      part.etag = state.etag;
      const { data, response } = await part.answer;
      state.response = response;
      return data;
    });
    this.#part = part;
    this.#returned = returned;
    this.#offer(this);
  }

  override withResponse(): Promise<{ data: T; response: ResponseInfo }> {
    return this.#offer(super.withResponse());
  }

  override ifChanged(
    etag: string,
  ): Promise<
    { changed: true; data: T; response: ResponseInfo } | { changed: false; response: ResponseInfo }
  > {
    return this.#offer(super.ifChanged(etag));
  }

  pages(): AsyncGenerator<T, void, undefined> {
    throw this.#onePage();
  }

  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    throw this.#onePage();
  }

  #onePage(): GoogleApiError {
    return argumentError(
      `${this.#part.call.id}: in a batch a list gives its first page; the client's own list goes on from its token`,
    );
  }

  #offer<P extends Promise<unknown>>(promise: P): P {
    silence(promise);
    this.#returned(promise);
    return promise;
  }
}

plainToAwait(BatchCall);

/** The batch tells of every failure; none of them is also an unhandled rejection. */
export function silence(promise: Promise<unknown>): void {
  promise.catch(() => {});
}
