import type { BatchResults } from "./batch.js";
import { batchResults, checkBatchOptions, collectBatch } from "./batch-collector.js";
import type { BatchPart } from "./batch-part.js";
import { standardDeadlineMs } from "./call-limit.js";
import { CallPromise, type CallState, type StartCall } from "./call-promise.js";
import { CallsInFlight } from "./calls-in-flight.js";
import type {
  ApiPromise,
  PagePromise,
  RequestOptions,
  StreamPromise,
  WaitOptions,
} from "./call.js";
import type { ClientCaller, FreeRequest } from "./client-caller.js";
import type { ClientParts, ClientSending } from "./client-sending.js";
import type { ApiDescriptor, MethodDescriptor } from "./descriptor.js";
import { argumentError, GoogleApiError, withMethod } from "./error.js";
import { loadCode } from "./load-code.js";
import {
  readClientOptions,
  readRequestOptions,
  type CallSettings,
  type ClientOptions,
} from "./options.js";
import { PageCallPromise } from "./page-promise.js";
import { nextPageParams, pageTokenOf } from "./paging.js";
import { readRoot } from "./root.js";
import { StreamCallPromise } from "./stream-promise.js";
import { writtenCall, writtenRequest, type WrittenCall } from "./written-call.js";

/** Sends the calls of one client over HTTP. */
export class HttpCaller implements ClientCaller {
  readonly #parts: ClientParts;
  readonly #defaults: CallSettings;
  readonly #calls = new CallsInFlight();
  #sending: ClientSending | null = null;
  #closing: Promise<void> | null = null;

  constructor(api: ApiDescriptor, options: ClientOptions<string> | undefined) {
    const settings = readClientOptions(options);
    const root = readRoot(api, options ?? {});
    this.#parts = { api, root, settings, calls: this.#calls };
    this.#defaults = settings.calls;
  }

  send<T>(
    method: MethodDescriptor,
    params: object | undefined,
    options: RequestOptions | undefined,
  ): ApiPromise<T> {
    return new CallPromise<T>(this.#prepare(method.id, options, () => writtenCall(method, params)));
  }

  sendPaged<Page, Item>(
    method: MethodDescriptor,
    params: object | undefined,
    options: RequestOptions | undefined,
  ): PagePromise<Page, Item> {
    const { paging } = method;
    if (paging === undefined) throw new TypeError(`${method.id} is not paged`);
    let first: WrittenCall | null = null;
    const start = this.#prepare(method.id, options, () => (first = writtenCall(method, params)));
    return new PageCallPromise<Page, Item>(start, {
      id: method.id,
      paging,
      firstToken: pageTokenOf(params, paging),
      signal: options?.signal ?? null,
      next: async (token) => {
        if (first === null) throw new TypeError("no page before the first");
        return this.send<Page>(method, nextPageParams(first, paging, token), options);
      },
    });
  }

  sendStream<Item>(
    method: MethodDescriptor,
    params: object | undefined,
    options: RequestOptions | undefined,
  ): StreamPromise<Item> {
    return new StreamCallPromise<Item>(
      method.id,
      this.#prepare(method.id, options, () => writtenCall(method, params)),
    );
  }

  async waitUntilDone<Operation extends object>(
    method: MethodDescriptor,
    operation: Operation,
    options: WaitOptions | undefined,
  ): Promise<Operation> {
    const { signal, deadlineMs } = options ?? {};
    const settings = readRequestOptions({ signal, deadlineMs }, this.#defaults, method.id);
    const loading = import("./wait-until-done.js");
    const [{ waitUntilDone }] = await loadCode(loading, settings, method.id).catch(
      (error: GoogleApiError) => {
        const { message, cause } = error;
        throw new GoogleApiError({ ...error, message, cause, operation });
      },
    );
    const poll = {
      method,
      rootPath: this.#parts.root.path,
      deadlineMs: this.#defaults.deadlineMs ?? standardDeadlineMs,
      send: (params: object, each: RequestOptions) => this.send<object>(method, params, each),
    };
    // What a poll answers is of the type of what it was asked for: that makes it the method that polls.
    return (await waitUntilDone(poll, operation, options)) as Operation;
  }

  async sendBatch<Collector, const Calls extends readonly unknown[]>(
    Client: new (options?: never) => Collector,
    build: (collector: Collector) => Calls,
    options: RequestOptions | undefined,
  ): Promise<BatchResults<Calls>> {
    const path = this.#parts.api.batchPath;
    if (path === undefined) throw argumentError("batch: the API takes no batches");
    if (this.#closing !== null) throw argumentError("batch: the client is closed");
    checkBatchOptions(options);
    const settings = readRequestOptions(options, this.#defaults, "batch");
    const { parts, returned } = collectBatch(Client, build, settings);
    if (parts.length > 0) await this.#runBatch(path, parts, settings);
    return batchResults<Calls>(returned);
  }

  /** Sends what no method describes. */
  request<T>(request: FreeRequest, options: RequestOptions | undefined): ApiPromise<T> {
    return new CallPromise<T>(this.#prepare("request", options, () => writtenRequest(request)));
  }

  /** Waits for the calls in flight, then closes the connections. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#calls.finish();
    await this.#sending?.close();
  }

  /**
   * Copies the call at once, so that what its caller changes afterwards does not count; what is wrong with it
   * is the promise's rejection.
   */
  #prepare(id: string, options: RequestOptions | undefined, write: () => WrittenCall): StartCall {
    let settings: CallSettings;
    let call: WrittenCall;
    try {
      if (this.#closing !== null) throw argumentError(`${id}: the client is closed`);
      settings = readRequestOptions(options, this.#defaults, id);
      call = write();
    } catch (error) {
      return () => Promise.reject(error);
    }
    this.#calls.start();
    return (state) => this.#run(call, settings, state);
  }

  async #runBatch(
    path: string,
    parts: readonly BatchPart[],
    settings: CallSettings,
  ): Promise<void> {
    this.#calls.start();
    try {
      const send = await this.#opened("batch", settings)
        .then(({ sending, left }) => sending.openBatch(left))
        .catch((error: GoogleApiError) => {
          for (const part of parts) part.fail(withMethod(error, part.call.id));
        });
      await send?.(path, parts);
    } catch (error) {
      for (const part of parts) part.fail(error);
      throw error;
    } finally {
      this.#calls.end();
    }
  }

  async #run(call: WrittenCall, settings: CallSettings, state: CallState): Promise<unknown> {
    try {
      const { sending, left } =
        this.#sending === null
          ? await this.#opened(call.id, settings)
          : { sending: this.#sending, left: settings };
      const { data, response } = await sending.send(call, left, state.etag);
      state.response = response;
      return data;
    } finally {
      this.#calls.end();
    }
  }

  #usesConnections(): boolean {
    const { transport, dispatcher } = this.#parts.settings;
    return transport === null && dispatcher === null;
  }

  /** Loads what sends, unless that is done; gives the settings with what is left of the deadline. */
  async #opened(
    id: string,
    settings: CallSettings,
  ): Promise<{ readonly sending: ClientSending; readonly left: CallSettings }> {
    const loading = import("./client-sending.js").then(
      // Several first calls come here at once.
      ({ ClientSending }) => (this.#sending ??= new ClientSending(this.#parts)),
    );
    // It will need this next; why it cannot be had is told there.
    if (this.#usesConnections()) import("#connections").catch(() => {});
    const [sending, left] = await loadCode(loading, settings, id);
    return { sending, left };
  }
}
