import type { ErrorDetail, ErrorInfo, Help, LegacyError, RetryInfo } from "./error-details.js";
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

function readGoogleError(body: Record<string, unknown>): ErrorBody {
  const errors = list(body["errors"]).map(readLegacyError);
  const details: readonly ErrorDetail[] = list(body["details"]);
  const errorInfo = readErrorInfo(detailOf(details, "ErrorInfo"));
  const { message, reason, domain } = { ...errors[0] };
  return {
    message: textOf(body["message"]) ?? message ?? null,
    code: textOf(body["status"]),
    reason: errorInfo?.reason ?? reason ?? null,
    domain: errorInfo?.domain ?? domain ?? null,
    errors,
    details,
    errorInfo,
    retryInfo: readRetryInfo(detailOf(details, "RetryInfo")),
    help: readHelp(detailOf(details, "Help")),
  };
}

function readOAuthError(error: string, root: Record<string, unknown>): ErrorBody {
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

function readLegacyError(entry: Record<string, unknown>): LegacyError {
  const read: Record<string, string> = {};
  for (const name of ["domain", "reason", "message", "location", "locationType"]) {
    const text = textOf(entry[name]);
    if (text !== null) read[name] = text;
  }
  return read;
}

function detailOf(details: readonly ErrorDetail[], type: string): ErrorDetail | null {
  return (
    details.find((detail) => detail["@type"] === `type.googleapis.com/google.rpc.${type}`) ?? null
  );
}

function readErrorInfo(detail: ErrorDetail | null): ErrorInfo | null {
  if (detail === null) return null;
  const metadata = detail["metadata"];
  return {
    reason: textOf(detail["reason"]),
    domain: textOf(detail["domain"]),
    metadata: isRecord(metadata) ? metadata : {},
  };
}

function readRetryInfo(detail: ErrorDetail | null): RetryInfo | null {
  const delay = detail === null ? null : textOf(detail["retryDelay"]);
  const match = delay === null ? null : /^(\d{1,12}(?:\.\d{1,9})?)s$/.exec(delay);
  return match === null ? null : { retryDelayMs: Number(match[1]) * 1_000 };
}

function readHelp(detail: ErrorDetail | null): Help | null {
  if (detail === null) return null;
  const links = list(detail["links"]).map((link) => ({
    description: textOf(link["description"]) ?? "",
    url: textOf(link["url"]) ?? "",
  }));
  return { links };
}

/** How long the server asks to wait: the `Retry-After` header (seconds or a date), else RetryInfo. */
export function readRetryAfter(headers: HeadersLike, retryInfo: RetryInfo | null): number | null {
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const date = /^[A-Z][a-z]{2}, /.test(value) ? Date.parse(value) : NaN;
  if (Number.isFinite(date)) return Math.max(0, date - Date.now());
  return retryInfo?.retryDelayMs ?? null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
