import type { GoogleApiError } from "./error.js";

/** What became of one call of a batch. */
export type BatchResult<T> =
  | { readonly status: "fulfilled"; readonly value: T }
  | { readonly status: "rejected"; readonly reason: GoogleApiError };

/** What became of the calls of a batch, in their order. */
export type BatchResults<Calls extends readonly unknown[]> = {
  -readonly [K in keyof Calls]: BatchResult<Awaited<Calls[K]>>;
};
