import { argumentError } from "./error.js";
import { isRecord } from "./record.js";
import { oneLine } from "./text.js";

/** Headers that the runtime sets, or that decide how a message is framed: a caller may not set them. */
const owned = new Set([
  "accept-encoding",
  "authorization",
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "x-goog-api-client",
  "x-goog-api-key",
  "x-goog-user-project",
]);

/** `value` if it can stand in a header; otherwise an argument error that does not show it. */
export function checkHeaderValue(value: unknown, what: string): string {
  if (typeof value !== "string") throw argumentError(`${what} must be a string`);
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    throw argumentError(
      `${what} holds a character that cannot stand in a header (line end, control character or beyond latin-1)`,
    );
  }
  return value;
}

/** The members of an object, or of a `Headers` or a `Map`, whose members are no properties. */
function entriesOf(headers: object): readonly (readonly [string, unknown])[] {
  if (!(Symbol.iterator in headers)) return Object.entries(headers);
  const pairs = [...(headers as Iterable<readonly [string, unknown]>)];
  return pairs.map(([name, value]) => [String(name), value]);
}

/** The caller's headers, names in lower case. */
export function checkHeaders(headers: unknown, what: string): Record<string, string> | null {
  if (headers === undefined) return null;
  if (!isRecord(headers)) throw argumentError(`${what} must be an object of strings`);
  const checked: Record<string, string> = {};
  for (const [name, value] of entriesOf(headers)) {
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
      throw argumentError(
        `${what} holds the name ${oneLine(JSON.stringify(name), 80)}, which is no header name`,
      );
    }
    const key = name.toLowerCase();
    if (owned.has(key)) throw argumentError(`${what} may not set ${key}: the client sets it`);
    // Not by assignment: a header named "__proto__" must stay a header.
    Object.defineProperty(checked, key, {
      value: checkHeaderValue(value, `${what}: the value of ${key}`),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return checked;
}
