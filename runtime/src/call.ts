import type { MethodDescriptor } from "./descriptor.js";
import type { RetryOptions } from "./retry-options.js";
import type { AbortSignalLike, HeadersLike } from "./structural.js";

/** A part of a download. */
export interface ByteRange {
  /** The first byte, from 0; below 0, how many bytes from the end: `-500` for the last 500. */
  start: number;
  /** The last byte, itself included, as in HTTP. Left out: all that follow. */
  end?: number | undefined;
}

/** Settings of one call. */
export interface RequestOptions {
  /** Ends the call, all pages of an iteration included. */
  signal?: AbortSignalLike | undefined;
  /**
   * Milliseconds for the whole call: token, attempts and waits. Default 60,000; of a list, for each page.
   * Uploads, downloads and streams have none by default: they end when nothing moves.
   */
  deadlineMs?: number | undefined;
  /**
   * Milliseconds for one attempt. Default 30,000. Of uploads, downloads and streams: for how long nothing may
   * move, neither sent nor read.
   */
  attemptTimeoutMs?: number | undefined;
  /** How a failed attempt is followed by another; `false`: it is not. What is left out is as in the client's. */
  retry?: false | RetryOptions | undefined;
  /**
   * Whether executing the call twice does no harm, so that it may be sent again although it may have reached
   * the server. Default: true for GET, HEAD, PUT and DELETE, and for a method to which a `requestId` is given
   * by which the server knows a request it has had; false for other POST and PATCH.
   */
  idempotent?: boolean | undefined;
  /** Further headers; those that the runtime itself sets are refused. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Whom the call counts for in the API's quota: any text of at most 40 characters. */
  quotaUser?: string | undefined;
  /** Makes a write conditional: sent as `If-Match`. */
  ifMatch?: string | undefined;
  /** Which bytes of a download are wanted. */
  range?: ByteRange | undefined;
}

/** What is known of an answer beside its data. */
export interface ResponseInfo {
  readonly status: number;
  readonly headers: HeadersLike;
  /** How many requests the call took, the answered one included. */
  readonly attempts: number;
}

/** The data of a call, as a promise; {@link ApiPromise.withResponse} adds status and headers. */
export interface ApiPromise<T> extends Promise<T> {
  /** The same call (nothing is sent again) with what came beside its data. */
  withResponse(): Promise<{ data: T; response: ResponseInfo }>;
  /**
   * The same call made conditional on `etag` (`If-None-Match`): say it at once, in the statement that makes
   * the call. Without it a 304 is an error, because there is no data to resolve to.
   */
  ifChanged(
    etag: string,
  ): Promise<
    { changed: true; data: T; response: ResponseInfo } | { changed: false; response: ResponseInfo }
  >;
}

/** A list: one page as a promise, all items by `for await`, page after page by {@link PagePromise.pages}. */
export interface PagePromise<Page, Item> extends ApiPromise<Page>, AsyncIterable<Item> {
  /** The pages, each as it came. */
  pages(): AsyncGenerator<Page, void, undefined>;
}

/** An answer that arrives element by element: all of them as a promise, or one after the other by `for await`. */
export interface StreamPromise<Item> extends ApiPromise<Item[]>, AsyncIterable<Item> {}

/** Settings of `waitUntilDone`. */
export interface WaitOptions {
  /** Ends the wait. The operation itself goes on. */
  signal?: AbortSignalLike | undefined;
  /** Milliseconds for the whole wait. Default 600,000. */
  deadlineMs?: number | undefined;
  /** Milliseconds before the second question; each further wait is 1.5 times as long. Default 1,000. */
  minDelayMs?: number | undefined;
  /** No wait between two questions is longer. Default 30,000. */
  maxDelayMs?: number | undefined;
  /** Settings of each question. */
  request?: RequestOptions | undefined;
  /** Parameters of the poll method that the operation itself does not tell. */
  params?: Readonly<Record<string, string>> | undefined;
  /** Called with every state of the operation that was read. */
  onPoll?: ((operation: object) => void) | undefined;
}

/** What generated code calls: a client, or the collector of a batch. */
export interface Caller {
  /** Sends a method once, in the next microtask. */
  send<T>(
    method: MethodDescriptor,
    params: object | undefined,
    options: RequestOptions | undefined,
  ): ApiPromise<T>;
  /** Sends a paged method: the first page in the next microtask, each further one when it is asked for. */
  sendPaged<Page, Item>(
    method: MethodDescriptor,
    params: object | undefined,
    options: RequestOptions | undefined,
  ): PagePromise<Page, Item>;
  /** Sends a method whose answer arrives element by element. */
  sendStream<Item>(
    method: MethodDescriptor,
    params: object | undefined,
    options: RequestOptions | undefined,
  ): StreamPromise<Item>;
  /**
   * Asks by `poll` for the operation until it has ended, and resolves to its last state.
   * @throws GoogleApiError of kind `"operation"` if it failed
   */
  waitUntilDone<Operation extends object>(
    poll: MethodDescriptor,
    operation: Operation,
    options: WaitOptions | undefined,
  ): Promise<Operation>;
}
