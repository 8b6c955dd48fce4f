import type { ByteRange } from "../call.js";
import { argumentError } from "../error.js";

/** Checks the option `range` of a call; `null` if there is none. */
export function checkRange(range: unknown, id: string): ByteRange | null {
  if (range === undefined) return null;
  const { start, end } = (typeof range === "object" && range !== null ? range : {}) as {
    readonly start?: unknown;
    readonly end?: unknown;
  };
  const ends = end === undefined || (isWhole(end) && isWhole(start) && start >= 0 && end >= start);
  if (isWhole(start) && ends) return end === undefined ? { start } : { start, end: end as number };
  throw argumentError(
    `${id}: range must be { start, end? }: whole numbers of bytes, end not before start and not with a start below 0`,
  );
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
