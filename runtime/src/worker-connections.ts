// `#connections` in workers that answer requests, each in a context that ends with it.
import { connectionsWith } from "./fetch-connections.js";

export const inBrowser = false;

export const { openConnections, openQuietConnections, openProxied } = connectionsWith({
  unsettable: ["accept-encoding"],
  // What waits for the end of another request waits for ever if that request is cancelled. Workers limit the
  // connections of each request themselves.
  limits: false,
  sendsStreams: () => false,
  takesStreams: () => true,
});
