import { authError } from "../error.js";
import type { AbortSignalLike } from "../structural.js";
import { JwtGrant, type Claims } from "./jwt-grant.js";
import type { TokenRequestSettings } from "./provider-options.js";
import type { ServiceAccountKey } from "./service-account-key.js";
import { signJwt } from "./sign-jwt.js";
import type { Token, TokenSource } from "./token-source.js";

/** On whose behalf a service account asks for tokens, and for what. */
export interface Wanted {
  readonly subject: string | null;
  readonly scopes: readonly string[];
}

/** A service account that signs with its own key. */
export class KeySource implements TokenSource {
  readonly scopes: readonly string[];
  readonly universe: string;
  readonly quotaProject: string | null;
  readonly #key: ServiceAccountKey;
  readonly #grant: JwtGrant;

  constructor(key: ServiceAccountKey, wanted: Wanted, requests: TokenRequestSettings) {
    this.scopes = wanted.scopes;
    this.universe = key.universe;
    this.quotaProject = key.quotaProject;
    this.#key = key;
    this.#grant = new JwtGrant({ account: key.clientEmail, ...wanted }, requests);
  }

  request(signal: AbortSignalLike | null): Promise<Token> {
    return this.#grant.request((claims) => this.#sign(claims), signal);
  }

  close(): Promise<void> {
    return this.#grant.close();
  }

  async #sign(claims: Claims): Promise<string> {
    const { inBrowser } = await import("#connections");
    if (inBrowser) {
      throw authError(
        "a service account's private key does not belong in a browser, where everybody can read it; sign in on a server and give accessToken(…) here",
      );
    }
    const signing = await signJwt(this.#key.privateKey, this.#key.keyId, claims);
    if ("token" in signing) return signing.token;
    throw authError(`the service account's private_key ${signing.wrong}`);
  }
}
