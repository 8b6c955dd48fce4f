import type { ApiPromise, ResponseInfo } from "./call.js";
import { argumentError, GoogleApiError } from "./error.js";

/** What a call and its promise tell each other. */
export interface CallState {
  /** Makes the call conditional; settled when it starts. */
  readonly etag: string | null;
  /** What came beside the data; set by the call, before it resolves. */
  response: ResponseInfo | null;
}

/** Starts a call; resolves to its data. */
export type StartCall = (state: CallState) => Promise<unknown>;

// Node's `queueMicrotask` makes an object of `async_hooks` for each callback; a reaction costs half of it.
const settled = Promise.resolve();

/** One call as a promise. It starts in the next microtask, awaited or not, and once. */
export class CallPromise<T> extends Promise<T> implements ApiPromise<T> {
  readonly #state: { started: boolean; etag: string | null; response: ResponseInfo | null };

  constructor(start: StartCall) {
    const state = { started: false, etag: null, response: null };
    super((resolve, reject) => {
      void settled.then(() => {
        state.started = true;
        // `resolve` and `reject` themselves, not functions around them: only so V8 finds who awaits the call.
        // The method's descriptor says what the data are; `readAnswer` has checked their outer shape.
        (start(state) as Promise<T>).then(resolve, reject);
      });
    });
    this.#state = state;
  }

  withResponse(): Promise<{ data: T; response: ResponseInfo }> {
    return this.then((data) => ({ data, response: this.#response() }));
  }

  ifChanged(
    etag: string,
  ): Promise<
    { changed: true; data: T; response: ResponseInfo } | { changed: false; response: ResponseInfo }
  > {
    if (this.#state.started) {
      return Promise.reject(
        argumentError(
          "ifChanged: the call has started; say it in the statement that makes the call",
        ),
      );
    }
    // The call itself checks the etag, so that its error names the method.
    this.#state.etag = etag;
    return this.then(
      (data) => ({ changed: true, data, response: this.#response() }),
      (error: unknown) => {
        if (error instanceof GoogleApiError && error.status === 304 && error.response !== null) {
          return { changed: false, response: error.response };
        }
        throw error;
      },
    );
  }

  #response(): ResponseInfo {
    const { response } = this.#state;
    if (response === null) throw new TypeError("the call has no answer");
    return response;
  }
}

/**
 * Makes the promises of a class plain ones to the language: what `then` derives of them is no call, and `await`
 * waits for them as they are, where of another class it waits for a copy that comes three microtasks later.
 */
export function plainToAwait(Class: { readonly prototype: Promise<unknown> }): void {
  Object.defineProperty(Class.prototype, "constructor", { value: Promise });
}

plainToAwait(CallPromise);
