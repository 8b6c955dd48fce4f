import type { AuthHeaders, Credentials } from "./auth/credentials.js";

/** The client's credentials during one batch: they are renewed once, for the batch itself or for its calls. */
export class BatchCredentials implements Credentials {
  readonly #credentials: Credentials;
  #used: AuthHeaders | null = null;
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
    this.#used = this.#fresh ?? this.#credentials.current();
    return this.#used;
  }

  async fetch(url: string): Promise<AuthHeaders> {
    this.#used = await this.#credentials.fetch(url);
    return this.#used;
  }

  async renew(used: AuthHeaders, url: string): Promise<AuthHeaders | null> {
    if (this.#renewed) return null;
    this.#renewed = true;
    this.#fresh = await this.#credentials.renew(used, url);
    return this.#fresh;
  }

  /** Renews what was last sent; false if there is nothing newer. */
  async renewUsed(url: string): Promise<boolean> {
    return this.#used !== null && (await this.renew(this.#used, url)) !== null;
  }

  close(): Promise<void> {
    return this.#credentials.close();
  }
}
