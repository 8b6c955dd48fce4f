import { startTimer } from "./timer.js";

/** Something to be told when its time has come. */
export interface Alarm {
  /** By the steady clock (`performance.now()`); Infinity for never. */
  readonly at: number;
  ring(): void;
}

// One timer for all attempts in flight. A timer of its own for each costs a call 3 %: attempts start and
// end by the thousand, and almost none of them ever reaches its limit.
// Slots and not a Set: a Set leaves its outgrown tables behind, and what they hold outlives the young
// generation (6 µs of garbage collection a call, measured at 50 in flight).
const slots: (Alarm | null)[] = [];
const freeSlots: number[] = [];
// Where a timer keeps the program running, or ends with the request that a worker answers, every alarm has a
// timer of its own; by slot. `null`: one for all. `undefined`: not known yet.
let ownTimers: (() => void)[] | null | undefined;
let armedAt = Infinity;
let timer: ReturnType<typeof setTimeout> | undefined;

// Above it, setTimeout fires at once.
const maxTimeoutMs = 2 ** 31 - 1;

/** Rings `alarm` once at its time unless it is cleared before. It does not keep the process alive. */
export function setAlarm(alarm: Alarm, now: number): number {
  const slot = freeSlots.pop() ?? slots.length;
  slots[slot] = alarm;
  if (ownTimers === undefined) ownTimers = timersCanBeLeft() ? null : [];
  if (ownTimers !== null) {
    ownTimers[slot] = startTimer(alarm.at - now, () => alarm.ring());
    return slot;
  }
  // A timer that is overdue may be lost, for instance with the fake clock of a test.
  if (alarm.at < armedAt || armedAt < now) arm(Math.min(alarm.at, armedAt), now);
  return slot;
}

/** Forgets the alarm that {@link setAlarm} gave `slot`; to be called once, also after it rang. */
export function clearAlarm(slot: number): void {
  slots[slot] = null;
  freeSlots.push(slot);
  ownTimers?.[slot]?.();
}

function timersCanBeLeft(): boolean {
  const trial: unknown = setTimeout(() => {}, 0);
  clearTimeout(trial as ReturnType<typeof setTimeout>);
  return typeof trial === "object" && trial !== null && "unref" in trial;
}

function arm(at: number, now: number): void {
  clearTimeout(timer);
  armedAt = at;
  if (at === Infinity) return;
  timer = setTimeout(ringDue, Math.min(Math.max(Math.ceil(at - now), 1), maxTimeoutMs));
  timer.unref();
}

function ringDue(): void {
  const now = performance.now();
  const due = slots.filter((alarm) => alarm !== null && alarm.at <= now);
  for (const alarm of due) alarm?.ring();
  arm(
    slots.reduce((next, alarm) => Math.min(next, alarm?.at ?? Infinity), Infinity),
    now,
  );
}
