import { checkKeys } from "../check-keys.js";
import { argumentError } from "../error.js";
import { KeyFields } from "./key-fields.js";
import type { ScopedProvider } from "./provider.js";
import {
  readScopes,
  readSubject,
  readTokenRequestOptions,
  type TokenRequestOptions,
} from "./provider-options.js";
import { readServiceAccountKey, type ServiceAccountKey } from "./service-account-key.js";
import { tokenProvider } from "./token-provider.js";
import { googleUniverse } from "./token-source.js";

/** Settings of {@link serviceAccount}; exactly one of `key` and `keyFile` is given. */
export interface ServiceAccountOptions extends TokenRequestOptions {
  /** The content of a key file, parsed or as text. */
  readonly key?: object | string | undefined;
  /** The path of a key file, read when the first token is needed. */
  readonly keyFile?: string | undefined;
  /** What the tokens are good for: a list, or one string with blanks between. */
  readonly scopes: readonly string[] | string;
  /** The user on whose behalf the account acts (domain-wide delegation). */
  readonly subject?: string | undefined;
}

const known = ["key", "keyFile", "scopes", "subject", "tokenUrl", "dispatcher"];

/**
 * A service account that signs in with its key.
 * @throws GoogleApiError of kind `"argument"` for wrong options, `"auth"` for an unfit key
 */
export function serviceAccount(options: ServiceAccountOptions): ScopedProvider {
  checkKeys(options, known, "serviceAccount");
  const { key: given, keyFile } = options;
  if ((given === undefined) === (keyFile === undefined)) {
    throw argumentError("serviceAccount: give either key or keyFile");
  }
  if (keyFile !== undefined && (typeof keyFile !== "string" || keyFile === "")) {
    throw argumentError("serviceAccount: keyFile must be a path");
  }
  const subject = readSubject(options.subject, "serviceAccount");
  const scopes = readScopes(options.scopes, "serviceAccount");
  const requests = readTokenRequestOptions(options, "serviceAccount");
  const read = (text: unknown): ServiceAccountKey => readKey(text, subject);
  const key = given === undefined ? null : read(given);
  const provider = tokenProvider(
    { scopes, universe: key?.universe ?? googleUniverse },
    async () => {
      const { KeySource, readFile } = await import("./sources.js");
      const found = key ?? read(await readFile(keyFile ?? "", "serviceAccount: keyFile"));
      return new KeySource(found, { subject, scopes }, requests);
    },
  );
  return Object.assign(provider, { scopes });
}

function readKey(text: unknown, subject: string | null): ServiceAccountKey {
  const key = readServiceAccountKey(new KeyFields(text, "serviceAccount"));
  if (subject !== null && key.universe !== googleUniverse) {
    throw argumentError("serviceAccount: subject works only with universe_domain googleapis.com");
  }
  return key;
}
