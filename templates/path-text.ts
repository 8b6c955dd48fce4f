import type { PathPart } from "../generator/model/model.js";

/** A path as a template again, for people to read: `customers/{customerId}`. */
export function pathText(path: readonly PathPart[]): string {
  return path
    .map((part) => {
      if (part.kind === "literal") return part.text;
      return `{${part.operator}${part.name}${part.operator === "/" ? "*" : ""}}`;
    })
    .join("");
}
