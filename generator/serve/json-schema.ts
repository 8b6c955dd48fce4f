/** Model → JSON Schema of what requests may hold. */
import type {
  Api,
  Limits,
  ObjectSchema,
  Property,
  Schema,
  Type,
  VariantSchema,
} from "../model/model.js";
import { numberRanges, textFormat } from "./formats.js";

/** A JSON Schema, plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** All schemas of an API: where the others refer to. */
export function jsonSchemas({ schemas }: Api): JsonSchema {
  const all = schemas.map((schema) => [schema.tsName, schemaOf(schema)]);
  return { $id: place, $defs: Object.fromEntries(all) };
}

const place = "api.json";

/** The schema of a type. */
export function jsonSchema(type: Type, limits: Limits | null = null): JsonSchema {
  switch (type.kind) {
    case "any":
      return {};
    case "boolean":
      return { type: "boolean" };
    case "integer":
    case "number":
      return { type: type.kind, ...rangeOf(type.format, limits) };
    case "string":
      return stringSchema(type.format);
    case "enum":
      return { type: "string", enum: type.values.map(({ value }) => value) };
    case "array":
      return { type: "array", items: jsonSchema(type.items) };
    case "map":
      return { type: "object", additionalProperties: jsonSchema(type.values) };
    case "ref":
      return { $ref: `${place}#/$defs/${encodeURIComponent(type.tsName)}` };
  }
}

/** Google's servers take 64-bit integers as numbers too, as far as JSON can hold them. */
function stringSchema(format: string | null): JsonSchema {
  if (textFormat(format) === null) return { type: "string" };
  const isLong = format === "int64" || format === "uint64";
  return { type: isLong ? ["string", "integer"] : "string", format };
}

function rangeOf(format: string | null, limits: Limits | null): JsonSchema {
  const [low, high] = (format !== null && numberRanges[format]) || [-Infinity, Infinity];
  const minimum = Math.max(low, Number(limits?.minimum ?? -Infinity));
  const maximum = Math.min(high, Number(limits?.maximum ?? Infinity));
  return {
    ...(Number.isFinite(minimum) ? { minimum } : {}),
    ...(Number.isFinite(maximum) ? { maximum } : {}),
  };
}

function schemaOf(schema: Schema): JsonSchema {
  switch (schema.kind) {
    case "object":
      return objectSchema(schema);
    case "alias":
      return jsonSchema(schema.type);
    case "variant":
      return variantSchema(schema);
  }
}

/** What a method requires depends on the method: `requiredBy` is a keyword of ours. */
function objectSchema({ name, properties }: ObjectSchema): JsonSchema {
  const required = properties.filter(({ requiredBy }) => requiredBy.length > 0);
  return {
    type: "object",
    title: name,
    properties: Object.fromEntries(properties.map((each) => [each.name, propertySchema(each)])),
    additionalProperties: false,
    ...(required.length === 0
      ? {}
      : { requiredBy: Object.fromEntries(required.map((each) => [each.name, each.requiredBy])) }),
  };
}

function propertySchema({ type, limits }: Property): JsonSchema {
  return jsonSchema(type, limits);
}

function variantSchema({ discriminant, members }: VariantSchema): JsonSchema {
  return {
    type: "object",
    required: [discriminant],
    allOf: members.map(({ value, type }) => ({
      if: { properties: { [discriminant]: { const: value } }, required: [discriminant] },
      // A keyword of JSON Schema, no promise.
      ["then" as string]: jsonSchema(type),
    })),
  };
}
