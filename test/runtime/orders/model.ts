// What has to become of the calls of a schedule whose course is certain, worked out without the runtime.
import type { CallPlan, ConnectionEvent, RequestEvent, Schedule } from "./schedule.js";
import { refuses } from "./schedule.js";

export interface Prediction {
  readonly kind: "ok" | "http" | "network" | "protocol" | "auth" | "budget";
  readonly status: number | null;
  readonly outcome: "not_sent" | "unknown" | "failed" | null;
  /** Requests made, and those that arrive. */
  readonly attempts: number;
  readonly arrivals: number;
}

interface World {
  readonly connections: ConnectionEvent[];
  readonly requests: RequestEvent[];
  readonly renewable: boolean;
  readonly budgetSize: number;
  budget: number;
  connected: boolean;
}

/** How an attempt ends: what it is by itself, and what the rules of retries call it. */
interface End {
  readonly kind: Exclude<Prediction["kind"], "budget">;
  readonly status: number | null;
  readonly outcome: Prediction["outcome"];
  readonly event: "done" | "not_sent" | "rate" | "cut" | "busy" | "401" | "final";
  readonly tooLong?: boolean;
}

export function predict(schedule: Schedule): Prediction[] {
  const world: World = {
    connections: [...schedule.connections],
    requests: [...schedule.requests],
    renewable: schedule.renewable,
    budgetSize: schedule.budget,
    budget: schedule.budget,
    connected: false,
  };
  return schedule.calls.map((call) => predictCall(call, world));
}

type Outcome = NonNullable<Prediction["outcome"]>;

const weight = { not_sent: 0, failed: 1, unknown: 2 };

function predictCall(call: CallPlan, world: World): Prediction {
  let [attempts, arrivals, retries, renewed] = [0, 0, 0, false];
  let worst: Outcome = "not_sent";
  for (;;) {
    attempts++;
    const end = attempt(call, world);
    if (end.event !== "not_sent") arrivals++;
    worst = worse(worst, end.outcome);
    const outcome = end.kind === "ok" ? null : worst;
    const final: Prediction = { kind: end.kind, status: end.status, outcome, attempts, arrivals };
    if (end.event === "401" && world.renewable && !renewed) {
      renewed = true;
      continue;
    }
    if (!mayFollow(call, end.event) || ++retries >= attemptsOf(call) || end.tooLong) return final;
    if (world.budget < 5) return { ...final, kind: "budget" };
    world.budget -= 5;
  }
}

function worse(one: Outcome, other: Outcome | null): Outcome {
  return other !== null && weight[other] > weight[one] ? other : one;
}

function attemptsOf({ retry }: CallPlan): number {
  return retry === false ? 1 : retry.attempts;
}

function mayFollow(call: CallPlan, event: End["event"]): boolean {
  const once = call.verb === "POST" || call.verb === "PATCH";
  const repeatable = call.idempotent ?? (!once || (call.verb === "POST" && call.requestId));
  switch (event) {
    case "not_sent":
      return true;
    case "rate":
      return call.retry !== false && call.retry.rateLimited;
    case "cut":
    case "busy":
      return repeatable;
    case "done":
    case "401":
    case "final":
      return false;
  }
}

function attempt(call: CallPlan, world: World): End {
  if (!world.connected) {
    const event = world.connections.shift() ?? "open";
    if (event !== "open") {
      return { kind: "network", status: null, outcome: "not_sent", event: "not_sent" };
    }
  }
  const event = world.requests.shift();
  if (event === undefined) {
    world.connected = true;
    world.budget = Math.min(world.budgetSize, world.budget + 1);
    return { kind: "ok", status: 200, outcome: null, event: "done" };
  }
  if (event.kind !== "answer") {
    world.connected = false;
    return { kind: "network", status: null, outcome: "unknown", event: "cut" };
  }
  world.connected = event.connection === "stays";
  return answered(call, world, event);
}

function answered(call: CallPlan, world: World, event: RequestEvent & { kind: "answer" }): End {
  const { status, html } = event;
  if (status === 200) {
    world.budget = Math.min(world.budgetSize, world.budget + 1);
    // Nothing is read of an answer that holds no data.
    return html && call.verb !== "DELETE"
      ? { kind: "protocol", status, outcome: "unknown", event: "done" }
      : { kind: "ok", status, outcome: null, event: "done" };
  }
  const outcome = refuses(status) ? "failed" : "unknown";
  const tooLong = event.retryAfter !== null && "seconds" in event.retryAfter;
  const kind = status === 401 ? "auth" : "http";
  return { kind, status, outcome, event: eventOf(event), tooLong };
}

function eventOf({ status, reason, html }: RequestEvent & { kind: "answer" }): End["event"] {
  if (status === 401) return "401";
  if (status === 429) return "rate";
  if ([408, 500, 502, 503, 504].includes(status)) return "busy";
  const limited = reason === "rateLimitExceeded" || reason === "userRateLimitExceeded";
  return status === 403 && limited && !html ? "rate" : "final";
}
