import { problem, type Problem } from "../problem.js";
import { counted, limits } from "./limits.js";
import type { Part } from "./parts.js";
import { memberOf, membersOf } from "./record.js";

/** What is too much of a document as a whole. */
export function sizeProblems(document: unknown, parts: readonly Part[]): Problem[] {
  const problems: Problem[] = [];
  const check = (pointer: string, what: string, found: number, most: number): void => {
    if (found <= most) return;
    problems.push(problem("too-large", pointer, what, counted(found), counted(most)));
  };
  const objects = parts.filter(isInlineObject);
  const ofKind = (kind: Part["kind"]): Part[] => parts.filter((part) => part.kind === kind);
  const [schemas, methods, resources] = [ofKind("schema"), ofKind("method"), ofKind("resource")];
  if (objects.length === 0)
    check("/schemas", "the number of schemas", schemas.length, limits.schemas);
  else {
    const count = schemas.length + objects.length;
    check("/schemas", "the number of schemas and inline objects", count, limits.schemas);
  }
  check("", "the number of methods", methods.length, limits.methods);
  check("", "the number of resources", resources.length, limits.resources);
  const { count, units: pointers } = measure(document, 0);
  check("", "the number of all members and elements", count, limits.members);
  check("", "the length of all pointers", pointers, limits.pointers);
  check("", "the number of variables in paths", variablesIn(methods), limits.variables);
  const named = [schemas, objects, methods, resources].flat();
  const units = named.reduce((sum, { pointer }) => sum + pointer.length, 0);
  check("", "the length of all names", units, limits.names);
  return problems;
}

/** Whether a part becomes a schema without having a name of its own. */
function isInlineObject({ kind, value }: Part): boolean {
  if (kind !== "property" && kind !== "type") return false;
  return membersOf(memberOf(value, "properties")).length > 0;
}

/** How much is below a place whose own pointer is that long, and how long the pointers to all of it are. */
function measure(
  value: unknown,
  above: number,
): { readonly count: number; readonly units: number } {
  if (typeof value !== "object" || value === null) return { count: 0, units: 0 };
  let [count, units] = [0, 0];
  for (const [key, member] of Object.entries(value)) {
    const own = above + 1 + key.length;
    const inner = measure(member, own);
    count += 1 + inner.count;
    units += own + inner.units;
  }
  return { count, units };
}

function variablesIn(methods: readonly Part[]): number {
  return methods.reduce((sum, { value }) => {
    const path = memberOf(value, "path");
    return sum + (typeof path === "string" ? path.split("{").length - 1 : 0);
  }, 0);
}
