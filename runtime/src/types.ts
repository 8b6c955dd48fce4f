/**
 * A value that the document did not know when the client was generated. No literal of the wire has this
 * type, so comparisons and `switch` are checked against the known values; the value itself is the plain
 * string. {@link unrecognized} makes one.
 */
export type Unrecognized = `(unrecognized) ${string}`;

/** `value` as an enum value that the client does not know: to send it, or to compare with it. */
export function unrecognized(value: string): Unrecognized {
  return value as Unrecognized;
}

/** `T` whose members `Key` must be there. */
export type WithRequired<T, Key extends keyof T> = T & { [K in Key]-?: NonNullable<T[K]> };

type Scalar = string | number | boolean | bigint | null | undefined;

/**
 * What a PATCH body may hold (JSON merge patch, RFC 7396): every property may be left out, and `null` clears
 * it, at any depth of objects and maps. Arrays are replaced as a whole.
 */
export type Patch<T> = T extends Scalar | readonly unknown[]
  ? T
  : unknown extends T
    ? T
    : { [K in keyof T]?: Patch<T[K]> | null | undefined };
