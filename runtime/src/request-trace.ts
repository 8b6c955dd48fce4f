import type { GoogleApiError } from "./error.js";

/**
 * What subscribers of the tracing channel `discogen:request` (`node:diagnostics_channel`) are given: one object
 * for each call (of an upload in pieces and of a download that is resumed, for each of its requests), from `start` to
 * `asyncEnd`. It holds no credential, no header, no parameter and no body.
 */
export interface RequestTrace {
  /** The method: `"reseller.customers.get"`; of {@link ApiClient.request}, the verb and the path. */
  readonly id: string;
  readonly httpMethod: string;
  /** The host, with its port if that is not the usual one. */
  readonly host: string;
  /** The HTTP status of the last answer; `null` before it, and if there is none. */
  status: number | null;
  /** How many requests the call took; 0 before the end. */
  attempts: number;
  /** What the call failed with; set before `error` is published. */
  error?: GoogleApiError;
}

/** The part of the channel that is used. */
export interface TracingChannel {
  readonly hasSubscribers: boolean;
  tracePromise(run: () => Promise<void>, trace: RequestTrace): Promise<void>;
}

let channel: TracingChannel | null | undefined;

/** The channel, if somebody listens. */
export function tracingChannel(): TracingChannel | null {
  if (channel === undefined) {
    // Not imported: a bundle for browsers would need it.
    const module = globalThis.process?.getBuiltinModule?.("node:diagnostics_channel");
    channel = (module?.tracingChannel("discogen:request") as TracingChannel | undefined) ?? null;
  }
  return channel?.hasSubscribers === true ? channel : null;
}
