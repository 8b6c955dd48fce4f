import { readErrorBody } from "../error-body.js";
import type { AbortSignalLike } from "../structural.js";
import type { AuthAnswer } from "./auth-server.js";
import type { TokenRequestSettings } from "./provider-options.js";
import { TokenEndpoint } from "./token-endpoint.js";
import type { Token } from "./token-source.js";

/** What a service account claims of itself. */
export type Claims = Readonly<Record<string, string | number>>;

/** For whom tokens are asked. */
export interface Grantee {
  /** The service account's address. */
  readonly account: string;
  /** The user on whose behalf it acts, or `null`. */
  readonly subject: string | null;
  readonly scopes: readonly string[];
}

const lifeSeconds = 3_600;
// The server's clock may be behind ours.
const backdateSeconds = 10;
// A difference below it is not why an assertion was refused.
const minSkewMs = 30_000;

/** Exchanges signed assertions for tokens (RFC 7523). */
export class JwtGrant {
  readonly #grantee: Grantee;
  readonly #tokenUrl: string;
  readonly #endpoint: TokenEndpoint;
  /** How far the server's clock is ahead of ours, as far as it has mattered. */
  #skewMs = 0;

  constructor(grantee: Grantee, requests: TokenRequestSettings) {
    this.#grantee = grantee;
    this.#tokenUrl = requests.tokenUrl;
    this.#endpoint = new TokenEndpoint(requests);
  }

  /** A token for the assertion that `sign` makes of its claims. */
  async request(
    sign: (claims: Claims) => Promise<string>,
    signal: AbortSignalLike | null,
  ): Promise<Token> {
    for (let corrected = false; ; corrected = true) {
      const assertion = await sign(this.#claims());
      const grant = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
      const answer = await this.#endpoint.send(grant, signal);
      const skewMs = corrected ? null : readSkew(answer);
      if (skewMs === null) return this.#endpoint.read(answer, [assertion]);
      this.#skewMs = skewMs;
    }
  }

  close(): Promise<void> {
    return this.#endpoint.close();
  }

  #claims(): Claims {
    const { account, subject, scopes } = this.#grantee;
    const issuedAt = Math.floor((Date.now() + this.#skewMs) / 1_000) - backdateSeconds;
    return {
      iss: account,
      scope: scopes.join(" "),
      aud: this.#tokenUrl,
      iat: issuedAt,
      exp: issuedAt + lifeSeconds,
      ...(subject === null ? {} : { sub: subject }),
    };
  }
}

/** How far the server's clock is ahead of ours if that is why it refuses; else `null`. */
function readSkew({ status, headers, json }: AuthAnswer): number | null {
  if (status !== 400) return null;
  const { reason, message } = readErrorBody(json);
  if (reason !== "invalid_grant" || !/short-lived token/i.test(message ?? "")) return null;
  const skewMs = Date.parse(headers.get("date") ?? "") - Date.now();
  return Math.abs(skewMs) > minSkewMs ? skewMs : null;
}
