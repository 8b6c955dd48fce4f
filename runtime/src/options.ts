import type { AuthProvider } from "./auth/provider.js";
import { checkAuthProvider } from "./auth/simple-providers.js";
import type { RequestOptions } from "./call.js";
import { checkKeys } from "./check-keys.js";
import { checkLimit, checkOption, isBoolean, isCount } from "./check-option.js";
import { argumentError, GoogleApiError, withMethod } from "./error.js";
import { checkHeaders, checkHeaderValue } from "./headers.js";
import { readClientRetry, readRetry } from "./read-retry.js";
import { standardRetry, type ClientRetryOptions, type RetrySettings } from "./retry-options.js";
import type { AbortSignalLike, DispatcherLike } from "./structural.js";
import type { Interceptor, Transport } from "./transport.js";

/**
 * Settings of a client; those below `pace` are defaults for its calls. `Location` are the names of
 * the API's regional addresses.
 */
export interface ClientOptions<Location extends string = never> {
  /** Who the client is to Google. Needed by methods that name scopes, unless `transport` is given. */
  auth?: AuthProvider | undefined;
  /**
   * Another host than the API's own: https, or http on loopback. Naming it is the consent to send the
   * credentials there.
   */
  rootUrl?: string | undefined;
  /** The API's regional address there, instead of its global one. Not together with `rootUrl`. */
  endpoint?: Location | undefined;
  /** Sends the requests instead of undici. Not together with `dispatcher` or `connections`. */
  transport?: Transport | undefined;
  /** An undici dispatcher of the caller's (a proxy agent, for instance). The client does not close it. */
  dispatcher?: DispatcherLike | undefined;
  /** Wrap the transport; the first is the outermost. They see every attempt, with its credentials. */
  interceptors?: readonly Interceptor[] | undefined;
  /** The project whose quota and billing count: sent as `x-goog-user-project`. */
  quotaProject?: string | undefined;
  /** Added to the `User-Agent` header. */
  userAgent?: string | undefined;
  /** How many connections may be open at a time. Default 64. */
  connections?: number | undefined;
  /**
   * How many requests leave per second at most, evenly spread; the others wait for their turn. A batch counts
   * as its calls. Default: no limit.
   */
  pace?: { readonly perSecond: number } | undefined;
  /**
   * Milliseconds for one call: token, attempts and waits. Default 60,000, but none for uploads, downloads and
   * streams; given here, it counts for them too.
   */
  deadlineMs?: number | undefined;
  /** Milliseconds for one attempt; of uploads, downloads and streams, without any movement. Default 30,000. */
  attemptTimeoutMs?: number | undefined;
  /** How failed attempts are followed by others; `false`: they are not. */
  retry?: false | ClientRetryOptions | undefined;
  /** Further headers of every call. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Whom the calls count for in the API's quota: any text of at most 40 characters. */
  quotaUser?: string | undefined;
}

/** The options of one call, checked, the client's defaults among them. */
export interface CallSettings {
  readonly signal: AbortSignalLike | null;
  /** `null` if nobody gave one. */
  readonly deadlineMs: number | null;
  readonly attemptTimeoutMs: number;
  readonly retry: RetrySettings;
  /** Whether the call may be executed twice, if its caller says so. */
  readonly idempotent: boolean | null;
  /** Names in lower case; `null` if there are none. */
  readonly headers: Readonly<Record<string, string>> | null;
  readonly quotaUser: string | null;
  /** Which bytes of a download are wanted, as given; `undefined` for all. */
  readonly range: unknown;
}

/** The settings of a client, checked. */
export interface ClientSettings {
  readonly auth: AuthProvider | null;
  readonly transport: Transport | null;
  readonly dispatcher: DispatcherLike | null;
  readonly interceptors: readonly Interceptor[];
  readonly quotaProject: string | null;
  readonly userAgent: string | null;
  readonly connections: number;
  /** Requests per second; `null` for no limit. */
  readonly perSecond: number | null;
  /** Points for retries; `undefined` for the standard number. */
  readonly budget: number | undefined;
  readonly calls: CallSettings;
}

const callKeys = ["deadlineMs", "attemptTimeoutMs", "retry", "headers", "quotaUser"];
const clientKeys = [
  "auth",
  "rootUrl",
  "endpoint",
  "transport",
  "dispatcher",
  "interceptors",
  "quotaProject",
  "userAgent",
  "connections",
  "pace",
  ...callKeys,
];
const requestKeys = ["signal", ...callKeys, "idempotent", "ifMatch", "range"];

const standardSettings: CallSettings = {
  signal: null,
  deadlineMs: null,
  attemptTimeoutMs: 30_000,
  retry: standardRetry,
  idempotent: null,
  headers: null,
  quotaUser: null,
  range: undefined,
};

/** Checks a client's options. */
export function readClientOptions(options: ClientOptions<string> = {}): ClientSettings {
  checkKeys(options, clientKeys, "client");
  checkTransport(options);
  const { auth, transport, dispatcher, interceptors, connections } = options;
  const { retry, budget } = readClientRetry(options.retry);
  return {
    auth: auth === undefined ? null : checkAuthProvider(auth),
    transport: transport ?? null,
    dispatcher: dispatcher ?? null,
    interceptors: interceptors ?? [],
    quotaProject: optionalHeader(options.quotaProject, "quotaProject"),
    userAgent: optionalHeader(options.userAgent, "userAgent"),
    connections: checkOption(
      connections,
      64,
      isCount,
      "connections must be a whole number above 0",
    ),
    perSecond: readPace(options.pace),
    budget,
    calls: { ...readSettings(options, standardSettings), retry },
  };
}

function checkTransport({
  transport,
  dispatcher,
  connections,
  interceptors,
}: ClientOptions<string>): void {
  if (transport !== undefined && (dispatcher !== undefined || connections !== undefined)) {
    throw argumentError("transport replaces dispatcher and connections: give one or the other");
  }
  if (dispatcher !== undefined && connections !== undefined) {
    throw argumentError("connections is for the client's own connections, not for a dispatcher");
  }
  if (transport !== undefined) checkFunctions([transport], "transport must be a function");
  if (dispatcher !== undefined) {
    checkFunctions([dispatcher?.dispatch], "dispatcher must be an undici dispatcher");
  }
  if (interceptors !== undefined) {
    checkFunctions(interceptors, "interceptors must be an array of functions");
  }
}

function readPace(pace: unknown): number | null {
  if (pace === undefined) return null;
  checkKeys(pace, ["perSecond"], "pace");
  const { perSecond } = pace as { perSecond?: unknown };
  if (typeof perSecond === "number" && perSecond > 0 && perSecond < Infinity) return perSecond;
  throw argumentError("pace: perSecond must be a number above 0");
}

function checkFunctions(values: unknown, message: string): void {
  if (Array.isArray(values) && values.every((value) => typeof value === "function")) return;
  throw argumentError(message);
}

/** Checks the options of one call of the method `id`. */
export function readRequestOptions(
  options: RequestOptions | undefined,
  defaults: CallSettings,
  id: string,
): CallSettings {
  if (options === undefined) return defaults;
  try {
    checkKeys(options, requestKeys, id);
    const { signal, retry, idempotent, ifMatch, range } = options;
    const settings = readSettings(options, defaults);
    const conditional = ifMatch === undefined ? null : checkHeaderValue(ifMatch, "ifMatch");
    return {
      ...settings,
      signal: checkSignal(signal),
      retry: readRetry(retry, defaults.retry),
      idempotent: checkOption(idempotent, null, isBoolean, "idempotent must be true or false"),
      // Checked when it is needed, but kept as it is now.
      range: typeof range === "object" ? { ...range } : range,
      headers:
        conditional === null ? settings.headers : { ...settings.headers, "if-match": conditional },
    };
  } catch (error) {
    throw error instanceof GoogleApiError ? withMethod(error, id) : error;
  }
}

function readSettings(
  options: Pick<RequestOptions, "deadlineMs" | "attemptTimeoutMs" | "headers" | "quotaUser">,
  defaults: CallSettings,
): CallSettings {
  const headers = checkHeaders(options.headers, "headers");
  return {
    ...defaults,
    deadlineMs: checkLimit(options.deadlineMs, defaults.deadlineMs, "deadlineMs"),
    attemptTimeoutMs: checkLimit(
      options.attemptTimeoutMs,
      defaults.attemptTimeoutMs,
      "attemptTimeoutMs",
    ),
    headers: headers === null ? defaults.headers : { ...defaults.headers, ...headers },
    quotaUser: checkOption(
      options.quotaUser,
      defaults.quotaUser,
      isQuotaUser,
      "quotaUser must be a text of 1 to 40 characters",
    ),
  };
}

function isQuotaUser(value: unknown): value is string {
  const halfPair = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
  return typeof value === "string" && value !== "" && value.length <= 40 && !halfPair.test(value);
}

/** A caller's signal, or `null` if it is left out. */
export function checkSignal(signal: unknown): AbortSignalLike | null {
  return checkOption(signal, null, isSignal, "signal must be an AbortSignal");
}

function isSignal(value: unknown): value is AbortSignalLike {
  return (
    typeof value === "object" &&
    value !== null &&
    "aborted" in value &&
    "addEventListener" in value &&
    typeof value.addEventListener === "function"
  );
}

function optionalHeader(value: unknown, name: string): string | null {
  if (value === undefined) return null;
  const text = checkHeaderValue(value, name);
  if (text.trim() === "") throw argumentError(`${name} must not be empty`);
  return text;
}
