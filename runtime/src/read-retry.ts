import { checkKeys } from "./check-keys.js";
import { checkOption, isBoolean, isCount, isNumber } from "./check-option.js";
import {
  standardRetry,
  type ClientRetryOptions,
  type RetryOptions,
  type RetrySettings,
} from "./retry-options.js";

const keys = ["attempts", "rateLimited", "minDelayMs", "maxDelayMs"];

/** Checks `retry` of a call or a client; what it leaves out is as in `defaults`. */
export function readRetry(retry: unknown, defaults: RetrySettings, known = keys): RetrySettings {
  if (retry === undefined) return defaults;
  if (retry === false) return { ...defaults, attempts: 1 };
  checkKeys(retry, known, "retry");
  const { attempts, rateLimited, minDelayMs, maxDelayMs } = retry as RetryOptions;
  return {
    attempts: checkOption(
      attempts,
      defaults.attempts,
      isCount,
      "retry: attempts must be a whole number above 0",
    ),
    rateLimited: checkOption(
      rateLimited,
      defaults.rateLimited,
      isBoolean,
      "retry: rateLimited must be true or false",
    ),
    minDelayMs: delay(minDelayMs, defaults.minDelayMs, "minDelayMs"),
    maxDelayMs: delay(maxDelayMs, defaults.maxDelayMs, "maxDelayMs"),
  };
}

/** Checks `retry` of a client. */
export function readClientRetry(retry: unknown): {
  readonly retry: RetrySettings;
  /** Left out for the standard one. */
  readonly budget: number | undefined;
} {
  const settings = readRetry(retry, standardRetry, [...keys, "budget"]);
  const budget = checkOption(
    ((retry as ClientRetryOptions | false | undefined) || {}).budget,
    undefined,
    (points): points is number => isNumber(points) && points >= 0,
    "retry: budget must be a number of points, 0 or more (Infinity for no limit)",
  );
  return { retry: settings, budget };
}

function delay(value: unknown, standard: number, name: string): number {
  const fits = (ms: unknown): ms is number => isNumber(ms) && ms >= 0 && ms < Infinity;
  const message = `retry: ${name} must be a number of milliseconds, 0 or more`;
  return checkOption(value, standard, fits, message);
}
