// The only file that imports undici. It is `#connections` in Node, and imported by `import()`, at the first
// request.
import type { Socket } from "node:net";
import { buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from "undici";
import type { OpenConnections, OpenProxied, OpenQuietConnections } from "./connections.js";

export const inBrowser = false;

const settings = {
  pipelining: 1,
  allowH2: false,
  // An idle connection closes before Google's side does; a request on a connection that is just closing
  // would fail with an unknown outcome.
  keepAliveTimeout: 4_000,
  strictContentLength: true,
  // Every attempt has a limit of its own, and undici's timers are coarse.
  headersTimeout: 0,
  bodyTimeout: 0,
};

export const openConnections: OpenConnections = (origin, connections) =>
  new Pool(origin, { ...settings, connections, connectTimeout: 5_000 });

/** They do not keep the process alive, not even while they connect or wait for an answer. */
export const openQuietConnections: OpenQuietConnections = (origin) => {
  const connect = buildConnector({ timeout: 5_000, allowH2: false });
  return new Pool(origin, {
    ...settings,
    connections: 2,
    connect: (options, callback) => {
      // It returns the socket, though its type does not say so; undici would hold it again for every request.
      const socket = connect(options, callback) as unknown as Socket;
      socket.unref();
      socket.ref = () => socket;
    },
  });
};

export const openProxied: OpenProxied = ({ http, https, except }) =>
  new EnvHttpProxyAgent({
    ...settings,
    connections: 64,
    connectTimeout: 5_000,
    // Empty, and not left out: what the environment says has been read and checked.
    httpProxy: http ?? "",
    httpsProxy: https ?? "",
    ...(except === null ? {} : { noProxy: except }),
    clientFactory: (origin, options) =>
      new TunnelPool(origin, { ...options, headersTimeout: 10_000 }),
  });

/** Connections to a proxy, each of which becomes a tunnel. */
class TunnelPool extends Pool {
  readonly #proxy: string;

  constructor(origin: URL, options: Pool.Options) {
    super(origin, options);
    this.#proxy = origin.host;
  }

  // undici 7 asks for a tunnel again at once, and without end, when the proxy closes the connection instead
  // of answering (its issue 3897): it takes the error for one of a kept connection. So the error gets a code
  // of ours.
  override connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData>;
  override connect(...args: never): never;
  override async connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
    let tunnel: Dispatcher.ConnectData;
    try {
      tunnel = await super.connect(options);
    } catch (cause) {
      const what = cause instanceof Error ? cause.message : "unknown failure";
      throw tunnelError("PROXY_TUNNEL_FAILED", `proxy ${this.#proxy}: ${what}`, cause);
    }
    const { socket, statusCode } = tunnel;
    if (statusCode === 200) return tunnel;
    socket.on("error", () => {}).destroy();
    const code = statusCode >= 500 ? "PROXY_TUNNEL_FAILED" : "PROXY_TUNNEL_REFUSED";
    throw tunnelError(code, `proxy ${this.#proxy} answered with ${statusCode}`);
  }
}

function tunnelError(code: string, message: string, cause?: unknown): Error {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  return Object.assign(error, { code });
}
