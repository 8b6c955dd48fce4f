/** A strict reader of XML 1.0 without DTDs: what it takes is well-formed. */

/** An element with all that is in it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Of the element itself, without that of its children. */
  readonly text: string;
}

interface OpenElement extends Element {
  readonly attributes: Record<string, string>;
  readonly children: Element[];
  text: string;
}

const name = "[A-Za-z_][\\w.-]*";
const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/;
const token = new RegExp(
  `<(?<start>${name})(?<list>(?: ${name}="[^"<]*")*)(?<empty>/?)>|</(?<end>${name})>|(?<text>[^<]+)`,
  "y",
);

/**
 * The root element of a document.
 *
 * @throws an Error where it is not well-formed.
 */
export function readXml(source: string): Element {
  // The characters of XML 1.0 (2.2), in pairs of surrogates or without.
  const wrong = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.exec(source);
  if (wrong !== null) throw new Error(`the character at ${wrong.index} is none of XML`);
  const body = source.replace(declaration, "").trimEnd();
  const root: OpenElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  token.lastIndex = 0;
  while (token.lastIndex < body.length) {
    const at = token.lastIndex;
    const groups = token.exec(body)?.groups;
    if (groups === undefined) throw new Error(`no XML: ${body.slice(at, at + 80)}`);
    take(groups, open);
  }
  const [only, second] = root.children;
  if (open.length > 1 || only === undefined || second !== undefined || root.text.trim() !== "") {
    throw new Error("there is not one root element");
  }
  return only;
}

/** The elements of a name, wherever they are. */
export function elementsOf(element: Element, name: string): readonly Element[] {
  const below = element.children.flatMap((child) => elementsOf(child, name));
  return element.name === name ? [element, ...below] : below;
}

/** Adds what was read to the innermost of the elements that have not ended. */
function take(groups: Readonly<Record<string, string | undefined>>, open: OpenElement[]): void {
  const { start, list = "", empty, end, text = "" } = groups;
  const top = open.at(-1);
  if (top === undefined || (end !== undefined && (open.length === 1 || end !== top.name))) {
    throw new Error(`</${end}> ends nothing`);
  }
  if (end !== undefined) open.pop();
  else if (start === undefined) top.text += unescaped(text);
  else {
    const child = { name: start, attributes: attributesOf(list), children: [], text: "" };
    top.children.push(child);
    if (empty === "") open.push(child);
  }
}

function attributesOf(list: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, key = "", value = ""] of list.matchAll(/ ([^ =]+)="([^"]*)"/g)) {
    if (Object.hasOwn(attributes, key)) throw new Error(`${key} twice`);
    attributes[key] = unescaped(value);
  }
  return attributes;
}

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

function unescaped(text: string): string {
  if (text.includes("]]>")) throw new Error("]]> in a text");
  return text.replaceAll(/&[^;&]*;?/g, (entity) => {
    const sign = entities[entity];
    if (sign === undefined) throw new Error(`${entity} is no entity`);
    return sign;
  });
}
