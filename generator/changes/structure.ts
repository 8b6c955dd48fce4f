/** Whether two types are the same by what they hold, whatever their names are. */
import type { ObjectSchema, Property, Schema, Type } from "../model/model.js";
import { formatRule, isFormatted, isSameInCode, type ValueRule } from "./value-changes.js";

/** Schemas by name, of one revision. */
export type Schemas = ReadonlyMap<string, Schema>;

/** A property that has other values in one schema than in another, though the type in code is the same. */
export interface ValueChange {
  readonly name: string;
  readonly rule: ValueRule;
  readonly from: string | null;
  readonly to: string | null;
}

/** What decides whether two references mean the same. */
export interface Sides {
  readonly before: Schemas;
  readonly after: Schemas;
  /** The new names of old schemas. */
  isSameSchema(before: string, after: string): boolean;
  /** Takes what is no difference then: formats of properties, and values that enums have got. */
  readonly values?: ValueChange[];
}

/** `same`: neither has what the other has not; `extends`: the new one has all of the old one. */
export type Relation = "same" | "extends";

/** True if the new type relates so to the old one. */
export function relates(
  relation: Relation,
  before: Type,
  after: Type,
  sides: Sides,
  seen = new Set<string>(),
): boolean {
  if (before.kind === "ref" || after.kind === "ref") {
    return refsRelate(relation, before, after, sides, seen);
  }
  if (before.kind === "array" && after.kind === "array") {
    return relates(relation, before.items, after.items, sides, seen);
  }
  if (before.kind === "map" && after.kind === "map") {
    return relates(relation, before.values, after.values, sides, seen);
  }
  return typeLabel(before) === typeLabel(after);
}

function refsRelate(
  relation: Relation,
  before: Type,
  after: Type,
  sides: Sides,
  seen: Set<string>,
): boolean {
  if (before.kind === "ref" && after.kind === "ref") {
    if (sides.isSameSchema(before.schema, after.schema)) return true;
    const pair = `${before.schema}\n${after.schema}`;
    // A pair that is being looked at is the same unless something else is not.
    if (seen.has(pair)) return true;
    seen.add(pair);
  }
  const [old, young] = [resolve(before, sides.before), resolve(after, sides.after)];
  if (isSchema(old) && isSchema(young)) return schemasRelate(relation, old, young, sides, seen);
  if (isSchema(old))
    return relation === "extends" && isEmpty(old) && !isSchema(young) && young.kind === "map";
  if (isSchema(young)) return false;
  return relates(relation, old, young, sides, seen);
}

/** True if the new schema relates so to the old one. */
export function schemasRelate(
  relation: Relation,
  before: Schema,
  after: Schema,
  sides: Sides,
  seen = new Set<string>(),
): boolean {
  if (before.kind === "alias" || after.kind === "alias") {
    if (before.kind === "alias" && after.kind === "alias") {
      return relates(relation, before.type, after.type, sides, seen);
    }
    return relation === "extends" && isEmpty(before);
  }
  if (before.kind === "object" && after.kind === "object") {
    return propertiesRelate(relation, before.properties, after.properties, sides, seen);
  }
  return (
    before.kind === "variant" &&
    after.kind === "variant" &&
    variantText(before) === variantText(after)
  );
}

function propertiesRelate(
  relation: Relation,
  before: readonly Property[],
  after: readonly Property[],
  sides: Sides,
  seen: Set<string>,
): boolean {
  if (relation === "same" && before.length !== after.length) return false;
  const young = new Map(after.map((each) => [each.name, each]));
  return before.every(({ name, type }) => {
    const other = young.get(name);
    if (other === undefined) return false;
    return (
      isSameValue(name, type, other.type, sides) || relates("same", type, other.type, sides, seen)
    );
  });
}

/** True if the types are the same in code, and what differs was taken. */
function isSameValue(
  name: string,
  before: Type,
  after: Type,
  { values }: Pick<Sides, "values">,
): boolean {
  if (values === undefined) return false;
  if (isFormatted(before) && isFormatted(after) && isSameInCode(before, after)) {
    const rule = formatRule(before, after);
    const labels = { from: typeLabel(before), to: typeLabel(after) };
    if (rule !== null) values.push({ name, rule, ...labels });
    return true;
  }
  if (before.kind === "array" && after.kind === "array") {
    return isSameValue(name, before.items, after.items, { values });
  }
  if (before.kind !== "enum" || after.kind !== "enum") return false;
  const old = new Set(before.values.map(({ value }) => value));
  const added = after.values.map(({ value }) => value).filter((value) => !old.has(value));
  if (old.size + added.length !== after.values.length) return false;
  for (const to of added) values.push({ name, rule: "enum-value-added", from: null, to });
  return true;
}

/** A union by its cases. */
function variantText({ discriminant, members }: Extract<Schema, { kind: "variant" }>): string {
  const cases = members.map(({ value, type }) => `${value}=${typeLabel(type)}`).sort();
  return [discriminant, ...cases].join("\n");
}

/** Nobody could read anything of it. */
function isEmpty(schema: Schema): boolean {
  return schema.kind === "object" && schema.properties.length === 0;
}

/** True if requests have no property to write. */
export function isOpen({ properties }: ObjectSchema): boolean {
  return properties.every(({ setByServer }) => setByServer);
}

/** What is behind the names of a type: a schema with members, or a type that is no reference. */
export function resolve(type: Type, schemas: Schemas): Type | Schema {
  const seen = new Set<string>();
  let current = type;
  while (current.kind === "ref") {
    const schema = schemas.get(current.schema);
    if (schema === undefined || seen.has(current.schema)) return { kind: "any" };
    if (schema.kind !== "alias") return schema;
    seen.add(current.schema);
    current = schema.type;
  }
  return current;
}

/** True for a schema, false for a type that is no reference. */
export function isSchema(value: Type | Schema): value is Schema {
  return value.kind === "object" || value.kind === "variant" || value.kind === "alias";
}

/** A type in words: `string (int64)`, `Book[]`, `map of string`, `enum of novel, poem`. */
export function typeLabel(type: Type): string {
  switch (type.kind) {
    case "any":
    case "boolean":
      return type.kind;
    case "integer":
    case "number":
    case "string":
      return type.format === null ? type.kind : `${type.kind} (${type.format})`;
    case "enum":
      return `enum of ${type.values
        .map(({ value }) => value)
        .sort()
        .join(", ")}`;
    case "array":
      return `${typeLabel(type.items)}[]`;
    case "map":
      return `map of ${typeLabel(type.values)}`;
    case "ref":
      return type.schema;
  }
}

/** How much two schemas have in common, 0 to 1: members of either that both have by name and kind. */
export function likeness(before: Schema, after: Schema): number {
  return share(featuresOf(before), featuresOf(after), before.kind === after.kind);
}

/** The same by the names alone, for two that stand at one place. */
export function nameLikeness(before: Schema, after: Schema): number {
  const names = (schema: Schema): ReadonlySet<string> =>
    schema.kind === "object"
      ? new Set(schema.properties.map(({ name }) => name))
      : featuresOf(schema);
  return share(names(before), names(after), before.kind === after.kind);
}

function share(old: ReadonlySet<string>, young: ReadonlySet<string>, isSameKind: boolean): number {
  if (old.size === 0 && young.size === 0) return isSameKind ? 1 : 0;
  const common = [...old].filter((each) => young.has(each)).length;
  return common / (old.size + young.size - common);
}

function featuresOf(schema: Schema): ReadonlySet<string> {
  switch (schema.kind) {
    case "object":
      return new Set(
        schema.properties.map(({ name, type }) => `${plainName(name)}: ${kindLabel(type)}`),
      );
    case "alias":
      return new Set([kindLabel(schema.type)]);
    case "variant":
      return new Set(schema.members.map(({ value }) => `case ${value}`));
  }
}

function kindLabel(type: Type): string {
  switch (type.kind) {
    case "array":
      return `${kindLabel(type.items)}[]`;
    case "map":
      return `{${kindLabel(type.values)}}`;
    case "enum":
      return "string";
    case "any":
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "ref":
      return type.kind;
  }
}

/** A name without case and punctuation: `max-results` and `maxResults` are the same. */
export function plainName(name: string): string {
  // By code points: a class of letters would take longer to compile than all else takes to run.
  return name.toLowerCase().replaceAll(/[\u0000-/:-@[-`{-\u007f]/g, "");
}
