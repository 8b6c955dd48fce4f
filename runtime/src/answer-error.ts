import { responseInfo, type RawAnswer } from "./answer.js";
import type { AttemptReport } from "./attempt-report.js";
import type { AuthHeaders } from "./auth/credentials.js";
import type { ErrorContext } from "./call-error.js";
import { decodeText, nestsTooDeep, unpackBody } from "./decode-body.js";
import { readErrorBody, readRetryAfter, type ErrorBody } from "./error-body.js";
import type { Outcome } from "./error-details.js";
import { excerptOf, titleOf, withoutCredentials } from "./error-text.js";
import type { ApiRequest } from "./request.js";
import type { AttemptEnd } from "./retry.js";

/** An answer whose status is not 2xx, as the error it is. */
export async function refusedAttempt(
  request: ApiRequest,
  raw: RawAnswer,
  context: ErrorContext,
): Promise<AttemptReport> {
  const { status } = raw;
  const bytes = await bytesOf(raw);
  const { auth, attempts } = context.trail;
  const json = jsonOf(bytes, auth);
  const body = readErrorBody(json);
  const excerpt = json === undefined && bytes.length > 0 ? excerptOf(bytes, auth) : null;
  const { message: _, ...members } = body;
  return {
    end: endOf(status, body),
    parts: {
      ...members,
      kind: kindOf(status),
      message: `${context.id}: ${words(raw, body, excerpt)}${scopeHint(status, body.reason, request)}`,
      outcome: outcomeOf(status),
      status,
      retryAfterMs: readRetryAfter(raw.headers, body.retryInfo),
      response: responseInfo(raw, attempts),
      excerpt,
    },
  };
}

async function bytesOf(raw: RawAnswer): Promise<Uint8Array> {
  try {
    return await unpackBody(raw);
  } catch {
    return new Uint8Array();
  }
}

function jsonOf(bytes: Uint8Array, auth: AuthHeaders | null): unknown {
  if (nestsTooDeep(bytes)) return undefined;
  const hide = (_: string, value: unknown): unknown =>
    typeof value === "string" ? withoutCredentials(value, auth) : value;
  try {
    // In texts, and once more in their values: JSON may write a character as an escape.
    return JSON.parse(withoutCredentials(decodeText(bytes), auth), hide);
  } catch {
    return undefined;
  }
}

function words(raw: RawAnswer, { message, reason }: ErrorBody, excerpt: string | null): string {
  const { status } = raw;
  const said = message ?? (excerpt === null ? null : titleOf(excerpt));
  if (status === 304) return "HTTP 304, but nobody asked whether the data had changed";
  const parts = [`HTTP ${status}`, reason, location(raw)].filter((part) => part !== null);
  return said === null ? parts.join(" ") : `${parts.join(" ")}: ${said}`;
}

function kindOf(status: number): "protocol" | "auth" | "http" {
  if (status === 304) return "protocol";
  return status === 401 ? "auth" : "http";
}

const temporary = new Set([408, 500, 502, 503, 504]);
const rateReasons = new Set(["rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"]);

function endOf(status: number, { reason, errors }: ErrorBody): AttemptEnd {
  if (temporary.has(status)) return "server_error";
  if (status === 429) return "rate_limited";
  const reasons = [reason, errors[0]?.reason];
  const limited = reasons.some((one) => typeof one === "string" && rateReasons.has(one));
  return status === 403 && limited ? "rate_limited" : "final";
}

// A redirect and a 5xx may come after the deed; a 4xx is a refusal, but 408 says only that time ran out.
function outcomeOf(status: number): Outcome {
  return status >= 400 && status < 500 && status !== 408 ? "failed" : "unknown";
}

function location(raw: RawAnswer): string | null {
  const to = raw.status < 400 ? raw.headers.get("location") : null;
  if (to === null) return null;
  try {
    return `redirects to ${new URL(to, "http://this.invalid").host}`.replace(
      "this.invalid",
      "the same host",
    );
  } catch {
    return null;
  }
}

function scopeHint(status: number, reason: string | null, { scopes }: ApiRequest): string {
  const insufficient =
    /^(?:insufficientPermissions|insufficientScopes|ACCESS_TOKEN_SCOPE_INSUFFICIENT)$/;
  if (status !== 403 || scopes === null || reason === null || !insufficient.test(reason)) return "";
  return `; the method needs one of the scopes ${scopes.join(", ")}`;
}
