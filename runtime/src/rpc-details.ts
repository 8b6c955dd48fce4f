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
import { isRecord } from "./record.js";

type Fields = Record<string, unknown>;

/** The kinds that are nothing but texts, or a list of such. */
interface TextDetails {
  readonly BadRequest: BadRequest;
  readonly Help: Help;
  readonly LocalizedMessage: LocalizedMessage;
  readonly PreconditionFailure: PreconditionFailure;
  readonly QuotaFailure: QuotaFailure;
  readonly RequestInfo: RequestInfo;
  readonly ResourceInfo: ResourceInfo;
}

/** The texts of each kind, and the list they stand in. */
const shapes: { readonly [Kind in keyof TextDetails]: readonly [list: string, texts: string] } = {
  BadRequest: ["fieldViolations", "field description reason"],
  Help: ["links", "description url"],
  LocalizedMessage: ["", "locale message"],
  PreconditionFailure: ["violations", "type subject description"],
  QuotaFailure: ["violations", "subject description quotaMetric quotaId"],
  RequestInfo: ["", "requestId servingData"],
  ResourceInfo: ["", "resourceType resourceName owner description"],
};

/** The first detail of a kind, or `null`; a text that is missing is empty, as in the proto. */
export function readDetail<Kind extends keyof TextDetails>(
  details: readonly ErrorDetail[],
  kind: Kind,
): TextDetails[Kind] | null {
  const detail = detailOf(details, kind);
  if (detail === null) return null;
  const [member, texts] = shapes[kind];
  const read = (fields: Fields): object =>
    Object.fromEntries(texts.split(" ").map((name) => [name, textOf(fields[name]) ?? ""]));
  const value = member === "" ? read(detail) : { [member]: list(detail[member]).map(read) };
  return value as TextDetails[Kind];
}

export function readErrorInfo(details: readonly ErrorDetail[]): ErrorInfo | null {
  const detail = detailOf(details, "ErrorInfo");
  if (detail === null) return null;
  const { reason, domain, metadata } = detail;
  return {
    reason: textOf(reason),
    domain: textOf(domain),
    metadata: isRecord(metadata) ? metadata : {},
  };
}

export function readRetryInfo(details: readonly ErrorDetail[]): RetryInfo | null {
  const delay = textOf(detailOf(details, "RetryInfo")?.["retryDelay"]);
  const match = delay === null ? null : /^(\d{1,12}(?:\.\d{1,9})?)s$/.exec(delay);
  return match === null ? null : { retryDelayMs: Number(match[1]) * 1_000 };
}

function detailOf(details: readonly ErrorDetail[], kind: string): Fields | null {
  const type = `type.googleapis.com/google.rpc.${kind}`;
  return details.find((detail) => detail["@type"] === type) ?? null;
}

/** The records in a list that may be anything. */
export function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A text that says something, else `null`. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
