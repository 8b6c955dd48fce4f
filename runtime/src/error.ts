import type { ResponseInfo } from "./call.js";
import type {
  AttemptSummary,
  BadRequest,
  ErrorDetail,
  ErrorInfo,
  ErrorKind,
  Help,
  LegacyError,
  LocalizedMessage,
  Outcome,
  PreconditionFailure,
  QuotaFailure,
  RequestInfo,
  ResourceInfo,
  RetryInfo,
} from "./error-details.js";
import { readDetail } from "./rpc-details.js";
import { oneLine } from "./text.js";

/** What a {@link GoogleApiError} is made of; everything but the first three may be left out. */
export interface ErrorParts {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly outcome: Outcome;
  readonly status?: number | null;
  readonly code?: string | null;
  readonly reason?: string | null;
  readonly domain?: string | null;
  readonly errors?: readonly LegacyError[];
  readonly details?: readonly ErrorDetail[];
  readonly errorInfo?: ErrorInfo | null;
  readonly retryInfo?: RetryInfo | null;
  readonly help?: Help | null;
  readonly operation?: unknown;
  readonly attempts?: number;
  readonly previousAttempts?: readonly AttemptSummary[];
  readonly retryAfterMs?: number | null;
  readonly response?: ResponseInfo | null;
  readonly excerpt?: string | null;
  readonly cause?: unknown;
}

// Registered, so that two copies of this package in one program know each other's errors.
const brand = Symbol.for("@discogen/runtime.GoogleApiError");

const absent = {
  status: null,
  code: null,
  reason: null,
  domain: null,
  errors: [],
  details: [],
  errorInfo: null,
  retryInfo: null,
  help: null,
  operation: null,
  attempts: 0,
  previousAttempts: [],
  retryAfterMs: null,
  response: null,
  excerpt: null,
};

/**
 * Every failure of a call. It never holds a credential, a request header or a request body, so it can be
 * logged whole.
 */
export class GoogleApiError extends Error {
  /** What kind of failure it is. */
  declare readonly kind: ErrorKind;
  /** The HTTP status, or `null` without an answer. */
  declare readonly status: number | null;
  /** Google's code (`"NOT_FOUND"`), or that of the network failure (`"ECONNREFUSED"`). */
  declare readonly code: string | null;
  /** The most exact reason: of `ErrorInfo`, else of the first legacy error (`"notFound"`). */
  declare readonly reason: string | null;
  declare readonly domain: string | null;
  /** The entries of the older form, `error.errors[]`. */
  declare readonly errors: readonly LegacyError[];
  /** The entries of `error.details[]`, as they came. */
  declare readonly details: readonly ErrorDetail[];
  declare readonly errorInfo: ErrorInfo | null;
  declare readonly retryInfo: RetryInfo | null;
  declare readonly help: Help | null;
  /** The long-running operation that failed, or `null`. */
  declare readonly operation: unknown;
  /** What is known of the call's effect. */
  declare readonly outcome: Outcome;
  /** How many requests the call took; 0 if it ended before the first. */
  declare readonly attempts: number;
  declare readonly previousAttempts: readonly AttemptSummary[];
  /** How long the server asked to wait, in milliseconds. */
  declare readonly retryAfterMs: number | null;
  declare readonly response: ResponseInfo | null;
  /** The first 4 KiB of an answer that was no JSON. */
  declare readonly excerpt: string | null;

  constructor(parts: ErrorParts) {
    const { message, cause, ...members } = parts;
    super(oneLine(message), cause === undefined ? undefined : { cause });
    // What matters most comes first where an error is logged.
    const { kind, outcome } = members;
    Object.assign(this, { kind, outcome }, absent, members);
  }

  // Views of `details`: a log shows those once.

  /** Which fields of the request are wrong, if the answer says so. */
  get badRequest(): BadRequest | null {
    return readDetail(this.details, "BadRequest");
  }

  /** Which quota is used up, if the answer says so. */
  get quotaFailure(): QuotaFailure | null {
    return readDetail(this.details, "QuotaFailure");
  }

  /** What must be so before, if the answer says so. */
  get preconditionFailure(): PreconditionFailure | null {
    return readDetail(this.details, "PreconditionFailure");
  }

  /** A message that may be shown to users, if there is one. */
  get localizedMessage(): LocalizedMessage | null {
    return readDetail(this.details, "LocalizedMessage");
  }

  /** What to tell Google's support, if the answer says so. */
  get requestInfo(): RequestInfo | null {
    return readDetail(this.details, "RequestInfo");
  }

  /** What the error is about, if the answer says so. */
  get resourceInfo(): ResourceInfo | null {
    return readDetail(this.details, "ResourceInfo");
  }

  /** The error as plain data, without its cause and stack. */
  toJSON(): Record<string, unknown> {
    const { name, message, response } = this;
    const members = { ...this } as Record<string, unknown>;
    members["response"] = response && { status: response.status, attempts: response.attempts };
    return { name, message, ...members };
  }
}

Object.defineProperty(GoogleApiError.prototype, "name", {
  value: "GoogleApiError",
  configurable: true,
  writable: true,
});
// A minified class has another name, which is printed where it differs from the one above.
Object.defineProperty(GoogleApiError, "name", { value: "GoogleApiError", configurable: true });
Object.defineProperty(GoogleApiError.prototype, brand, { value: true });
// Outside of the class: a bundler renames a class that refers to itself, and the name stands in every log.
Object.defineProperty(GoogleApiError, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    if (this !== GoogleApiError) {
      return Function.prototype[Symbol.hasInstance].call(this as () => void, value);
    }
    return typeof value === "object" && value !== null && brand in value;
  },
});

/** An error of the caller's: nothing was sent. */
export function argumentError(message: string): GoogleApiError {
  return new GoogleApiError({ kind: "argument", message, outcome: "not_sent" });
}

/** Credentials are missing, unfit or refused: nothing was sent. */
export function authError(message: string, cause?: unknown): GoogleApiError {
  return new GoogleApiError({ kind: "auth", message, outcome: "not_sent", cause });
}

/** An error that came before a call had a method's name, with that name. */
export function withMethod(error: GoogleApiError, id: string): GoogleApiError {
  const { message, cause } = error;
  if (message.startsWith(`${id}: `)) return error;
  return new GoogleApiError({ ...error, message: `${id}: ${message}`, cause });
}
