// `#connections` in Deno.
import { connectionsWith } from "./fetch-connections.js";

export const inBrowser = false;

export const { openConnections, openQuietConnections, openProxied } = connectionsWith({
  unsettable: ["accept-encoding"],
  limits: true,
  // When a connection is cut before the answer, Deno sends a POST once more on another, if it can.
  sendsStreams: () => true,
  takesStreams: () => true,
});
