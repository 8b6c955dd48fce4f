import { GoogleError } from "./google-error.js";

/** The header by which a request asks to fail. */
export const failureHeader = "x-fake-error";

/**
 * The error that a request asks for, to try what its program does then: `x-fake-error: 503`, or with a reason
 * `x-fake-error: 403 userRateLimitExceeded`. `null` if it asks for none.
 */
export function askedFailure(headers: Readonly<Record<string, string>>): GoogleError | null {
  const text = headers[failureHeader];
  if (text === undefined) return null;
  const [, digits, reason] = /^\s*([345]\d\d)(?:\s+([\w.]+))?\s*$/.exec(text) ?? [];
  if (digits === undefined) {
    const message = `${failureHeader} must be the status of an error and its reason, such as "503 backendError"`;
    return new GoogleError({ status: 400, message });
  }
  return new GoogleError({ status: Number(digits), reason });
}
