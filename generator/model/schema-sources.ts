/**
 * Which schemas a document has: the named ones, and the inline objects that the model hoists to schemas of
 * their own, so that every type in code is one line.
 */
import { pointerTo } from "../problem.js";
import type { Document, DocumentSchema } from "../document/document.js";
import { pascalCase, resolveNames, schemaName } from "./names.js";
import { sortedEntries } from "./order.js";
import { methodSources } from "./method-sources.js";

/** A place of the document that becomes a schema of the model. */
export interface SchemaSource {
  /** The id, or for an inline object the path to it: `"Subscription.plan"`. */
  readonly name: string;
  /** The TypeScript name it has if nothing else has it: `"SubscriptionPlan"`. */
  readonly wanted: string;
  readonly node: DocumentSchema;
  readonly at: string;
}

/** Named schemas first, then inline objects: the order in which names are given away. */
export function schemaSources(document: Document): SchemaSource[] {
  const named = sortedEntries(document.schemas).map(([id, node]): SchemaSource => ({
    name: id,
    wanted: schemaName(id),
    node,
    at: pointerTo("/schemas", id),
  }));
  const inline = named
    .filter(({ node }) => !isVariant(node))
    .flatMap((source) => inlineWithin(source));
  for (const { method, path, at } of methodSources(document)) {
    for (const [key, node] of [
      ["request", method.request],
      ["response", method.response],
    ] as const) {
      if (node === undefined) continue;
      inline.push(
        ...inlineObjects({
          name: `${method.id}.${key}`,
          wanted: pascalCase(...path, key),
          node,
          at: pointerTo(at, key),
        }),
      );
    }
  }
  // References go by name: an id with a dot may look like the path to an inline object.
  const sources = [...named, ...inline];
  const names = resolveNames(
    sources.map(({ at, name }) => ({ at, wanted: name })),
    new Map(),
    [],
  );
  return sources.map((source) => ({ ...source, name: names.get(source.at) ?? source.name }));
}

/** True if a node without a name of its own is an object with properties: that is what is hoisted. */
export function isInlineObject(node: DocumentSchema): boolean {
  return innerPart(node) === "properties";
}

/** The one key under which a node's type goes on, if it does: whatever else stands there has no effect. */
export function innerPart({
  $ref,
  type,
  properties = {},
}: DocumentSchema): "properties" | "items" | "additionalProperties" | null {
  if ($ref !== undefined) return null;
  if (Object.keys(properties).length > 0) return "properties";
  if (type === "array") return "items";
  return type === undefined || type === "any" || type === "object" ? "additionalProperties" : null;
}

/** True if a named schema is a union told apart by a property; then nothing else in it counts. */
export function isVariant({ $ref, variant }: DocumentSchema): boolean {
  return $ref === undefined && variant?.discriminant !== undefined && variant.map !== undefined;
}

/** The schema that a request, a response or a property names, or that stands there inline. */
export function targetOf(
  node: DocumentSchema | undefined,
  { schemas = {} }: Document,
): DocumentSchema | undefined {
  if (node?.$ref === undefined) return node;
  return Object.hasOwn(schemas, node.$ref) ? schemas[node.$ref] : undefined;
}

/** The inline objects at a place and below it. */
function inlineObjects(source: SchemaSource): SchemaSource[] {
  return isInlineObject(source.node) ? [source, ...inlineWithin(source)] : inlineWithin(source);
}

/** The inline objects below a place. */
function inlineWithin({ name, wanted, node, at }: SchemaSource): SchemaSource[] {
  const part = innerPart(node);
  if (part === null) return [];
  if (part === "properties") {
    return sortedEntries(node.properties).flatMap(([key, property]) =>
      inlineObjects({
        name: `${name}.${key}`,
        wanted: pascalCase(wanted, key),
        node: property,
        at: pointerTo(at, "properties", key),
      }),
    );
  }
  const inner = node[part];
  if (inner === undefined) return [];
  const [sign, word] = part === "items" ? ["[]", "Item"] : ["{}", "Value"];
  return inlineObjects({
    name: name + sign,
    wanted: wanted + word,
    node: inner,
    at: pointerTo(at, part),
  });
}
