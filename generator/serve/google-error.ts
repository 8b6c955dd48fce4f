/** Errors in the form in which Google's servers answer them. */
import { jsonAnswer, type FakeAnswer } from "./message.js";

/** One thing that is wrong with a request. */
export interface Violation {
  /** Where: `"customerId"`, `"body.postalAddress.contry"`. */
  readonly field: string;
  /** What, without its place. */
  readonly description: string;
  /** For programs: `"required"`, `"invalidParameter"`. */
  readonly reason: string;
}

/** What an error says. */
export interface GoogleErrorParts {
  readonly status: number;
  /** Default: the one that Google mostly gives with the status. */
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly violations?: readonly Violation[] | undefined;
  /** Seconds after which to try again: the header `Retry-After`. */
  readonly retryAfter?: number | undefined;
}

/** An error that a request meets: thrown where it is found, answered where the request came in. */
export class GoogleError extends Error {
  readonly parts: GoogleErrorParts;

  constructor(parts: GoogleErrorParts) {
    super(parts.message ?? `A fake error with status ${parts.status}`);
    this.parts = parts;
  }
}

/** Google's code and reason for a status. */
const standards: Readonly<Record<number, readonly [string, string]>> = {
  400: ["INVALID_ARGUMENT", "badRequest"],
  401: ["UNAUTHENTICATED", "authError"],
  403: ["PERMISSION_DENIED", "forbidden"],
  404: ["NOT_FOUND", "notFound"],
  409: ["ALREADY_EXISTS", "alreadyExists"],
  412: ["FAILED_PRECONDITION", "conditionNotMet"],
  416: ["OUT_OF_RANGE", "requestedRangeNotSatisfiable"],
  413: ["INVALID_ARGUMENT", "uploadTooLarge"],
  429: ["RESOURCE_EXHAUSTED", "rateLimitExceeded"],
  500: ["INTERNAL", "backendError"],
  501: ["UNIMPLEMENTED", "notImplemented"],
  503: ["UNAVAILABLE", "backendError"],
  504: ["DEADLINE_EXCEEDED", "deadlineExceeded"],
};

/** The answer that an error is: both forms of Google's, the older one and that of AIP-193. */
export function errorAnswer({ message, parts }: GoogleError): FakeAnswer {
  const { status, violations = [], retryAfter } = parts;
  const [code, standardReason] = standards[status] ?? ["UNKNOWN", "unknown"];
  const { reason = standardReason } = parts;
  const entries = violations.map((each) => ({
    message: `${each.field} ${each.description}`,
    domain: "global",
    reason: each.reason,
    locationType: "parameter",
    location: each.field,
  }));
  const details = {
    "@type": "type.googleapis.com/google.rpc.BadRequest",
    fieldViolations: violations.map(({ field, description }) => ({ field, description })),
  };
  return jsonAnswer(
    status,
    {
      error: {
        code: status,
        message,
        errors: entries.length > 0 ? entries : [{ message, domain: "global", reason }],
        status: code,
        ...(violations.length > 0 ? { details: [details] } : {}),
      },
    },
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  );
}

/** A message names so many things that are wrong; the error's details name all. */
const maxNamed = 8;

/** All that is wrong with a request, as one error. */
export function badRequest(violations: readonly Violation[]): GoogleError {
  const named = violations.slice(0, maxNamed).map((each) => `${each.field} ${each.description}`);
  const left = violations.length - named.length;
  const message = [...named, ...(left > 0 ? [`and ${left} more`] : [])].join("; ");
  return new GoogleError({ status: 400, message: `Invalid request: ${message}`, violations });
}
