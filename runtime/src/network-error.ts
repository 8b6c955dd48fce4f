import type { AuthHeaders } from "./auth/credentials.js";
import { withoutCredentials } from "./error-text.js";
import { oneLine } from "./text.js";

/** What undici, Node or `fetch` report of a connection that failed. */
export interface NetworkError {
  readonly code: string | null;
  /** In words, with the host. */
  readonly words: string;
  /** The error's own words. */
  readonly said: string;
  /** True if the same may work a moment later. */
  readonly temporary: boolean;
}

const words: Readonly<Record<string, (host: string) => string>> = {
  ECONNREFUSED: (host) => `connection refused by ${host}`,
  ECONNRESET: (host) => `connection reset by ${host}`,
  ECONNABORTED: (host) => `connection to ${host} aborted`,
  EPIPE: (host) => `connection closed by ${host}`,
  ENOTFOUND: (host) => `no address found for the host name of ${host}`,
  EAI_AGAIN: (host) => `the name server did not answer for ${host}`,
  ETIMEDOUT: (host) => `connection to ${host} timed out`,
  UND_ERR_CONNECT_TIMEOUT: (host) => `no connection to ${host} within 5 s`,
  EHOSTUNREACH: (host) => `no route to ${host}`,
  ENETUNREACH: (host) => `no network to reach ${host}`,
  EADDRNOTAVAIL: (host) => `no local port free to connect to ${host}`,
  EMFILE: (host) => `too many open files to connect to ${host}`,
  ENFILE: (host) => `too many open files to connect to ${host}`,
  // Browsers say no more, on purpose.
  FETCH_FAILED: (host) =>
    `no answer from ${host}: fetch failed, which has many causes (no network, a certificate, in browsers also the server's CORS rules)`,
  UND_ERR_HEADERS_TIMEOUT: (host) => `no answer from ${host} in time`,
  UND_ERR_SOCKET: (host) => `connection closed by ${host} before the answer was complete`,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: (host) => `answer of ${host} shorter than it says`,
};

/**
 * Reads a failed connection to `host` (with its port).
 * @param auth what the request was sent with: a transport's error may quote it
 */
export function readNetworkError(
  error: unknown,
  host: string,
  auth: AuthHeaders | null = null,
): NetworkError {
  const found = codeOf(error);
  const code = found === null ? null : withoutCredentials(found, auth);
  const message = error instanceof Error ? error.message : "unknown failure";
  // Before it is cut: half of a credential would not be found.
  const said = oneLine(withoutCredentials(message, auth), 200);
  const known = code !== null && Object.hasOwn(words, code) ? words[code] : undefined;
  if (known !== undefined) return { code, words: known(host), said, temporary: true };
  if (code?.startsWith("PROXY_TUNNEL_")) return tunnelError(error as Error, code, host);
  if (code !== null && /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/.test(code)) {
    return { code, words: `certificate of ${host} refused (${said})`, said, temporary: false };
  }
  return { code, words: `request to ${host} failed (${said})`, said, temporary: false };
}

/** The proxy opened no tunnel: its own failure may be temporary, its refusal is not. */
function tunnelError({ message, cause }: Error, code: string, host: string): NetworkError {
  const below = codeOf(cause);
  const lasting =
    code === "PROXY_TUNNEL_REFUSED" || (below !== null && !Object.hasOwn(words, below));
  const said = oneLine(message, 200);
  return { code, words: `no tunnel to ${host}: ${said}`, said, temporary: !lasting };
}

/** The code of an error, or of what caused it: `fetch` hides it there. */
function codeOf(error: unknown, depth = 0): string | null {
  if (typeof error !== "object" || error === null || depth > 4) return null;
  if ("code" in error && typeof error.code === "string") return error.code;
  return "cause" in error ? codeOf(error.cause, depth + 1) : null;
}
