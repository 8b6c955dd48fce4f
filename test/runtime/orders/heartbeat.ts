const beatMs = 10;

/** Counts for how long timers were late: a machine with other work stops a process for whole seconds. */
export class Heartbeat {
  #stalledMs = 0;
  #lastAt = performance.now();
  readonly #timer = setInterval(() => {
    const now = performance.now();
    this.#stalledMs = this.stalledMs(now);
    this.#lastAt = now;
  }, beatMs);

  /** Since the start, until `now`. */
  stalledMs(now: number): number {
    return this.#stalledMs + Math.max(0, now - this.#lastAt - beatMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
