// Loaded by `import()`, with the first answer that is read as it arrives.
import { AnswerHeaders, AttemptFailure } from "./answer.js";
import { dispatchTo } from "./dispatch.js";
import type { Controller } from "./exchange.js";
import { onAbort } from "./abort.js";
import type { DispatcherLike } from "./structural.js";
import type { HttpRequest, HttpResponse } from "./transport.js";

/** Sends one request; its answer is read as it arrives. */
export function sendStreamed(
  dispatcher: DispatcherLike,
  request: HttpRequest,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    // It may have ended while this was loaded; a signal does not say so twice.
    if (request.signal?.aborted) {
      reject(new AttemptFailure(false, "aborted"));
      return;
    }
    const url = new URL(request.url);
    const answer = new StreamedAnswer(request, resolve, reject);
    const { method, headers, body } = request;
    const path = url.pathname + url.search;
    dispatchTo(dispatcher, url.origin, { path, method, headers, body }, answer);
  });
}

/** So many bytes may wait to be read; from the half of them on, more are taken. */
const maxUnread = 256 * 1024;

interface StreamController extends Controller {
  pause(): void;
  resume(): void;
}

/** The handler of one request whose body is read as it arrives. */
class StreamedAnswer {
  readonly #resolve: (response: HttpResponse) => void;
  readonly #reject: (failure: AttemptFailure) => void;
  readonly #unlink: () => void;
  #controller: StreamController | null = null;
  #failure: AttemptFailure | null = null;
  #chunks: Uint8Array[] = [];
  #unread = 0;
  #paused = false;
  #ended = false;
  #wake: (() => void) | null = null;

  constructor(
    request: HttpRequest,
    resolve: (response: HttpResponse) => void,
    reject: (failure: AttemptFailure) => void,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    const { signal } = request;
    this.#unlink = signal ? onAbort(signal, () => this.#stop()) : () => {};
  }

  onRequestStart(controller: StreamController): void {
    if (this.#ended) throw new Error("the call has ended");
    this.#controller = controller;
  }

  onResponseStart(
    controller: StreamController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // For a dispatcher of the caller's that does not tell the start.
    this.#controller ??= controller;
    if (status < 200) return;
    this.#resolve({ status, headers: new AnswerHeaders(headers), body: this.#body() });
  }

  onResponseData(controller: StreamController, chunk: Uint8Array): void {
    // undici reports an empty chunk on every resume; pausing for it would go round for ever.
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#unread += chunk.length;
    // A small answer that nobody reads ends all the same, and gives its connection back.
    if (this.#unread > maxUnread && !this.#paused) {
      this.#paused = true;
      controller.pause();
    }
    this.#wake?.();
  }

  #resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#controller?.resume();
  }

  onResponseEnd(): void {
    this.#finish(null);
  }

  onResponseError(_controller: unknown, error: unknown): void {
    this.#finish(new AttemptFailure(this.#controller !== null, "network", error));
  }

  #stop(): void {
    this.#finish(new AttemptFailure(this.#controller !== null, "aborted"));
    this.#controller?.abort(new Error("the call has ended"));
  }

  #finish(failure: AttemptFailure | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#unlink();
    if (failure !== null) this.#reject(failure);
    this.#wake?.();
  }

  async *#body(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk !== undefined) {
          this.#unread -= chunk.length;
          if (this.#unread < maxUnread / 2) this.#resume();
          yield chunk;
        } else if (this.#failure !== null) {
          throw this.#failure;
        } else if (this.#ended) {
          return;
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
            this.#resume();
          });
        }
      }
    } finally {
      if (!this.#ended) this.#stop();
    }
  }
}
