import { pointerTo } from "../problem.js";
import type { DocumentSchema } from "../document/document.js";
import { buildLimits, buildType } from "./build-types.js";
import { docOf } from "./doc.js";
import type { Property, Schema, VariantSchema } from "./model.js";
import { byCodeUnit, sortedEntries } from "./order.js";
import { isSetByServer } from "./reach.js";
import { isInlineObject, isVariant } from "./schema-sources.js";
import type { NamedSource, Site } from "./site.js";

/** Every named type of an API, sorted by its TypeScript name. */
export function buildSchemas(site: Site): Schema[] {
  return [...site.sources.values()]
    .map((source) => buildSchema(source, site))
    .sort((left, right) => byCodeUnit(left.tsName, right.tsName));
}

function buildSchema(source: NamedSource, site: Site): Schema {
  const { name, tsName, inputName, node, at } = source;
  const { sent, received } = site.reach;
  const reach = { inRequests: sent.has(at), inResponses: received.has(at) };
  const facts = { name, tsName, inputName, doc: docOf(node), ...reach, at };
  if (isVariant(node)) return { ...facts, ...buildVariant(node, at, site) };
  if (isInlineObject(node) || isEmptyObject(node)) {
    return { ...facts, kind: "object", properties: buildProperties(node, at, site) };
  }
  return { ...facts, kind: "alias", type: buildType(node, at, site) };
}

/** A named schema with nothing in it is an empty object: `google.protobuf.Empty`. */
function isEmptyObject({ type, properties, additionalProperties, $ref }: DocumentSchema): boolean {
  const isObject = type === "object" || (type === undefined && properties !== undefined);
  return isObject && additionalProperties === undefined && $ref === undefined;
}

function buildProperties(node: DocumentSchema, at: string, site: Site): Property[] {
  return sortedEntries(node.properties).map(([name, property]) => {
    const place = pointerTo(at, "properties", name);
    return {
      name,
      doc: docOf(property),
      type: buildType(property, place, site),
      readOnly: property.readOnly === true,
      setByServer: isSetByServer(property),
      requiredBy: [...(property.annotations?.required ?? [])].sort(byCodeUnit),
      limits: buildLimits(property),
      at: place,
    };
  });
}

function buildVariant(
  node: DocumentSchema,
  at: string,
  site: Site,
): Pick<VariantSchema, "kind" | "discriminant" | "members"> {
  const { discriminant = "", map = [] } = node.variant ?? {};
  const members = map.map(({ type_value: value = "", $ref }, index) => ({
    value,
    type: buildType(
      $ref === undefined ? {} : { $ref },
      pointerTo(at, "variant", "map", index),
      site,
    ),
  }));
  return { kind: "variant", discriminant, members };
}
