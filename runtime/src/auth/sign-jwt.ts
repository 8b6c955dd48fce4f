// The only file that imports node:crypto; itself imported by `import()`, at the first token.
import { createPrivateKey, sign, type KeyObject } from "node:crypto";

/** A JSON web token, or what is wrong with the key. */
export type Signing = { readonly token: string } | { readonly wrong: string };

/**
 * A JSON web token, signed with RS256. It imports nothing of the runtime, so that what is loaded at the start
 * is one module.
 */
export function signJwt(
  privateKey: string,
  keyId: string | null,
  claims: Readonly<Record<string, string | number>>,
): Signing {
  const key = readKey(privateKey);
  if (key === null) return { wrong: "is not a readable, unencrypted private key (PEM)" };
  if (key.asymmetricKeyType !== "rsa") return { wrong: "must be an RSA key" };
  const header = { alg: "RS256", typ: "JWT", ...(keyId === null ? {} : { kid: keyId }) };
  const text = `${base64url(header)}.${base64url(claims)}`;
  const signature = sign("RSA-SHA256", Buffer.from(text), key).toString("base64url");
  return { token: `${text}.${signature}` };
}

function readKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    // The error is not passed on: it may quote the key.
    return null;
  }
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
