import { quoted } from "../problem.js";

/** Texts in quotes, the first twelve of them. */
export function quotedList(texts: readonly string[]): string {
  const shown = texts.slice(0, 12).map(quoted);
  return shown.join(", ") + (texts.length > shown.length ? " …" : "");
}
