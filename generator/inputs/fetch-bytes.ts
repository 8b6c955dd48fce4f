/**
 * Addresses → bytes: the door to the network. Only documents come through it, with no credentials; proxies
 * are those of the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`), and so is the deadline.
 */
import { gunzipSync } from "node:zlib";
import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatcher, EnvHttpProxyAgent } from "undici";
import { codeOf } from "../system-error.js";
import { byteLimit } from "./read-bytes.js";

/** What came from an address. */
export type Fetched =
  | { readonly bytes: Uint8Array; readonly etag: string | null }
  /** It is as it was when it had the entity tag that was given. */
  | { readonly bytes: null; readonly etag: string };

const attempts = 4;
/** The variable of the environment that says how many seconds there are for one document, and the seconds without it. */
const deadlineName = "DISCOGEN_TIMEOUT";
const standardDeadline = 60;
const maxRedirects = 5;
const maxWaitMs = 20_000;

/**
 * Fetches what is at an address. Failures that pass are tried again, four times in all and until the
 * deadline at most; a redirect is followed to addresses of the same kind.
 *
 * @param etag - The entity tag of what is known already.
 * @throws an Error whose message says why there is nothing.
 */
export async function fetchBytes(url: string, etag: string | null = null): Promise<Fetched> {
  const seconds = deadlineOf(process.env[deadlineName]);
  const agent = await openAgent();
  const signal = AbortSignal.timeout(seconds * 1_000);
  try {
    for (let attempt = 1; ; attempt++) {
      const result = await attemptFetch({ url: checkedUrl(url), etag, agent, signal });
      if (!("retryMs" in result)) return result;
      if (attempt === attempts || result.retryMs > maxWaitMs) throw new Error(result.why);
      const backoff = 500 * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      await sleep(Math.max(backoff, result.retryMs), undefined, { signal });
    }
  } catch (error) {
    if (signal.aborted) {
      const words = `no whole answer within ${seconds} s; ${deadlineName} gives it more`;
      throw new Error(words, { cause: error });
    }
    throw error;
  } finally {
    await agent.destroy();
  }
}

/** A day is more than anybody waits, and less than what timers can do. */
function deadlineOf(text: string | undefined): number {
  if (text === undefined || text === "") return standardDeadline;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (seconds > 0 && seconds <= 86_400) return seconds;
  throw new Error(`${deadlineName} is ${JSON.stringify(text)}, and no number of seconds`);
}

interface Attempt {
  readonly url: URL;
  readonly etag: string | null;
  readonly agent: Dispatcher;
  readonly signal: AbortSignal;
}

/** Something that may pass: how long the server asks to wait, and what to say if it does not. */
interface Passing {
  readonly retryMs: number;
  readonly why: string;
}

async function attemptFetch(attempt: Attempt): Promise<Fetched | Passing> {
  let { url } = attempt;
  for (let redirects = 0; ; redirects++) {
    let answer: Answer;
    try {
      answer = await send({ ...attempt, url });
    } catch (error) {
      if (attempt.signal.aborted || error instanceof Unreadable) throw error;
      return { retryMs: 0, why: `${url.host} cannot be reached: ${networkWords(error)}` };
    }
    const { status, headers } = answer;
    const location = headers["location"];
    if (status >= 301 && status <= 308 && status !== 304 && typeof location === "string") {
      if (redirects === maxRedirects) throw new Error(`${url.host} redirects too often`);
      url = redirected(location, url);
      continue;
    }
    return readAnswer(answer, url, attempt.etag);
  }
}

function redirected(location: string, from: URL): URL {
  try {
    return checkedUrl(new URL(location, from).href);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${from.host} redirects to ${location}: ${why}`, { cause: error });
  }
}

function readAnswer(answer: Answer, url: URL, known: string | null): Fetched | Passing {
  const { status, headers, body } = answer;
  const etag = typeof headers["etag"] === "string" ? headers["etag"] : null;
  if (status === 200) return { bytes: body, etag };
  if (status === 304 && known !== null) return { bytes: null, etag: known };
  const why = `${url.host} answers with HTTP ${status}`;
  if (status === 429 || status === 408 || status >= 500) {
    return { retryMs: waitOf(headers["retry-after"]), why };
  }
  throw new Error(why);
}

/** What a `retry-after` asks for, which is seconds or a date (RFC 9110, 10.2.3), in milliseconds. */
function waitOf(value: string | string[] | undefined): number {
  if (typeof value !== "string") return 0;
  const wait = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return wait > 0 ? wait : 0;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

async function send({ url, etag, agent, signal }: Attempt): Promise<Answer> {
  const { request } = await import("undici");
  const { statusCode, headers, body } = await request(url, {
    dispatcher: agent,
    signal,
    headers: {
      accept: "application/json",
      "accept-encoding": "gzip",
      "user-agent": "discogen (gzip)",
      ...(etag === null ? {} : { "if-none-match": etag }),
    },
  });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    const bytes = chunk as Uint8Array;
    chunks.push(bytes);
    length += bytes.length;
    if (length >= byteLimit) break;
  }
  const sent = Buffer.concat(chunks).subarray(0, byteLimit);
  return {
    status: statusCode,
    headers,
    // What is said of a failure is of no use, however it is encoded.
    body: statusCode === 200 ? decoded(sent, String(headers["content-encoding"] ?? "")) : sent,
  };
}

/** An answer that another one would be like. */
class Unreadable extends Error {}

function decoded(bytes: Uint8Array, encoding: string): Uint8Array {
  const name = encoding.trim().toLowerCase();
  if (name === "" || name === "identity") return bytes;
  if (name !== "gzip" && name !== "x-gzip") {
    throw new Unreadable(`the answer is encoded as ${encoding}, which was not asked for`);
  }
  try {
    return gunzipSync(bytes, { maxOutputLength: byteLimit });
  } catch (error) {
    if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") {
      throw new Unreadable("it is larger than 16 MiB", { cause: error });
    }
    throw error;
  }
}

/** https, or http to this machine: a document that somebody changed on its way is somebody else's client. */
function checkedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) throw new Error("it is no address");
  if (url.username !== "" || url.password !== "") {
    throw new Error("an address with a user or a password in it is not fetched");
  }
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback)) return url;
  throw new Error("only https is fetched, and http from this machine");
}

function networkWords(error: unknown): string {
  const code = codeOf(error);
  const words = error instanceof Error ? error.message : String(error);
  return code === undefined || words.includes(code) ? words : `${words} (${code})`;
}

/** A proxy that closes its connection during CONNECT would be asked again for ever (undici #3897). */
async function openAgent(): Promise<EnvHttpProxyAgent> {
  const { EnvHttpProxyAgent: Agent, Pool } = await import("undici");
  const timeouts = { connectTimeout: 10_000, headersTimeout: 30_000, bodyTimeout: 30_000 };
  return new Agent({
    ...timeouts,
    clientFactory: (origin, options) => {
      const pool = new Pool(origin, options);
      const connect = pool.connect.bind(pool) as (options: object) => Promise<unknown>;
      const once = async (wanted: object): Promise<unknown> => {
        try {
          return await connect(wanted);
        } catch (error) {
          if (codeOf(error) !== "UND_ERR_SOCKET") throw error;
          throw new Error("the proxy closed the connection", { cause: error });
        }
      };
      return Object.assign(pool, { connect: once });
    },
  });
}
