import type { GoogleApiError } from "./error.js";
import type { Answer } from "./read-answer.js";

interface Log {
  readonly enabled: boolean;
  (line: string): void;
}

let log: Log | null | undefined;

/**
 * Where `NODE_DEBUG=discogen` is set, writes a line to stderr; otherwise `null`. A line names the method (of
 * {@link ApiClient.request}: verb and path), host, status and outcome; it holds no credential, no
 * header, no parameter and no body.
 */
export function debugLog(): Log | null {
  if (log === undefined) {
    // Not imported: a bundle for browsers would need it.
    const opened = globalThis.process?.getBuiltinModule?.("node:util")?.debuglog("discogen");
    log = opened?.enabled === true ? opened : null;
  }
  return log;
}

/** Runs a call and logs how it ended. */
export async function logCall(
  log: Log,
  { id, host }: { readonly id: string; readonly host: string },
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
