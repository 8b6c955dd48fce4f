import { argumentError } from "./error.js";

/** `value`, or `standard` if it is left out; an argument error if it does not fit. */
export function checkOption<T, Standard>(
  value: unknown,
  standard: Standard,
  fits: (value: unknown) => value is T,
  message: string,
): T | Standard {
  if (value === undefined) return standard;
  if (fits(value)) return value;
  throw argumentError(message);
}

export function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}

export function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

/** True for a whole number above 0. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

/** A limit in milliseconds, or `standard` if it is left out. */
export function checkLimit<Standard>(
  value: unknown,
  standard: Standard,
  name: string,
): number | Standard {
  const fits = (ms: unknown): ms is number => isNumber(ms) && ms > 0;
  return checkOption(
    value,
    standard,
    fits,
    `${name} must be a number of milliseconds above 0 (Infinity for no limit)`,
  );
}
