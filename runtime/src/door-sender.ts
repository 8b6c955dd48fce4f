import { AttemptFailure, bodyLimit, joinChunks, type RawAnswer } from "./answer.js";
import type { CallLimit, StopReason } from "./call-limit.js";
import type { ClientSender, WireRequest } from "./direct-sender.js";
import { requestsSent } from "./requests-sent.js";
import type { AbortSignalLike } from "./structural.js";
import { startTimer } from "./timer.js";
import type { HttpRequest, HttpResponse, Interceptor, Transport } from "./transport.js";

/** Sends through the caller's transport and interceptors. */
export class DoorSender implements ClientSender {
  readonly transport: Transport;
  readonly #origin: string;
  readonly #below: ClientSender | null;

  /** @param below what the transport itself sends through, to be closed with this */
  constructor(
    origin: string,
    transport: Transport,
    interceptors: readonly Interceptor[],
    below: ClientSender | null,
  ) {
    this.#origin = origin;
    this.#below = below;
    // The first interceptor is the outermost.
    this.transport = interceptors.reduceRight((next, interceptor) => interceptor(next), transport);
  }

  send(request: WireRequest, limit: CallLimit): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const controller = new AbortController();
      let ended = false;
      let stopped: StopReason | null = null;
      const fail = (cause?: unknown): void => {
        if (ended) return;
        ended = true;
        release();
        const failure = attemptFailure(controller.signal, cause);
        reject(
          stopped === null
            ? (failure ?? new AttemptFailure(true, "transport", cause))
            : new AttemptFailure(failure?.started ?? true, stopped),
        );
        controller.abort();
      };
      const release = limit.watchAttempt((reason) => {
        stopped = reason;
        controller.abort();
        // Our own transport says at once, in its failure, whether anything was sent; others may say nothing.
        startTimer(0, fail);
      });
      Promise.resolve({ ...httpRequest(this.#origin, request), signal: controller.signal })
        .then(this.transport)
        .then((response) => readAll(checkResponse(response), () => ended || stopped !== null))
        .then((answer) => {
          if (ended || stopped !== null) return;
          ended = true;
          release();
          resolve(answer);
          // An interceptor may have asked for more answers than it read: their connections are free now.
          controller.abort();
        }, fail);
    });
  }

  async close(): Promise<void> {
    await this.#below?.close();
  }
}

/**
 * What the failure of one request says of its attempt, whose signal this is; `null` if it is none of ours. Only
 * ours tell that nothing left, and they tell it of one request.
 */
export function attemptFailure(signal: AbortSignalLike, failure: unknown): AttemptFailure | null {
  if (!(failure instanceof AttemptFailure)) return null;
  if (failure.started || requestsSent(signal) === 1) return failure;
  return new AttemptFailure(true, failure.reason, failure.cause);
}

/** A request as transports see it. */
export function httpRequest(origin: string, request: WireRequest): HttpRequest {
  const headers: Record<string, string> = {};
  for (let i = 0; i + 1 < request.headers.length; i += 2) {
    headers[request.headers[i] ?? ""] = request.headers[i + 1] ?? "";
  }
  const { method, body, call, parts = null } = request;
  return { method, url: origin + request.path, headers, body, call, parts };
}

/** Reads an answer to its end or to the limit; leaves it when `ended`. */
export async function readAll(response: HttpResponse, ended: () => boolean): Promise<RawAnswer> {
  const { status, headers, body } = response;
  const limit = bodyLimit(status);
  const chunks: Uint8Array[] = [];
  let length = 0;
  let cut = false;
  // Leaving the loop closes the body, and so the connection.
  for await (const chunk of body) {
    if (ended()) break;
    if (!(chunk instanceof Uint8Array))
      throw new TypeError("the transport's body is not made of bytes");
    if (length + chunk.length > limit) {
      if (status >= 200 && status < 300) throw new AttemptFailure(true, "too_large");
      cut = true;
      break;
    }
    length += chunk.length;
    chunks.push(chunk);
  }
  return { status, headers, body: joinChunks(chunks, length), cut };
}

/** Throws if a transport's answer is not one. */
export function checkResponse(response: HttpResponse): HttpResponse {
  if (
    typeof response !== "object" ||
    response === null ||
    !Number.isInteger(response.status) ||
    typeof response.headers?.get !== "function" ||
    typeof response.body?.[Symbol.asyncIterator] !== "function"
  ) {
    throw new TypeError("the transport's answer must be { status, headers, body }");
  }
  return response;
}
