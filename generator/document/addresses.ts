/** Why a text cannot be the address of an API, or `null`. */
export function addressFault(address: string): string | null {
  // What the URL parser would silently drop or turn into something else.
  if (/[\s\p{Cc}\p{Cs}\\]/u.test(address)) {
    return "a URL has no white space, control characters or backslashes";
  }
  if (!URL.canParse(address)) return "it must be a whole URL, such as https://www.googleapis.com/";
  const url = new URL(address);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    return "it must begin with https:// (http:// only for this machine itself)";
  }
  if (!/^https?:\/\/[^/]/i.test(address)) return "two slashes follow the scheme";
  if (url.username !== "" || url.password !== "" || address.includes("@")) {
    return "it must hold no user name or password";
  }
  if (/[?#]/.test(address)) return "it must have no query and no fragment";
  return dotSegment(address) ? "it must have no . or .. segment" : null;
}

/** Why a text cannot be a path (or a part of one) below an API's address, or `null`. */
export function pathFault(path: string): string | null {
  if (/[\p{Cc}\p{Cs}\\]/u.test(path)) {
    return "a path has no control characters, lone surrogates or backslashes";
  }
  if (/[?#]/.test(path)) return "a path has no query and no fragment";
  // Only with the slashes: the path v1:validateAddress is a real one.
  if (/^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(path)) return "a path begins with no scheme or host";
  return dotSegment(path) ? "a path has no . or .. segment" : null;
}

/** URL parsers resolve these segments, also when the dots are written in percent escapes. */
function dotSegment(path: string): boolean {
  return /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(path);
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d+){3}$/.test(hostname);
}
