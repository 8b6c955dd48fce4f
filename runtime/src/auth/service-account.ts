import { checkKeys } from "../check-keys.js";
import { argumentError, authError } from "../error.js";
import { oneLine } from "../text.js";
import { checkUrl } from "../root.js";
import { credentialsOf, type AuthHeaders, type Credentials } from "./credentials.js";
import type { ScopedProvider } from "./provider.js";
import { readServiceAccountKey, type ServiceAccountKey } from "./service-account-key.js";
import { TokenCache, type Token } from "./token-cache.js";
import { TokenEndpoint } from "./token-request.js";

/** Settings of {@link serviceAccount}; exactly one of `key` and `keyFile` is given. */
export interface ServiceAccountOptions {
  /** The content of a key file, parsed or as text. */
  readonly key?: object | string | undefined;
  /** The path of a key file, read when the first token is needed. */
  readonly keyFile?: string | undefined;
  /** What the tokens are good for: a list, or one string with blanks between. */
  readonly scopes: readonly string[] | string;
  /** The user on whose behalf the account acts (domain-wide delegation). */
  readonly subject?: string | undefined;
  /** Where tokens come from: https, or http on loopback. Default Google's `https://oauth2.googleapis.com/token`. */
  readonly tokenUrl?: string | undefined;
}

const googleTokenUrl = "https://oauth2.googleapis.com/token";
const lifeSeconds = 3_600;
// The server's clock may be behind ours.
const backdateSeconds = 10;

/**
 * A service account that signs in with its key.
 * @throws GoogleApiError of kind `"argument"` for wrong options, `"auth"` for an unfit key
 */
export function serviceAccount(options: ServiceAccountOptions): ScopedProvider {
  checkKeys(options, ["key", "keyFile", "scopes", "subject", "tokenUrl"], "serviceAccount");
  const { key, keyFile, subject } = options;
  if ((key === undefined) === (keyFile === undefined)) {
    throw argumentError("serviceAccount: give either key or keyFile");
  }
  if (keyFile !== undefined && (typeof keyFile !== "string" || keyFile === "")) {
    throw argumentError("serviceAccount: keyFile must be a path");
  }
  if (subject !== undefined && (typeof subject !== "string" || subject === "")) {
    throw argumentError("serviceAccount: subject must be the address of a user");
  }
  const account = new ServiceAccount({
    key: key === undefined ? null : readServiceAccountKey(key),
    keyFile: keyFile ?? "",
    scopes: readScopes(options.scopes),
    subject: subject ?? null,
    tokenUrl: checkTokenUrl(options.tokenUrl ?? googleTokenUrl),
  });
  const provider: ScopedProvider = {
    getAccessToken: () => account.accessToken(),
    scopes: account.scopes,
  };
  return Object.defineProperty(provider, credentialsOf, { value: () => account });
}

// As text, not as URL: the token's audience must be what the caller wrote.
function checkTokenUrl(tokenUrl: string): string {
  checkUrl(tokenUrl, "serviceAccount: tokenUrl");
  return tokenUrl;
}

function readScopes(scopes: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(scopes) ? scopes : [scopes];
  const words = list.flatMap((scope) =>
    typeof scope === "string" ? scope.split(/\s+/).filter((word) => word !== "") : [""],
  );
  if (words.length === 0 || !words.every((word) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(word))) {
    throw argumentError("serviceAccount: scopes must name at least one scope");
  }
  return [...new Set(words)];
}

interface AccountSettings {
  /** `null` until the key file is read. */
  readonly key: ServiceAccountKey | null;
  readonly keyFile: string;
  readonly scopes: readonly string[];
  readonly subject: string | null;
  readonly tokenUrl: string;
}

class ServiceAccount implements Credentials {
  readonly #settings: AccountSettings;
  readonly #endpoint: TokenEndpoint;
  readonly #cache: TokenCache;
  #key: ServiceAccountKey | null;

  constructor(settings: AccountSettings) {
    this.#settings = settings;
    this.#endpoint = new TokenEndpoint(new URL(settings.tokenUrl));
    this.#cache = new TokenCache(() => this.#requestToken());
    this.#key = settings.key === null ? null : this.#checkUniverse(settings.key);
  }

  get scopes(): readonly string[] {
    return this.#settings.scopes;
  }

  accessToken(): Promise<string> {
    return this.#cache.text();
  }

  refuses(host: string): string | null {
    const universe = this.#key?.universe ?? "googleapis.com";
    const elsewhere = universe !== "googleapis.com" && /(?:^|\.)googleapis\.com$/.test(host);
    return elsewhere ? "the service account's universe_domain is not googleapis.com" : null;
  }

  current(): AuthHeaders | null {
    return this.#cache.current();
  }

  fetch(): Promise<AuthHeaders> {
    return this.#cache.fetch();
  }

  renew(used: AuthHeaders): Promise<AuthHeaders> {
    return this.#cache.renew(used);
  }

  async #requestToken(): Promise<Token> {
    const { scopes, subject, tokenUrl } = this.#settings;
    this.#key ??= await this.#readKeyFile();
    const { clientEmail, privateKey, keyId } = this.#key;
    const { signJwt } = await import("./sign-jwt.js");
    const issuedAt = Math.floor(Date.now() / 1_000) - backdateSeconds;
    const claims = {
      iss: clientEmail,
      scope: scopes.join(" "),
      aud: tokenUrl,
      iat: issuedAt,
      exp: issuedAt + lifeSeconds,
      ...(subject === null ? {} : { sub: subject }),
    };
    const signing = signJwt(privateKey, keyId, claims);
    if ("wrong" in signing) throw authError(`serviceAccount: private_key ${signing.wrong}`);
    return this.#endpoint.request(signing.token);
  }

  async #readKeyFile(): Promise<ServiceAccountKey> {
    const { readKeyFile } = await import("./read-key-file.js");
    const text = await readKeyFile(this.#settings.keyFile).catch((error: unknown) => {
      throw authError(
        `serviceAccount: keyFile ${oneLine(this.#settings.keyFile, 200)} cannot be read`,
        error,
      );
    });
    return this.#checkUniverse(readServiceAccountKey(text));
  }

  #checkUniverse(key: ServiceAccountKey): ServiceAccountKey {
    if (this.#settings.subject !== null && key.universe !== "googleapis.com") {
      throw argumentError("serviceAccount: subject works only with universe_domain googleapis.com");
    }
    return key;
  }
}
