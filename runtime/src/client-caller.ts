import type { BatchResults } from "./batch.js";
import type { ApiPromise, Caller, RequestOptions } from "./call.js";

/** A request to {@link ApiClient.request}. */
export interface FreeRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: object | undefined;
  readonly body?: unknown;
}

/** What a client sends through: HTTP, or a batch that is being built. */
export interface ClientCaller extends Caller {
  /** Sends what no method describes. */
  request<T>(request: FreeRequest, options: RequestOptions | undefined): ApiPromise<T>;
  /** Sends the calls that `build` makes on a client of the class `Client`, as one request. */
  sendBatch<Collector, const Calls extends readonly unknown[]>(
    Client: new (options?: never) => Collector,
    build: (collector: Collector) => Calls,
    options: RequestOptions | undefined,
  ): Promise<BatchResults<Calls>>;
  /** Waits for the calls in flight, then closes the connections. */
  close(): Promise<void>;
}
