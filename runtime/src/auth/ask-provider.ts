import { authError, GoogleApiError } from "../error.js";
import { plainCause } from "../plain-cause.js";
import { isToken, type AuthHeaders } from "./credentials.js";
import type { AuthProvider, HeaderAnswer, TokenAnswer } from "./provider.js";

const passed = ["authorization", "x-goog-api-key", "x-goog-user-project"];

/** The headers that a provider of somebody else's gives; rejects if they are not usable. */
export async function askProvider(provider: AuthProvider, url: string): Promise<AuthHeaders> {
  try {
    // The token first: with a URL, google-auth-library may sign for the service account instead of its subject.
    return "getAccessToken" in provider && typeof provider.getAccessToken === "function"
      ? bearer(await provider.getAccessToken())
      : readHeaders(await (provider as { getRequestHeaders: Ask }).getRequestHeaders(url));
  } catch (error) {
    if (error instanceof GoogleApiError) throw error;
    throw authError("the auth provider failed", plainCause(error));
  }
}

type Ask = (url: string) => Promise<HeaderAnswer> | HeaderAnswer;

function bearer(answer: TokenAnswer): AuthHeaders {
  const token = typeof answer === "object" && answer !== null ? answer.token : answer;
  if (!isToken(token)) throw authError("the auth provider gave no usable access token");
  return ["authorization", `Bearer ${token}`];
}

function readHeaders(answer: unknown): AuthHeaders {
  const found = new Map<string, unknown>();
  if (typeof answer === "object" && answer !== null) {
    if (isHeaders(answer)) {
      for (const name of passed) found.set(name, answer.get(name) ?? undefined);
    } else {
      for (const [name, value] of Object.entries(answer)) found.set(name.toLowerCase(), value);
    }
  }
  const headers: string[] = [];
  for (const name of passed) {
    const value = found.get(name);
    if (value === undefined) continue;
    if (!isHeaderText(value)) throw authError(`the auth provider's ${name} header is not usable`);
    headers.push(name, value);
  }
  if (!headers.includes("authorization") && !headers.includes("x-goog-api-key")) {
    throw authError("the auth provider gave no authorization header");
  }
  return headers;
}

function isHeaders(value: object): value is { get(name: string): string | null } {
  return "get" in value && typeof value.get === "function" && "append" in value;
}

function isHeaderText(value: unknown): value is string {
  return typeof value === "string" && value.split(" ").every((word) => isToken(word));
}
