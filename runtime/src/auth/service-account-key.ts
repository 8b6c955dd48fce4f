import { authError, type GoogleApiError } from "../error.js";
import { oneLine } from "../text.js";

/** A service account's key, checked. */
export interface ServiceAccountKey {
  readonly clientEmail: string;
  readonly privateKey: string;
  readonly keyId: string | null;
  readonly universe: string;
}

const tokenHosts = new Set(["oauth2.googleapis.com", "www.googleapis.com", "accounts.google.com"]);

/** Checks a key file's content, as text or parsed. Messages name the field, never its value. */
export function readServiceAccountKey(key: unknown): ServiceAccountKey {
  const fields = typeof key === "string" ? parse(key) : key;
  if (!isRecord(fields)) throw keyError("the key must be the JSON object of a key file");
  const type = fields["type"];
  if (type !== "service_account") {
    const shown = typeof type === "string" ? ` but ${JSON.stringify(oneLine(type, 60))}` : "";
    throw keyError(`type is not "service_account"${shown}`);
  }
  checkTokenUri(fields["token_uri"]);
  return {
    clientEmail: field(fields, "client_email"),
    privateKey: readPem(field(fields, "private_key")),
    keyId: fields["private_key_id"] === undefined ? null : field(fields, "private_key_id"),
    universe:
      fields["universe_domain"] === undefined ? "googleapis.com" : field(fields, "universe_domain"),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    // Without the cause: it quotes the key.
    throw keyError("the key is not JSON");
  }
}

// The file's token_uri is not used, but one that leads elsewhere tells of a forged file.
function checkTokenUri(value: unknown): void {
  if (value === undefined) return;
  let url: URL;
  try {
    url = new URL(typeof value === "string" ? value : "");
  } catch {
    throw keyError("token_uri is no URL");
  }
  const plain = url.username === "" && url.password === "" && url.port === "";
  if (url.protocol !== "https:" || !plain || !tokenHosts.has(url.hostname)) {
    throw keyError("token_uri does not lead to Google");
  }
}

function readPem(text: string): string {
  const pem = text
    .replace(/^\uFEFF/, "")
    .replace(/\\r|\r/g, "")
    .replaceAll("\\n", "\n")
    .trim();
  if (!/^-----BEGIN (?:RSA )?PRIVATE KEY-----\n/.test(pem)) {
    throw keyError("private_key is not an unencrypted private RSA key (PEM)");
  }
  return `${pem}\n`;
}

function field(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  if (typeof value === "string" && value.trim() !== "") return value.trim();
  throw keyError(`${name} is missing`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function keyError(message: string): GoogleApiError {
  return authError(`serviceAccount: ${message}`);
}
