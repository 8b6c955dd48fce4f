/** An entry of the older error form, `error.errors[]`. */
export interface LegacyError {
  readonly domain?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly location?: string;
  readonly locationType?: string;
}

/** An entry of `error.details[]` (AIP-193) as it came. */
export interface ErrorDetail {
  readonly "@type"?: string;
  readonly [property: string]: unknown;
}

/** `google.rpc.ErrorInfo`: what went wrong, for programs. */
export interface ErrorInfo {
  readonly reason: string | null;
  readonly domain: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** `google.rpc.RetryInfo`: how long to wait at least. */
export interface RetryInfo {
  readonly retryDelayMs: number;
}

/** `google.rpc.Help`: where to read on. */
export interface Help {
  readonly links: readonly { readonly description: string; readonly url: string }[];
}

/** `google.rpc.BadRequest`: what is wrong with the request. */
export interface BadRequest {
  readonly fieldViolations: readonly {
    /** A path in the body: `"subscription.seats[0].numberOfSeats"`. */
    readonly field: string;
    readonly description: string;
    readonly reason: string;
  }[];
}

/** `google.rpc.QuotaFailure`: which quota is used up. */
export interface QuotaFailure {
  readonly violations: readonly {
    /** Whose quota: `"project:123"`. */
    readonly subject: string;
    readonly description: string;
    readonly quotaMetric: string;
    readonly quotaId: string;
  }[];
}

/** `google.rpc.PreconditionFailure`: what must be so before. */
export interface PreconditionFailure {
  readonly violations: readonly {
    readonly type: string;
    readonly subject: string;
    readonly description: string;
  }[];
}

/** `google.rpc.LocalizedMessage`: a message that may be shown to users. */
export interface LocalizedMessage {
  readonly locale: string;
  readonly message: string;
}

/** `google.rpc.RequestInfo`: what to tell Google's support. */
export interface RequestInfo {
  readonly requestId: string;
  readonly servingData: string;
}

/** `google.rpc.ResourceInfo`: what the error is about. */
export interface ResourceInfo {
  readonly resourceType: string;
  readonly resourceName: string;
  readonly owner: string;
  readonly description: string;
}

/**
 * What kind of failure a {@link GoogleApiError} is. `"budget"`: the client has retried so much lately that it
 * did not retry this; `"operation"`: a long-running operation failed.
 */
export type ErrorKind =
  | "http"
  | "network"
  | "timeout"
  | "aborted"
  | "auth"
  | "protocol"
  | "argument"
  | "budget"
  | "operation";

/**
 * What is known of the call's effect. `"not_sent"`: no byte left. `"unknown"`: the server may have done it.
 * `"failed"`: the server refused it.
 */
export type Outcome = "not_sent" | "unknown" | "failed";

/** An attempt before the last one. */
export interface AttemptSummary {
  readonly kind: ErrorKind;
  readonly status: number | null;
  readonly code: string | null;
  readonly reason: string | null;
  readonly outcome: Outcome;
}
