import { checkKeys } from "../check-keys.js";
import { argumentError } from "../error.js";
import { checkUrl } from "../root.js";
import { KeyFields } from "./key-fields.js";
import type { TokenProvider } from "./provider.js";
import {
  readScopes,
  readSubject,
  readTokenRequestOptions,
  type TokenRequestOptions,
} from "./provider-options.js";
import { readServiceAccountKey } from "./service-account-key.js";
import { TokenCache } from "./token-cache.js";
import { tokenProvider } from "./token-provider.js";
import { googleUniverse } from "./token-source.js";

/** Settings of {@link applicationDefault}. */
export interface ApplicationDefaultOptions extends TokenRequestOptions {
  /** What the tokens are good for: a list, or one string with blanks between. A user's are what he consented to. */
  readonly scopes: readonly string[] | string;
  /**
   * The user on whose behalf a service account acts (domain-wide delegation). Without its key, Google signs for
   * it (IAM `signJwt`): the role Service Account Token Creator on it is needed.
   */
  readonly subject?: string | undefined;
  /**
   * The service account that acts for `subject`. Default the one whose credentials are found; a user's need it.
   */
  readonly serviceAccount?: string | undefined;
  /** Where IAM signs: https, or http on loopback. Default Google's `https://iamcredentials.googleapis.com/`. */
  readonly iamUrl?: string | undefined;
}

const known = ["scopes", "subject", "serviceAccount", "tokenUrl", "iamUrl", "dispatcher"];

/**
 * The credentials of the place where the program runs: the file that `GOOGLE_APPLICATION_CREDENTIALS` names, else
 * that of `gcloud auth application-default login`, else the metadata server. Only this provider reads
 * environment variables, and only when the first token is needed.
 * @throws GoogleApiError of kind `"argument"` for wrong options
 */
export function applicationDefault(options: ApplicationDefaultOptions): TokenProvider {
  const what = "applicationDefault";
  checkKeys(options, known, what);
  const { serviceAccount, iamUrl = "https://iamcredentials.googleapis.com/" } = options;
  const subject = readSubject(options.subject, what);
  const scopes = readScopes(options.scopes, what);
  const settings = {
    ...readTokenRequestOptions(options, what),
    subject,
    scopes,
    account: serviceAccount === undefined ? null : checkAccount(serviceAccount, subject),
    iamUrl: checkUrl(iamUrl, `${what}: iamUrl`),
    start: { KeyFields, readServiceAccountKey, TokenCache },
  };
  // A user's own scopes are not known; tokens that are signed for have those asked for.
  const facts = { scopes: subject === null ? null : scopes, universe: googleUniverse };
  return tokenProvider(facts, async () => {
    const { findSource } = await import("./sources.js");
    return findSource(settings);
  });
}

function checkAccount(account: unknown, subject: string | null): string {
  if (typeof account !== "string" || !/^[\w.-]+@[\w.-]+$/.test(account)) {
    throw argumentError(
      "applicationDefault: serviceAccount must be the address of a service account",
    );
  }
  if (subject !== null) return account;
  throw argumentError("applicationDefault: serviceAccount is for subject, on whose behalf it acts");
}
