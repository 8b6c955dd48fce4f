import type {
  AliasSchema,
  ObjectSchema,
  Property,
  Schema,
  Type,
  VariantSchema,
} from "../model/model.js";
import { directionOf, isNamed } from "./api-index.js";
import {
  fresh,
  gone,
  leavesOf,
  schemaFacts,
  shared,
  type Comparison,
  type SharedElement,
} from "./comparison.js";
import { compareLeaves } from "./compare-leaves.js";
import { compareProperties } from "./compare-properties.js";
import { compareTypes } from "./compare-types.js";
import { compareDoc } from "./compare-words.js";
import { isOpen, relates, typeLabel } from "./structure.js";

/** Compares all named schemas. */
export function compareAllSchemas(comparison: Comparison): void {
  const { old, young, schemas, list } = comparison;
  for (const schema of schemas.removed) {
    const to = schemas.merged.get(schema.name) ?? null;
    const element = gone(schema, "/schemas", schemaFacts(schema, old, schema.tsName));
    const rule = to === null ? "schema-removed" : "schema-merged";
    list.tell(rule, element, { from: schema.name, to });
  }
  for (const schema of schemas.added) {
    const element = fresh(schema, schemaFacts(schema, young, schema.tsName));
    list.tell("schema-added", element, { to: schema.name });
  }
  for (const [from, to] of schemas.names) {
    const [before, after] = [old.schemas.get(from), young.schemas.get(to)];
    if (before !== undefined && after !== undefined) comparePair(before, after, comparison);
  }
}

function comparePair(before: Schema, after: Schema, comparison: Comparison): void {
  const { old, list } = comparison;
  const element = shared([before, after], schemaFacts(before, old, after.tsName));
  if (before.name !== after.name) {
    list.tell("schema-renamed", element, { from: before.name, to: after.name });
  } else compareNames(before, after, element, comparison);
  const [from, to] = [directionOf(before), directionOf(after)];
  if (from !== to) list.tell("schema-direction-changed", element, { from, to });
  compareDoc([before.doc, after.doc], element, "schema", comparison);
  compareInside([before, after], element, comparison);
}

/** Names of an element that is the same: nobody wants them to change. */
function compareNames(
  before: Schema,
  after: Schema,
  element: SharedElement,
  { list }: Comparison,
): void {
  for (const key of ["tsName", "inputName"] as const) {
    const [from, to] = [before[key], after[key]];
    if (from !== null && from !== to) list.tell("generated-name-changed", element, { from, to });
  }
}

/**
 * Compares what is in two schemas: the parts of a named one, or those of an inline object, whose own words
 * and name are compared where it stands.
 */
export function compareInside(
  [before, after]: readonly [Schema, Schema],
  element: SharedElement,
  comparison: Comparison,
): void {
  const isSame = compareKinds(before, after, element, comparison);
  if (isNamed(before) && isNamed(after) && element.before === before.at) {
    compareLeaves(leavesOf(element, comparison), element, "schema", { isSame }, comparison);
  }
}

/** True if the structure is the same but for what is in it. */
function compareKinds(
  before: Schema,
  after: Schema,
  element: SharedElement,
  comparison: Comparison,
): boolean {
  const { list } = comparison;
  if (before.kind === "object" && after.kind === "object") {
    compareProperties([before, after], element, comparison);
    return true;
  }
  if (before.kind === "alias" && after.kind === "alias") {
    return compareTypes([before.type, after.type], element, "schema", comparison);
  }
  if (before.kind === "variant" && after.kind === "variant") {
    compareVariants(before, after, element, comparison);
    return true;
  }
  if (before.kind === "variant") list.tell("variant-removed", element);
  else if (after.kind === "variant") list.tell("variant-added", element);
  else compareMaps(before, after, element, comparison);
  return false;
}

/** One of the two is an object with named properties, the other a map or another type. */
function compareMaps(
  before: AliasSchema | ObjectSchema,
  after: AliasSchema | ObjectSchema,
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  const facts = { from: kindOf(before), to: kindOf(after) };
  const [was, is] = [isMap(before), isMap(after)];
  if (before.kind === "object" && is) {
    list.tell("additional-properties-added", element, facts);
    for (const { name, at, type } of before.properties) {
      const isTyped = !isValueOf(after, type, comparison);
      const inner = { ...element, subject: `${element.subject}.${name}` };
      list.tell("property-removed", gone({ at }, element.after, inner), { from: name, isTyped });
    }
  } else if (after.kind === "object" && was) {
    const isTyped = !(element.direction === "request" && isOpen(after));
    list.tell("additional-properties-removed", element, { ...facts, isTyped });
    compareProperties([emptied(after), after], element, comparison);
  } else if (facts.from === "any") list.tell("property-type-narrowed", element, facts);
  else if (facts.to === "any") list.tell("property-type-widened", element, facts);
  else {
    const isSent = element.direction === "request";
    const isTyped = !(isSent && after.kind === "object" && isOpen(after));
    list.tell("schema-type-changed", element, { ...facts, isTyped });
  }
}

/** True if a member of this type fits into a map without being named. */
function isValueOf(
  schema: AliasSchema | ObjectSchema,
  type: Type,
  comparison: Comparison,
): boolean {
  if (schema.kind !== "alias" || schema.type.kind !== "map") return false;
  return relates("same", type, schema.type.values, comparison);
}

function isMap(schema: Schema): boolean {
  return schema.kind === "alias" && schema.type.kind === "map";
}

function emptied(schema: ObjectSchema): ObjectSchema {
  const properties: readonly Property[] = [];
  return { ...schema, properties };
}

function kindOf(schema: AliasSchema | ObjectSchema): string {
  return schema.kind === "object" ? "object" : typeLabel(schema.type);
}

function compareVariants(
  before: VariantSchema,
  after: VariantSchema,
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  if (before.discriminant !== after.discriminant) {
    const facts = { from: before.discriminant, to: after.discriminant };
    list.tell("variant-discriminant-changed", element, facts);
  }
  const young = new Map(after.members.map(({ value, type }) => [value, type]));
  const old = new Map(before.members.map(({ value, type }) => [value, type]));
  for (const [value, type] of old) {
    const other = young.get(value);
    if (other === undefined) list.tell("variant-case-removed", element, { from: value });
    else if (!isSameCase(typeLabel(type), typeLabel(other), comparison)) {
      const isTyped = !relates("extends", type, other, comparison);
      const facts = { from: typeLabel(type), to: typeLabel(other), isTyped };
      list.tell("variant-case-changed", element, facts);
    }
  }
  for (const value of young.keys()) {
    if (!old.has(value)) list.tell("variant-case-added", element, { to: value });
  }
}

function isSameCase(from: string, to: string, { isSameSchema }: Comparison): boolean {
  return from === to || isSameSchema(from, to);
}
