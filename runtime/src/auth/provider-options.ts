import { argumentError } from "../error.js";
import { checkUrl } from "../root.js";
import type { DispatcherLike } from "../structural.js";

/** What all providers that ask a token endpoint let their caller choose. */
export interface TokenRequestOptions {
  /** Where tokens come from: https, or http on loopback. Default Google's `https://oauth2.googleapis.com/token`. */
  readonly tokenUrl?: string | undefined;
  /** An undici dispatcher of the caller's (a proxy agent, for instance) for the token requests. */
  readonly dispatcher?: DispatcherLike | undefined;
}

/** The same, checked. */
export interface TokenRequestSettings {
  readonly tokenUrl: string;
  readonly dispatcher: DispatcherLike | null;
}

const googleTokenUrl = "https://oauth2.googleapis.com/token";

/** @param what how messages begin: `"serviceAccount"` */
export function readTokenRequestOptions(
  { tokenUrl = googleTokenUrl, dispatcher }: TokenRequestOptions,
  what: string,
): TokenRequestSettings {
  // The URL is kept as text: the token's audience must be what the caller wrote.
  checkUrl(tokenUrl, `${what}: tokenUrl`);
  if (dispatcher !== undefined && typeof dispatcher?.dispatch !== "function") {
    throw argumentError(`${what}: dispatcher must be an undici dispatcher`);
  }
  return { tokenUrl, dispatcher: dispatcher ?? null };
}

/** Scopes as a list without duplicates. */
export function readScopes(scopes: unknown, what: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(scopes) ? scopes : [scopes];
  const words = list.flatMap((scope) =>
    typeof scope === "string" ? scope.split(/\s+/).filter((word) => word !== "") : [""],
  );
  if (words.length === 0 || !words.every((word) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(word))) {
    throw argumentError(`${what}: scopes must name at least one scope`);
  }
  return [...new Set(words)];
}

/** The user on whose behalf an account acts, or `null`. */
export function readSubject(subject: unknown, what: string): string | null {
  if (subject === undefined) return null;
  if (typeof subject === "string" && subject !== "") return subject;
  throw argumentError(`${what}: subject must be the address of a user`);
}
