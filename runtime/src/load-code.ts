import { CallLimit, Stopped } from "./call-limit.js";
import { GoogleApiError } from "./error.js";
import type { CallSettings } from "./options.js";

/**
 * Waits for code that a call needs, inside the call's limit: in browsers it comes over the network.
 * @param id whom the error names
 * @throws GoogleApiError if it does not come, or not in time; nothing was sent
 */
export async function waitForCode<T>(
  loading: Promise<T>,
  limit: CallLimit,
  id: string,
): Promise<T> {
  try {
    return await limit.wait(loading);
  } catch (error) {
    throw notLoaded(error, id);
  }
}

/** The same for a call that has no limit yet; gives also its settings with what is left of the deadline. */
export async function loadCode<T>(
  loading: Promise<T>,
  settings: CallSettings,
  id: string,
): Promise<readonly [code: T, left: CallSettings]> {
  const { deadlineMs, attemptTimeoutMs, signal } = settings;
  const limit = new CallLimit(deadlineMs, attemptTimeoutMs, signal);
  const code = await waitForCode(loading, limit, id);
  return [code, { ...settings, deadlineMs: deadlineMs === null ? null : limit.remainingMs() }];
}

function notLoaded(error: unknown, id: string): GoogleApiError {
  const [kind, why, cause] =
    error instanceof Stopped
      ? error.reason === "aborted"
        ? (["aborted", "aborted by its signal"] as const)
        : (["timeout", "deadline passed"] as const)
      : (["network", "the code that sends cannot be loaded", error] as const);
  const message = `${id}: ${why} (nothing was sent)`;
  return new GoogleApiError({ kind, message, outcome: "not_sent", cause });
}
