import type { AttemptFailure } from "./answer.js";
import type { StopReason } from "./call-limit.js";
import { GoogleApiError } from "./error.js";
import type { AttemptSummary, Outcome } from "./error-details.js";
import { readNetworkError } from "./network-error.js";

/** What a call has been through. */
export interface Trail {
  attempts: number;
  readonly previous: AttemptSummary[];
}

/** How an error of a call begins and whom it concerns. */
export interface ErrorContext {
  readonly id: string;
  /** With the port, for people. */
  readonly host: string;
  readonly trail: Trail;
}

/** An attempt without usable answer as an error; `temporary` is true if nothing left and it may work soon. */
export function attemptError(
  failure: AttemptFailure,
  context: ErrorContext,
): { error: GoogleApiError; temporary: boolean } {
  const { id, host, trail } = context;
  const outcome: Outcome = failure.started ? "unknown" : "not_sent";
  if (failure.reason === "network") {
    const network = readNetworkError(failure.cause, host);
    const error = new GoogleApiError({
      kind: "network",
      message: `${id}: ${network.words}${outcomeWords(outcome)}`,
      outcome,
      code: network.code,
      attempts: trail.attempts,
      previousAttempts: [...trail.previous],
      cause: failure.cause,
    });
    return { error, temporary: network.temporary && !failure.started };
  }
  if (failure.reason === "too_large") {
    const message = `${id}: the answer is too large (more than 32 MiB)`;
    return { error: trailError("protocol", message, outcome, trail), temporary: false };
  }
  const temporary = failure.reason === "attempt" && !failure.started;
  return { error: stoppedError(failure.reason, outcome, context), temporary };
}

/** The call's deadline, time limit or signal ended it. */
export function stoppedError(
  reason: StopReason,
  outcome: Outcome,
  { id, host, trail }: ErrorContext,
): GoogleApiError {
  switch (reason) {
    case "aborted":
      return trailError(
        "aborted",
        `${id}: aborted by its signal${outcomeWords(outcome)}`,
        outcome,
        trail,
      );
    case "deadline":
      return trailError(
        "timeout",
        `${id}: deadline passed${outcomeWords(outcome)}`,
        outcome,
        trail,
      );
    case "attempt": {
      const what = outcome === "not_sent" ? "no free connection to" : "no complete answer from";
      const message = `${id}: ${what} ${host} within attemptTimeoutMs${outcomeWords(outcome)}`;
      return trailError("timeout", message, outcome, trail);
    }
  }
}

function trailError(
  kind: "timeout" | "aborted" | "protocol",
  message: string,
  outcome: Outcome,
  trail: Trail,
): GoogleApiError {
  return new GoogleApiError({
    kind,
    message,
    outcome,
    attempts: trail.attempts,
    previousAttempts: [...trail.previous],
  });
}

function outcomeWords(outcome: Outcome): string {
  return outcome === "not_sent" ? " (nothing was sent)" : "";
}

/** What is kept of an attempt that another one followed. */
export function summaryOf(error: GoogleApiError): AttemptSummary {
  const { kind, status, code, reason, outcome } = error;
  return { kind, status, code, reason, outcome };
}
