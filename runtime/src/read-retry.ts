import { checkKeys } from "./check-keys.js";
import { argumentError } from "./error.js";
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
  const options = retry as RetryOptions;
  const { attempts, rateLimited, minDelayMs, maxDelayMs } = options;
  return {
    attempts: wholeNumber(attempts) ?? defaults.attempts,
    rateLimited: flag(rateLimited) ?? defaults.rateLimited,
    minDelayMs: delay(minDelayMs, "minDelayMs") ?? defaults.minDelayMs,
    maxDelayMs: delay(maxDelayMs, "maxDelayMs") ?? defaults.maxDelayMs,
  };
}

/** Checks `retry` of a client. */
export function readClientRetry(retry: unknown): {
  readonly retry: RetrySettings;
  /** Left out for the standard one. */
  readonly budget: number | undefined;
} {
  const settings = readRetry(retry, standardRetry, [...keys, "budget"]);
  const budget =
    retry === undefined || retry === false ? undefined : (retry as ClientRetryOptions).budget;
  if (budget !== undefined && !(typeof budget === "number" && budget >= 0)) {
    throw argumentError(
      "retry: budget must be a number of points, 0 or more (Infinity for no limit)",
    );
  }
  return { retry: settings, budget };
}

function wholeNumber(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  throw argumentError("retry: attempts must be a whole number above 0");
}

function flag(value: unknown): boolean | undefined {
  if (value === undefined || typeof value === "boolean") return value;
  throw argumentError("retry: rateLimited must be true or false");
}

function delay(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && value >= 0 && value < Infinity) return value;
  throw argumentError(`retry: ${name} must be a number of milliseconds, 0 or more`);
}
