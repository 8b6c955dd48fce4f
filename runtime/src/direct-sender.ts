import { AttemptFailure, type RawAnswer } from "./answer.js";
import { dispatchTo } from "./dispatch.js";
import { Exchange } from "./exchange.js";
import { Stopped, type CallLimit } from "./call-limit.js";
import { counting } from "./requests-sent.js";
import type { DispatcherLike } from "./structural.js";
import type { HttpCall, HttpRequest, Transport } from "./transport.js";

/** One request as it is sent. */
export interface WireRequest {
  readonly method: string;
  /** From the root of the host, with the query. */
  readonly path: string;
  /** Name, value, name, value … */
  readonly headers: readonly string[];
  readonly body: string | null;
  readonly call: HttpCall | null;
  /** The calls of a batch. */
  readonly parts?: readonly HttpRequest[] | null;
}

/** Sends one attempt; rejects with {@link AttemptFailure}, never with anything else. */
export interface AttemptSender {
  send(request: WireRequest, limit: CallLimit): Promise<RawAnswer>;
  /** True if the body of its requests has been read and cannot be read again. */
  readonly spent?: boolean;
}

/** Sends the calls of a client. */
export interface ClientSender extends AttemptSender {
  /** The same way for requests and answers that stream. */
  readonly transport: Transport;
  close(): Promise<void>;
}

/** Sends through undici, without anything between. */
export class DirectSender implements ClientSender {
  readonly transport: Transport = counting(async (request) => {
    const loading = Promise.all([import("./base-transport.js"), this.#connections()]);
    const [{ sendStreamed }, opened] = await loading.catch((cause: unknown) => {
      throw new AttemptFailure(false, "network", cause);
    });
    return sendStreamed(opened, request);
  });
  readonly #origin: string;
  readonly #open: () => Promise<DispatcherLike>;
  readonly #owned: boolean;
  #dispatcher: DispatcherLike | null;

  /** @param dispatcher the caller's own, which stays open; or `null` for connections of ours */
  constructor(origin: string, dispatcher: DispatcherLike | null, connections: number) {
    this.#origin = origin;
    this.#dispatcher = dispatcher;
    this.#owned = dispatcher === null;
    this.#open = async () => (await import("#connections")).openConnections(origin, connections);
  }

  send(request: WireRequest, limit: CallLimit): Promise<RawAnswer> {
    if (this.#dispatcher !== null) return dispatch(this.#dispatcher, this.#origin, request, limit);
    return this.#opened(limit).then((opened) => dispatch(opened, this.#origin, request, limit));
  }

  /** The connections; in browsers their code comes over the network. */
  async #opened(limit: CallLimit): Promise<DispatcherLike> {
    try {
      return await limit.wait(this.#connections());
    } catch (error) {
      throw error instanceof Stopped
        ? new AttemptFailure(false, error.reason)
        : new AttemptFailure(false, "network", error);
    }
  }

  /** The connections, opened if they are not yet. */
  async #connections(): Promise<DispatcherLike> {
    if (this.#dispatcher === null) {
      const opened = await this.#open();
      // Several first calls come here at once; one set of connections is enough.
      this.#dispatcher ??= opened;
    }
    return this.#dispatcher;
  }

  async close(): Promise<void> {
    const dispatcher = this.#dispatcher;
    if (!this.#owned || dispatcher === null) return;
    // No call is in flight: what is still queued belongs to calls that have ended.
    if ("destroy" in dispatcher && typeof dispatcher.destroy === "function") {
      await dispatcher.destroy();
    }
  }
}

function dispatch(
  dispatcher: DispatcherLike,
  origin: string,
  request: WireRequest,
  limit: CallLimit,
): Promise<RawAnswer> {
  return new Promise((resolve, reject: (failure: AttemptFailure) => void) => {
    const now = performance.now();
    // It may have ended while undici was loaded; a signal does not say so twice.
    const ended = limit.stopped(now);
    if (ended !== null) {
      reject(new AttemptFailure(false, ended));
      return;
    }
    dispatchTo(dispatcher, origin, request, new Exchange(limit, now, resolve, reject));
  });
}
