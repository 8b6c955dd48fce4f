import type { BatchResult, BatchResults } from "./batch.js";
import { BatchCall, BatchPart, silence } from "./batch-part.js";
import { CallPromise } from "./call-promise.js";
import type { ApiPromise, PagePromise, RequestOptions, StreamPromise } from "./call.js";
import type { ClientCaller } from "./client-caller.js";
import type { MethodDescriptor } from "./descriptor.js";
import { argumentError, type GoogleApiError } from "./error.js";
import { readRequestOptions, type CallSettings } from "./options.js";
import { writtenCall } from "./written-call.js";

const maxCalls = 1_000;

/** The calls of a batch, and the promises that `build` returned for them. */
export interface CollectedBatch {
  readonly parts: readonly BatchPart[];
  readonly returned: readonly unknown[];
}

/** Takes the calls of one batch instead of sending them. */
export class BatchCollector implements ClientCaller {
  readonly #settings: CallSettings;
  readonly #calls = new Map<unknown, BatchPart>();
  readonly #parts: BatchPart[] = [];
  #ended = false;

  constructor(settings: CallSettings) {
    // Signal and time limits are the batch's; its headers stand outside of the parts and hold for them too.
    this.#settings = { ...settings, signal: null, headers: null };
  }

  send<T>(
    method: MethodDescriptor,
    params: object | undefined,
    options: RequestOptions | undefined,
  ): ApiPromise<T> {
    return this.#add<T, never>(method, params, options);
  }

  sendPaged<Page, Item>(
    method: MethodDescriptor,
    params: object | undefined,
    options: RequestOptions | undefined,
  ): PagePromise<Page, Item> {
    return this.#add<Page, Item>(method, params, options);
  }

  sendStream<Item>({ id }: MethodDescriptor): StreamPromise<Item> {
    throw refusal(`${id} gives a stream`);
  }

  waitUntilDone<Operation extends object>({ id }: MethodDescriptor): Promise<Operation> {
    throw refusal(`waiting by ${id} takes many requests`);
  }

  request<T>(): ApiPromise<T> {
    throw refusal("request() has no method of the client");
  }

  sendBatch<Calls extends readonly unknown[]>(): Promise<BatchResults<Calls>> {
    throw refusal("a batch is no call");
  }

  close(): Promise<void> {
    throw refusal("close() is no call");
  }

  /** Takes what `build` returned; from then on there are no further calls. */
  end(returned: unknown): CollectedBatch {
    this.#ended = true;
    if (!Array.isArray(returned)) {
      throw argumentError(
        "batch: build must return an array of the calls it makes, and at once: it is not asynchronous",
      );
    }
    const found = new Set(returned.map((value, index) => this.#partOf(value, index)));
    const lost = this.#parts.find((part) => !found.has(part));
    if (lost !== undefined) {
      throw argumentError(
        `batch: build makes a call of ${lost.call.id} that it does not return, so its result would be lost`,
      );
    }
    return { parts: this.#parts, returned };
  }

  /** Ends all calls with `error`, those that were already returned too. */
  fail(error: unknown): void {
    this.#ended = true;
    for (const part of this.#parts) part.fail(error);
  }

  #add<T, Item>(
    method: MethodDescriptor,
    params: object | undefined,
    options: RequestOptions | undefined,
  ): BatchCall<T, Item> {
    const { id } = method;
    if (this.#ended) throw argumentError(`${id}: the batch takes no more calls`);
    checkOptions(options, batchOnly, id);
    const settings = readRequestOptions(options, this.#settings, id);
    const call = writtenCall(method, params);
    if (this.#parts.length === maxCalls) {
      throw argumentError("batch: more than 1,000 calls; send them in several batches");
    }
    const part = new BatchPart(call, settings);
    this.#parts.push(part);
    return new BatchCall<T, Item>(part, (promise) => this.#calls.set(promise, part));
  }

  #partOf(value: unknown, index: number): BatchPart {
    const part = this.#calls.get(value);
    if (part !== undefined) return part;
    const foreign =
      value instanceof CallPromise ? "a call of another client" : "no call of its own";
    if (value instanceof Promise) silence(value);
    throw argumentError(
      `batch: element ${index} of what build returns is ${foreign}; it takes calls of the client it is given, as they are`,
    );
  }
}

/**
 * Calls `build` and gives what it made.
 * @throws what `build` throws, or an argument error; then all its calls have ended with it
 */
export function collectBatch<Collector>(
  Client: new (options?: never) => Collector,
  build: (collector: Collector) => unknown,
  settings: CallSettings,
): CollectedBatch {
  if (typeof build !== "function") throw argumentError("batch: build must be a function");
  const collector = new BatchCollector(settings);
  let returned: unknown;
  try {
    // The client's constructor knows a collector from options.
    returned = build(new Client(collector as never));
    return collector.end(returned);
  } catch (error) {
    collector.fail(error);
    if (returned instanceof Promise) silence(returned);
    throw error;
  }
}

/** The results of a batch whose calls have all ended. */
export async function batchResults<Calls extends readonly unknown[]>(
  returned: readonly unknown[],
): Promise<BatchResults<Calls>> {
  const results: readonly BatchResult<unknown>[] = await Promise.allSettled(returned);
  return results as BatchResults<Calls>;
}

const batchOnly = ["signal", "deadlineMs", "attemptTimeoutMs", "retry", "idempotent"];
const callOnly = ["ifMatch", "idempotent"];

/** Refuses options of the batch that belong to its calls, or that would send it again. */
export function checkBatchOptions(options: RequestOptions | undefined): void {
  checkOptions(options, callOnly, "batch");
}

function checkOptions(
  options: RequestOptions | undefined,
  refused: readonly string[],
  what: string,
): void {
  for (const [name, value] of Object.entries(options ?? {})) {
    if (value === undefined || !refused.includes(name)) continue;
    throw argumentError(
      what === "batch"
        ? `batch: it takes no ${name}, which is for single calls`
        : `${what}: a call of a batch takes no ${name}: its own options are headers, quotaUser and ifMatch`,
    );
  }
}

/** Something else than a call that can stand in a batch. */
export function refusal(why: string): GoogleApiError {
  return argumentError(`batch: ${why}, and cannot be part of a batch`);
}
