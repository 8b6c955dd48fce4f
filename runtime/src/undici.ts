// The only file that imports undici. It is itself imported by `import()`, at the first request.
import { Pool } from "undici";
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
