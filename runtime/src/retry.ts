import type { RetrySettings } from "./retry-options.js";

/**
 * How an attempt ended, as far as it matters for another one. `"final"`: by an answer or a failure that the
 * same request would meet again, or that must not be guessed about.
 */
export type AttemptEnd = "not_sent" | "rate_limited" | "cut" | "server_error" | "final";

/**
 * After which ends a call is sent again: `repeatable` if it may be executed twice (GET, HEAD, PUT, DELETE, and
 * what its caller says is idempotent), `once` if not (POST, PATCH). Whether anything was sent is known from
 * the socket, never guessed from an error's code.
 */
export const retryTable: Readonly<
  Record<AttemptEnd, { readonly repeatable: boolean; readonly once: boolean }>
> = {
  // No byte reached a connection: no address, refused, handshake cut, no free connection in time.
  not_sent: { repeatable: true, once: true },
  // Refused before execution: 429, and 403 for rateLimitExceeded or userRateLimitExceeded.
  rate_limited: { repeatable: true, once: true },
  // Sent, but no whole answer: reset, closed, silent for too long.
  cut: { repeatable: true, once: false },
  // 408, 500, 502, 503, 504.
  server_error: { repeatable: true, once: false },
  // 3xx, other 4xx, 501, 505, a refused certificate, a 2xx without the expected data.
  final: { repeatable: false, once: false },
};

/** Whether another attempt may follow at all: by the table, and by what the caller wants. */
export function mayFollow(end: AttemptEnd, repeatable: boolean, retry: RetrySettings): boolean {
  if (end === "rate_limited" && !retry.rateLimited) return false;
  return retryTable[end][repeatable ? "repeatable" : "once"];
}

/** Who is asked to wait longer gives up at once: whoever called knows better what to do until then. */
export const maxRetryAfterMs = 60_000;

/**
 * How long to wait before retry number `retry` (from 1): half of the delay is random, so that those who failed
 * together do not come back together. What the server asked for is the least.
 */
export function retryDelayMs(
  { minDelayMs, maxDelayMs }: RetrySettings,
  retry: number,
  retryAfterMs: number | null = null,
  random: () => number = Math.random,
): number {
  const half = Math.min(maxDelayMs, minDelayMs * 2 ** Math.min(retry - 1, 50)) / 2;
  return Math.max(half, retryAfterMs ?? 0) + random() * half;
}

const retryCost = 5;
const successGain = 1;

/**
 * How much a client may retry: a bucket that retries empty and successes fill. When a server is down for all
 * calls, retries would only add to its load.
 */
export class RetryBudget {
  readonly #size: number;
  #left: number;

  constructor(size = 100) {
    this.#size = size;
    this.#left = size;
  }

  /** Pays for a retry; false if there is too little left. */
  spend(): boolean {
    if (this.#left < retryCost) return false;
    this.#left -= retryCost;
    return true;
  }

  /** Counts a success. */
  earn(): void {
    if (this.#left < this.#size) this.#left = Math.min(this.#size, this.#left + successGain);
  }
}
