import type { DispatcherLike } from "./structural.js";

/** What undici is asked to send. */
export interface Dispatched {
  /** From the root of the host, with the query. */
  readonly path: string;
  readonly method: string;
  /** As an object, or name, value, name, value … */
  readonly headers: object;
  readonly body: unknown;
}

/** The part of undici's dispatch handler that is told of failures. */
interface Handler {
  onResponseError(controller: null, error: unknown): void;
}

/** Sends a request whose limits are its handler's own: undici's timers are coarse. */
export function dispatchTo(
  dispatcher: DispatcherLike,
  origin: string,
  request: Dispatched,
  handler: Handler,
): void {
  try {
    // A spread would cost every call 7 µs of 22.
    const { path, method, headers, body } = request;
    const options = { origin, path, method, headers, body, headersTimeout: 0, bodyTimeout: 0 };
    dispatcher.dispatch(options, handler);
  } catch (error) {
    handler.onResponseError(null, error);
  }
}
