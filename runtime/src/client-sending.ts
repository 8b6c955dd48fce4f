// What sends, in one module: it is loaded by `import()`, with a client's first call.
import { readCredentials } from "./auth/read-credentials.js";
import type { BatchPart } from "./batch-part.js";
import type { CallsInFlight } from "./calls-in-flight.js";
import type { ApiDescriptor } from "./descriptor.js";
import { DirectSender, type ClientSender } from "./direct-sender.js";
import { DoorSender } from "./door-sender.js";
import { argumentError } from "./error.js";
import { loadCode, waitForCode } from "./load-code.js";
import type { CallSettings, ClientSettings } from "./options.js";
import type { Pace } from "./pace.js";
import type { Answer } from "./read-answer.js";
import { encodeCall, type ApiRequest } from "./request.js";
import { RequestHeaders } from "./request-headers.js";
import { counting } from "./requests-sent.js";
import { RetryBudget } from "./retry.js";
import type { Root } from "./root.js";
import { sendCall, type SendContext } from "./send-call.js";
import type { WrittenCall } from "./written-call.js";

/** What a client is made of, checked. */
export interface ClientParts {
  readonly api: ApiDescriptor;
  readonly root: Root;
  readonly settings: ClientSettings;
  readonly calls: CallsInFlight;
}

/** Sends the calls of one client. */
export class ClientSending {
  readonly #sender: ClientSender;
  readonly #context: SendContext;

  constructor({ api, root, settings, calls }: ClientParts) {
    this.#sender = openSender(root.origin, settings);
    this.#context = {
      root,
      host: root.origin.slice(root.origin.indexOf("//") + 2),
      sender: this.#sender,
      calls,
      credentials: settings.auth === null ? null : readCredentials(settings.auth),
      budget: new RetryBudget(settings.budget),
      pace: settings.perSecond === null ? null : openPace(settings.perSecond),
      headers: new RequestHeaders(api, settings.userAgent, settings.quotaProject),
      authOptional: settings.transport !== null,
    };
  }

  send(call: WrittenCall, settings: CallSettings, etag: string | null): Promise<Answer> {
    const request = encodeCall(call, settings.quotaUser);
    if (settings.range !== undefined && request.media === null) {
      throw argumentError(`${request.id}: range is for downloads`);
    }
    return request.media === null
      ? sendCall(this.#context, request, settings, etag)
      : this.#sendMedia(request, settings, etag);
  }

  async #sendMedia(
    request: ApiRequest,
    settings: CallSettings,
    etag: string | null,
  ): Promise<Answer> {
    const loading = import("./media/send-media.js");
    const [{ sendMedia }, left] = await loadCode(loading, settings, request.id);
    const { transport } = this.#sender;
    return sendMedia({ ...this.#context, transport }, request, left, etag);
  }

  /** Gives what sends a batch. */
  async openBatch(
    settings: CallSettings,
  ): Promise<(path: string, parts: readonly BatchPart[]) => Promise<void>> {
    const [{ sendBatch }, left] = await loadCode(import("./send-batch.js"), settings, "batch");
    return (path, parts) => sendBatch(this.#context, path, parts, left);
  }

  async close(): Promise<void> {
    await Promise.all([this.#sender.close(), this.#context.credentials?.close()]);
  }
}

/** Waits for turns; how they are given is loaded with the first. */
function openPace(perSecond: number): NonNullable<SendContext["pace"]> {
  let pace: Pace | null = null;
  return async (limit, calls, id) => {
    if (pace === null) {
      const { Pace } = await waitForCode(import("./pace.js"), limit, id);
      pace ??= new Pace(perSecond);
    }
    return pace.turn(limit, calls);
  };
}

function openSender(origin: string, settings: ClientSettings): ClientSender {
  const { transport, dispatcher, interceptors, connections } = settings;
  if (transport !== null) return new DoorSender(origin, counting(transport), interceptors, null);
  const direct = new DirectSender(origin, dispatcher, connections);
  if (interceptors.length === 0) return direct;
  return new DoorSender(origin, direct.transport, interceptors, direct);
}
