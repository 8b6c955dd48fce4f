import type { ResponseInfo } from "./call.js";
import type { HeadersLike } from "./structural.js";

/** An answer as it came, its body still encoded. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: HeadersLike;
  readonly body: Uint8Array;
  /** True if the body was longer than what is read of an error. */
  readonly cut: boolean;
  /** What its sender has made of it already: the call's data. */
  readonly delivered?: unknown;
}

/** No more is read of an answer, as sent and as unpacked. */
export const maxBodyBytes = 32 * 1024 * 1024;
/** No more is read of an answer that is an error. */
export const maxErrorBodyBytes = 1024 * 1024;

/** How many bytes of an answer with this status are read. */
export function bodyLimit(status: number): number {
  return status >= 200 && status < 300 ? maxBodyBytes : maxErrorBodyBytes;
}

/** An attempt that ended without a usable answer. */
export class AttemptFailure {
  /** False only if certainly no byte of the request left. */
  readonly started: boolean;
  /** `"transport"`: the caller's own transport or interceptor failed. */
  readonly reason: "network" | "transport" | "deadline" | "attempt" | "aborted" | "too_large";
  readonly cause: unknown;

  constructor(started: boolean, reason: AttemptFailure["reason"], cause?: unknown) {
    this.started = started;
    this.reason = reason;
    this.cause = cause;
  }
}

/** The headers of an answer, as undici gives them. */
export class AnswerHeaders implements HeadersLike {
  readonly #values: Readonly<Record<string, string | string[] | undefined>>;

  constructor(values: Readonly<Record<string, string | string[] | undefined>>) {
    this.#values = values;
  }

  get(name: string): string | null {
    const key = name.toLowerCase();
    const value = Object.hasOwn(this.#values, key) ? this.#values[key] : undefined;
    return value === undefined ? null : joined(value);
  }

  forEach(callback: (value: string, name: string) => void): void {
    for (const [name, value] of Object.entries(this.#values)) {
      if (value !== undefined) callback(joined(value), name);
    }
  }
}

function joined(value: string | string[]): string {
  return typeof value === "string" ? value : value.join(", ");
}

/** What is known of an answer beside its data. */
export function responseInfo(raw: RawAnswer, attempts: number): ResponseInfo {
  return { status: raw.status, headers: raw.headers, attempts };
}

/** `chunks` as one. */
export function joinChunks(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
