import type { Connections, ProxySettings } from "./connections.js";
import { argumentError } from "./error.js";
import type { DispatcherLike } from "./structural.js";

/** A dispatcher that its maker closes. */
export interface ClosableDispatcher extends DispatcherLike, AsyncDisposable {
  /** Closes its connections; what is still in flight fails. */
  close(): Promise<void>;
}

/**
 * Sends through an HTTP proxy, by tunnels (`CONNECT`): the proxy sees hosts, and neither credentials nor data.
 * For the `dispatcher` of clients and of providers, which both may use one.
 * @param url the proxy (`"http://user:password@proxy.example:3128"`, or https). Left out: what `HTTPS_PROXY`,
 * `HTTP_PROXY` and `NO_PROXY` say, in small letters too, when the first request is sent; without them it sends
 * directly.
 * @throws GoogleApiError of kind `"argument"` if the URL is none of a proxy
 */
export function proxyDispatcher(url?: string): ClosableDispatcher {
  return new ProxyDispatcher(
    url === undefined
      ? environmentSettings
      : settingsOf(checkProxy(url, "proxyDispatcher: the URL")),
  );
}

function settingsOf(url: string): () => ProxySettings {
  return () => ({ http: url, https: url, except: "" });
}

function environmentSettings(): ProxySettings {
  const env: Readonly<Record<string, string | undefined>> = globalThis.process?.env ?? {};
  const read = (name: string): string | null => {
    const value = env[name.toLowerCase()] ?? env[name] ?? "";
    return value === "" ? null : checkProxy(value, name);
  };
  const http = read("HTTP_PROXY");
  return { http, https: read("HTTPS_PROXY") ?? http, except: null };
}

/** `text` if it is the URL of a proxy. The message never shows it: it may hold a password. */
function checkProxy(text: unknown, what: string): string {
  let protocol = "";
  try {
    if (typeof text === "string") ({ protocol } = new URL(text));
  } catch {
    // Without the cause: it repeats the text.
  }
  if (protocol === "http:" || protocol === "https:") return text as string;
  throw argumentError(`${what} must be the URL of a proxy: http://… or https://…`);
}

/** The part of undici's dispatch handler that is used. */
interface Handler {
  onResponseError(controller: null, error: unknown): void;
}

/** Opens its connections, and loads what they need, with the first request. */
class ProxyDispatcher implements ClosableDispatcher {
  readonly #settings: () => ProxySettings;
  #opening: Promise<Connections> | null = null;
  #opened: Connections | null = null;
  #closed = false;

  constructor(settings: () => ProxySettings) {
    this.#settings = settings;
  }

  dispatch(options: object, handler: object): boolean {
    if (this.#opened !== null) return this.#opened.dispatch(options, handler);
    this.#opening ??= this.#open();
    void this.#opening
      .then((opened) => opened.dispatch(options, handler))
      .catch((error: unknown) => {
        // What the environment says may be put right.
        if (this.#opened === null) this.#opening = null;
        (handler as Handler).onResponseError(null, error);
      });
    return true;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const opened = await this.#opening?.catch(() => null);
    await opened?.destroy();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #open(): Promise<Connections> {
    const settings = this.#settings();
    const { openProxied } = await import("#connections");
    if (this.#closed) throw argumentError("the proxy dispatcher is closed");
    this.#opened = openProxied(settings);
    return this.#opened;
  }
}
