import type { ApiPromise, ResponseInfo } from "./call.js";
import { argumentError, GoogleApiError } from "./error.js";
import type { Answer } from "./read-answer.js";

/** Starts a call; `etag` makes it conditional. */
export type StartCall = (etag: string | null) => Promise<Answer>;

interface CallState {
  etag: string | null;
  started: boolean;
  response: ResponseInfo | null;
}

/** One call as a promise. It starts in the next microtask, awaited or not, and once. */
export class CallPromise<T> extends Promise<T> implements ApiPromise<T> {
  // What `then` derives is a plain promise: it is no call.
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  readonly #state: CallState;

  constructor(start: StartCall) {
    const state: CallState = { etag: null, started: false, response: null };
    super((resolve, reject) => {
      queueMicrotask(() => {
        state.started = true;
        // `resolve` and `reject` themselves, not functions around them: only so V8 finds who awaits the call.
        start(state.etag)
          .then((answer) => {
            state.response = answer.response;
            // The method's descriptor says what the answer holds; `readAnswer` has checked its outer shape.
            return answer.data as T;
          })
          .then(resolve, reject);
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
