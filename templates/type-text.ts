import type { Api, ObjectSchema, Parameter, Schema, Type } from "../generator/model/model.js";
import { stringLiteral } from "./literal.js";

/** The names of the twins of schemas for requests, by the schema's name. */
export type InputNames = ReadonlyMap<string, string>;

/** The twins of an API's schemas. */
export function inputNames({ schemas }: Api): InputNames {
  return lookUp(schemas).inputs;
}

/** What is asked of an API's schemas for each of its methods. */
interface Lookup {
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly inputs: InputNames;
  /** What references have led to so far, by the schema's name. */
  readonly ends: Map<string, Type | Schema>;
  /** The properties that each method requires, by the schema and the method's id; as far as asked. */
  readonly required: Map<ObjectSchema, ReadonlyMap<string, readonly string[]>>;
}

const lookups = new WeakMap<readonly Schema[], Lookup>();

function lookUp(schemas: readonly Schema[]): Lookup {
  const known = lookups.get(schemas);
  if (known !== undefined) return known;
  const made: Lookup = {
    schemas: new Map(schemas.map((schema) => [schema.name, schema])),
    inputs: new Map(
      schemas.flatMap(({ name, inputName }) => (inputName === null ? [] : [[name, inputName]])),
    ),
    ends: new Map(),
    required: new Map(),
  };
  lookups.set(schemas, made);
  return made;
}

/**
 * A type in TypeScript. `prefix` stands before the names of schemas: `"schemas."` outside of `schemas.ts`;
 * with `inputs` the type is that of a request.
 * Only keywords and brackets are used (`X[]`, never `Array<X>`), so that a schema may have any name.
 */
export function typeText(type: Type, prefix = "", inputs?: InputNames): string {
  switch (type.kind) {
    case "any":
      return "unknown";
    case "boolean":
      return "boolean";
    case "integer":
    case "number":
      return "number";
    case "string":
      return "string";
    case "enum":
      return [...type.values.map(({ value }) => stringLiteral(value)), "Unrecognized"].join(" | ");
    case "array":
      return `${elementText(typeText(type.items, prefix, inputs))}[]`;
    case "map":
      return `{ [key: string]: ${typeText(type.values, prefix, inputs)} }`;
    case "ref":
      return prefix + (inputs?.get(type.schema) ?? type.tsName);
  }
}

/** What a parameter takes: 64-bit integers also as `bigint`, lists also as read-only arrays. */
export function parameterText({ type, repeated }: Parameter): string {
  const isLong = type.kind === "string" && (type.format === "int64" || type.format === "uint64");
  const text = isLong ? "string | bigint" : typeText(type, "schemas.");
  return repeated ? `readonly ${elementText(text)}[]` : text;
}

function elementText(text: string): string {
  return text.includes(" ") && !text.startsWith("{") ? `(${text})` : text;
}

/** True if the text of a type names `Unrecognized`, which then has to be imported. */
export function hasEnum(type: Type): boolean {
  switch (type.kind) {
    case "enum":
      return true;
    case "array":
      return hasEnum(type.items);
    case "map":
      return hasEnum(type.values);
    case "any":
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "ref":
      return false;
  }
}

/** True if the text of a type names a schema. */
export function hasRef(type: Type): boolean {
  switch (type.kind) {
    case "ref":
      return true;
    case "array":
      return hasRef(type.items);
    case "map":
      return hasRef(type.values);
    case "any":
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "enum":
      return false;
  }
}

/** The properties of a schema that the method with this id requires. */
export function requiredBy(
  schema: ObjectSchema,
  methodId: string,
  { schemas }: Api,
): readonly string[] {
  const { required } = lookUp(schemas);
  const byMethod = required.get(schema) ?? requirements(schema);
  required.set(schema, byMethod);
  return byMethod.get(methodId) ?? [];
}

function requirements({ properties }: ObjectSchema): Map<string, string[]> {
  const byMethod = new Map<string, string[]>();
  for (const { name, requiredBy: ids } of properties) {
    for (const id of new Set(ids)) {
      const names = byMethod.get(id) ?? [];
      names.push(name);
      byMethod.set(id, names);
    }
  }
  return byMethod;
}

/** The type behind names: what a reference to an alias really is. */
export function resolveType(type: Type, schemas: readonly Schema[]): Type | Schema {
  const { schemas: byName, ends } = lookUp(schemas);
  const seen = new Set<string>();
  let current: Type | Schema = type;
  while (current.kind === "ref" && !seen.has(current.schema)) {
    const known = ends.get(current.schema);
    const schema = byName.get(current.schema);
    if (known === undefined && schema === undefined) break;
    seen.add(current.schema);
    current = known ?? (schema?.kind === "alias" ? schema.type : (schema ?? current));
  }
  for (const name of seen) ends.set(name, current);
  return current;
}
