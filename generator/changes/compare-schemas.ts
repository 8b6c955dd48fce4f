import type {
  AliasSchema,
  ObjectSchema,
  Property,
  Schema,
  Type,
  VariantSchema,
} from "../model/model.js";
import { directionOf, isNamed, refsIn, refsOf } from "./api-index.js";
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
import { compareNames, losesName } from "./compare-names.js";
import { compareProperties, directionOf as directionOfProperty } from "./compare-properties.js";
import { compareTypes } from "./compare-types.js";
import { compareDoc } from "./compare-words.js";
import { fits, memberFits, schemaFits } from "./fits.js";
import type { Direction } from "./rule.js";
import { typeLabel } from "./structure.js";

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

/** Where a schema is used, by who sends and who reads it. */
const sideWords: Readonly<Record<Direction, string>> = {
  request: "requests",
  response: "responses",
  both: "requests and responses",
  none: "no call",
};

function comparePair(before: Schema, after: Schema, comparison: Comparison): void {
  const { old, list } = comparison;
  const element = shared([before, after], schemaFacts(before, old, after.tsName));
  if (before.name !== after.name) {
    list.tell("schema-renamed", element, { from: before.name, to: after.name });
  } else compareNames(before, after, element, comparison);
  const [from, to] = [directionOf(before), directionOf(after)];
  if (from !== to) {
    const sides = { from: sideWords[from], to: sideWords[to] };
    list.tell("schema-direction-changed", element, sides);
  }
  compareDoc([before.doc, after.doc], element, "schema", comparison);
  compareInside([before, after], element, comparison);
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
  compareOthers(before, after, element, comparison);
  return false;
}

/** A schema became one of another kind. */
function compareOthers(
  before: Schema,
  after: Schema,
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  const isTyped =
    !schemaFits(before, after, element.direction, comparison) ||
    losesName(refsOf(before), comparison);
  if (before.kind === "variant") return list.tell("variant-removed", element, { isTyped });
  if (after.kind === "variant") return list.tell("variant-added", element, { isTyped });
  const facts = { from: kindOf(before), to: kindOf(after), isTyped };
  if (before.kind === "object" && isMap(after)) {
    list.tell("additional-properties-added", element, facts);
    for (const property of before.properties) {
      tellUnnamed(property, after.type.values, element, comparison);
    }
  } else if (after.kind === "object" && isMap(before)) {
    list.tell("additional-properties-removed", element, facts);
    compareProperties([emptied(after), after], element, comparison);
  } else if (facts.from === "any") list.tell("property-type-narrowed", element, facts);
  else if (facts.to === "any") list.tell("property-type-widened", element, facts);
  else list.tell("schema-type-changed", element, facts);
}

/** A property of an object that became a map: it is there without its name, if its type is that of the values. */
function tellUnnamed(
  property: Property,
  values: Type,
  element: SharedElement,
  comparison: Comparison,
): void {
  const { name: from, at, type } = property;
  const direction = directionOfProperty(property, element);
  const inner = { ...element, subject: `${element.subject}.${from}`, direction };
  const isTyped = !fits(type, values, direction, comparison) || losesName(refsIn(type), comparison);
  comparison.list.tell("property-removed", gone({ at }, element.after, inner), { from, isTyped });
}

type MapSchema = AliasSchema & { readonly type: Extract<Type, { kind: "map" }> };

function isMap(schema: Schema): schema is MapSchema {
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
      const { discriminant } = before;
      const isTyped = !memberFits(type, other, discriminant, element.direction, comparison);
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
