// Loaded by `import()`, with the first call of a client that has a pace.
import type { CallLimit } from "./call-limit.js";
import { startTimer } from "./timer.js";

/** Lets requests go one by one, evenly, in the order in which they came; a batch takes the time of its calls. */
export class Pace {
  readonly #intervalMs: number;
  /** With how many calls each is. */
  readonly #waiting = new Map<() => void, number>();
  /** When the next request may go. */
  #freeAt = 0;
  #armed = false;

  constructor(perSecond: number) {
    this.#intervalMs = 1_000 / perSecond;
  }

  /** Waits for a turn; who is stopped before it leaves the turn to the next one. */
  async turn(limit: CallLimit, calls: number): Promise<void> {
    const now = performance.now();
    if (this.#waiting.size === 0 && this.#freeAt <= now) {
      this.#freeAt = now + calls * this.#intervalMs;
      return;
    }
    let go = (): void => {};
    const turn = new Promise<void>((resolve) => {
      go = resolve;
    });
    this.#waiting.set(go, calls);
    this.#arm();
    try {
      await limit.wait(turn);
    } finally {
      this.#waiting.delete(go);
    }
  }

  #arm(): void {
    if (this.#armed || this.#waiting.size === 0) return;
    this.#armed = true;
    startTimer(this.#freeAt - performance.now(), () => {
      this.#armed = false;
      this.#letGo();
      this.#arm();
    });
  }

  /** All whose time has come: a timer may be late. */
  #letGo(): void {
    const now = performance.now();
    for (const [go, calls] of this.#waiting) {
      if (this.#freeAt > now) return;
      this.#waiting.delete(go);
      this.#freeAt += calls * this.#intervalMs;
      go();
    }
  }
}
