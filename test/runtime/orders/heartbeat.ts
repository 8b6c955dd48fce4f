const beatMs = 10;

/** Counts for how long timers were late: a machine with other work stops a process for whole seconds. */
export class Heartbeat {
  #stalledMs = 0;
  #lastAt = performance.now();
  readonly #timer = setInterval(() => {
    this.#stalledMs = this.stalledMs();
    this.#lastAt = performance.now();
  }, beatMs);

  /** Since the start, so far. */
  stalledMs(): number {
    return this.#stalledMs + Math.max(0, performance.now() - this.#lastAt - beatMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
