import { createHash } from "../create-hash.js";
import type { Change } from "./change.js";

/**
 * Twelve hexadecimal digits that name a change. They stay when the words of its rule are corrected, and when
 * it is found together with others.
 */
export function fingerprint({ rule, at, direction, from, to }: Change): string {
  const text = JSON.stringify([rule, at, direction, from, to]);
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** The hash by which a page's policy (CSP, `script-src`) knows a text in it. */
export function contentHash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
