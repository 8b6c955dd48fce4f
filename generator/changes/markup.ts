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

/**
 * An element; its attributes are encoded, its children are markup already. Without children it is empty, as
 * `<br/>` is.
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children?: readonly string[],
): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${markupText(value)}"`);
  const start = name + list.join("");
  return children === undefined ? `<${start}/>` : `<${start}>${children.join("")}</${name}>`;
}

/** An element with each of its children on lines of its own. */
export function block(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly string[],
): string {
  return element(name, attributes, [["", ...children, ""].join("\n")]);
}
