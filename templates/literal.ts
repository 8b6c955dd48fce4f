/**
 * The encoders for code: one for each place where text of a document can stand in a source file. Whatever a
 * document holds, these decide how it is written; no template puts text into code in another way.
 */

/** A string literal with exactly this value; signs that hide or reorder what is read are escaped. */
export function stringLiteral(text: string): string {
  const literal = JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (sign) =>
    sign.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
  // A backslash at the end is written by its number: ts-morph's writer takes `\\"` for a quotation mark that
  // is escaped, so would be in a string where there is none, and in a comment where there is a string.
  return text.endsWith("\\") ? `${literal.slice(0, -3)}\\u005c"` : literal;
}

/** A member name in an interface or a class: bare if it is an identifier, else quoted. */
export function memberName(name: string): string {
  return isIdentifier(name) ? name : stringLiteral(name);
}

/** A plain value as an expression; keys and strings keep their exact text. */
export function literal(value: LiteralValue): string {
  if (typeof value === "string") return stringLiteral(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object") {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{ ${members.map(([key, member]) => `${literalKey(key)}: ${literal(member as LiteralValue)}`).join(", ")} }`;
  }
  return String(value);
}

/** What {@link literal} writes. */
export type LiteralValue =
  | string
  | boolean
  | number
  | readonly LiteralValue[]
  | { readonly [key: string]: LiteralValue | undefined };

// `{ "__proto__": x }` sets the prototype of the object; a computed key makes a member of it.
function literalKey(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : memberName(name);
}

function isIdentifier(name: string): boolean {
  // Fixed letters: what Unicode calls one depends on the versions of Node and TypeScript.
  return /^[A-Za-z_$\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff][A-Za-z0-9_$\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]*$/.test(
    name,
  );
}
