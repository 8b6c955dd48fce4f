/** How a call is sent again after an attempt that failed. */
export interface RetryOptions {
  /** How many requests a call may take, the first included. Default 4. One more may follow a 401. */
  attempts?: number | undefined;
  /**
   * Whether a refusal for too many calls (429; 403 `rateLimitExceeded`, `userRateLimitExceeded`) is sent
   * again, whatever the method: it was not executed. Default true.
   */
  rateLimited?: boolean | undefined;
  /** Milliseconds before the second request; the delay doubles, and up to half of it is left out at random. Default 1,000. */
  minDelayMs?: number | undefined;
  /** No delay is longer, unless the server asks for a longer one (`Retry-After`). Default 32,000. */
  maxDelayMs?: number | undefined;
}

/** {@link RetryOptions} of a client. */
export interface ClientRetryOptions extends RetryOptions {
  /**
   * The retries of all calls together: each costs 5 of these points, each success gives 1 back. Without points
   * a call fails with the kind `"budget"`. Default 100; Infinity for no limit.
   */
  budget?: number | undefined;
}

/** {@link RetryOptions}, complete. */
export interface RetrySettings {
  /** Requests at most, the first included; one more may follow a 401. */
  readonly attempts: number;
  /** Whether refusals for the rate of calls are sent again. */
  readonly rateLimited: boolean;
  /** The delay before the second attempt; it doubles for each further one. */
  readonly minDelayMs: number;
  /** No delay is longer, unless the server asks for it. */
  readonly maxDelayMs: number;
}

export const standardRetry: RetrySettings = {
  attempts: 4,
  rateLimited: true,
  minDelayMs: 1_000,
  maxDelayMs: 32_000,
};
