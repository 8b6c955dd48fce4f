import { AttemptFailure, type RawAnswer } from "./answer.js";
import { refusedAttempt } from "./answer-error.js";
import { failedAttempt, stoppedError, type AttemptReport } from "./attempt-report.js";
import type { AuthHeaders, Credentials } from "./auth/credentials.js";
import { callError, newTrail, summaryOf, type ErrorContext, type Trail } from "./call-error.js";
import { CallLimit, Stopped, type StopReason } from "./call-limit.js";
import type { CallsInFlight } from "./calls-in-flight.js";
import type { AttemptSender } from "./direct-sender.js";
import { authError, GoogleApiError, withMethod, type ErrorParts } from "./error.js";
import { debugLog } from "./debug-log.js";
import { waitForCode } from "./load-code.js";
import type { CallSettings } from "./options.js";
import type { Observers } from "./observe-call.js";
import { plainCause } from "./plain-cause.js";
import { readAnswer, type Answer } from "./read-answer.js";
import type { ApiRequest } from "./request.js";
import type { Root } from "./root.js";
import type { RequestHeaders } from "./request-headers.js";
import { tracingChannel } from "./request-trace.js";
import { maxRetryAfterMs, mayFollow, retryDelayMs, type RetryBudget } from "./retry.js";

/** What all calls of a client share. */
export interface SendContext {
  readonly root: Root;
  /** The host with its port, for people. */
  readonly host: string;
  readonly sender: AttemptSender;
  readonly calls: CallsInFlight;
  readonly credentials: Credentials | null;
  readonly headers: RequestHeaders;
  readonly budget: RetryBudget;
  /** Waits for the turn of a request of so many calls, where the client has a pace. */
  readonly pace: ((limit: CallLimit, calls: number, id: string) => Promise<void>) | null;
  /** True if a transport of the caller's may answer without credentials. */
  readonly authOptional: boolean;
}

/** One call from its start to its answer, with what it has been through. */
class CallRun {
  readonly #context: SendContext;
  readonly #request: ApiRequest;
  readonly #settings: CallSettings;
  readonly #etag: string | null;
  readonly #limit: CallLimit;
  readonly #about: ErrorContext;
  #renewed = false;
  #retries = 0;

  constructor(
    context: SendContext,
    request: ApiRequest,
    settings: CallSettings,
    etag: string | null,
    trail: Trail,
  ) {
    this.#context = context;
    this.#request = request;
    this.#settings = settings;
    this.#etag = etag;
    this.#limit = new CallLimit(settings.deadlineMs, settings.attemptTimeoutMs, settings.signal);
    this.#about = errorContext(context, request, trail);
  }

  async run(): Promise<Answer> {
    const ended = this.#limit.stopped();
    if (ended !== null) throw stoppedError(ended, this.#about);
    checkAuth(this.#context, this.#request);
    const { credentials } = this.#context;
    let auth: AuthHeaders | null = null;
    if (credentials !== null) auth = credentials.current() ?? (await this.#fetch(credentials));
    for (;;) {
      const { pace } = this.#context;
      if (pace !== null) {
        const { id, parts } = this.#request;
        await this.#wait(pace(this.#limit, parts?.length ?? 1, id));
      }
      this.#about.trail.attempts++;
      this.#about.trail.auth = auth;
      let raw: RawAnswer;
      try {
        raw = await this.#send(auth);
      } catch (failure) {
        if (!(failure instanceof AttemptFailure)) throw failure;
        await this.#prepareNext(failedAttempt(failure, this.#about));
        continue;
      }
      if (raw.status >= 200 && raw.status < 300) {
        this.#context.budget.earn();
        return readAnswer(this.#request, raw, this.#about);
      }
      auth = await this.#afterRefusal(raw, auth);
    }
  }

  async runObserved(observers: Observers): Promise<Answer> {
    const loading = import("./observe-call.js");
    const { observeCall } = await waitForCode(loading, this.#limit, this.#request.id);
    return observeCall(observers, this.#about, this.#request.httpMethod, () => this.run());
  }

  #send(auth: AuthHeaders | null): Promise<RawAnswer> {
    const { root, sender, headers } = this.#context;
    const { httpMethod, target, body, call, parts, apiVersion } = this.#request;
    const own = this.#settings.headers;
    return sender.send(
      {
        method: httpMethod,
        path: root.path + target,
        headers: headers.of(
          auth,
          body !== null,
          apiVersion === null ? own : { ...own, "x-goog-api-version": apiVersion },
          this.#etag,
        ),
        body,
        call,
        parts,
      },
      this.#limit,
    );
  }

  /** Prepares for another attempt after an answer that is no success; gives its credentials. */
  async #afterRefusal(raw: RawAnswer, auth: AuthHeaders | null): Promise<AuthHeaders | null> {
    const { credentials } = this.#context;
    const report = await refusedAttempt(this.#request, raw, this.#about);
    if (raw.status === 401 && credentials !== null && auth !== null && !this.#renewed) {
      // Refused before it was executed, so resending is safe for every method.
      this.#renewed = true;
      const renewal = credentials.renew(auth, this.#context.root.origin).catch(() => null);
      const fresh = await this.#wait(this.#limit.wait(renewal), report);
      if (fresh !== null) {
        this.#stopIfSpent(report);
        this.#note(report);
        debugLog()?.(`${report.parts.message}; sent again with new credentials`);
        return fresh;
      }
    }
    await this.#prepareNext(report);
    return auth;
  }

  /** Waits until the next attempt is due; throws what the call ends with if there is to be none. */
  async #prepareNext(report: AttemptReport): Promise<void> {
    const { end, parts } = report;
    const { retry, idempotent } = this.#settings;
    const mayResend = mayFollow(end, idempotent ?? this.#request.repeatable, retry);
    if (!mayResend || this.#retries >= retry.attempts - 1) throw callError(parts, this.#about);
    this.#stopIfSpent(report);
    const retryAfterMs = parts.retryAfterMs ?? null;
    const delay = retryDelayMs(retry, ++this.#retries, retryAfterMs);
    if ((retryAfterMs ?? 0) > maxRetryAfterMs || delay >= this.#limit.remainingMs()) {
      throw callError(parts, this.#about);
    }
    if (!this.#context.budget.spend()) throw callError(overBudget(parts), this.#about);
    this.#note(report);
    debugLog()?.(`${parts.message} (${end}); sent again in ${Math.round(delay)} ms`);
    await this.#wait(this.#limit.sleep(delay));
  }

  /** Nothing can follow an attempt that has read a stream. */
  #stopIfSpent({ parts }: AttemptReport): void {
    if (this.#context.sender.spent !== true) return;
    const message = `${parts.message} (not sent again: its stream cannot be read a second time)`;
    throw callError({ ...parts, message }, this.#about);
  }

  /** Remembers an attempt that another one follows. */
  #note({ parts }: AttemptReport): void {
    this.#about.trail.previous.push(summaryOf(parts));
  }

  async #fetch(credentials: Credentials): Promise<AuthHeaders> {
    try {
      const fetched = credentials.fetch(this.#context.root.origin);
      const headers = await this.#wait(this.#limit.wait(fetched));
      // Of a file's credentials, what they are good for is known only now.
      checkAuth(this.#context, this.#request);
      return headers;
    } catch (error) {
      const { id } = this.#request;
      if (!(error instanceof GoogleApiError)) {
        throw authError(`${id}: the credentials cannot be had`, plainCause(error));
      }
      throw error.kind === "auth" ? withMethod(error, id) : error;
    }
  }

  /** A wait inside the call's limit, which may end the call, with `report` as its last attempt. */
  async #wait<T>(limited: Promise<T>, report: AttemptReport | null = null): Promise<T> {
    let reason: StopReason | null;
    try {
      const value = await limited;
      reason = this.#limit.stopped();
      if (reason === null) return value;
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      ({ reason } = error);
    }
    if (report !== null) this.#note(report);
    throw stoppedError(reason, this.#about);
  }
}

/** What errors of a call say of it. */
export function errorContext(
  { host }: SendContext,
  { id, httpMethod }: ApiRequest,
  trail: Trail,
): ErrorContext {
  return { id, host, writes: httpMethod !== "GET" && httpMethod !== "HEAD", trail };
}

function overBudget(parts: ErrorParts): ErrorParts {
  const message = `${parts.message} (not sent again: the client's retry budget is spent)`;
  return { ...parts, kind: "budget", message };
}

/**
 * Sends a call: credentials, attempts, answer. Rejects with {@link GoogleApiError}.
 * @param trail what the call has been through already
 */
export function sendCall(
  context: SendContext,
  request: ApiRequest,
  settings: CallSettings,
  etag: string | null,
  trail: Trail = newTrail(),
): Promise<Answer> {
  const call = new CallRun(context, request, settings, etag, trail);
  const tracing = tracingChannel();
  const log = debugLog();
  return tracing === null && log === null ? call.run() : call.runObserved({ tracing, log });
}

/** Refuses a call that the client's credentials cannot be meant for, before anything is sent. */
export function checkAuth(context: SendContext, request: ApiRequest): void {
  const { credentials, root } = context;
  const { id, scopes } = request;
  if (credentials === null) {
    if (context.authOptional || scopes === null || scopes.length === 0) return;
    throw authError(
      `${id}: the client has no auth; give it serviceAccount(…), applicationDefault(…), refreshToken(…), accessToken(…), apiKey(…), any object with getAccessToken() or getRequestHeaders(), or anonymous()`,
    );
  }
  if (!root.chosen && !/(?:^|\.)googleapis\.com$/.test(root.host)) {
    throw authError(
      `${id}: credentials go to googleapis.com only; give rootUrl to send them to ${root.host}`,
    );
  }
  const refusal = credentials.refuses(root.host);
  if (refusal !== null) throw authError(`${id}: ${refusal}`);
  const known = credentials.scopes;
  if (known !== null && scopes !== null && scopes.length > 0) {
    if (scopes.some((scope) => known.includes(scope))) return;
    throw authError(
      `${id}: none of the auth provider's scopes fits; it needs one of ${scopes.join(", ")}`,
    );
  }
}
