import type { KeyFields } from "./key-fields.js";

/** A service account's key, checked. */
export interface ServiceAccountKey {
  readonly clientEmail: string;
  readonly privateKey: string;
  readonly keyId: string | null;
  readonly universe: string;
  readonly quotaProject: string | null;
}

/** Reads the key of a service account. */
export function readServiceAccountKey(fields: KeyFields): ServiceAccountKey {
  if (fields.type !== "service_account") {
    throw fields.error(`type is not "service_account" but ${fields.shownType}`);
  }
  return {
    clientEmail: fields.text("client_email"),
    privateKey: readPem(fields),
    keyId: fields.has("private_key_id") ? fields.text("private_key_id") : null,
    universe: fields.universe,
    quotaProject: fields.quotaProject,
  };
}

function readPem(fields: KeyFields): string {
  const pem = fields
    .text("private_key")
    .replace(/^\uFEFF/, "")
    .replace(/\\r|\r/g, "")
    .replaceAll("\\n", "\n")
    .trim();
  if (!/^-----BEGIN (?:RSA )?PRIVATE KEY-----\n/.test(pem)) {
    throw fields.error("private_key is not an unencrypted private RSA key (PEM)");
  }
  return `${pem}\n`;
}
