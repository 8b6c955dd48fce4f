import { pointerTo } from "../problem.js";
import { memberOf, membersOf } from "./record.js";

/** A node of a document that has rules of its own. */
export interface Part {
  readonly kind: "resource" | "method" | "parameter" | "schema" | "property" | "type";
  /** The key it stands under; `null` for one without a name: items, map values, request, response. */
  readonly name: string | null;
  readonly pointer: string;
  /** Not yet verified: the shape of a document and its rules are checked side by side. */
  readonly value: unknown;
}

/** All parts of a document in its own order. The nesting limit of the text bounds the recursion. */
export function partsOf(document: unknown): readonly Part[] {
  const parts: Part[] = [];
  addAll(parts, group("parameter", "", document, "parameters"), addTypes);
  addAll(parts, group("schema", "", document, "schemas"), addTypes);
  addMethods(parts, "", document);
  return parts;
}

/** A map of parts of one kind. */
interface Group {
  readonly kind: Part["kind"];
  readonly at: string;
  readonly members: unknown;
}

type AddInner = (parts: Part[], pointer: string, value: unknown) => void;

/** Adds the members of a map, each followed by what is inside it. */
function addAll(parts: Part[], { kind, at, members }: Group, addInner: AddInner): void {
  for (const [name, value] of membersOf(members)) {
    const pointer = pointerTo(at, name);
    parts.push({ kind, name, pointer, value });
    addInner(parts, pointer, value);
  }
}

/** The map under a key of a node. */
function group(kind: Part["kind"], parent: string, owner: unknown, key: string): Group {
  return { kind, at: `${parent}/${key}`, members: memberOf(owner, key) };
}

/** Methods and resources, of the document itself or of a resource. */
function addMethods(parts: Part[], pointer: string, owner: unknown): void {
  addAll(parts, group("method", pointer, owner, "methods"), addMethodParts);
  addAll(parts, group("resource", pointer, owner, "resources"), addMethods);
}

function addMethodParts(parts: Part[], pointer: string, method: unknown): void {
  addAll(parts, group("parameter", pointer, method, "parameters"), addTypes);
  addType(parts, pointer, method, "request");
  addType(parts, pointer, method, "response");
}

function addTypes(parts: Part[], pointer: string, schema: unknown): void {
  addAll(parts, group("property", pointer, schema, "properties"), addTypes);
  addType(parts, pointer, schema, "items");
  addType(parts, pointer, schema, "additionalProperties");
}

function addType(parts: Part[], parent: string, owner: unknown, key: string): void {
  const value = memberOf(owner, key);
  if (value === undefined) return;
  const pointer = `${parent}/${key}`;
  parts.push({ kind: "type", name: null, pointer, value });
  addTypes(parts, pointer, value);
}
