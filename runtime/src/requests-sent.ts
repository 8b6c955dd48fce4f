import type { AbortSignalLike } from "./structural.js";
import type { Transport } from "./transport.js";

const counts = new WeakMap<AbortSignalLike, number>();

/** `transport`, which counts what is sent through it for each attempt; an attempt is known by its signal. */
export function counting(transport: Transport): Transport {
  return (request) => {
    const { signal } = request;
    if (signal) counts.set(signal, requestsSent(signal) + 1);
    return transport(request);
  };
}

/**
 * How many requests an attempt has become: an interceptor may send more than one. Then what is known of the
 * last does not hold for the attempt.
 */
export function requestsSent(signal: AbortSignalLike): number {
  return counts.get(signal) ?? 0;
}
