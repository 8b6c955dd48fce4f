import type { BatchResults } from "./batch.js";
import { batchResults, checkBatchOptions, collectBatch } from "./batch-collector.js";
import type { BatchPart } from "./batch-part.js";
import { standardDeadlineMs } from "./call-limit.js";
import { CallPromise, type StartCall } from "./call-promise.js";
import { CallsInFlight } from "./calls-in-flight.js";
import type {
  ApiPromise,
  PagePromise,
  RequestOptions,
  StreamPromise,
  WaitOptions,
} from "./call.js";
import type { ClientCaller, FreeRequest } from "./client-caller.js";
import type { ApiDescriptor, MethodDescriptor } from "./descriptor.js";
import { DirectSender, type ClientSender } from "./direct-sender.js";
import { DoorSender } from "./door-sender.js";
import { argumentError } from "./error.js";
import {
  readClientOptions,
  readRequestOptions,
  type CallSettings,
  type ClientOptions,
  type ClientSettings,
} from "./options.js";
import type { Pace } from "./pace.js";
import { PageCallPromise } from "./page-promise.js";
import { nextPageParams, pageTokenOf } from "./paging.js";
import type { Answer } from "./read-answer.js";
import { buildFreeRequest, buildRequest, type ApiRequest } from "./request.js";
import { readRoot } from "./root.js";
import { RequestHeaders } from "./request-headers.js";
import { RetryBudget } from "./retry.js";
import { sendCall, type SendContext } from "./send-call.js";
import { StreamCallPromise } from "./stream-promise.js";

/** Sends the calls of one client over HTTP. */
export class HttpCaller implements ClientCaller {
  readonly #context: SendContext;
  readonly #defaults: CallSettings;
  readonly #batchPath: string | null;
  readonly #sender: ClientSender;
  readonly #calls = new CallsInFlight();
  #closing: Promise<void> | null = null;

  constructor(api: ApiDescriptor, options: ClientOptions<string> | undefined) {
    const settings = readClientOptions(options);
    const root = readRoot(api, options ?? {});
    this.#defaults = settings.calls;
    this.#batchPath = api.batchPath ?? null;
    this.#sender = openSender(root.origin, settings);
    this.#context = {
      root,
      sender: this.#sender,
      calls: this.#calls,
      credentials: settings.credentials,
      budget: new RetryBudget(settings.budget),
      pace: settings.perSecond === null ? null : openPace(settings.perSecond),
      headers: new RequestHeaders(api, settings.userAgent, settings.quotaProject),
      authOptional: settings.transport !== null,
    };
  }

  send<T>(
    method: MethodDescriptor,
    params: object | undefined,
    options: RequestOptions | undefined,
  ): ApiPromise<T> {
    return new CallPromise<T>(
      this.#prepare(method.id, options, (settings) =>
        buildRequest(method, params, settings.quotaUser),
      ),
    );
  }

  sendPaged<Page, Item>(
    method: MethodDescriptor,
    params: object | undefined,
    options: RequestOptions | undefined,
  ): PagePromise<Page, Item> {
    const { paging } = method;
    if (paging === undefined) throw new TypeError(`${method.id} is not paged`);
    let first: ApiRequest | null = null;
    const start = this.#prepare(method.id, options, (settings) => {
      first = buildRequest(method, params, settings.quotaUser);
      return first;
    });
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
      this.#prepare(method.id, options, (settings) =>
        buildRequest(method, params, settings.quotaUser),
      ),
    );
  }

  async waitUntilDone<Operation extends object>(
    method: MethodDescriptor,
    operation: Operation,
    options: WaitOptions | undefined,
  ): Promise<Operation> {
    const { waitUntilDone } = await import("./wait-until-done.js");
    const poll = {
      method,
      rootPath: this.#context.root.path,
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
    const path = this.#batchPath;
    if (path === null) throw argumentError("batch: the API takes no batches");
    if (this.#closing !== null) throw argumentError("batch: the client is closed");
    checkBatchOptions(options);
    const settings = readRequestOptions(options, this.#defaults, "batch");
    const { parts, returned } = collectBatch(Client, build, settings);
    if (parts.length > 0) await this.#runBatch(path, parts, settings);
    return batchResults<Calls>(returned);
  }

  /** Sends what no method describes. */
  request<T>(request: FreeRequest, options: RequestOptions | undefined): ApiPromise<T> {
    return new CallPromise<T>(
      this.#prepare("request", options, (settings) =>
        buildFreeRequest(request, settings.quotaUser),
      ),
    );
  }

  /** Waits for the calls in flight, then closes the connections. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#calls.finish();
    await Promise.all([this.#sender.close(), this.#context.credentials?.close()]);
  }

  /**
   * Encodes the call at once, so that what its caller changes afterwards does not count; what is wrong with it
   * is the promise's rejection.
   */
  #prepare(
    id: string,
    options: RequestOptions | undefined,
    build: (settings: CallSettings) => ApiRequest,
  ): StartCall {
    let settings: CallSettings;
    let request: ApiRequest;
    try {
      if (this.#closing !== null) throw argumentError(`${id}: the client is closed`);
      settings = readRequestOptions(options, this.#defaults, id);
      request = build(settings);
      if (settings.range !== null && request.media === null) {
        throw argumentError(`${id}: range is for downloads`);
      }
    } catch (error) {
      return () => Promise.reject(error);
    }
    this.#calls.start();
    return (etag) => this.#run(request, settings, etag);
  }

  async #runBatch(
    path: string,
    parts: readonly BatchPart[],
    settings: CallSettings,
  ): Promise<void> {
    this.#calls.start();
    try {
      const { sendBatch } = await import("./send-batch.js");
      await sendBatch(this.#context, path, parts, settings);
    } catch (error) {
      for (const part of parts) part.fail(error);
      throw error;
    } finally {
      this.#calls.end();
    }
  }

  async #run(request: ApiRequest, settings: CallSettings, etag: string | null): Promise<Answer> {
    try {
      if (request.media === null) return await sendCall(this.#context, request, settings, etag);
      const { sendMedia } = await import("./media/send-media.js");
      const { transport } = this.#sender;
      return await sendMedia({ ...this.#context, transport }, request, settings, etag);
    } finally {
      this.#calls.end();
    }
  }
}

/** Waits for turns; how they are given is loaded with the first. */
function openPace(perSecond: number): NonNullable<SendContext["pace"]> {
  let pace: Promise<Pace> | null = null;
  return async (limit, calls) => {
    pace ??= import("./pace.js").then(({ Pace }) => new Pace(perSecond));
    return (await pace).turn(limit, calls);
  };
}

function openSender(origin: string, settings: ClientSettings): ClientSender {
  const { transport, dispatcher, interceptors, connections } = settings;
  if (transport !== null) return new DoorSender(origin, transport, interceptors, null);
  const direct = new DirectSender(origin, dispatcher, connections);
  if (interceptors.length === 0) return direct;
  return new DoorSender(origin, direct.transport, interceptors, direct);
}
