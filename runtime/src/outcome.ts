import type { FindOutcomeOptions } from "./find-outcome.js";

/**
 * Finds out what became of a call that ended with `outcome: "unknown"`, by looking for what it would have made.
 * `lookup` must be able to tell it from everything else: by an id, or by a mark that was sent with it.
 *
 * Resolves to what `lookup` found: then the call was carried out. Resolves to `null` if it found nothing all the
 * time; a request may reach the server late, so `null` means "not within `withinMs`", and no reading can mean
 * more. `lookup` says "nothing" by `null`, `undefined` or an error with the status 404.
 * @param error what the call rejected with. Anything but an unknown outcome is thrown as it is: then there is
 * nothing to find out.
 * @throws the error again, still with the outcome unknown, if looking failed to the end or was aborted
 */
export async function findOutcome<T>(
  error: unknown,
  lookup: () => PromiseLike<T | null | undefined>,
  options?: FindOutcomeOptions,
): Promise<T | null> {
  const { find } = await import("./find-outcome.js");
  return find(error, lookup, options);
}
