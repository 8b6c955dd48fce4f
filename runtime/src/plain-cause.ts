import type { AuthHeaders } from "./auth/credentials.js";
import { withoutCredentials } from "./error-text.js";

/**
 * An error of somebody else's code as a cause that can be logged: its name, message, code and cause. What
 * else it carries (a request with its headers, as HTTP libraries do) may hold a credential.
 *
 * @param auth what the request was sent with: a transport's error may quote it
 */
export function plainCause(error: unknown, auth: AuthHeaders | null = null, depth = 0): unknown {
  if (typeof error === "string") return withoutCredentials(error, auth);
  if (!(error instanceof Error)) return typeof error === "object" ? undefined : error;
  const { cause } = error;
  const plain = new Error(
    withoutCredentials(error.message, auth),
    cause === undefined || depth > 4 ? undefined : { cause: plainCause(cause, auth, depth + 1) },
  );
  plain.name = error.name;
  if (error.stack !== undefined) plain.stack = withoutCredentials(error.stack, auth);
  const code = "code" in error ? error.code : undefined;
  if (typeof code === "string") Object.assign(plain, { code: withoutCredentials(code, auth) });
  if (typeof code === "number") Object.assign(plain, { code });
  return plain;
}
