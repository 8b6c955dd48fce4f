import type { AbortSignalLike } from "../structural.js";

/** A token as the server gave it. */
export interface Token {
  readonly text: string;
  readonly livesMs: number;
  /** How long before its end it is refreshed, at most; {@link maxEarlyMs} where nothing else is said. */
  readonly earlyMs: number;
}

/** Refreshing five minutes early leaves time for an outage of the token endpoint. */
export const maxEarlyMs = 300_000;

/** Where the tokens of one identity come from. */
export interface TokenSource {
  /** What the tokens are good for, or `null` if that is not known. */
  readonly scopes: readonly string[] | null;
  /** Where they are good: `"googleapis.com"`, or another cloud's domain. */
  readonly universe: string;
  /** The project that pays for the calls, or `null`. */
  readonly quotaProject: string | null;
  /** A new token, from the server. */
  request(signal: AbortSignalLike | null): Promise<Token>;
  /** Closes the connections; a later request opens others. */
  close(): Promise<void>;
}

/** Google's own cloud. */
export const googleUniverse = "googleapis.com";
