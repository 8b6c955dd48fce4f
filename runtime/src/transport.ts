import type { AbortSignalLike, HeadersLike } from "./structural.js";

/** What the caller wrote, before it was encoded: a fake finds its handler by it. */
export interface HttpCall {
  /** The method's id: `"reseller.customers.get"`. */
  readonly id: string;
  /** The parameters without the body, as given. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The body as given, or `undefined`. */
  readonly body: unknown;
}

/** One HTTP request, complete. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. Credentials are among them: do not log them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Media that are uploaded are a stream, of `content-length` bytes if that header is there. */
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array> | null;
  /** `null` for {@link ApiClient.request} and for a batch, which name no method. */
  readonly call: HttpCall | null;
  /**
   * The calls of a batch, each as the request it would be alone, or `null`; the headers of the batch hold for
   * them too. A transport that answers calls itself answers a batch by {@link answerBatch}; every other sends
   * `body`, in which they stand.
   */
  readonly parts: readonly HttpRequest[] | null;
  /** Aborts when the call has ended before its answer did: by deadline, by time limit or by its caller. */
  readonly signal?: AbortSignalLike | undefined;
}

/** One HTTP answer; any status is an answer. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HeadersLike;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Sends one request. It must not follow redirects, and must not send a request twice. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

/** Wraps a transport: sees every attempt of every call, and may change request and answer. */
export type Interceptor = (next: Transport) => Transport;
