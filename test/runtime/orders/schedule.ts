// What a server does and what is asked of it, chosen at random.
import fc from "fast-check";

export type Verb = "GET" | "PUT" | "DELETE" | "POST" | "PATCH";

/** What becomes of the next connection that is opened. */
export type ConnectionEvent = "open" | "refused" | "unresolved" | "reset";

/** What becomes of the next request that has arrived whole. `executes`: whether the server does it. */
export type RequestEvent =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly executes: boolean;
      /** `"lies"`: says that the connection stays open, and closes it. */
      readonly connection: "stays" | "closes" | "lies";
      readonly reason: string | null;
      readonly retryAfter: { readonly infoMs: number } | { readonly seconds: number } | null;
      readonly html: boolean;
    }
  | {
      readonly kind: "cut";
      readonly after: "request" | "headers" | "body";
      readonly reset: boolean;
      readonly executes: boolean;
    }
  | { readonly kind: "silence"; readonly executes: boolean };

export interface CallPlan {
  readonly verb: Verb;
  readonly requestId: boolean;
  readonly idempotent: boolean | undefined;
  readonly retry: false | { readonly attempts: number; readonly rateLimited: boolean };
  readonly deadlineMs: number;
  readonly attemptTimeoutMs: number;
  readonly abortAfterMs: number | null;
}

export interface Schedule {
  readonly connections: readonly ConnectionEvent[];
  readonly requests: readonly RequestEvent[];
  readonly calls: readonly CallPlan[];
  readonly concurrent: boolean;
  readonly pool: number;
  readonly budget: number;
  /** Whether a 401 leads to another token. */
  readonly renewable: boolean;
  /** Whether requests pass an interceptor. */
  readonly intercepted: boolean;
}

/** True if an answer with this status says for certain that nothing was done. */
export function refuses(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408;
}

const reasons = ["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "forbidden"];
const statuses = [301, 400, 404, 408, 409, 412, 500, 501, 502, 504].concat([
  200, 200, 200, 200, 401, 401, 403, 403, 429, 429, 503, 503, 503,
]);

const answer = (connection: readonly ("stays" | "closes" | "lies")[]): fc.Arbitrary<RequestEvent> =>
  fc
    .record({
      kind: fc.constant("answer" as const),
      status: fc.constantFrom(...statuses),
      executes: fc.boolean(),
      connection: fc.constantFrom(...connection),
      reason: fc.option(fc.constantFrom(...reasons)),
      retryAfter: fc.option(
        fc.oneof(
          { weight: 4, arbitrary: fc.record({ infoMs: fc.integer({ min: 1, max: 15 }) }) },
          { weight: 1, arbitrary: fc.record({ seconds: fc.constantFrom(61, 3_600) }) },
        ),
        { freq: 2 },
      ),
      html: fc.integer({ min: 0, max: 5 }).map((one) => one === 5),
    })
    .map((event) => ({
      ...event,
      executes: event.status === 200 || (event.executes && !refuses(event.status)),
    }));

const cut: fc.Arbitrary<RequestEvent> = fc.record({
  kind: fc.constant("cut" as const),
  after: fc.constantFrom("request" as const, "headers" as const, "body" as const),
  reset: fc.boolean(),
  executes: fc.boolean(),
});

const silence: fc.Arbitrary<RequestEvent> = fc.record({
  kind: fc.constant("silence" as const),
  executes: fc.boolean(),
});

const callWith = (
  limits: fc.Arbitrary<Pick<CallPlan, "deadlineMs" | "attemptTimeoutMs" | "abortAfterMs">>,
): fc.Arbitrary<CallPlan> =>
  fc
    .record({
      verb: fc.constantFrom<Verb>("GET", "PUT", "DELETE", "POST", "POST", "POST", "PATCH"),
      requestId: fc.boolean(),
      idempotent: fc.constantFrom(undefined, undefined, undefined, true, false),
      retry: fc.oneof(
        {
          weight: 8,
          arbitrary: fc.record({
            attempts: fc.integer({ min: 1, max: 4 }),
            rateLimited: fc.constantFrom(true, true, true, false),
          }),
        },
        { weight: 1, arbitrary: fc.constant(false as const) },
      ),
      limits,
    })
    .map(({ limits: chosen, ...rest }) => ({ ...rest, ...chosen }));

const common = {
  budget: fc.constantFrom(100, 100, 100, 5, 0),
  renewable: fc.boolean(),
  intercepted: fc.boolean(),
};

/** Schedules whose course is certain: one call after the other, and no limit comes near. */
export const certainSchedule: fc.Arbitrary<Schedule> = fc.record({
  connections: fc.array(fc.constantFrom<ConnectionEvent>("open", "open", "refused", "unresolved"), {
    maxLength: 6,
  }),
  requests: fc.array(fc.oneof({ weight: 3, arbitrary: answer(["stays", "closes"]) }, cut), {
    maxLength: 10,
  }),
  calls: fc.array(
    callWith(fc.constant({ deadlineMs: 30_000, attemptTimeoutMs: 20_000, abortAfterMs: null })),
    { minLength: 1, maxLength: 4 },
  ),
  concurrent: fc.constant(false),
  pool: fc.constant(1),
  ...common,
});

/** Schedules with everything: races, limits, aborts, silence. */
export const wildSchedule: fc.Arbitrary<Schedule> = fc.record({
  connections: fc.array(
    fc.constantFrom<ConnectionEvent>("open", "open", "refused", "unresolved", "reset"),
    { maxLength: 6 },
  ),
  requests: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: answer(["stays", "closes", "lies"]) },
      { weight: 2, arbitrary: cut },
      { weight: 1, arbitrary: silence },
    ),
    { maxLength: 10 },
  ),
  calls: fc.array(
    callWith(
      fc.record({
        deadlineMs: fc.constantFrom(15, 40, 100, 1_000),
        attemptTimeoutMs: fc.constantFrom(10, 25, 60),
        abortAfterMs: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 3 }),
      }),
    ),
    { minLength: 1, maxLength: 4 },
  ),
  concurrent: fc.boolean(),
  pool: fc.integer({ min: 1, max: 3 }),
  ...common,
});

/** A schedule whose limits, aborts and waits come twenty times as late. */
export function slowed(schedule: Schedule): Schedule {
  const calls = schedule.calls.map((call) => ({
    ...call,
    deadlineMs: 20 * call.deadlineMs,
    attemptTimeoutMs: 20 * call.attemptTimeoutMs,
    abortAfterMs: call.abortAfterMs === null ? null : 20 * call.abortAfterMs,
  }));
  return { ...schedule, calls };
}
