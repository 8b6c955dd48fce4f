import type { ErrorDetail, ErrorInfo, Help, LegacyError, RetryInfo } from "./error-details.js";
import { isRecord, recordOf } from "./record.js";
import { list, readDetail, readErrorInfo, readRetryInfo, textOf } from "./rpc-details.js";
import type { HeadersLike } from "./structural.js";

/** What an error's body says, whatever its form. */
export interface ErrorBody {
  readonly message: string | null;
  readonly code: string | null;
  readonly reason: string | null;
  readonly domain: string | null;
  readonly errors: readonly LegacyError[];
  readonly details: readonly ErrorDetail[];
  readonly errorInfo: ErrorInfo | null;
  readonly retryInfo: RetryInfo | null;
  readonly help: Help | null;
}

/** Reads any JSON value as an error; what does not fit is left out. */
export function readErrorBody(json: unknown): ErrorBody {
  const root = recordOf(Array.isArray(json) ? json.find(isRecord) : json);
  const error = root["error"];
  return typeof error === "string" ? readOAuthError(error, root) : readGoogleError(recordOf(error));
}

function readGoogleError(body: Readonly<Record<string, unknown>>): ErrorBody {
  const errors = list(body["errors"]).map(readLegacyError);
  const details: readonly ErrorDetail[] = list(body["details"]);
  const errorInfo = readErrorInfo(details);
  const { message, reason, domain } = { ...errors[0] };
  return {
    message: withViolations(textOf(body["message"]) ?? message ?? "", details),
    code: textOf(body["status"]),
    reason: errorInfo?.reason ?? reason ?? null,
    domain: errorInfo?.domain ?? domain ?? null,
    errors,
    details,
    errorInfo,
    retryInfo: readRetryInfo(details),
    help: readDetail(details, "Help"),
  };
}

/** The message and, as it often says only that some argument is wrong, which one. */
function withViolations(message: string, details: readonly ErrorDetail[]): string | null {
  const violations = readDetail(details, "BadRequest")?.fieldViolations ?? [];
  const further = violations
    .slice(0, 3)
    .filter(({ description }) => description === "" || !message.includes(description))
    .map(({ field, description }) => [field, description].filter((part) => part !== "").join(": "));
  return [message, ...further].filter((part) => part !== "").join("; ") || null;
}

function readOAuthError(error: string, root: Readonly<Record<string, unknown>>): ErrorBody {
  const description = textOf(root["error_description"]);
  return {
    message: description === null ? error : `${error}: ${description}`,
    code: null,
    reason: error,
    domain: null,
    errors: [],
    details: [],
    errorInfo: null,
    retryInfo: null,
    help: null,
  };
}

function readLegacyError(entry: Readonly<Record<string, unknown>>): LegacyError {
  const read: Record<string, string> = {};
  for (const name of ["domain", "reason", "message", "location", "locationType"]) {
    const text = textOf(entry[name]);
    if (text !== null) read[name] = text;
  }
  return read;
}

const imfDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** How long the server asks to wait: by the `Retry-After` header (seconds or a date) or by RetryInfo, the longer one. */
export function readRetryAfter(headers: HeadersLike, retryInfo: RetryInfo | null): number | null {
  const said = headerDelay(headers.get("retry-after")?.trim() ?? "");
  const more = retryInfo?.retryDelayMs ?? null;
  return said === null || more === null ? (said ?? more) : Math.max(said, more);
}

function headerDelay(value: string): number | null {
  // However many digits: it is long.
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1_000, Number.MAX_SAFE_INTEGER);
  const date = imfDate.test(value) ? Date.parse(value) : NaN;
  return Number.isFinite(date) ? Math.max(0, date - Date.now()) : null;
}
