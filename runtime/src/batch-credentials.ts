import type { AuthHeaders, Credentials } from "./auth/credentials.js";

/** The client's credentials during one batch: they are renewed once, for the batch itself or for its calls. */
export class BatchCredentials implements Credentials {
  readonly #credentials: Credentials;
  #fresh: AuthHeaders | null = null;
  #renewed = false;

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  get scopes(): readonly string[] | null {
    return this.#credentials.scopes;
  }

  refuses(host: string): string | null {
    return this.#credentials.refuses(host);
  }

  current(): AuthHeaders | null {
    return this.#fresh ?? this.#credentials.current();
  }

  fetch(url: string): Promise<AuthHeaders> {
    return this.#credentials.fetch(url);
  }

  async renew(used: AuthHeaders, url: string): Promise<AuthHeaders | null> {
    if (this.#renewed) return null;
    this.#renewed = true;
    this.#fresh = await this.#credentials.renew(used, url);
    return this.#fresh;
  }

  close(): Promise<void> {
    return this.#credentials.close();
  }
}
