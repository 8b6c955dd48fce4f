import { visible } from "../problem.js";

const names: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * A text for XML and HTML, between tags and as an attribute in quotes. What a terminal might obey and what XML
 * cannot hold is not in it.
 */
export function markupText(text: string): string {
  return visible(text)
    .replaceAll(/[\ufffe\uffff]|\p{Cs}/gu, "\ufffd")
    .replaceAll(/[&<>"']/g, (sign) => names[sign] ?? "");
}
