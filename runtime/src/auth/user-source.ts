import type { AbortSignalLike } from "../structural.js";
import type { TokenRequestSettings } from "./provider-options.js";
import { TokenEndpoint } from "./token-endpoint.js";
import type { Token, TokenSource } from "./token-source.js";

/** What the consent of a user gave. */
export interface UserKey {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

/** A user who has given consent once. */
export class UserSource implements TokenSource {
  readonly scopes: readonly string[] | null;
  readonly universe: string;
  readonly quotaProject: string | null;
  readonly #key: UserKey;
  readonly #endpoint: TokenEndpoint;

  constructor(
    key: UserKey,
    facts: Pick<TokenSource, "scopes" | "universe" | "quotaProject">,
    requests: TokenRequestSettings,
  ) {
    this.scopes = facts.scopes;
    this.universe = facts.universe;
    this.quotaProject = facts.quotaProject;
    this.#key = key;
    this.#endpoint = new TokenEndpoint(requests);
  }

  async request(signal: AbortSignalLike | null): Promise<Token> {
    const { clientId, clientSecret, refreshToken } = this.#key;
    const grant = {
      grant_type: "refresh_token",
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    };
    const answer = await this.#endpoint.send(grant, signal);
    return this.#endpoint.read(answer, [clientSecret, refreshToken]);
  }

  close(): Promise<void> {
    return this.#endpoint.close();
  }
}
