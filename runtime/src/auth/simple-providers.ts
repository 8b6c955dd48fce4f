import { argumentError, authError } from "../error.js";
import { credentialsOf, isToken, type AuthHeaders, type Credentials } from "./credentials.js";
import type { AuthProvider, HeaderProvider, TokenProvider } from "./provider.js";

/**
 * An access token that the caller has, or a function that gives one: it is called for every request, and once
 * more after a 401. Its token is never kept.
 * @throws GoogleApiError of kind `"argument"` if the text cannot be a token
 */
export function accessToken(token: string | (() => string | Promise<string>)): TokenProvider {
  // In plain JavaScript a second argument, such as a subject, would be lost without a word.
  if (arguments.length > 1) {
    throw argumentError("accessToken takes a token or a function, and nothing beside it");
  }
  if (typeof token === "function") {
    const getAccessToken = async (): Promise<string> => checkToken(await token());
    return { getAccessToken };
  }
  if (!isToken(token)) {
    throw argumentError("accessToken: the token must be visible ASCII text without blanks");
  }
  const provider: TokenProvider = { getAccessToken: async () => token };
  return withCredentials(provider, new FixedCredentials(["authorization", `Bearer ${token}`]));
}

/**
 * An API key. It is sent as the header `x-goog-api-key`, never in a URL.
 * @throws GoogleApiError of kind `"argument"` if the text cannot be a key
 */
export function apiKey(key: string): HeaderProvider {
  if (!isToken(key))
    throw argumentError("apiKey: the key must be visible ASCII text without blanks");
  const provider: HeaderProvider = { getRequestHeaders: async () => ({ "x-goog-api-key": key }) };
  return withCredentials(provider, new FixedCredentials(["x-goog-api-key", key]));
}

/** No credentials, on purpose: for methods that are open to all, or a server that asks for none. */
export function anonymous(): HeaderProvider {
  const provider: HeaderProvider = { getRequestHeaders: async () => ({}) };
  return withCredentials(provider, new FixedCredentials([]));
}

function checkToken(token: unknown): string {
  if (isToken(token)) return token;
  throw authError("accessToken: the function gave no usable token");
}

class FixedCredentials implements Credentials {
  readonly scopes = null;
  readonly #headers: AuthHeaders;

  constructor(headers: AuthHeaders) {
    this.#headers = headers;
  }

  refuses(): null {
    return null;
  }

  current(): AuthHeaders {
    return this.#headers;
  }

  async fetch(): Promise<AuthHeaders> {
    return this.#headers;
  }

  async renew(): Promise<null> {
    return null;
  }

  async close(): Promise<void> {}
}

/** `provider` with {@link Credentials} that the runtime finds and nobody else sees. */
function withCredentials<T extends object>(provider: T, credentials: Credentials): T {
  return Object.defineProperty(provider, credentialsOf, { value: () => credentials });
}

/** Checks `auth` of the client's options. */
export function checkAuthProvider(auth: unknown): AuthProvider {
  if (typeof auth === "object" && auth !== null) {
    const has = (name: string): boolean =>
      typeof (auth as Record<string, unknown>)[name] === "function";
    if (has("getAccessToken") || has("getRequestHeaders")) return auth as AuthProvider;
  }
  throw argumentError(
    "auth must be a provider: serviceAccount(…), applicationDefault(…), refreshToken(…), accessToken(…), apiKey(…), anonymous(), or an object with getAccessToken() or getRequestHeaders()",
  );
}
