import { AttemptFailure, type RawAnswer } from "../answer.js";
import { CallLimit } from "../call-limit.js";
import { decodeText, unpackBody } from "../decode-body.js";
import { DirectSender } from "../direct-sender.js";
import { readErrorBody, readRetryAfter } from "../error-body.js";
import { authError, GoogleApiError } from "../error.js";
import { readNetworkError } from "../network-error.js";
import { plainCause } from "../plain-cause.js";
import { standardRetry } from "../retry-options.js";
import { retryDelayMs } from "../retry.js";
import type { AbortSignalLike, DispatcherLike, HeadersLike } from "../structural.js";
import type { Connections } from "../connections.js";

/** A request to a server that gives credentials. It may be sent again: it changes nothing there. */
export interface AuthRequest {
  readonly method: "GET" | "POST";
  /** From the root of the host, with the query. */
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: string | null;
}

/** An answer that no repetition will better, whatever its status. */
export interface AuthAnswer {
  readonly status: number;
  readonly headers: HeadersLike;
  readonly text: string;
  /** `undefined` if the text is no JSON. */
  readonly json: unknown;
}

/** How long is waited for a server. */
export interface Patience {
  readonly attemptMs: number;
  readonly totalMs: number;
}

const usualPatience: Patience = { attemptMs: 10_000, totalMs: 30_000 };

/** What an attempt gave, and after how many milliseconds another may give something else; `null` for never. */
type Attempt =
  | { readonly answer: AuthAnswer; readonly againMs: number | null }
  | { readonly error: GoogleApiError; readonly againMs: number | null };

/** A server that gives credentials, with connections of its own that do not keep the process alive. */
export class AuthServer {
  readonly #what: string;
  readonly #origin: string;
  readonly #dispatcher: DispatcherLike | null;
  #connections: Connections | null = null;

  /**
   * @param what how messages begin: `"token request"`
   * @param dispatcher the caller's own, or `null` for connections of ours
   */
  constructor(what: string, origin: string, dispatcher: DispatcherLike | null) {
    this.#what = what;
    this.#origin = origin;
    this.#dispatcher = dispatcher;
  }

  /** With the port, for people. */
  get host(): string {
    return this.#origin.slice(this.#origin.indexOf("//") + 2);
  }

  /**
   * Sends until there is an answer that counts, whatever its status. Redirects are such answers.
   * @throws GoogleApiError of kind `"auth"` if none comes
   */
  async send(
    request: AuthRequest,
    signal: AbortSignalLike | null,
    patience = usualPatience,
  ): Promise<AuthAnswer> {
    const limit = new CallLimit(patience.totalMs, patience.attemptMs, signal);
    for (let attempt = 1; ; attempt++) {
      const result = await this.#attempt(request, limit);
      const { againMs } = result;
      const delay = againMs === null ? Infinity : retryDelayMs(standardRetry, attempt, againMs);
      if (attempt >= standardRetry.attempts || delay >= limit.remainingMs()) {
        if ("answer" in result) return result.answer;
        throw result.error;
      }
      // Stopped before its time: then the next attempt ends at once and says why.
      await limit.sleep(delay).catch(() => {});
    }
  }

  /** An answer as an error. What the server wrote is left out where it repeats any of `secrets`. */
  refusal(answer: AuthAnswer, secrets: readonly string[]): GoogleApiError {
    const body = readErrorBody(answer.json);
    const shown = (text: string | null): string | null =>
      text === null || repeats(text, secrets) ? null : text;
    const { retryInfo } = body;
    const message = shown(body.message);
    const reason = shown(body.reason);
    return new GoogleApiError({
      kind: "auth",
      message: `${this.#what} to ${this.host}: HTTP ${answer.status}${message === null ? "" : `: ${message}`}`,
      outcome: "not_sent",
      reason,
      code: shown(body.code) ?? reason,
      retryAfterMs: readRetryAfter(answer.headers, retryInfo),
    });
  }

  /** The answer is not what was asked for. Nothing of it is shown: it may be a token. */
  unusable(why: string): GoogleApiError {
    return authError(`${this.#what} to ${this.host}: ${why}`);
  }

  async close(): Promise<void> {
    const connections = this.#connections;
    this.#connections = null;
    await connections?.destroy();
  }

  async #attempt(request: AuthRequest, limit: CallLimit): Promise<Attempt> {
    try {
      const raw = await (await this.#sender()).send({ ...request, call: null }, limit);
      const answer = await readAnswer(raw);
      return { answer, againMs: againMs(answer) };
    } catch (failure) {
      return this.#explain(failure);
    }
  }

  async #sender(): Promise<DirectSender> {
    if (this.#dispatcher !== null) return new DirectSender(this.#origin, this.#dispatcher, 0);
    if (this.#connections === null) {
      const { openQuietConnections } = await import("#connections");
      this.#connections ??= openQuietConnections(this.#origin);
    }
    return new DirectSender(this.#origin, this.#connections, 0);
  }

  #explain(failure: unknown): Attempt {
    if (!(failure instanceof AttemptFailure)) throw failure;
    const { reason, cause } = failure;
    if (reason === "too_large") {
      return { error: this.unusable("the answer is too large"), againMs: null };
    }
    if (reason !== "network") {
      const again = reason === "attempt" ? 0 : null;
      return { error: this.unusable("no answer in time"), againMs: again };
    }
    const { code, words, temporary } = readNetworkError(cause, this.host);
    const error = new GoogleApiError({
      kind: "auth",
      message: `${this.#what}: ${words}`,
      outcome: "not_sent",
      code,
      cause: plainCause(cause),
    });
    return { error, againMs: temporary ? 0 : null };
  }
}

// So long a piece of a secret is found in a text by no chance.
const pieceLength = 12;

/** True if a piece of one of the secrets stands in the text, which may be cut, or escaped as a form is. */
function repeats(text: string, secrets: readonly string[]): boolean {
  const plain = text.replace(/%[\da-f]{2}/gi, (byte) =>
    String.fromCharCode(Number.parseInt(byte.slice(1), 16)),
  );
  return secrets.some((secret) => {
    for (let at = 0; at === 0 || at + pieceLength <= secret.length; at++) {
      const piece = secret.slice(at, at + pieceLength);
      if (text.includes(piece) || plain.includes(piece)) return true;
    }
    return false;
  });
}

async function readAnswer(raw: RawAnswer): Promise<AuthAnswer> {
  const { status, headers } = raw;
  try {
    const text = decodeText(await unpackBody(raw));
    return { status, headers, text, json: parse(text) };
  } catch {
    // Without the cause: it may quote the answer.
    return { status, headers, text: "", json: undefined };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** After how many milliseconds the server may answer otherwise, as far as it says so; `null` for never. */
function againMs({ status, headers, json }: AuthAnswer): number | null {
  if (status !== 408 && status !== 429 && status < 500) return null;
  return readRetryAfter(headers, readErrorBody(json).retryInfo) ?? 0;
}
