import { credentialsOf, type AuthHeaders, type Credentials } from "./credentials.js";
import type { TokenProvider } from "./provider.js";
import { TokenCache } from "./token-cache.js";
import { googleUniverse, type TokenSource } from "./token-source.js";

/** What is known of a provider before its source is opened. */
export interface ProviderFacts {
  readonly scopes: readonly string[] | null;
  readonly universe: string;
}

/** A provider whose tokens come from a source that is opened when the first one is needed. */
export function tokenProvider(
  facts: ProviderFacts,
  open: () => Promise<TokenSource>,
): TokenProvider {
  const tokens = new ProviderTokens(facts, open);
  const provider: TokenProvider = { getAccessToken: () => tokens.text() };
  return Object.defineProperty(provider, credentialsOf, {
    value: () => new TokenCredentials(tokens),
  });
}

const scheme = "Bearer ";

/** The tokens of one provider, which several clients may share. */
class ProviderTokens {
  readonly #facts: ProviderFacts;
  readonly #open: () => Promise<TokenSource>;
  readonly cache: TokenCache;
  #source: TokenSource | null = null;

  constructor(facts: ProviderFacts, open: () => Promise<TokenSource>) {
    this.#facts = facts;
    this.#open = open;
    this.cache = new TokenCache(
      async (signal) => {
        this.#source ??= await this.#open();
        return this.#source.request(signal);
      },
      (text) => this.#headersOf(text),
    );
  }

  facts(): ProviderFacts {
    return this.#source ?? this.#facts;
  }

  /** The token for who asks the provider itself. The connections let the process end, so something else holds it. */
  async text(): Promise<string> {
    const hold = setTimeout(() => {}, 2 ** 31 - 1);
    try {
      const [, bearer = ""] = this.cache.current() ?? (await this.cache.fetch(this));
      return bearer.slice(scheme.length);
    } finally {
      clearTimeout(hold);
    }
  }

  async leave(client: object): Promise<void> {
    if (this.cache.leave(client)) await this.#source?.close();
  }

  #headersOf(text: string): AuthHeaders {
    const project = this.#source?.quotaProject ?? null;
    const headers = ["authorization", scheme + text];
    return project === null ? headers : [...headers, "x-goog-user-project", project];
  }
}

/** How one client sees them. */
class TokenCredentials implements Credentials {
  readonly #tokens: ProviderTokens;

  constructor(tokens: ProviderTokens) {
    this.#tokens = tokens;
  }

  get scopes(): readonly string[] | null {
    return this.#tokens.facts().scopes;
  }

  refuses(host: string): string | null {
    const { universe } = this.#tokens.facts();
    const elsewhere = universe !== googleUniverse && /(?:^|\.)googleapis\.com$/.test(host);
    return elsewhere ? "the credentials' universe_domain is not googleapis.com" : null;
  }

  current(): AuthHeaders | null {
    return this.#tokens.cache.current();
  }

  fetch(): Promise<AuthHeaders> {
    return this.#tokens.cache.fetch(this);
  }

  renew(used: AuthHeaders): Promise<AuthHeaders> {
    return this.#tokens.cache.renew(used, this);
  }

  close(): Promise<void> {
    return this.#tokens.leave(this);
  }
}
