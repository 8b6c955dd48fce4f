/** The cache of a provider's token against every order of events (F8), and what it promises one by one. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TokenCache } from "../../runtime/src/auth/token-cache.js";
import type { AuthHeaders } from "../../runtime/src/auth/credentials.js";
import type { AbortSignalLike } from "@discogen/runtime";
import { runs } from "../runs.js";

// `performance` too: the fake clock then is both, and `vi.setSystemTime` moves the wall clock alone.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Answer {
  /** `null`: the request fails. */
  readonly livesMs: number | null;
}

interface Issued {
  readonly endsWall: number;
  readonly endsSteady: number;
}

/** One provider's cache and the server behind it, with what must hold whenever somebody gets a token. */
class World {
  readonly cache: TokenCache;
  readonly subject: string;
  readonly #schedule: (label: string) => Promise<void>;
  readonly #answers: Answer[];
  readonly #issued = new Map<string, Issued>();
  readonly refused = new Set<string>();
  readonly got: AuthHeaders[] = [];
  #inFlight = 0;
  requests = 0;
  unsettled = 0;

  constructor(subject: string, answers: Answer[], schedule: (label: string) => Promise<void>) {
    this.subject = subject;
    this.#answers = answers;
    this.#schedule = schedule;
    this.cache = new TokenCache(
      (signal) => this.#request(signal),
      (text) => ["authorization", text],
    );
  }

  async #request(
    signal: AbortSignalLike,
  ): Promise<{ text: string; livesMs: number; earlyMs: number }> {
    const text = `${this.subject}-${this.requests++}`;
    if (++this.#inFlight > 1) this.broken ??= new Error("two requests at a time");
    let over = false;
    const end = (): void => {
      if (!over) this.#inFlight--;
      over = true;
    };
    signal.addEventListener("abort", end, { once: true });
    await this.#schedule(text);
    end();
    const livesMs = (this.#answers.shift() ?? { livesMs: 3_600_000 }).livesMs;
    if (livesMs === null || signal.aborted) throw new Error(`${text} failed`);
    this.#issued.set(text, {
      endsWall: Date.now() + livesMs,
      endsSteady: performance.now() + livesMs,
    });
    return { text, livesMs, earlyMs: 300_000 };
  }

  /** Watches one call from its start to its end. */
  watch(headers: Promise<AuthHeaders>): void {
    this.unsettled++;
    headers
      .then(
        (one) => {
          this.check(one);
          this.got.push(one);
        },
        (error: unknown) => {
          if (!(error instanceof Error) || !error.message.startsWith(this.subject)) throw error;
        },
      )
      .then(
        () => this.unsettled--,
        (error: unknown) => (this.broken ??= error),
      );
  }

  broken: unknown;

  check([, text = ""]: AuthHeaders): void {
    expect(text.startsWith(`${this.subject}-`)).toBe(true);
    expect(this.refused).not.toContain(text);
    const issued = this.#issued.get(text);
    expect(issued?.endsWall).toBeGreaterThan(Date.now());
    expect(issued?.endsSteady).toBeGreaterThan(performance.now());
  }
}

const clients = [{}, {}, {}];

type Step =
  | { readonly do: "get" | "refuse" | "leave"; readonly world: 0 | 1; readonly client: number }
  | { readonly do: "answer" }
  | { readonly do: "pass" | "jump"; readonly ms: number };

const who = { world: fc.constantFrom(0 as const, 1 as const), client: fc.nat(2) };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("get" as const), ...who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("refuse" as const, "leave"), ...who }) },
  { weight: 3, arbitrary: fc.constant({ do: "answer" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("pass" as const, "jump"),
      ms: fc.constantFrom(
        10,
        999,
        1_001,
        9_000,
        290_000,
        3_301_000,
        3_590_500,
        3_600_001,
        -7_200_000,
      ),
    }),
  },
);
const answer = fc.record({
  livesMs: fc.option(fc.constantFrom(1_000, 15_000, 60_000, 3_600_000), { freq: 3 }),
});

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

async function take(one: Step, worlds: readonly [World, World], s: fc.Scheduler): Promise<void> {
  switch (one.do) {
    case "answer":
      if (s.count() > 0) await s.waitOne();
      return;
    case "pass":
      await vi.advanceTimersByTimeAsync(Math.abs(one.ms));
      return;
    case "jump":
      vi.setSystemTime(Date.now() + one.ms);
      return;
    case "leave": {
      const { cache } = worlds[one.world];
      // A client leaves when it has no calls any more; here: when nobody has.
      if (worlds[one.world].unsettled === 0) cache.leave(clients[one.client] ?? {});
      return;
    }
    case "refuse": {
      const world = worlds[one.world];
      const used = world.got.at(-1);
      if (used === undefined) return;
      world.refused.add(used[1] ?? "");
      world.watch(world.cache.renew(used, clients[one.client] ?? {}));
      return;
    }
    case "get": {
      const world = worlds[one.world];
      const current = world.cache.current();
      if (current !== null) world.check(current);
      world.watch(world.cache.fetch(clients[one.client] ?? {}));
    }
  }
}

test("F8 one request at a time, no ended, refused or foreign token, nobody waits for ever", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(step, { maxLength: 30 }),
      fc.array(answer, { maxLength: 8 }),
      async (s, steps, answers) => {
        const schedule = (label: string): Promise<void> => s.schedule(Promise.resolve(), label);
        const worlds = [
          new World("a", [...answers], schedule),
          new World("b", answers.toReversed(), schedule),
        ] as const;
        for (const one of steps) {
          await take(one, worlds, s);
          await settled();
          for (const { broken } of worlds) if (broken !== undefined) throw broken;
        }
        await s.waitIdle();
        await settled();
        for (const world of worlds) {
          expect([world.unsettled, world.broken]).toEqual([0, undefined]);
          // A failure is not remembered: with a server that answers again, a token comes.
          for (let tries = 0; tries < 9 && world.cache.current() === null; tries++) {
            world.watch(world.cache.fetch({}));
            await s.waitIdle();
            await settled();
          }
          expect(world.cache.current()).not.toBeNull();
        }
      },
    ),
    runs(2_000),
  );
}, 600_000);

describe("one by one", () => {
  let answers: ((token: { text: string; livesMs: number } | null) => void)[];
  let signals: AbortSignalLike[];
  let cache: TokenCache;
  const one = {};

  beforeEach(() => {
    answers = [];
    signals = [];
    cache = new TokenCache(
      (signal) =>
        new Promise((resolve, reject) => {
          signals.push(signal);
          answers.push((token) =>
            token === null ? reject(new Error("no")) : resolve({ ...token, earlyMs: 300_000 }),
          );
        }),
      (text) => [text],
    );
  });

  async function held(livesMs: number): Promise<AuthHeaders> {
    const got = cache.fetch(one);
    answers.at(-1)?.({ text: `t${answers.length}`, livesMs });
    return got;
  }

  test("patience is counted from the request's start: who comes later does not wait again", async () => {
    const old = await held(3_600_000);
    await vi.advanceTimersByTimeAsync(3_400_000);
    const first = cache.fetch(one);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await first).toBe(old);
    expect(await cache.fetch(one)).toBe(old);
    expect(answers).toHaveLength(2);
  });

  test("a clock that jumps while somebody is patient: the old token has ended, the new one counts", async () => {
    await held(3_600_000);
    await vi.advanceTimersByTimeAsync(3_400_000);
    const waiting = cache.fetch(one);
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(2_000);
    answers[1]?.({ text: "new", livesMs: 3_600_000 });
    expect(await waiting).toEqual(["new"]);
  });

  test("R-AUT-22 a failed refresh: the old token while it lives, then the error", async () => {
    const old = await held(3_600_000);
    await vi.advanceTimersByTimeAsync(3_400_000);
    const survived = cache.fetch(one);
    answers[1]?.(null);
    expect(await survived).toBe(old);
    await vi.advanceTimersByTimeAsync(195_000);
    const failed = expect(cache.fetch(one)).rejects.toThrow("no");
    answers[2]?.(null);
    await failed;
  });

  test("a client that leaves ends what nobody else waits for", async () => {
    const other = {};
    const mine = cache.fetch(one).catch(() => null);
    const others = cache.fetch(other);
    expect(cache.leave(one)).toBe(false);
    expect(signals[0]?.aborted).toBe(false);
    answers[0]?.({ text: "t", livesMs: 3_600_000 });
    expect([await mine, await others]).toEqual([["t"], ["t"]]);
    await vi.advanceTimersByTimeAsync(3_400_000);
    const patient = cache.fetch(other);
    await vi.advanceTimersByTimeAsync(1_000);
    await patient;
    expect(cache.leave(one)).toBe(true);
    expect(signals[1]?.aborted).toBe(true);
    // A call that follows at once begins anew.
    const next = cache.fetch(other);
    answers[2]?.({ text: "next", livesMs: 3_600_000 });
    expect(await next).toEqual(["next"]);
  });
});
