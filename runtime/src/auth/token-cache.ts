import type { AbortSignalLike } from "../structural.js";
import type { AuthHeaders } from "./credentials.js";
import type { Token } from "./token-source.js";

interface Held {
  readonly headers: AuthHeaders;
  /** When it ends, by the wall clock and by the clock that never jumps; the earlier one counts. */
  readonly endsWall: number;
  readonly endsSteady: number;
  readonly earlyMs: number;
}

interface Pending {
  readonly promise: Promise<Held>;
  readonly since: number;
  readonly controller: AbortController;
}

// What is left must outlast the request that carries it.
const minRestMs = 10_000;
// How long calls wait for a new token while the old one would do.
const patienceMs = 1_000;

/** One token, fetched when it is needed, once however many ask at a time. */
export class TokenCache {
  readonly #request: (signal: AbortSignalLike) => Promise<Token>;
  readonly #headersOf: (text: string) => AuthHeaders;
  #held: Held | null = null;
  #pending: Pending | null = null;
  // How many calls of each client wait: a request that nobody waits for may be ended.
  readonly #waiting = new Map<object, number>();

  /** @param headersOf what a token is sent as */
  constructor(
    request: (signal: AbortSignalLike) => Promise<Token>,
    headersOf: (text: string) => AuthHeaders,
  ) {
    this.#request = request;
    this.#headersOf = headersOf;
  }

  /** The headers, unless the token is to be refreshed. */
  current(): AuthHeaders | null {
    const held = this.#held;
    return held !== null && restMs(held) > held.earlyMs ? held.headers : null;
  }

  /**
   * The headers; a failed refresh is survived while the old token lives.
   * @param client on whose behalf, see {@link TokenCache.leave}
   */
  async fetch(client: object): Promise<AuthHeaders> {
    return (await this.#fresh(client)).headers;
  }

  /** Another token than the one refused; many refusals of one token make one request. */
  async renew(used: AuthHeaders, client: object): Promise<AuthHeaders> {
    if (this.#held?.headers === used) this.#held = null;
    return this.current() ?? (await this.fetch(client));
  }

  /** The client waits no longer. Ends the request if nobody else does; true if nothing goes on any more. */
  leave(client: object): boolean {
    this.#waiting.delete(client);
    if (this.#waiting.size > 0) return false;
    this.#pending?.controller.abort();
    this.#pending = null;
    return true;
  }

  async #fresh(client: object): Promise<Held> {
    const pending = (this.#pending ??= this.#start());
    this.#count(client, 1);
    try {
      // While the old token lives, a refresh that fails, or takes long, is no reason to fail or to wait.
      const old = this.#usable() === null ? null : await this.#patiently(pending);
      return old ?? (await pending.promise);
    } finally {
      this.#count(client, -1);
    }
  }

  #count(client: object, change: 1 | -1): void {
    const count = (this.#waiting.get(client) ?? 0) + change;
    if (count > 0) this.#waiting.set(client, count);
    else this.#waiting.delete(client);
  }

  #start(): Pending {
    const controller = new AbortController();
    const promise = this.#load(controller.signal).finally(() => {
      if (this.#pending === pending) this.#pending = null;
    });
    // Whoever waits sees the error; the others need not.
    promise.catch(() => {});
    const pending = { promise, since: performance.now(), controller };
    return pending;
  }

  async #load(signal: AbortSignalLike): Promise<Held> {
    const { text, livesMs, earlyMs } = await this.#request(signal);
    this.#held = {
      headers: this.#headersOf(text),
      endsWall: Date.now() + livesMs,
      endsSteady: performance.now() + livesMs,
      earlyMs: Math.min(earlyMs, livesMs / 2),
    };
    return this.#held;
  }

  /** The token as it is now, unless it has been refused or is about to end. */
  #usable(): Held | null {
    return this.#held !== null && restMs(this.#held) > minRestMs ? this.#held : null;
  }

  /** What is usable when the request has ended, or {@link patienceMs} after its start. */
  #patiently({ promise, since }: Pending): Promise<Held | null> {
    const left = since + patienceMs - performance.now();
    if (left <= 0) return Promise.resolve(this.#usable());
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        resolve(this.#usable());
      };
      const timer = setTimeout(end, left);
      promise.then(end, end);
    });
  }
}

function restMs(held: Held): number {
  return Math.min(held.endsWall - Date.now(), held.endsSteady - performance.now());
}
