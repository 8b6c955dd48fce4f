import type { AuthHeaders, Credentials } from "./credentials.js";
import type { AuthProvider } from "./provider.js";

/** A provider that has only the public shape: the caller's own, or another library's. */
export class StructuralCredentials implements Credentials {
  readonly scopes: readonly string[] | null;
  readonly #provider: AuthProvider;

  constructor(provider: AuthProvider) {
    this.#provider = provider;
    // Not in the public type: in google-auth-library the member is private.
    const { scopes } = provider as { scopes?: unknown };
    this.scopes =
      Array.isArray(scopes) && scopes.length > 0 && scopes.every((s) => typeof s === "string")
        ? [...scopes]
        : null;
  }

  refuses(): null {
    return null;
  }

  current(): null {
    return null;
  }

  async fetch(url: string): Promise<AuthHeaders> {
    const { askProvider } = await import("./ask-provider.js");
    return askProvider(this.#provider, url);
  }

  async close(): Promise<void> {}

  async renew(used: AuthHeaders, url: string): Promise<AuthHeaders | null> {
    const fresh = await this.fetch(url);
    return fresh.join("\n") === used.join("\n") ? null : fresh;
  }
}
