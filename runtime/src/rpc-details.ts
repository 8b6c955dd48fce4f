// The kinds of `error.details[]` that Google's APIs share: google/rpc/error_details.proto.
import type {
  BadRequest,
  ErrorDetail,
  ErrorInfo,
  Help,
  LocalizedMessage,
  PreconditionFailure,
  QuotaFailure,
  RequestInfo,
  ResourceInfo,
  RetryInfo,
} from "./error-details.js";

type Fields = Record<string, unknown>;

/** The first detail of a kind, or `null`. */
function detailOf(details: readonly ErrorDetail[], kind: string): Fields | null {
  const type = `type.googleapis.com/google.rpc.${kind}`;
  return details.find((detail) => detail["@type"] === type) ?? null;
}

export function readErrorInfo(details: readonly ErrorDetail[]): ErrorInfo | null {
  const detail = detailOf(details, "ErrorInfo");
  if (detail === null) return null;
  const { metadata } = detail;
  return {
    reason: textOf(detail["reason"]),
    domain: textOf(detail["domain"]),
    metadata: isRecord(metadata) ? metadata : {},
  };
}

export function readRetryInfo(details: readonly ErrorDetail[]): RetryInfo | null {
  const delay = textOf(detailOf(details, "RetryInfo")?.["retryDelay"]);
  const match = delay === null ? null : /^(\d{1,12}(?:\.\d{1,9})?)s$/.exec(delay);
  return match === null ? null : { retryDelayMs: Number(match[1]) * 1_000 };
}

export function readHelp(details: readonly ErrorDetail[]): Help | null {
  const links = listOf(details, "Help", "links", ["description", "url"]);
  return links && { links };
}

export function readBadRequest(details: readonly ErrorDetail[]): BadRequest | null {
  const names = ["field", "description", "reason"] as const;
  const fieldViolations = listOf(details, "BadRequest", "fieldViolations", names);
  return fieldViolations && { fieldViolations };
}

export function readQuotaFailure(details: readonly ErrorDetail[]): QuotaFailure | null {
  const names = ["subject", "description", "quotaMetric", "quotaId"] as const;
  const violations = listOf(details, "QuotaFailure", "violations", names);
  return violations && { violations };
}

export function readPreconditionFailure(
  details: readonly ErrorDetail[],
): PreconditionFailure | null {
  const names = ["type", "subject", "description"] as const;
  const violations = listOf(details, "PreconditionFailure", "violations", names);
  return violations && { violations };
}

export function readLocalizedMessage(details: readonly ErrorDetail[]): LocalizedMessage | null {
  return textsOf(detailOf(details, "LocalizedMessage"), ["locale", "message"]);
}

export function readRequestInfo(details: readonly ErrorDetail[]): RequestInfo | null {
  return textsOf(detailOf(details, "RequestInfo"), ["requestId", "servingData"]);
}

export function readResourceInfo(details: readonly ErrorDetail[]): ResourceInfo | null {
  const names = ["resourceType", "resourceName", "owner", "description"] as const;
  return textsOf(detailOf(details, "ResourceInfo"), names);
}

function listOf<Name extends string>(
  details: readonly ErrorDetail[],
  kind: string,
  member: string,
  names: readonly Name[],
): Record<Name, string>[] | null {
  const detail = detailOf(details, kind);
  return detail && list(detail[member]).map((entry) => textsOf(entry, names));
}

/** The texts of these names; what is missing or no text is empty, as in the proto. */
function textsOf<Name extends string>(fields: Fields, names: readonly Name[]): Record<Name, string>;
function textsOf<Name extends string>(
  fields: Fields | null,
  names: readonly Name[],
): Record<Name, string> | null;
function textsOf(fields: Fields | null, names: readonly string[]): Record<string, string> | null {
  return fields && Object.fromEntries(names.map((name) => [name, textOf(fields[name]) ?? ""]));
}

/** The records in a list that may be anything. */
export function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text that says something, else `null`. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
