import type { AttemptFailure } from "./answer.js";
import { callError, type ErrorContext } from "./call-error.js";
import type { StopReason } from "./call-limit.js";
import type { ErrorParts, GoogleApiError } from "./error.js";
import type { Outcome } from "./error-details.js";
import { readNetworkError } from "./network-error.js";
import { plainCause } from "./plain-cause.js";
import type { AttemptEnd } from "./retry.js";

/** How an attempt ended that gave no data, and the error it is if no other follows. */
export interface AttemptReport {
  readonly end: AttemptEnd;
  readonly parts: ErrorParts;
}

/** An attempt without a usable answer. */
export function failedAttempt(failure: AttemptFailure, context: ErrorContext): AttemptReport {
  const { id, host, trail } = context;
  const { started, reason, cause } = failure;
  const outcome: Outcome = started ? "unknown" : "not_sent";
  const resend = started ? "cut" : "not_sent";
  switch (reason) {
    case "network":
    case "transport": {
      const { code, words, said, temporary } = readNetworkError(cause, host, trail.auth);
      const what = reason === "network" ? words : `the transport failed (${said})`;
      const message = `${id}: ${what}`;
      return {
        end: temporary ? resend : "final",
        // The error itself may hold what was sent or answered.
        parts: { kind: "network", message, outcome, code, cause: plainCause(cause, trail.auth) },
      };
    }
    case "too_large": {
      const message = `${id}: the answer is too large (more than 32 MiB)`;
      return { end: "final", parts: { kind: "protocol", message, outcome } };
    }
    case "attempt":
      return { end: resend, parts: stoppedParts(reason, outcome, context) };
    case "deadline":
    case "aborted":
      return { end: "final", parts: stoppedParts(reason, outcome, context) };
  }
}

/**
 * The call's deadline or signal ended it between two attempts.
 * @param outcome of what the call has done before, if it is not in its trail
 */
export function stoppedError(
  reason: StopReason,
  context: ErrorContext,
  outcome: Outcome = "not_sent",
): GoogleApiError {
  return callError(stoppedParts(reason, outcome, context), context);
}

function stoppedParts(
  reason: StopReason,
  outcome: Outcome,
  { id, host }: ErrorContext,
): ErrorParts {
  switch (reason) {
    case "aborted":
      return { kind: "aborted", message: `${id}: aborted by its signal`, outcome };
    case "deadline":
      return { kind: "timeout", message: `${id}: deadline passed`, outcome };
    case "attempt": {
      const what = outcome === "not_sent" ? "no free connection to" : "no complete answer from";
      const message = `${id}: ${what} ${host} within attemptTimeoutMs`;
      return { kind: "timeout", message, outcome };
    }
  }
}
