import type { DocumentParameter, DocumentSchema } from "../document/document.js";
import { quoted, pointerTo } from "../problem.js";
import { docOf } from "./doc.js";
import type { EnumValue, Limits, Type } from "./model.js";
import { isInlineObject } from "./schema-sources.js";
import type { Site } from "./site.js";

/** The type of the values at a place of the document. */
export function buildType(node: DocumentSchema, at: string, site: Site): Type {
  if (node.$ref !== undefined) return buildRef(node.$ref, pointerTo(at, "$ref"), site);
  if (isInlineObject(node)) return refTo(at, site);
  switch (node.type) {
    case "boolean":
      return { kind: "boolean" };
    case "integer":
    case "number":
      return { kind: node.type, format: node.format ?? null };
    case "string":
      return node.enum === undefined
        ? { kind: "string", format: node.format ?? null }
        : { kind: "enum", values: buildEnumValues(node) };
    case "array":
      return { kind: "array", items: buildPart(node.items, pointerTo(at, "items"), site) };
    case "object":
      return {
        kind: "map",
        values: buildPart(node.additionalProperties, pointerTo(at, "additionalProperties"), site),
      };
    default:
      return node.additionalProperties === undefined
        ? { kind: "any" }
        : buildType({ ...node, type: "object" }, at, site);
  }
}

/** The type of a parameter. */
export function buildParameterType(parameter: DocumentParameter, at: string, site: Site): Type {
  return buildType({ type: "string", ...scalarPart(parameter) }, at, site);
}

/**
 * What counts of a parameter's type. Only text, numbers, flags and values of an enum can stand in a URL;
 * whatever else a document might say, the value is text.
 */
export function scalarPart({
  type,
  format,
  enum: values,
  enumDescriptions,
  enumDeprecated,
}: DocumentParameter): DocumentSchema {
  const isScalar = ["boolean", "integer", "number", "string"].includes(type ?? "");
  return {
    ...(isScalar && type !== undefined ? { type } : {}),
    ...(isScalar && format !== undefined ? { format } : {}),
    ...(values === undefined ? {} : { enum: values }),
    ...(enumDescriptions === undefined ? {} : { enumDescriptions }),
    ...(enumDeprecated === undefined ? {} : { enumDeprecated }),
  };
}

/** What a document says of a value beyond its type. */
export function buildLimits(node: DocumentSchema): Limits {
  return {
    default: node.default ?? null,
    minimum: node.minimum ?? null,
    maximum: node.maximum ?? null,
    pattern: node.pattern ?? null,
  };
}

function buildPart(node: DocumentSchema | undefined, at: string, site: Site): Type {
  return node === undefined ? { kind: "any" } : buildType(node, at, site);
}

function buildRef(id: string, at: string, site: Site): Type {
  const schemas = site.document.schemas ?? {};
  if (Object.hasOwn(schemas, id)) return refTo(pointerTo("/schemas", id), site);
  site.report("dangling-ref", at, quoted(id), site.nearest(id, schemas));
  return { kind: "any" };
}

function refTo(at: string, site: Site): Type {
  const source = site.sources.get(at);
  return source === undefined
    ? { kind: "any" }
    : { kind: "ref", schema: source.name, tsName: source.tsName };
}

/** Values in the document's order, each once; descriptions count only if there is one for each value. */
function buildEnumValues(node: DocumentSchema): EnumValue[] {
  const values = node.enum ?? [];
  const descriptions = node.enumDescriptions?.length === values.length ? node.enumDescriptions : [];
  const found = new Map<string, EnumValue>();
  for (const [index, value] of values.entries()) {
    if (found.has(value)) continue;
    const deprecated = node.enumDeprecated?.[index] === true;
    found.set(value, { value, doc: docOf({ description: descriptions[index] ?? "", deprecated }) });
  }
  return [...found.values()];
}
