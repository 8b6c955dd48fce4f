/** Name, value, name, value …; one array per token, so that its identity tells tokens apart. */
export type AuthHeaders = readonly string[];

/** How the runtime sees a provider. */
export interface Credentials {
  /** The scopes the tokens have, or `null` if that is not known. */
  readonly scopes: readonly string[] | null;
  /** Why these credentials may not go to `host`, or `null`. */
  refuses(host: string): string | null;
  /** The headers if they are at hand. */
  current(): AuthHeaders | null;
  fetch(url: string): Promise<AuthHeaders>;
  /** New headers after a 401 to `used`, or `null` if there are none to be had. */
  renew(used: AuthHeaders, url: string): Promise<AuthHeaders | null>;
}

/** The member by which a provider of ours offers its {@link Credentials}; registered, for two copies of this package. */
export const credentialsOf: unique symbol = Symbol.for("@discogen/runtime.credentials.1") as never;

const maxTokenLength = 16 * 1024;

/** True if `value` can be a token: visible ASCII without blanks, which is also what a header can hold. */
export function isToken(value: unknown): value is string {
  return (
    typeof value === "string" && value.length <= maxTokenLength && /^[\x21-\x7e]+$/.test(value)
  );
}
