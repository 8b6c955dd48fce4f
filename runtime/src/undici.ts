// The only file that imports undici. It is `#connections` in Node, and imported by `import()`, at the first
// request.
import type { Socket } from "node:net";
import { buildConnector, Pool } from "undici";
import type { OpenConnections, OpenQuietConnections } from "./connections.js";

export const inBrowser = false;

export const openConnections: OpenConnections = (origin, connections) =>
  new Pool(origin, {
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

/** They do not keep the process alive, not even while they connect or wait for an answer. */
export const openQuietConnections: OpenQuietConnections = (origin) => {
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
};
