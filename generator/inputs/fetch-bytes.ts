/**
 * Addresses → bytes: the door to the network. Only documents come through it, with no credentials; proxies
 * are those of the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`).
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
const deadlineMs = 60_000;
const maxRedirects = 5;
const maxWaitMs = 20_000;

/**
 * Fetches what is at an address. Failures that pass are tried again, four times in all and for a minute at
 * most; a redirect is followed to addresses of the same kind.
 *
 * @param etag - The entity tag of what is known already.
 * @throws an Error whose message says why there is nothing.
 */
export async function fetchBytes(url: string, etag: string | null = null): Promise<Fetched> {
  const agent = await openAgent();
  const signal = AbortSignal.timeout(deadlineMs);
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
      throw new Error(`no answer within ${deadlineMs / 1_000} s`, { cause: error });
    }
    throw error;
  } finally {
    await agent.destroy();
  }
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
      if (attempt.signal.aborted || error instanceof TooLarge) throw error;
      return { retryMs: 0, why: `${url.host} cannot be reached: ${networkWords(error)}` };
    }
    const { status, headers } = answer;
    const location = headers["location"];
    if (status >= 301 && status <= 308 && status !== 304 && typeof location === "string") {
      if (redirects === maxRedirects) throw new Error(`${url.host} redirects too often`);
      url = checkedUrl(new URL(location, url).href);
      continue;
    }
    return readAnswer(answer, url, attempt.etag);
  }
}

function readAnswer(answer: Answer, url: URL, known: string | null): Fetched | Passing {
  const { status, headers, body } = answer;
  const etag = typeof headers["etag"] === "string" ? headers["etag"] : null;
  if (status === 200) return { bytes: body, etag };
  if (status === 304 && known !== null) return { bytes: null, etag: known };
  const why = `${url.host} answers with HTTP ${status}`;
  if (status === 429 || status === 408 || status >= 500) {
    const seconds = Number(headers["retry-after"]);
    return { retryMs: seconds > 0 ? seconds * 1_000 : 0, why };
  }
  throw new Error(why);
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
    body: headers["content-encoding"] === "gzip" ? unpacked(sent) : sent,
  };
}

class TooLarge extends Error {}

function unpacked(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: byteLimit });
  } catch (error) {
    if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") {
      throw new TooLarge("it is larger than 16 MiB", { cause: error });
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
