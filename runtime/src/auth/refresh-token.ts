import { checkKeys } from "../check-keys.js";
import { argumentError } from "../error.js";
import type { TokenProvider } from "./provider.js";
import {
  readScopes,
  readTokenRequestOptions,
  type TokenRequestOptions,
} from "./provider-options.js";
import { tokenProvider } from "./token-provider.js";
import { googleUniverse } from "./token-source.js";

/** Settings of {@link refreshToken}: what the consent of a user gave. */
export interface RefreshTokenOptions extends TokenRequestOptions {
  /** The OAuth client that the user consented to. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  /**
   * What the user consented to, if known: methods that none of it fits then fail before they are sent. It is
   * not sent.
   */
  readonly scopes?: readonly string[] | string | undefined;
}

const secrets = ["clientId", "clientSecret", "refreshToken"] as const;

/**
 * A user who has given consent once.
 * @throws GoogleApiError of kind `"argument"` for wrong options
 */
export function refreshToken(options: RefreshTokenOptions): TokenProvider {
  if (typeof options === "object" && options !== null && "subject" in options) {
    throw argumentError("refreshToken: subject needs serviceAccount(…) or applicationDefault(…)");
  }
  checkKeys(options, [...secrets, "scopes", "tokenUrl", "dispatcher"], "refreshToken");
  for (const name of secrets) {
    const value: unknown = options[name];
    if (typeof value !== "string" || value.trim() === "") {
      throw argumentError(`refreshToken: ${name} is missing`);
    }
  }
  const { clientId, clientSecret, refreshToken: token } = options;
  const scopes = options.scopes === undefined ? null : readScopes(options.scopes, "refreshToken");
  const requests = readTokenRequestOptions(options, "refreshToken");
  const facts = { scopes, universe: googleUniverse, quotaProject: null };
  return tokenProvider(facts, async () => {
    const { UserSource } = await import("./sources.js");
    return new UserSource({ clientId, clientSecret, refreshToken: token }, facts, requests);
  });
}
