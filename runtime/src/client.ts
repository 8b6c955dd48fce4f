import type { BatchResults } from "./batch.js";
import { BatchCollector } from "./batch-collector.js";
import type { ApiPromise, Caller, RequestOptions } from "./call.js";
import { HttpCaller } from "./caller.js";
import type { ClientCaller } from "./client-caller.js";
import type { ApiDescriptor } from "./descriptor.js";
import type { ClientOptions } from "./options.js";

/** A request that no method of the client describes. */
export interface ApiRequestInit {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";
  /** Below the API's root URL, without a leading slash, percent-encoded: `"apps/reseller/v1/new/thing"`. */
  readonly path: string;
  readonly query?:
    | Readonly<
        Record<
          string,
          | string
          | number
          | boolean
          | bigint
          | readonly (string | number | boolean | bigint)[]
          | undefined
        >
      >
    | undefined;
  /** Sent as JSON; left out: no body. */
  readonly body?: unknown;
}

/** The base of generated clients: one identity, one set of connections, nothing global. */
export class ApiClient implements AsyncDisposable {
  readonly #caller: ClientCaller;

  /** @throws GoogleApiError of kind `"argument"` for wrong options */
  constructor(api: ApiDescriptor, options?: ClientOptions<string>) {
    // A batch collects its calls through a client of the same class.
    this.#caller = options instanceof BatchCollector ? options : new HttpCaller(api, options);
  }

  /** Sends the calls of the client's resources. */
  protected get caller(): Caller {
    return this.#caller;
  }

  /**
   * Sends what the document does not describe, with the credentials, limits and errors of every other call.
   * Resolves to the parsed JSON, or to `undefined` if the answer is empty.
   */
  request<T>(request: ApiRequestInit, options?: RequestOptions): ApiPromise<T> {
    return this.#caller.request<T>(request, options);
  }

  /**
   * Sends the calls that `build` makes as one HTTP request.
   * @param Client the class of the collector that `build` is given
   */
  protected sendBatch<Collector, const Calls extends readonly unknown[]>(
    Client: new (options?: never) => Collector,
    build: (collector: Collector) => Calls,
    options: RequestOptions | undefined,
  ): Promise<BatchResults<Calls>> {
    return this.#caller.sendBatch(Client, build, options);
  }

  /** Waits for the calls in flight, then closes the connections. Later calls fail. */
  close(): Promise<void> {
    return this.#caller.close();
  }

  /** The same as {@link ApiClient.close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
