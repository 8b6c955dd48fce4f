import type { ApiDescriptor } from "./descriptor.js";
import { argumentError } from "./error.js";

/** Where a target is sent to: origin and path stand apart, joining and splitting URLs costs time. */
export interface Root {
  /** `"https://reseller.googleapis.com"` */
  readonly origin: string;
  /** `"/"`, or a longer path that ends with a slash. */
  readonly path: string;
  readonly host: string;
  /** True if the caller named the host himself, and so agreed to send it credentials. */
  readonly chosen: boolean;
}

/** Where `rootUrl` or `endpoint` leads, else the API's own address: https, or http on this machine. */
export function readRoot(
  api: ApiDescriptor,
  { rootUrl, endpoint }: { readonly rootUrl?: unknown; readonly endpoint?: unknown },
): Root {
  if (rootUrl !== undefined && endpoint !== undefined) {
    throw argumentError("endpoint chooses an address as rootUrl does: give one or the other");
  }
  const chosen = rootUrl !== undefined;
  const own = endpoint === undefined ? api.rootUrl : endpointUrl(api, endpoint);
  const url = checkUrl(chosen ? rootUrl : own, "rootUrl");
  if (url.search !== "" || url.hash !== "") {
    throw argumentError("rootUrl must have no query and no fragment");
  }
  const path = url.pathname.endsWith("/") ? url.pathname : `${url.pathname}/`;
  return { origin: url.origin, path, host: url.hostname, chosen };
}

function endpointUrl({ endpoints = {} }: ApiDescriptor, endpoint: unknown): string {
  const locations = Object.keys(endpoints);
  const url =
    typeof endpoint === "string" && Object.hasOwn(endpoints, endpoint)
      ? endpoints[endpoint]
      : undefined;
  if (url !== undefined) return url;
  if (locations.length === 0) throw argumentError("endpoint: the API has no regional addresses");
  throw argumentError(`endpoint must be one of ${locations.join(", ")}`);
}

/** `text` as a URL to which credentials may be sent. The message never shows it: it may hold a password. */
export function checkUrl(text: unknown, what: string): URL {
  let url: URL;
  try {
    if (typeof text !== "string") throw new TypeError();
    url = new URL(text);
  } catch {
    throw argumentError(`${what} must be an absolute URL`);
  }
  if (url.username !== "" || url.password !== "") {
    throw argumentError(`${what} must hold no user name and no password`);
  }
  const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) {
    throw argumentError(`${what} must be https; plain http is for this machine (loopback) only`);
  }
  return url;
}
