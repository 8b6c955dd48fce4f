// Loaded by `import()`, when somebody watches.
import type { ErrorContext } from "./call-error.js";
import type { Log } from "./debug-log.js";
import type { GoogleApiError } from "./error.js";
import type { Answer } from "./read-answer.js";
import type { RequestTrace, TracingChannel } from "./request-trace.js";

/** Whom a call is to be shown. */
export interface Observers {
  readonly tracing: TracingChannel | null;
  readonly log: Log | null;
}

/** Runs a call under the eyes of its observers. */
export function observeCall(
  { tracing, log }: Observers,
  about: ErrorContext,
  httpMethod: string,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const logged = log === null ? run : () => logCall(log, about, run);
  return tracing === null ? logged() : traceCall(tracing, about, httpMethod, logged);
}

async function traceCall(
  tracing: TracingChannel,
  { id, host }: ErrorContext,
  httpMethod: string,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const trace: RequestTrace = { id, httpMethod, host, status: null, attempts: 0 };
  const end = ({ status, attempts }: Pick<RequestTrace, "status" | "attempts">): void => {
    Object.assign(trace, { status, attempts });
  };
  let answer: Answer | undefined;
  await tracing.tracePromise(async () => {
    try {
      answer = await run();
      end(answer.response);
    } catch (error) {
      end(error as GoogleApiError);
      throw error;
    }
  }, trace);
  return answer as Answer;
}

async function logCall(
  log: Log,
  { id, host }: ErrorContext,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const startedAt = performance.now();
  const end = (what: string, attempts: number): void => {
    const ms = Math.round(performance.now() - startedAt);
    log(`${what} from ${host} in ${ms} ms, attempts: ${attempts}`);
  };
  try {
    const answer = await run();
    end(`${id}: HTTP ${answer.response.status}`, answer.response.attempts);
    return answer;
  } catch (error) {
    const { message, outcome, attempts } = error as GoogleApiError;
    end(`${message} (outcome ${outcome})`, attempts);
    throw error;
  }
}
