// The only file that imports undici. It is itself imported by `import()`, at the first request.
import type { Socket } from "node:net";
import { buildConnector, Pool } from "undici";
import type { DispatcherLike } from "./structural.js";

/** Connections to one origin. */
export interface Connections extends DispatcherLike {
  destroy(): Promise<void>;
}

/** Opens no connection yet. */
export function openConnections(origin: string, connections: number): Connections {
  return new Pool(origin, {
    connections,
    pipelining: 1,
    allowH2: false,
    // An idle connection closes before Google's side does; a request on a connection that is just closing
    // would fail with an unknown outcome.
    keepAliveTimeout: 4_000,
    connectTimeout: 5_000,
    strictContentLength: true,
    // Every attempt has a limit of its own, and undici's timers are coarse.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/**
 * Connections for what goes on in the background: they do not keep the process alive, not even while they
 * connect or wait for an answer.
 */
export function openQuietConnections(origin: string): Connections {
  const connect = buildConnector({ timeout: 5_000, allowH2: false });
  return new Pool(origin, {
    connections: 2,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: 4_000,
    connect: (options, callback) => {
      // It returns the socket, though its type does not say so; undici would hold it again for every request.
      const socket = connect(options, callback) as unknown as Socket;
      socket.unref();
      socket.ref = () => socket;
    },
    strictContentLength: true,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}
