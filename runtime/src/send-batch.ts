import type { RawAnswer } from "./answer.js";
import { refusedAttempt } from "./answer-error.js";
import { readBatchAnswer } from "./batch-answer.js";
import { BatchCredentials } from "./batch-credentials.js";
import type { BatchPart } from "./batch-part.js";
import { refusal } from "./batch-collector.js";
import { partRequest, writeBatch, type EncodedPart } from "./batch-request.js";
import { callError, newTrail, summaryOf, type ErrorContext, type Trail } from "./call-error.js";
import { CallLimit } from "./call-limit.js";
import { GoogleApiError } from "./error.js";
import { boundaryOf } from "./multipart.js";
import type { CallSettings } from "./options.js";
import { protocolError, readAnswer, type Answer } from "./read-answer.js";
import { encodeCall, type ApiRequest } from "./request.js";
import { checkAuth, errorContext, sendCall, type SendContext } from "./send-call.js";
import type { HttpRequest } from "./transport.js";

/**
 * Sends calls as one request and ends each of them.
 * @throws GoogleApiError if nothing may be sent; then no call has ended
 */
export async function sendBatch(
  context: SendContext,
  path: string,
  parts: readonly BatchPart[],
  settings: CallSettings,
): Promise<void> {
  const encoded = parts.map(encodePart);
  for (const { request } of encoded) checkAuth(context, request);
  await new BatchRun(context, path, settings).run(encoded);
}

function encodePart(part: BatchPart): EncodedPart {
  const request = encodeCall(part.call, part.settings.quotaUser);
  if (request.media !== null) throw refusal(`${request.id} takes or gives media here`);
  return { part, request };
}

/** A call and its part of the answer. */
interface Answered {
  readonly encoded: EncodedPart;
  readonly raw: RawAnswer;
}

/** One batch, and the second one that a 401 of some of its calls takes. */
class BatchRun {
  readonly #context: SendContext;
  readonly #credentials: BatchCredentials | null;
  readonly #path: string;
  readonly #settings: CallSettings;
  readonly #limit: CallLimit;
  readonly #trail: Trail = newTrail();

  constructor(context: SendContext, path: string, settings: CallSettings) {
    const { credentials } = context;
    this.#credentials = credentials === null ? null : new BatchCredentials(credentials);
    this.#context = { ...context, credentials: this.#credentials };
    this.#path = path.replace(/^\/+/, "");
    this.#settings = settings;
    this.#limit = new CallLimit(settings.deadlineMs, settings.attemptTimeoutMs, settings.signal);
  }

  async run(parts: readonly EncodedPart[]): Promise<void> {
    const refused = await this.#send(parts);
    const [first] = refused;
    if (first === undefined) return;
    if (!(await this.#renew())) {
      for (const each of refused) this.#settle(each);
      return;
    }
    // Refused before they were executed, so resending is safe for every method.
    await this.#note(first);
    for (const each of await this.#send(refused.map(({ encoded }) => encoded))) this.#settle(each);
  }

  /** Sends one batch; gives the calls that are refused for their credentials, all others have ended. */
  async #send(parts: readonly EncodedPart[]): Promise<Answered[]> {
    const { root } = this.#context;
    const requests = parts.map((part) => partRequest(part, root));
    const { text, contentType, ids } = writeBatch(requests, root.origin);
    const settings: CallSettings = {
      ...this.#settings,
      // How many of the calls count before a refusal for their rate, nobody knows.
      retry: { ...this.#settings.retry, rateLimited: false },
      idempotent: false,
      headers: { ...this.#settings.headers, "content-type": contentType },
      deadlineMs: Math.max(0, this.#limit.remainingMs()),
    };
    let answer: Answer;
    try {
      const whole = wholeRequest(this.#path, text, requests);
      answer = await sendCall(this.#context, whole, settings, null, this.#trail);
    } catch (error) {
      for (const { part, request } of parts) part.fail(errorOfCall(error, request));
      return [];
    }
    return this.#readAll(parts, ids, answer);
  }

  #readAll(
    parts: readonly EncodedPart[],
    ids: readonly string[],
    { data, response }: Answer,
  ): Answered[] {
    const boundary = boundaryOf(response.headers.get("content-type"));
    const bytes = data as Uint8Array;
    const answers = boundary === null ? null : readBatchAnswer(bytes, boundary, ids);
    const refused: Answered[] = [];
    for (const [index, encoded] of parts.entries()) {
      const { part, request } = encoded;
      const raw = answers?.[index];
      if (raw === undefined) {
        const why = "the answer is not that of a batch";
        part.fail(protocolError(why, bytes, response, this.#about(request)));
      } else if (typeof raw === "string") {
        part.fail(this.#missing(request, raw));
      } else if (raw.status === 401) {
        refused.push({ encoded, raw });
      } else {
        this.#settle({ encoded, raw });
      }
    }
    return refused;
  }

  #settle({ encoded: { part, request }, raw }: Answered): void {
    part.settle(this.#read(request, raw));
  }

  async #read(request: ApiRequest, raw: RawAnswer): Promise<Answer> {
    const about = this.#about(request);
    if (raw.status >= 200 && raw.status < 300) return readAnswer(request, raw, about);
    throw callError((await refusedAttempt(request, raw, about)).parts, about);
  }

  /** Remembers a refusal that a second batch follows. */
  async #note({ encoded: { request }, raw }: Answered): Promise<void> {
    const { parts } = await refusedAttempt(request, raw, this.#about(request));
    this.#trail.previous.push(summaryOf(parts));
  }

  async #renew(): Promise<boolean> {
    const { auth } = this.#trail;
    if (this.#credentials === null || auth === null) return false;
    const renewal = this.#credentials.renew(auth, this.#context.root.origin);
    try {
      return (await this.#limit.wait(renewal)) !== null;
    } catch {
      // Whatever is in the way of it: what is known is the refusal.
      return false;
    }
  }

  #missing(request: ApiRequest, why: string): GoogleApiError {
    const message = `${request.id}: ${why}; it was not sent again`;
    return callError({ kind: "protocol", message, outcome: "unknown" }, this.#about(request));
  }

  #about(request: ApiRequest): ErrorContext {
    const { previous } = this.#trail;
    return errorContext(this.#context, request, { ...this.#trail, previous: [...previous] });
  }
}

/** The request that holds all calls. */
function wholeRequest(path: string, body: string, parts: readonly HttpRequest[]): ApiRequest {
  return {
    id: `batch of ${parts.length}`,
    httpMethod: "POST",
    repeatable: false,
    target: path,
    body,
    response: "bytes",
    emptyAllowed: false,
    scopes: null,
    apiVersion: null,
    dataWrapper: false,
    call: null,
    parts,
    media: null,
  };
}

/** What ended the whole batch, as the end of one of its calls. */
function errorOfCall(error: unknown, { id }: ApiRequest): unknown {
  if (!(error instanceof GoogleApiError)) return error;
  const { message, cause } = error;
  return new GoogleApiError({ ...error, message: `${id}: ${message}`, cause });
}
