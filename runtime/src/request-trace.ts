import type { GoogleApiError } from "./error.js";
import type { Answer } from "./read-answer.js";

/**
 * What subscribers of the tracing channel `discogen:request` (`node:diagnostics_channel`) are given: one object
 * for each call, from `start` to `asyncEnd`. It holds no credential, no header, no parameter and no body.
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

interface TracingChannel {
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

/** Runs a call under the eyes of the channel's subscribers. */
export async function traceCall(
  tracing: TracingChannel,
  { id, host }: { readonly id: string; readonly host: string },
  httpMethod: string,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const trace: RequestTrace = { id, httpMethod, host, status: null, attempts: 0 };
  const end = ({ status, attempts }: Pick<RequestTrace, "status" | "attempts">): void => {
    Object.assign(trace, { status, attempts });
  };
  let answer: Answer | undefined;
  await tracing.tracePromise(async () => {
    try {
      answer = await run();
      end(answer.response);
    } catch (error) {
      end(error as GoogleApiError);
      throw error;
    }
  }, trace);
  return answer as Answer;
}
