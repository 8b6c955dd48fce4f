const maxAttempts = 4;
const firstDelayMs = 1_000;
const maxDelayMs = 32_000;

/** True if another attempt may follow attempt number `attempt`. */
export function mayRetry(attempt: number): boolean {
  return attempt < maxAttempts;
}

/** How long to wait after attempt number `attempt`: it doubles, and half of it is random. */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  const delay = Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1));
  return delay / 2 + (random() * delay) / 2;
}
