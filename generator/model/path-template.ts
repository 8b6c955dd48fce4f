import type { PathOperator, PathPart } from "./model.js";

/** A path read into its parts, or in words what is wrong with it. */
export type PathReading = { readonly parts: readonly PathPart[] } | { readonly wrong: string };

const expression = /^([+/]?)([^{}*+/]+)(\*?)$/;

/**
 * `"customers/{customerId}:undelete"` → literal, variable, literal. The forms that documents use are `{x}`,
 * `{+x}` and `{/x*}`; a leading `/` is dropped, because the URL is root URL + service path + path.
 */
export function parsePath(template: string): PathReading {
  const parts: PathPart[] = [];
  const text = template.replace(/^\/+/, "");
  let start = 0;
  while (start < text.length) {
    const open = text.indexOf("{", start);
    const literal = text.slice(start, open < 0 ? text.length : open);
    if (literal.includes("}")) return { wrong: "a } without its {" };
    if (literal !== "") parts.push({ kind: "literal", text: literal });
    if (open < 0) break;
    const close = text.indexOf("}", open);
    if (close < 0) return { wrong: "a { without its }" };
    const variable = parseVariable(text.slice(open + 1, close));
    if (typeof variable === "string") return { wrong: variable };
    parts.push(variable);
    start = close + 1;
  }
  return { parts };
}

function parseVariable(text: string): PathPart | string {
  const [, operator = "", name = "", star = ""] = expression.exec(text) ?? [];
  if (name === "") return `{${text}} is no variable`;
  if ((star === "*") !== (operator === "/")) return `{${text}} is of a form that is not known`;
  return { kind: "variable", name, operator: operator as PathOperator };
}
