import type { AuthHeaders } from "./auth/credentials.js";
import { GoogleApiError, type ErrorParts } from "./error.js";
import type { AttemptSummary, Outcome } from "./error-details.js";
import { withoutCredentials } from "./error-text.js";

/** What a call has been through. */
export interface Trail {
  attempts: number;
  readonly previous: AttemptSummary[];
  /** The credentials of the last attempt: no error shows them, though a server may repeat them. */
  auth: AuthHeaders | null;
}

/** The trail of a call that has not begun. */
export function newTrail(): Trail {
  return { attempts: 0, previous: [], auth: null };
}

/** How an error of a call begins and whom it concerns. */
export interface ErrorContext {
  readonly id: string;
  /** With the port, for people. */
  readonly host: string;
  /** True if the method changes something: it is neither GET nor HEAD. */
  readonly writes: boolean;
  readonly trail: Trail;
}

const weight: Readonly<Record<Outcome, number>> = { not_sent: 0, failed: 1, unknown: 2 };

/**
 * The last attempt's end as the end of the call: with the attempts before it, and with an outcome that holds
 * for all of them. What one attempt may have done stays done, whatever became of the next.
 */
export function callError(parts: ErrorParts, { writes, trail }: ErrorContext): GoogleApiError {
  const { attempts, previous } = trail;
  const outcome = previous.reduce<Outcome>(
    (worst, one) => (weight[one.outcome] > weight[worst] ? one.outcome : worst),
    parts.outcome,
  );
  const mayBeDone = writes && previous.some((one) => one.outcome === "unknown");
  const message = withoutCredentials(parts.message, trail.auth) + remark(parts, outcome, mayBeDone);
  return new GoogleApiError({
    ...parts,
    message,
    outcome,
    attempts,
    previousAttempts: [...previous],
  });
}

function remark({ status = null }: ErrorParts, outcome: Outcome, mayBeDone: boolean): string {
  if (outcome === "not_sent") return " (nothing was sent)";
  const contradicts = status === 404 || status === 409 || status === 412;
  return mayBeDone && contradicts ? " (after a retry: an earlier attempt may have succeeded)" : "";
}

/** What is kept of an attempt that another one followed. */
export function summaryOf(parts: ErrorParts): AttemptSummary {
  const { kind, outcome, status = null, code = null, reason = null } = parts;
  return { kind, status, code, reason, outcome };
}
