import { startTimer } from "./timer.js";

/** What a client has under way: calls, and answers that are still being read. */
export class CallsInFlight {
  #count = 0;
  #idle: (() => void) | null = null;
  readonly #unread = new Set<() => void>();

  /** One more; {@link CallsInFlight.end} takes it back. */
  start(): void {
    this.#count++;
  }

  end(): void {
    this.#count--;
    if (this.#count === 0) this.#idle?.();
  }

  /** Registers how to give up an answer that nobody has begun to read; returns how to forget it. */
  unread(giveUp: () => void): () => void {
    this.#unread.add(giveUp);
    return () => this.#unread.delete(giveUp);
  }

  /** Gives up what nobody reads and waits for the rest. */
  async finish(): Promise<void> {
    for (const giveUp of this.#unread) giveUp();
    if (this.#count === 0) return;
    // An answer that is read no further keeps no process alive, and ends only when its time has passed.
    const stop = startTimer(Infinity, () => {});
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
    stop();
  }
}
