import type { RawAnswer } from "../answer.js";
import type { CallLimit } from "../call-limit.js";
import type { CallsInFlight } from "../calls-in-flight.js";
import type { AttemptSender, WireRequest } from "../direct-sender.js";
import { httpRequest, readAll } from "../door-sender.js";
import { GoogleApiError } from "../error.js";
import type { HeadersLike } from "../structural.js";
import type { Transport } from "../transport.js";
import { MediaExchange } from "./media-exchange.js";

/** The body of a request that is media. */
export interface Content {
  /** How many bytes, or `null` if that is not known. */
  readonly size: number | null;
  /** True if it was read and cannot be read again. */
  readonly spent: boolean;
  /** All of them, if they are in memory and few; a transport finds that easier than a stream. */
  readonly whole?: Uint8Array;
  /** The bytes from the start; what is wrong with them is thrown as a GoogleApiError. */
  open(): AsyncIterable<Uint8Array>;
}

/** What a request of media has beside what every request of the call has. */
export interface MediaParts {
  readonly method?: string;
  /** From the root of the host, with the query. */
  readonly path?: string;
  /** Names in lower case; they replace the call's. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly content?: Content;
}

/** An answer whose body is read as it arrives. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: HeadersLike;
  /**
   * Nobody reads for now: the client may be closed all the same, and then gives the answer up. Returns what
   * says that somebody reads.
   */
  pause(): () => void;
  /** To be called once. Leaving the loop closes the connection. Rejects with AttemptFailure. */
  bytes(): AsyncGenerator<Uint8Array, void, undefined>;
  /** Gives up the answer, read or not. */
  close(failure?: unknown): void;
}

/** Sends requests whose bodies stream, through the client's own transport. */
export class MediaConnection {
  readonly #transport: Transport;
  readonly #origin: string;
  readonly calls: CallsInFlight;
  /** How many requests were sent. */
  requests = 0;

  constructor(transport: Transport, origin: string, calls: CallsInFlight) {
    this.#transport = transport;
    this.#origin = origin;
    this.calls = calls;
  }

  /** Sends one request; resolves when the headers of its answer are there. */
  async open(wire: WireRequest, limit: CallLimit, parts: MediaParts): Promise<OpenAnswer> {
    this.requests++;
    this.calls.start();
    let resume = (): void => {};
    const exchange = new MediaExchange(limit, () => {
      resume();
      this.calls.end();
    });
    const request = httpRequest(this.#origin, {
      ...wire,
      method: parts.method ?? wire.method,
      path: parts.path ?? wire.path,
    });
    const { content = null } = parts;
    const headers = { ...request.headers, ...parts.headers };
    if (content !== null && content.size !== null) headers["content-length"] = `${content.size}`;
    const whole = content?.whole ?? request.body;
    const stream = content === null || content.whole !== undefined ? null : content.open();
    const sent = { ...request, headers, body: whole };
    const response = await exchange.open(this.#transport, sent, stream);
    return {
      status: response.status,
      headers: response.headers,
      pause: () => {
        resume = this.calls.unread(() => exchange.end(unreadError()));
        return resume;
      },
      bytes: () => exchange.incoming(response),
      close: (failure) => exchange.end(failure),
    };
  }

  /** Sends one request and reads its answer whole, as far as answers are read. */
  async send(wire: WireRequest, limit: CallLimit, parts: MediaParts): Promise<RawAnswer> {
    return readOpen(await this.open(wire, limit, parts));
  }
}

/** Reads an answer to its end, or to the limit of what is read of an answer. */
export function readOpen(answer: OpenAnswer): Promise<RawAnswer> {
  return readAll({ ...answer, body: answer.bytes() }, () => false);
}

/** Sends the attempts of a call that takes or gives media. */
export class MediaSender implements AttemptSender {
  readonly #connection: MediaConnection;
  readonly #parts: MediaParts;
  readonly #deliver: ((answer: OpenAnswer) => unknown) | null;

  /** @param deliver makes the call's data of a successful answer; `null`: the answer is read as JSON */
  constructor(
    connection: MediaConnection,
    parts: MediaParts,
    deliver: ((answer: OpenAnswer) => unknown) | null,
  ) {
    this.#connection = connection;
    this.#parts = parts;
    this.#deliver = deliver;
  }

  get spent(): boolean {
    return this.#parts.content?.spent === true;
  }

  async send(wire: WireRequest, limit: CallLimit): Promise<RawAnswer> {
    const answer = await this.#connection.open(wire, limit, this.#parts);
    const { status, headers } = answer;
    if (this.#deliver === null || status < 200 || status >= 300) return readOpen(answer);
    try {
      const delivered: unknown = await this.#deliver(answer);
      return { status, headers, body: new Uint8Array(), cut: false, delivered };
    } catch (error) {
      answer.close();
      throw error;
    }
  }
}

function unreadError(): GoogleApiError {
  const message = "the client was closed before its answer was read";
  return new GoogleApiError({ kind: "argument", message, outcome: "unknown" });
}
