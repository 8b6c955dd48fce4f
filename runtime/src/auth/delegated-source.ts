import type { AbortSignalLike } from "../structural.js";
import { AuthServer, type AuthAnswer } from "./auth-server.js";
import { isToken, type AuthHeaders } from "./credentials.js";
import type { DefaultSettings } from "./default-settings.js";
import { JwtGrant, type Claims, type Grantee } from "./jwt-grant.js";
import type { TokenCache } from "./token-cache.js";
import { acceptGzip } from "./token-endpoint.js";
import { googleUniverse, type Token, type TokenSource } from "./token-source.js";

/** What the credentials need that ask IAM to sign. */
export const signingScopes: readonly string[] = ["https://www.googleapis.com/auth/cloud-platform"];

/** A service account without a key at hand: IAM signs for it, asked with the credentials of `base`. */
export class DelegatedSource implements TokenSource {
  readonly scopes: readonly string[];
  readonly universe = googleUniverse;
  readonly quotaProject: string | null;
  readonly #base: TokenSource;
  readonly #baseTokens: TokenCache;
  readonly #iam: AuthServer;
  readonly #path: string;
  readonly #grant: JwtGrant;

  constructor(base: TokenSource, grantee: Grantee, settings: DefaultSettings) {
    const { iamUrl, start } = settings;
    this.scopes = grantee.scopes;
    this.quotaProject = base.quotaProject;
    this.#base = base;
    this.#baseTokens = new start.TokenCache(
      (signal) => base.request(signal),
      (text) => ["authorization", `Bearer ${text}`],
    );
    this.#iam = new AuthServer("IAM signJwt request", iamUrl.origin, settings.dispatcher);
    const root = iamUrl.pathname.replace(/\/$/, "");
    this.#path = `${root}/v1/projects/-/serviceAccounts/${grantee.account}:signJwt`;
    this.#grant = new JwtGrant(grantee, settings);
  }

  request(signal: AbortSignalLike | null): Promise<Token> {
    return this.#grant.request((claims) => this.#sign(claims, signal), signal);
  }

  async close(): Promise<void> {
    this.#baseTokens.leave(this);
    await Promise.all([this.#base.close(), this.#iam.close(), this.#grant.close()]);
  }

  async #sign(claims: Claims, signal: AbortSignalLike | null): Promise<string> {
    const body = JSON.stringify({ payload: JSON.stringify(claims) });
    let auth = this.#baseTokens.current() ?? (await this.#baseTokens.fetch(this));
    let answer = await this.#ask(auth, body, signal);
    if (answer.status === 401) {
      auth = await this.#baseTokens.renew(auth, this);
      answer = await this.#ask(auth, body, signal);
    }
    if (answer.status !== 200) {
      throw this.#iam.refusal(answer, [auth[1]?.slice("Bearer ".length) ?? ""]);
    }
    const fields = Object(answer.json) as Record<string, unknown>;
    const signed = fields["signedJwt"];
    if (isToken(signed)) return signed;
    throw this.#iam.unusable("the answer holds no usable signedJwt");
  }

  #ask(auth: AuthHeaders, body: string, signal: AbortSignalLike | null): Promise<AuthAnswer> {
    const headers = ["content-type", "application/json", ...acceptGzip, ...auth];
    if (this.quotaProject !== null) headers.push("x-goog-user-project", this.quotaProject);
    return this.#iam.send({ method: "POST", path: this.#path, headers, body }, signal);
  }
}
