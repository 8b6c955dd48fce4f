import { authError, GoogleApiError } from "../error.js";
import { isToken, type AuthHeaders, type Credentials } from "./credentials.js";
import { plainCause } from "../plain-cause.js";
import type { AuthProvider, HeaderAnswer, TokenAnswer } from "./provider.js";

const passed = ["authorization", "x-goog-api-key", "x-goog-user-project"];

/** A provider that has only the public shape: the caller's own, or another library's. */
export class StructuralCredentials implements Credentials {
  readonly scopes: readonly string[] | null;
  readonly #provider: AuthProvider;

  constructor(provider: AuthProvider) {
    this.#provider = provider;
    // Not in the public type: in google-auth-library the member is private.
    const { scopes } = provider as { scopes?: unknown };
    this.scopes =
      Array.isArray(scopes) && scopes.length > 0 && scopes.every((s) => typeof s === "string")
        ? [...scopes]
        : null;
  }

  refuses(): null {
    return null;
  }

  current(): null {
    return null;
  }

  async fetch(url: string): Promise<AuthHeaders> {
    const provider = this.#provider;
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

  async close(): Promise<void> {}

  async renew(used: AuthHeaders, url: string): Promise<AuthHeaders | null> {
    const fresh = await this.fetch(url);
    return fresh.join("\n") === used.join("\n") ? null : fresh;
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
