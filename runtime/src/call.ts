import type { MethodDescriptor } from "./descriptor.js";
import type { AbortSignalLike, HeadersLike } from "./structural.js";

/** Settings of one call. */
export interface RequestOptions {
  /** Ends the call, all pages of an iteration included. */
  signal?: AbortSignalLike | undefined;
  /** Milliseconds for the whole call: token, attempts and waits. Default 60,000; of a list, for each page. */
  deadlineMs?: number | undefined;
  /** Milliseconds for one attempt. Default 30,000. */
  attemptTimeoutMs?: number | undefined;
  /** Further headers; those that the runtime itself sets are refused. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Whom the call counts for in the API's quota: any text of at most 40 characters. */
  quotaUser?: string | undefined;
  /** Makes a write conditional: sent as `If-Match`. */
  ifMatch?: string | undefined;
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

/** What generated code calls: a client, or later the collector of a batch. */
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
}
