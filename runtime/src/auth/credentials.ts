/** Name, value, name, value …; one array per token, so that its identity tells tokens apart. */
export type AuthHeaders = readonly string[];

/** How one client sees its provider. */
export interface Credentials {
  /** The scopes the tokens have, or `null` if that is not known, or not yet. */
  readonly scopes: readonly string[] | null;
  /** Why these credentials may not go to `host`, or `null`. */
  refuses(host: string): string | null;
  /** The headers if they are at hand. */
  current(): AuthHeaders | null;
  fetch(url: string): Promise<AuthHeaders>;
  /** New headers after a 401 to `used`, or `null` if there are none to be had. */
  renew(used: AuthHeaders, url: string): Promise<AuthHeaders | null>;
  /**
   * The client has no calls any more: ends what goes on for it alone. Other clients of the same provider do not
   * notice, and a later call starts anew.
   */
  close(): Promise<void>;
}

/**
 * The member by which a provider of ours offers {@link Credentials} to a client; registered, for two copies of
 * this package.
 */
export const credentialsOf: unique symbol = Symbol.for("@discogen/runtime.credentials.1") as never;

const maxTokenLength = 16 * 1024;

/** True if `value` can be a token: visible ASCII without blanks, which is also what a header can hold. */
export function isToken(value: unknown): value is string {
  return (
    typeof value === "string" && value.length <= maxTokenLength && /^[\x21-\x7e]+$/.test(value)
  );
}
