/**
 * An error of somebody else's code as a cause that can be logged: its name, message, code and cause. What
 * else it carries (a request with its headers, as HTTP libraries do) may hold a credential.
 */
export function plainCause(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === "object" ? undefined : error;
  const { cause } = error;
  const plain = new Error(
    error.message,
    cause === undefined || depth > 4 ? undefined : { cause: plainCause(cause, depth + 1) },
  );
  plain.name = error.name;
  if (error.stack !== undefined) plain.stack = error.stack;
  if ("code" in error) Object.assign(plain, { code: error.code });
  return plain;
}
