// F7: random servers against random calls. The server counts what it has carried out; nothing is carried out
// twice, and no call says "failed" or "not sent" of what may have been.
import fc from "fast-check";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { accessToken, type ClientRetryOptions, GoogleApiError } from "@discogen/runtime";
import { runs } from "../../runs.js";
import { TestClient } from "../reseller.js";
import { predict, type Prediction } from "./model.js";
import { Heartbeat } from "./heartbeat.js";
import { orderServer, type Arrival, type OrderServer } from "./order-server.js";
import {
  certainSchedule,
  refuses,
  slowed,
  wildSchedule,
  type CallPlan,
  type Schedule,
} from "./schedule.js";

/** What became of a call. */
interface Result {
  readonly plan: CallPlan;
  readonly order: string;
  readonly error: GoogleApiError | null;
  readonly status: number | null;
  readonly attempts: number;
  readonly startedAt: number;
  readonly endedAt: number;
  /** For how long of that time the machine let nothing run here. */
  readonly stalledMs: number;
}

const lanes = 16;
const { numRuns } = runs(1_000);
// For scripts/soak-orders.js: how many schedules each property gets, and which.
const perProperty = Number(process.env["DISCOGEN_ORDERS"] ?? numRuns);
const seed = process.env["DISCOGEN_SEED"];

/** Runs a property in several lanes at once: most of the time goes to waiting. */
async function inLanes(
  schedules: fc.Arbitrary<Schedule>,
  check: (schedule: Schedule) => Promise<void>,
): Promise<void> {
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      fc.assert(fc.asyncProperty(schedules, check), {
        numRuns: Math.ceil(perProperty / lanes),
        ...(seed === undefined ? {} : { seed: Number(seed) + lane }),
      }),
    ),
  );
}

// What a busy machine holds up is not the runtime's doing.
const heart = new Heartbeat();
afterAll(() => heart.stop());

const soak = { timeout: 10 * 3_600_000 };

/** Delays that keep a test short. */
const shortly = { minDelayMs: 1, maxDelayMs: 4 };

test("F7 what becomes of every call is what the rules say", soak, () =>
  inLanes(certainSchedule, async (schedule) => {
    const { results, server } = await carryOut(schedule, shortly);
    const found = results.map((result) => summary(result, server));
    expect(found).toEqual(predict(schedule));
    checkTruth(schedule, results, server);
    for (const result of results) {
      checkWaits(result, server.arrivals);
      expect(overtime(result)).toBeLessThan(1_000 + result.stalledMs);
    }
  }),
);

test(
  "F7 no order is carried out twice or denied, whatever server, limits and aborts do",
  soak,
  () =>
    inLanes(wildSchedule, async (schedule) => {
      const { results, server } = await carryOut(schedule, shortly);
      checkTruth(schedule, results, server);
      for (const result of results) {
        expect(overtime(result)).toBeLessThan(1_000 + result.stalledMs);
      }
    }),
);

test(
  "F7 no call outlives its deadline by more than 200 ms of a clock that nobody slows down",
  soak,
  () => {
    passTime();
    // With the delays that users have.
    return inLanes(wildSchedule.map(slowed), async (schedule) => {
      const { results, server } = await carryOut(schedule, {});
      checkTruth(schedule, results, server);
      for (const result of results) expect(overtime(result)).toBeLessThan(200);
    });
  },
);

/** Replaces the clock until the test ends: it goes on by 20 ms as often as sockets had their turn. */
function passTime(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
  let ended = false;
  const tick = (): void => {
    if (ended) return;
    vi.advanceTimersByTime(20);
    setImmediate(() => setImmediate(tick));
  };
  setImmediate(tick);
  onTestFinished(() => {
    ended = true;
    vi.useRealTimers();
  });
}

function overtime({ plan, startedAt, endedAt }: Result): number {
  return endedAt - startedAt - plan.deadlineMs;
}

async function carryOut(
  schedule: Schedule,
  delays: ClientRetryOptions,
): Promise<{ results: Result[]; server: OrderServer }> {
  const server = await orderServer(schedule);
  const { renewable, intercepted, budget } = schedule;
  let tokens = 0;
  const client = new TestClient({
    auth: accessToken(renewable ? () => `token-${++tokens}` : "token-fixed"),
    rootUrl: server.url,
    dispatcher: server.pool,
    interceptors: intercepted ? [(next) => next] : [],
    retry: { ...delays, budget },
  });
  const results: Result[] = [];
  const calls = schedule.calls.map((plan, index) => async (): Promise<void> => {
    results[index] = await call(client, plan, `o${index}`);
  });
  if (schedule.concurrent) await Promise.all(calls.map((run) => run()));
  else for (const run of calls) await run();
  await client.close();
  const sent = server.bytesSent();
  // Time for what must not happen.
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(server.bytesSent()).toBe(sent);
  await server.pool.destroy();
  await server.close();
  return { results, server };
}

async function call(client: TestClient, plan: CallPlan, order: string): Promise<Result> {
  const { verb, requestId, idempotent, retry, abortAfterMs, deadlineMs, attemptTimeoutMs } = plan;
  const controller = new AbortController();
  const timer =
    abortAfterMs === null ? undefined : setTimeout(() => controller.abort(), abortAfterMs);
  const options = {
    deadlineMs,
    attemptTimeoutMs,
    retry,
    signal: controller.signal,
    ...(idempotent === undefined ? {} : { idempotent }),
  };
  const body = { order };
  const startedAt = performance.now();
  const stalled = heart.stalledMs(startedAt);
  const promise = {
    GET: () => client.get({ customerId: order }, options),
    PUT: () => client.call("update", { customerId: order, body }, options),
    DELETE: () =>
      client.call("remove", { customerId: order, subscriptionId: "s", deletionType: "d" }, options),
    PATCH: () => client.call("patch", { customerId: order, body }, options),
    POST: () =>
      client.call("order", requestId ? { requestId: `r${order}`, body } : { body }, options),
  }[verb]();
  const base = (): Pick<Result, "plan" | "order" | "startedAt" | "endedAt" | "stalledMs"> => {
    const endedAt = performance.now();
    return { plan, order, startedAt, endedAt, stalledMs: heart.stalledMs(endedAt) - stalled };
  };
  try {
    const { response } = await promise.withResponse();
    const { status, attempts } = response;
    return { ...base(), error: null, status, attempts };
  } catch (error) {
    if (!(error instanceof GoogleApiError)) throw error;
    const { status, attempts } = error;
    return { ...base(), error, status, attempts };
  } finally {
    clearTimeout(timer);
  }
}

function summary({ order, error, status, attempts }: Result, server: OrderServer): Prediction {
  return {
    kind: (error?.kind ?? "ok") as Prediction["kind"],
    status,
    outcome: error?.outcome ?? null,
    attempts,
    arrivals: server.arrivals.filter((one) => one.order === order).length,
  };
}

/** Whether the server has refused a request for certain. */
function refused({ event }: Arrival): boolean {
  return event.kind === "answer" && refuses(event.status);
}

function checkTruth(schedule: Schedule, results: readonly Result[], server: OrderServer): void {
  for (const result of results) {
    const arrivals = server.arrivals.filter(({ order }) => order === result.order);
    checkOnce(result, arrivals, server.done.get(result.order) ?? 0);
    checkOutcome(result, arrivals);
    // A resend is the same request.
    expect(
      new Set(arrivals.map(({ method, target, body }) => `${method} ${target} ${body}`)).size,
    ).toBeLessThanOrEqual(1);
    const most =
      (result.plan.retry === false ? 1 : result.plan.retry.attempts) + (schedule.renewable ? 1 : 0);
    expect(result.attempts).toBeLessThanOrEqual(most);
    expect(arrivals.length).toBeLessThanOrEqual(result.attempts);
    if (result.error !== null) checkPrevious(result.error);
  }
}

/** What its caller did not call repeatable is carried out once at most. */
function checkOnce({ plan }: Result, arrivals: readonly Arrival[], done: number): void {
  const once = plan.verb === "POST" || plan.verb === "PATCH";
  const named = plan.verb === "POST" && plan.requestId;
  if (named) expect(done).toBeLessThanOrEqual(1);
  if (plan.idempotent !== undefined ? plan.idempotent : !once || named) return;
  expect(arrivals.filter((arrival) => !refused(arrival)).length).toBeLessThanOrEqual(1);
  expect(done).toBeLessThanOrEqual(1);
}

function checkOutcome({ error, status }: Result, arrivals: readonly Arrival[]): void {
  // An attempt that was given up may arrive after the one that followed it.
  const answers = arrivals.map(({ event }) => (event.kind === "answer" ? event.status : null));
  if (status !== null) expect(answers).toContain(status);
  if (error === null) expect(status).toBe(200);
  else if (error.outcome === "not_sent") expect(arrivals).toEqual([]);
  // "Failed" is said only if nothing that arrived can have been carried out.
  else if (error.outcome === "failed") expect(arrivals.every(refused)).toBe(true);
}

/** The server's wish to wait is kept. */
function checkWaits({ plan, order }: Result, all: readonly Arrival[]): void {
  const arrivals = all.filter((one) => one.order === order);
  for (const [index, { event, at }] of arrivals.entries()) {
    const next = arrivals[index + 1];
    if (next === undefined || event.kind !== "answer" || event.status === 401) continue;
    const { retryAfter, html } = event;
    if (retryAfter === null) continue;
    // Longer than a minute: there is no next one.
    expect("seconds" in retryAfter).toBe(false);
    if ("infoMs" in retryAfter && !html) {
      expect(next.at - at).toBeGreaterThanOrEqual(retryAfter.infoMs - 1);
    }
    if (event.status === 429) expect(plan.retry).not.toMatchObject({ rateLimited: false });
  }
}

function checkPrevious({ attempts, previousAttempts, outcome }: GoogleApiError): void {
  expect(previousAttempts.length).toBeGreaterThanOrEqual(attempts - 1);
  expect(previousAttempts.length).toBeLessThanOrEqual(attempts);
  if (previousAttempts.some((one) => one.outcome === "unknown")) expect(outcome).toBe("unknown");
}
