import { AttemptFailure, type RawAnswer } from "../answer.js";
import { CallLimit, Stopped } from "../call-limit.js";
import { decodeText, unpackBody } from "../decode-body.js";
import { DirectSender } from "../direct-sender.js";
import { authError, GoogleApiError } from "../error.js";
import { readErrorBody } from "../error-body.js";
import { readNetworkError } from "../network-error.js";
import { mayRetry, retryDelayMs } from "../retry.js";
import { isToken } from "./credentials.js";
import type { Token } from "./token-cache.js";

const timeoutMs = 30_000;
const defaultLifeMs = 60_000;
const maxLifeMs = 12 * 3_600_000;

/** The token endpoint, with connections of its own. */
export class TokenEndpoint {
  readonly #url: URL;
  readonly #sender: DirectSender;

  constructor(url: URL) {
    this.#url = url;
    this.#sender = new DirectSender(url.origin, null, 2);
  }

  /** Exchanges a signed assertion for a token. Errors hold neither of them. */
  async request(assertion: string): Promise<Token> {
    const grant = encodeURIComponent("urn:ietf:params:oauth:grant-type:jwt-bearer");
    const raw = await this.#send(`grant_type=${grant}&assertion=${assertion}`);
    const json = await readJson(raw);
    if (raw.status !== 200) {
      const { message, reason } = readErrorBody(json);
      throw new GoogleApiError({
        kind: "auth",
        message: `token request to ${this.#url.host}: HTTP ${raw.status}${message === null ? "" : `: ${message}`}`,
        outcome: "not_sent",
        reason,
        code: reason,
      });
    }
    return readToken(json);
  }

  async #send(body: string): Promise<RawAnswer> {
    const limit = new CallLimit(timeoutMs, timeoutMs, null);
    const request = {
      method: "POST",
      path: this.#url.pathname + this.#url.search,
      headers: ["content-type", "application/x-www-form-urlencoded", "accept-encoding", "gzip"],
      body,
      call: null,
    };
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#sender.send(request, limit);
      } catch (failure) {
        const { message, temporary } = this.#explain(failure);
        const delay = retryDelayMs(attempt);
        if (!temporary || !mayRetry(attempt) || delay >= limit.remainingMs()) {
          throw authError(`token request: ${message}`, causeOf(failure));
        }
        await limit.sleep(delay);
      }
    }
  }

  #explain(failure: unknown): { message: string; temporary: boolean } {
    if (failure instanceof AttemptFailure && failure.reason === "network") {
      const network = readNetworkError(failure.cause, this.#url.host);
      return { message: network.words, temporary: network.temporary && !failure.started };
    }
    if (failure instanceof AttemptFailure && failure.reason === "too_large") {
      return { message: "the answer is too large", temporary: false };
    }
    return { message: `no answer from ${this.#url.host} within 30 s`, temporary: false };
  }
}

function causeOf(failure: unknown): unknown {
  return failure instanceof AttemptFailure || failure instanceof Stopped ? undefined : failure;
}

// Nothing of the answer goes into an error: it may be the token.
async function readJson(raw: RawAnswer): Promise<unknown> {
  try {
    return JSON.parse(decodeText(await unpackBody(raw)));
  } catch {
    return undefined;
  }
}

function readToken(json: unknown): Token {
  const fields = typeof json === "object" && json !== null ? (json as Record<string, unknown>) : {};
  const text = fields["access_token"];
  if (!isToken(text)) throw authError("token request: the answer holds no usable access_token");
  return { text, livesMs: lifeMs(fields["expires_in"]) };
}

function lifeMs(expiresIn: unknown): number {
  const seconds = typeof expiresIn === "string" ? Number(expiresIn) : expiresIn;
  if (typeof seconds !== "number" || !(seconds > 0)) return defaultLifeMs;
  return Math.min(seconds * 1_000, maxLifeMs);
}
