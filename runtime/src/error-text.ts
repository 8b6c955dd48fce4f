import type { AuthHeaders } from "./auth/credentials.js";
import { oneLine } from "./text.js";

const lenientUtf8 = new TextDecoder("utf-8");
// Shorter ones are no real credentials, and hiding them would mutilate ordinary words.
const minSecretLength = 8;

/** `text` of a server without the credentials it was sent: some repeat a request in their error. */
export function withoutCredentials(text: string, auth: AuthHeaders | null): string {
  if (auth === null) return text;
  let hidden = text;
  for (let i = 0; i + 1 < auth.length; i += 2) {
    const value = auth[i + 1] ?? "";
    const secret = value.slice(value.indexOf(" ") + 1);
    if (auth[i] === "x-goog-user-project" || secret.length < minSecretLength) continue;
    hidden = hidden.replaceAll(secret, "…");
  }
  return hidden;
}

const maxExcerpt = 4 * 1024;
// A credential that the end of the excerpt would cut in two is still found whole.
const readForExcerpt = 6 * maxExcerpt;

/** The start of a body, whatever it is, for people to read: at most 4 KiB, without controls. */
export function excerptOf(bytes: Uint8Array, auth: AuthHeaders | null): string {
  const text = lenientUtf8.decode(bytes.subarray(0, readForExcerpt));
  return oneLine(withoutCredentials(text, auth).slice(0, maxExcerpt), maxExcerpt).slice(
    0,
    maxExcerpt,
  );
}

/** What an answer that is no JSON says in a few words: a page's title, or a short line of text. */
export function titleOf(excerpt: string): string | null {
  const title = /<title[^<>]{0,100}>([^<>]{1,200})<\/title/i.exec(excerpt)?.[1];
  const line = /^[\p{L}\d][^<{]{0,99}$/u.exec(excerpt)?.[0] ?? "";
  const words = (title ?? line).replaceAll(/(?:\\[nrt]|\s)+/g, " ").trim();
  return words === "" ? null : oneLine(words, 100);
}
