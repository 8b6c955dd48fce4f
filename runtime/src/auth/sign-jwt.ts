/** A JSON web token, or what is wrong with the key. */
export type Signing = { readonly token: string } | { readonly wrong: string };

const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/** A JSON web token, signed with RS256 by Web Cryptography, which every runtime has. */
export async function signJwt(
  privateKey: string,
  keyId: string | null,
  claims: Readonly<Record<string, string | number>>,
): Promise<Signing> {
  const der = readPem(privateKey);
  if (der === null) return { wrong: "is not a readable, unencrypted private key (PEM)" };
  const { subtle } = globalThis.crypto;
  let key;
  try {
    key = await subtle.importKey("pkcs8", der, rsa, false, ["sign"]);
  } catch {
    // The error is not passed on: it may quote the key.
    return { wrong: "is not a readable RSA key" };
  }
  const header = { alg: "RS256", typ: "JWT", ...(keyId === null ? {} : { kid: keyId }) };
  const text = `${base64url(encode(header))}.${base64url(encode(claims))}`;
  const signature = await subtle.sign(rsa.name, key, new TextEncoder().encode(text));
  return { token: `${text}.${base64url(new Uint8Array(signature))}` };
}

/** The key as PKCS#8 (DER). */
function readPem(pem: string): Uint8Array<ArrayBuffer> | null {
  const [, type, body, end] =
    /^-----BEGIN ((?:RSA )?PRIVATE KEY)-----\n([\sA-Za-z0-9+/=]+)-----END (.*)-----\n$/.exec(pem) ??
    [];
  if (type === undefined || body === undefined || end !== type) return null;
  let binary: string;
  try {
    binary = atob(body.replace(/\s/g, ""));
  } catch {
    return null;
  }
  const key = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return type === "PRIVATE KEY" ? key : wrapPkcs1(key);
}

// The version 0, the algorithm rsaEncryption, and its parameters NULL (RFC 5958, RFC 8017).
const rsaPrefix = [
  0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01,
  0x05, 0x00,
];

/** A PKCS#1 key as PKCS#8, the only form that Web Cryptography reads. */
function wrapPkcs1(key: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(element(0x30, [...rsaPrefix, ...element(0x04, key)]));
}

/** A DER element: tag, length, content. */
function element(tag: number, content: Iterable<number>): number[] {
  const bytes = [...content];
  const { length } = bytes;
  const size: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) size.unshift(rest & 0xff);
  return [tag, ...(length < 0x80 ? [length] : [0x80 | size.length, ...size]), ...bytes];
}

function encode(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function base64url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
