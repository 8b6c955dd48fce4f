import type { Api, Schema } from "../model/model.js";
import { directionOf, type ApiIndex } from "./api-index.js";
import type { ChangeList, Element } from "./change-list.js";
import type { NodeLeaves } from "./leaves.js";
import type { MethodMatches } from "./match-methods.js";
import type { SchemaMatches } from "./match-schemas.js";
import type { NamedSides } from "./fits.js";

/** Two revisions, what of them is the same, and what was found so far. */
export interface Comparison extends NamedSides {
  readonly old: ApiIndex;
  readonly young: ApiIndex;
  readonly methods: MethodMatches;
  readonly schemas: SchemaMatches;
  readonly list: ChangeList;
  /** Compares what is in two schemas, wherever they stand: types hold schemas, and schemas types. */
  compareInside(schemas: readonly [Schema, Schema], element: SharedElement): void;
}

/** An element that both revisions have. */
export interface SharedElement extends Element {
  readonly before: string;
  readonly after: string;
}

/** The API itself. */
export function apiElement({ young }: Comparison): SharedElement {
  const { className: subject } = young.api;
  return { before: "", after: "", near: "", subject, direction: null, methods: [] };
}

/** A node that both revisions have, within an element or of the same kind. */
export function shared(
  [before, after]: readonly [{ readonly at: string }, { readonly at: string }],
  facts: Pick<Element, "subject" | "direction" | "methods">,
): SharedElement {
  const { subject, direction, methods } = facts;
  return { before: before.at, after: after.at, near: after.at, subject, direction, methods };
}

/** A node that only the old revision has. */
export function gone(
  { at }: { readonly at: string },
  near: string,
  facts: Pick<Element, "subject" | "direction" | "methods">,
): Element {
  const { subject, direction, methods } = facts;
  return { before: at, after: null, near, subject, direction, methods };
}

/** A node that only the new revision has. */
export function fresh(
  { at }: { readonly at: string },
  facts: Pick<Element, "subject" | "direction" | "methods">,
): Element {
  const { subject, direction, methods } = facts;
  return { before: null, after: at, near: at, subject, direction, methods };
}

/** What is said of a schema, and of all in it: who uses it is a matter of the old document. */
export function schemaFacts(
  schema: Schema,
  index: ApiIndex,
  subject: string,
): Pick<Element, "subject" | "direction" | "methods"> {
  return { subject, direction: directionOf(schema), methods: index.methodsOf(schema) };
}

/** The leaves of an element that the models do not hold, old and new. */
export function leavesOf(
  { before, after }: SharedElement,
  { old, young }: Comparison,
): readonly [NodeLeaves, NodeLeaves] {
  return [old.leaves.visit(before), young.leaves.visit(after)];
}

/** Both APIs, the old one first. */
export function apisOf({ old, young }: Comparison): readonly [Api, Api] {
  return [old.api, young.api];
}

/** What two lists of names do not have in common. */
export function setDifference(
  before: readonly string[],
  after: readonly string[],
): { readonly removed: readonly string[]; readonly added: readonly string[] } {
  const [old, young] = [new Set(before), new Set(after)];
  return {
    removed: [...old].filter((each) => !young.has(each)),
    added: [...young].filter((each) => !old.has(each)),
  };
}
