import type { DispatcherLike } from "./structural.js";

/** Connections to one origin. */
export interface Connections extends DispatcherLike {
  /** Closes them; what is still in flight fails. */
  destroy(): Promise<void>;
}

/**
 * Opens none yet.
 * @param connections how many may be in use at a time
 */
export type OpenConnections = (origin: string, connections: number) => Connections;

/** The same for what goes on in the background: it does not keep the process alive, where that can be had. */
export type OpenQuietConnections = (origin: string) => Connections;

/** A proxy's address, or none for what it is not asked for. */
export interface ProxySettings {
  readonly http: string | null;
  readonly https: string | null;
  /** Hosts that are reached without it, as `NO_PROXY` says it; `null`: what `NO_PROXY` says then. */
  readonly except: string | null;
}

/** Connections to any origin, by tunnels through proxies. */
export type OpenProxied = (settings: ProxySettings) => Connections;
