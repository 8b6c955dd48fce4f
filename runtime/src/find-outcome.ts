// Loaded by `import()`, when a call has ended with an unknown outcome.
import { CallLimit, Stopped } from "./call-limit.js";
import { argumentError, GoogleApiError } from "./error.js";
import type { AbortSignalLike } from "./structural.js";

/** Settings of {@link findOutcome}. */
export interface FindOutcomeOptions {
  /** How long to look for what is not there yet, in milliseconds. Default 30,000. */
  readonly withinMs?: number | undefined;
  /** Ends the search. */
  readonly signal?: AbortSignalLike | undefined;
}

const firstDelayMs = 1_000;
const maxDelayMs = 8_000;

export async function find<T>(
  error: unknown,
  lookup: () => PromiseLike<T | null | undefined>,
  options: FindOutcomeOptions = {},
): Promise<T | null> {
  if (!(error instanceof GoogleApiError) || error.outcome !== "unknown") throw error;
  const limit = limitOf(options);
  for (let delay = firstDelayMs; ; delay = Math.min(2 * delay, maxDelayMs)) {
    const { found, failure } = await look(lookup);
    if (found !== null) return found;
    let ended = limit.stopped();
    if (ended === "deadline" && failure === null) return null;
    ended ??= await aborted(limit.sleep(delay));
    if (ended !== null) throw stillUnknown(error, failure);
  }
}

function limitOf({ withinMs = 30_000, signal }: FindOutcomeOptions): CallLimit {
  if (typeof withinMs !== "number" || !(withinMs >= 0 && withinMs < Infinity)) {
    throw argumentError("findOutcome: withinMs must be a number of milliseconds, 0 or more");
  }
  return new CallLimit(withinMs, withinMs, signal ?? null);
}

/** Whether a signal ended the pause. The end of the time does not: after it comes a last look. */
async function aborted(pause: Promise<void>): Promise<"aborted" | null> {
  try {
    await pause;
  } catch (stopped) {
    if (stopped instanceof Stopped && stopped.reason === "aborted") return "aborted";
  }
  return null;
}

/** What one look shows: something, nothing, or that nothing could be seen. */
async function look<T>(
  lookup: () => PromiseLike<T | null | undefined>,
): Promise<{ readonly found: T | null; readonly failure: GoogleApiError | null }> {
  try {
    return { found: (await lookup()) ?? null, failure: null };
  } catch (failure) {
    if (!(failure instanceof GoogleApiError)) throw failure;
    if (failure.status === 404) return { found: null, failure: null };
    // A wrong parameter or a missing permission will not go away.
    if (failure.outcome === "failed" || failure.kind === "argument") throw failure;
    return { found: null, failure };
  }
}

function stillUnknown(error: GoogleApiError, failure: GoogleApiError | null): GoogleApiError {
  const why = failure === null ? "" : `: ${failure.message}`;
  const message = `${error.message}; looking for what became of it was in vain${why}`;
  return new GoogleApiError({ ...error, message, cause: failure ?? error.cause });
}
