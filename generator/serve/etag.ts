import { GoogleError } from "./google-error.js";
import { emptyAnswer, type FakeAnswer } from "./message.js";

/** The etag of a value: the same for the same JSON. */
export function etagOf(value: unknown): string {
  // FNV-1a: it is to tell values apart, not to protect them.
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(JSON.stringify(value))) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return `"${(hash >>> 0).toString(36)}"`;
}

/** An answer with the etag of what it shows, or 304 if the caller has that already. */
export function withEtag(
  answer: FakeAnswer,
  etag: string,
  ifNoneMatch: string | undefined,
): FakeAnswer {
  if (ifNoneMatch !== undefined && isListed(etag, ifNoneMatch)) {
    return { ...emptyAnswer(304), headers: { etag } };
  }
  return { ...answer, headers: { ...answer.headers, etag } };
}

/** Refuses a change of what is no longer as its caller knows it. */
export function checkIfMatch(current: unknown, ifMatch: string | undefined): void {
  if (ifMatch === undefined || isListed(etagOf(current), ifMatch)) return;
  throw new GoogleError({
    status: 412,
    message: "The etag given as If-Match is not the current one",
  });
}

function isListed(etag: string, list: string): boolean {
  return list.split(",").some((each) => each.trim() === "*" || each.trim() === etag);
}
