import { argumentError } from "../error.js";

/** What an error of Google's says; all of it may be left out. */
export interface FakeErrorParts {
  /** For programs: `"notFound"`. Default: the one that Google mostly gives with the status. */
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  /** Google's code: `"NOT_FOUND"`. Default: that of the status. */
  readonly code?: string | undefined;
  /** Default `"global"`. */
  readonly domain?: string | undefined;
  /** The entries of `error.details`, each with its `"@type"`. */
  readonly details?: readonly object[] | undefined;
  /** Headers of the answer: `{ "retry-after": "1" }`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** An answer that is an error; {@link fakeError} makes one. */
export class FakeError {
  readonly status: number;
  readonly body: { readonly error: object };
  readonly headers: Readonly<Record<string, string>>;

  /** @throws GoogleApiError of kind `"argument"` for a status that is no error */
  constructor(status: number, parts: FakeErrorParts = {}) {
    if (!Number.isInteger(status) || status < 300 || status > 599) {
      throw argumentError("fakeError: the status must be that of an error, from 300 to 599");
    }
    const [standardCode, standardReason] = standards[status] ?? ["UNKNOWN", "unknown"];
    const { reason = standardReason, code = standardCode, domain = "global", details } = parts;
    const { message = `A fake error: ${reason}` } = parts;
    const errors = [{ message, domain, reason }];
    this.status = status;
    this.headers = parts.headers ?? {};
    this.body = {
      error: { code: status, message, errors, status: code, ...(details ? { details } : {}) },
    };
  }
}

/**
 * An error as Google's servers answer it, for a handler to return or throw:
 * `fakeError(404, { reason: "notFound" })`.
 *
 * @param status the HTTP status, from 300 to 599
 */
export function fakeError(status: number, parts?: FakeErrorParts): FakeError {
  return new FakeError(status, parts);
}

/** Google's code and reason for a status: google.rpc.Code, and the global domain of the older form. */
const standards: Readonly<Record<number, readonly [string, string]>> = {
  400: ["INVALID_ARGUMENT", "badRequest"],
  401: ["UNAUTHENTICATED", "authError"],
  403: ["PERMISSION_DENIED", "forbidden"],
  404: ["NOT_FOUND", "notFound"],
  409: ["ALREADY_EXISTS", "alreadyExists"],
  412: ["FAILED_PRECONDITION", "conditionNotMet"],
  429: ["RESOURCE_EXHAUSTED", "rateLimitExceeded"],
  499: ["CANCELLED", "cancelled"],
  500: ["INTERNAL", "backendError"],
  501: ["UNIMPLEMENTED", "notImplemented"],
  503: ["UNAVAILABLE", "backendError"],
  504: ["DEADLINE_EXCEEDED", "deadlineExceeded"],
};
