import type { AuthHeaders } from "./credentials.js";

/** A token as the token endpoint gave it. */
export interface Token {
  readonly text: string;
  readonly livesMs: number;
}

interface Held {
  readonly headers: AuthHeaders;
  readonly text: string;
  /** When it ends, by the wall clock and by the clock that never jumps; the earlier one counts. */
  readonly endsWall: number;
  readonly endsSteady: number;
  readonly earlyMs: number;
}

const maxEarlyMs = 300_000;
// What is left must outlast the request that carries it.
const minRestMs = 10_000;
// How long a call waits for a new token while the old one would do.
const patienceMs = 1_000;

/** One token, fetched when it is needed, once however many ask at a time. */
export class TokenCache {
  readonly #request: () => Promise<Token>;
  #held: Held | null = null;
  #pending: Promise<Held> | null = null;

  constructor(request: () => Promise<Token>) {
    this.#request = request;
  }

  /** The headers, unless the token is to be refreshed. */
  current(): AuthHeaders | null {
    const held = this.#held;
    return held !== null && restMs(held) > held.earlyMs ? held.headers : null;
  }

  /** The headers; a failed refresh is survived while the old token lives. */
  async fetch(): Promise<AuthHeaders> {
    return (await this.#fresh()).headers;
  }

  /** The token itself, for who asks the provider directly. */
  async text(): Promise<string> {
    const held = this.#held;
    return held !== null && this.current() !== null ? held.text : (await this.#fresh()).text;
  }

  /** Another token than the one refused; many refusals of one token make one request. */
  async renew(used: AuthHeaders): Promise<AuthHeaders> {
    if (this.#held?.headers === used) this.#held = null;
    return this.current() ?? (await this.fetch());
  }

  async #fresh(): Promise<Held> {
    this.#pending ??= this.#load().finally(() => {
      this.#pending = null;
    });
    const old = this.#held;
    if (old === null || restMs(old) <= minRestMs) return this.#pending;
    // The old token still lives: a refresh that fails, or takes long, is no reason to fail or to wait.
    return firstOf(this.#pending, old);
  }

  async #load(): Promise<Held> {
    const { text, livesMs } = await this.#request();
    this.#held = {
      headers: ["authorization", `Bearer ${text}`],
      text,
      endsWall: Date.now() + livesMs,
      endsSteady: performance.now() + livesMs,
      earlyMs: Math.min(maxEarlyMs, livesMs / 2),
    };
    return this.#held;
  }
}

/** What the promise gives, or `old` if it fails or takes longer than {@link patienceMs}. */
function firstOf(pending: Promise<Held>, old: Held): Promise<Held> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(old), patienceMs);
    const end = (held: Held): void => {
      clearTimeout(timer);
      resolve(held);
    };
    pending.then(end, () => end(old));
  });
}

function restMs(held: Held): number {
  return Math.min(held.endsWall - Date.now(), held.endsSteady - performance.now());
}
