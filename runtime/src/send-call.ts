import { AttemptFailure, type RawAnswer } from "./answer.js";
import { attemptError, stoppedError, summaryOf, type ErrorContext } from "./attempt-error.js";
import type { AuthHeaders, Credentials } from "./auth/credentials.js";
import { CallLimit, Stopped } from "./call-limit.js";
import type { AttemptSender } from "./direct-sender.js";
import { authError, GoogleApiError } from "./error.js";
import type { Outcome } from "./error-details.js";
import type { CallSettings } from "./options.js";
import { readAnswer, type Answer } from "./read-answer.js";
import type { ApiRequest } from "./request.js";
import type { Root } from "./root.js";
import type { RequestHeaders } from "./request-headers.js";
import { mayRetry, retryDelayMs } from "./retry.js";

/** What all calls of a client share. */
export interface SendContext {
  readonly root: Root;
  readonly sender: AttemptSender;
  readonly credentials: Credentials | null;
  readonly headers: RequestHeaders;
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

  constructor(
    context: SendContext,
    request: ApiRequest,
    settings: CallSettings,
    etag: string | null,
  ) {
    this.#context = context;
    this.#request = request;
    this.#settings = settings;
    this.#etag = etag;
    this.#limit = new CallLimit(settings.deadlineMs, settings.attemptTimeoutMs, settings.signal);
    const host = context.root.origin.slice(context.root.origin.indexOf("//") + 2);
    this.#about = { id: request.id, host, trail: { attempts: 0, previous: [] } };
  }

  async run(): Promise<Answer> {
    const { credentials } = this.#context;
    this.#stopIfEnded("not_sent");
    checkAuth(this.#context, this.#request);
    let auth: AuthHeaders | null = null;
    if (credentials !== null) auth = credentials.current() ?? (await this.#fetch(credentials));
    for (;;) {
      const raw = await this.#attempts(auth);
      if (raw.status !== 401 || credentials === null || auth === null || this.#renewed) {
        return await readAnswer(this.#request, raw, this.#about);
      }
      // Refused before it was executed, so resending is safe for every method.
      this.#renewed = true;
      const fresh = await this.#renew(credentials, auth);
      if (fresh === null) return await readAnswer(this.#request, raw, this.#about);
      await this.#keep(raw);
      auth = fresh;
    }
  }

  /** Sends until there is an answer; only what certainly never left is sent again. */
  async #attempts(auth: AuthHeaders | null): Promise<RawAnswer> {
    const { trail } = this.#about;
    for (let attempt = 1; ; attempt++) {
      this.#stopIfEnded(this.#renewed ? "failed" : "not_sent");
      trail.attempts++;
      try {
        return await this.#send(auth);
      } catch (failure) {
        if (!(failure instanceof AttemptFailure)) throw failure;
        const { error, temporary } = attemptError(failure, this.#about);
        const delay = retryDelayMs(attempt);
        if (!temporary || !mayRetry(attempt) || delay >= this.#limit.remainingMs()) throw error;
        trail.previous.push(summaryOf(error));
        await this.#ended(this.#limit.sleep(delay), "not_sent");
      }
    }
  }

  #send(auth: AuthHeaders | null): Promise<RawAnswer> {
    const { root, sender, headers } = this.#context;
    const { httpMethod, target, body, call, apiVersion } = this.#request;
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
      },
      this.#limit,
    );
  }

  async #fetch(credentials: Credentials): Promise<AuthHeaders> {
    try {
      const headers = await this.#wait(credentials.fetch(this.#context.root.origin), "not_sent");
      // Of a file's credentials, what they are good for is known only now.
      checkAuth(this.#context, this.#request);
      return headers;
    } catch (error) {
      if (error instanceof GoogleApiError && error.kind === "auth") {
        throw withMethod(error, this.#request.id);
      }
      throw error;
    }
  }

  async #renew(credentials: Credentials, used: AuthHeaders): Promise<AuthHeaders | null> {
    const renewal = credentials.renew(used, this.#context.root.origin).catch(() => null);
    return this.#wait(renewal, "failed");
  }

  /** Notes an answer that another attempt follows. */
  async #keep(raw: RawAnswer): Promise<void> {
    try {
      await readAnswer(this.#request, raw, this.#about);
    } catch (error) {
      if (error instanceof GoogleApiError) this.#about.trail.previous.push(summaryOf(error));
    }
  }

  async #wait<T>(promise: Promise<T>, outcome: Outcome): Promise<T> {
    return this.#ended(this.#limit.wait(promise), outcome);
  }

  async #ended<T>(limited: Promise<T>, outcome: Outcome): Promise<T> {
    try {
      return await limited;
    } catch (error) {
      if (error instanceof Stopped) throw stoppedError(error.reason, outcome, this.#about);
      throw error;
    }
  }

  #stopIfEnded(outcome: Outcome): void {
    const reason = this.#limit.stopped();
    if (reason !== null) throw stoppedError(reason, outcome, this.#about);
  }
}

/** Sends a call: credentials, attempts, answer. Rejects with {@link GoogleApiError}. */
export function sendCall(
  context: SendContext,
  request: ApiRequest,
  settings: CallSettings,
  etag: string | null,
): Promise<Answer> {
  return new CallRun(context, request, settings, etag).run();
}

function checkAuth(context: SendContext, request: ApiRequest): void {
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

function withMethod(error: GoogleApiError, id: string): GoogleApiError {
  const { message, cause } = error;
  if (message.startsWith(`${id}: `)) return error;
  return new GoogleApiError({ ...error, message: `${id}: ${message}`, cause });
}
