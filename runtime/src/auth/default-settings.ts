import type { KeyFields } from "./key-fields.js";
import type { TokenRequestSettings } from "./provider-options.js";
import type { readServiceAccountKey } from "./service-account-key.js";
import type { TokenCache } from "./token-cache.js";

/** The options of `applicationDefault`, checked. */
export interface DefaultSettings extends TokenRequestSettings {
  readonly scopes: readonly string[];
  readonly subject: string | null;
  /** The service account that acts for the subject, if it is named. */
  readonly account: string | null;
  readonly iamUrl: URL;
  readonly start: StartCode;
}

/**
 * What the start has loaded. It is given and not imported, so that bundlers can leave it out of the start of programs
 * that have no such provider.
 */
export interface StartCode {
  readonly KeyFields: typeof KeyFields;
  readonly readServiceAccountKey: typeof readServiceAccountKey;
  readonly TokenCache: typeof TokenCache;
}
