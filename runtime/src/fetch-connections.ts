// `#connections` where there is no undici: requests go through the runtime's own `fetch`. It imports nothing
// of this package, so that nothing but itself is loaded for it.
import type {
  Connections,
  OpenConnections,
  OpenProxied,
  OpenQuietConnections,
} from "./connections.js";

/** What differs between the runtimes that have `fetch`. */
export interface FetchTraits {
  /** Headers that are not the program's to set, in lower case. */
  readonly unsettable: readonly string[];
  /** Whether `connections` limits the requests in flight. */
  readonly limits: boolean;
  /** Whether what cannot be undone is sent as a stream: `fetch` cannot send a stream twice. */
  readonly sendsStreams: (origin: string) => boolean;
  /** Whether media can be sent as a stream; else they are gathered first. */
  readonly takesStreams: (origin: string) => boolean;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** The part of undici's dispatch options that is used. */
interface Sending {
  readonly origin: string;
  readonly path: string;
  readonly method: string;
  /** As an object, or name, value, name, value … */
  readonly headers: readonly string[] | Readonly<Record<string, string>>;
  readonly body: string | Bytes | AsyncIterable<Bytes> | null;
}

/** The part of undici's dispatch handler that is used. */
interface Handler {
  onRequestStart(controller: FetchController): void;
  onResponseStart(
    controller: FetchController,
    status: number,
    headers: Record<string, string>,
  ): void;
  onResponseData(controller: FetchController, chunk: Uint8Array): void;
  onResponseEnd(controller: FetchController): void;
  onResponseError(controller: FetchController, error: unknown): void;
}

/** One request in flight. */
class FetchController {
  readonly #abort = new AbortController();
  #resume: (() => void) | null = null;
  #paused: Promise<void> | null = null;

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Resolves when more of the answer is wanted; `null`: it is now. */
  get paused(): Promise<void> | null {
    return this.#paused;
  }

  abort(reason: Error): void {
    this.#abort.abort(reason);
    this.resume();
  }

  pause(): void {
    this.#paused ??= new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  resume(): void {
    this.#paused = null;
    this.#resume?.();
    this.#resume = null;
  }
}

/** Reports to the handlers that undici's `dispatch` takes, so that all above it is the same everywhere. */
class FetchConnections implements Connections {
  readonly #traits: FetchTraits;
  #free: number;
  readonly #queue: (() => void)[] = [];
  readonly #inFlight = new Set<FetchController>();

  constructor(connections: number, traits: FetchTraits) {
    this.#free = traits.limits ? connections : Infinity;
    this.#traits = traits;
  }

  dispatch(options: object, handler: object): boolean {
    void this.#send(options as Sending, handler as Handler);
    return true;
  }

  async destroy(): Promise<void> {
    for (const controller of this.#inFlight) controller.abort(new Error("the client is closed"));
  }

  async #send(sending: Sending, handler: Handler): Promise<void> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#free--;
    const controller = new FetchController();
    this.#inFlight.add(controller);
    try {
      // Throws if the call has ended meanwhile. From here on nobody knows whether bytes have left.
      handler.onRequestStart(controller);
      await exchange(sending, this.#traits, handler, controller);
    } catch (error) {
      handler.onResponseError(controller, error);
    } finally {
      this.#inFlight.delete(controller);
      const next = this.#queue.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}

async function exchange(
  sending: Sending,
  traits: FetchTraits,
  handler: Handler,
  controller: FetchController,
): Promise<void> {
  try {
    const response = await fetch(sending.origin + sending.path, {
      ...(await requestInit(sending, traits)),
      signal: controller.signal,
    });
    // All that a browser tells of a redirect is that there was one.
    if (response.type === "opaqueredirect") throw new Redirected();
    handler.onResponseStart(controller, response.status, answerHeaders(response));
    const reader = response.body?.getReader();
    for (;;) {
      const chunk = await reader?.read();
      if (chunk?.value === undefined) break;
      handler.onResponseData(controller, chunk.value);
      if (controller.paused !== null) await controller.paused;
    }
  } catch (error) {
    throw error instanceof Redirected ? error : new FetchFailure(error);
  }
  handler.onResponseEnd(controller);
}

class Redirected extends Error {
  readonly code = "REDIRECTED";

  constructor() {
    super("the answer is a redirect, and redirects are not followed");
  }
}

class FetchFailure extends Error {
  readonly code: string;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : "fetch failed", { cause });
    this.code = systemCode(cause) ?? "FETCH_FAILED";
  }
}

/** The system's code, as some runtimes tell it: `"ECONNRESET"`, `"CERT_HAS_EXPIRED"`. */
function systemCode(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause ? cause.code : null;
    if (typeof code === "string" && /^E[A-Z]+$|CERT|SELF_SIGNED|^UNABLE_TO_|^UND_/.test(code)) {
      return code;
    }
  }
  return null;
}

// What is no longer is gathered before it is sent, so that its length can be sent.
const maxGathered = 16 * 1024 * 1024;

async function requestInit(sending: Sending, traits: FetchTraits): Promise<RequestInit> {
  const { origin, method } = sending;
  // Nothing packed is asked for wherever that can be: of media that are packed neither length nor parts fit.
  const pairs = headerPairs(sending.headers).filter(
    ([name, value]) => !traits.unsettable.includes(name) || value === "identity",
  );
  const length = pairs.find(([name]) => name === "content-length")?.[1] ?? Infinity;
  // Of bytes fetch itself tells the length.
  const headers = pairs.filter(([name]) => name !== "content-length");
  const init: RequestInit & { cache?: string } = { method, headers, redirect: "manual" };
  // Some runtimes throw for members that mean nothing there.
  const { prototype } = Request;
  if ("credentials" in prototype) init.credentials = "omit";
  if ("cache" in prototype) init.cache = "no-store";
  if ("referrerPolicy" in prototype) init.referrerPolicy = "no-referrer";
  let { body } = sending;
  if (isStream(body)) {
    if (Number(length) > maxGathered && traits.takesStreams(origin)) {
      return { ...init, body: readable(body), duplex: "half" };
    }
    body = await gathered(body);
  }
  if ((method === "POST" || method === "PATCH") && traits.sendsStreams(origin)) {
    return { ...init, body: onceReadable(body), duplex: "half" };
  }
  return { ...init, body };
}

function isStream(body: Sending["body"]): body is AsyncIterable<Bytes> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

async function gathered(body: AsyncIterable<Bytes>): Promise<Bytes> {
  const parts: Bytes[] = [];
  for await (const part of body) parts.push(part);
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function readable(body: AsyncIterable<Bytes>): ReadableStream<Uint8Array> {
  const parts = body[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return?.();
    },
  });
}

function headerPairs(headers: Sending["headers"]): [string, string][] {
  if (!Array.isArray(headers)) return Object.entries(headers as Record<string, string>);
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) pairs.push([headers[i], headers[i + 1]]);
  return pairs;
}

function onceReadable(body: string | Bytes | null): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
      if (bytes !== null && bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}

/** The answer's headers without those that speak of a body still packed: `fetch` has unpacked it. */
function answerHeaders({ headers, type }: Response): Record<string, string> {
  const found = Object.fromEntries(headers);
  // Of another origin's answer a browser may show the length and hide the encoding.
  if (type === "cors" || "content-encoding" in found) {
    delete found["content-length"];
    delete found["content-encoding"];
  }
  return found;
}

/** The functions of a module that is `#connections`. */
export function connectionsWith(traits: FetchTraits): {
  readonly openConnections: OpenConnections;
  readonly openQuietConnections: OpenQuietConnections;
  readonly openProxied: OpenProxied;
} {
  return {
    openConnections: (_origin, connections) => new FetchConnections(connections, traits),
    openQuietConnections: () => new FetchConnections(2, traits),
    openProxied: () => {
      throw new Error(
        "proxyDispatcher() is for Node; fetch has the proxy that its runtime gives it",
      );
    },
  };
}

export const inBrowser = false;

export const { openConnections, openQuietConnections, openProxied } = connectionsWith({
  unsettable: ["accept-encoding"],
  limits: true,
  sendsStreams: () => false,
  takesStreams: () => true,
});
