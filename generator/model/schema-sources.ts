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
  const inline = named.flatMap((source) => inlineWithin(source));
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
  return (
    node.$ref === undefined &&
    node.properties !== undefined &&
    Object.keys(node.properties).length > 0
  );
}

/** The inline objects at a place and below it. */
function inlineObjects(source: SchemaSource): SchemaSource[] {
  return isInlineObject(source.node) ? [source, ...inlineWithin(source)] : inlineWithin(source);
}

/** The inline objects below a place. */
function inlineWithin({ name, wanted, node, at }: SchemaSource): SchemaSource[] {
  const found = sortedEntries(node.properties).flatMap(([key, property]) =>
    inlineObjects({
      name: `${name}.${key}`,
      wanted: pascalCase(wanted, key),
      node: property,
      at: pointerTo(at, "properties", key),
    }),
  );
  if (node.items !== undefined) {
    const items = { name: `${name}[]`, wanted: `${wanted}Item`, node: node.items };
    found.push(...inlineObjects({ ...items, at: pointerTo(at, "items") }));
  }
  if (node.additionalProperties !== undefined) {
    const values = { name: `${name}{}`, wanted: `${wanted}Value`, node: node.additionalProperties };
    found.push(...inlineObjects({ ...values, at: pointerTo(at, "additionalProperties") }));
  }
  return found;
}
