import type { AbortSignalLike } from "../structural.js";
import { AuthServer, type AuthAnswer } from "./auth-server.js";
import { isToken } from "./credentials.js";
import type { TokenRequestSettings } from "./provider-options.js";
import { maxEarlyMs, type Token } from "./token-source.js";

const defaultLifeMs = 60_000;
const maxLifeMs = 12 * 3_600_000;

/** OAuth's token endpoint: gives an access token for what proves who asks. */
export class TokenEndpoint {
  readonly #server: AuthServer;
  readonly #path: string;

  constructor({ tokenUrl, dispatcher }: TokenRequestSettings) {
    const { origin, pathname, search } = new URL(tokenUrl);
    this.#server = new AuthServer("token request", origin, dispatcher);
    this.#path = pathname + search;
  }

  /** Sends a grant, whose answer {@link TokenEndpoint.read} reads. */
  send(
    grant: Readonly<Record<string, string>>,
    signal: AbortSignalLike | null,
  ): Promise<AuthAnswer> {
    const headers = ["content-type", "application/x-www-form-urlencoded", ...acceptGzip];
    const body = new URLSearchParams(grant).toString();
    return this.#server.send({ method: "POST", path: this.#path, headers, body }, signal);
  }

  /**
   * The token of an answer.
   * @param secrets what was sent and must not be shown
   * @throws GoogleApiError of kind `"auth"` if there is none
   */
  read(answer: AuthAnswer, secrets: readonly string[]): Token {
    if (answer.status !== 200) throw this.#server.refusal(answer, secrets);
    return readToken(answer, this.#server);
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

/** Unpacking is done by the runtime, with a limit. */
export const acceptGzip: readonly string[] = ["accept-encoding", "gzip"];

/** The token that `server` answered with. */
export function readToken({ json }: AuthAnswer, server: AuthServer): Token {
  const fields = typeof json === "object" && json !== null ? (json as Record<string, unknown>) : {};
  const text = fields["access_token"];
  if (!isToken(text)) throw server.unusable("the answer holds no usable access_token");
  const type = fields["token_type"] ?? "Bearer";
  if (typeof type !== "string" || type.toLowerCase() !== "bearer") {
    throw server.unusable("the answer's token_type is not Bearer");
  }
  return { text, livesMs: lifeMs(fields["expires_in"]), earlyMs: maxEarlyMs };
}

function lifeMs(expiresIn: unknown): number {
  const seconds = typeof expiresIn === "string" ? Number(expiresIn) : expiresIn;
  if (typeof seconds !== "number" || !(seconds > 0)) return defaultLifeMs;
  return Math.min(seconds * 1_000, maxLifeMs);
}
