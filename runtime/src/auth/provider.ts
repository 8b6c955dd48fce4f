import type { HeadersLike } from "../structural.js";

/** A source of access tokens. */
export interface TokenProvider {
  /** The token, or an object that holds it. Called for every request: the provider keeps the token. */
  getAccessToken(): Promise<TokenAnswer> | TokenAnswer;
}

/** What {@link TokenProvider.getAccessToken} gives; anything but a text fails the call. */
export type TokenAnswer =
  string | null | undefined | { readonly token?: string | null | undefined };

/** A source of request headers: `authorization`, `x-goog-api-key`, `x-goog-user-project`; others are dropped. */
export interface HeaderProvider {
  getRequestHeaders(url?: string): Promise<HeaderAnswer> | HeaderAnswer;
}

/** A provider that states the scopes of its tokens: a method that none of them fits fails before it is sent. */
export interface ScopedProvider extends TokenProvider {
  readonly scopes: readonly string[];
}

/** What {@link HeaderProvider.getRequestHeaders} gives: a `Headers` or a plain object. */
export type HeaderAnswer = HeadersLike | Readonly<Record<string, string>> | object;

/**
 * Who the client is to Google. {@link serviceAccount}, {@link applicationDefault}, {@link refreshToken},
 * {@link accessToken}, {@link apiKey} and {@link anonymous} make one; google-auth-library's `GoogleAuth` and `JWT` fit as they are.
 */
export type AuthProvider = TokenProvider | ScopedProvider | HeaderProvider;
