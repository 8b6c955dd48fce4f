/**
 * Every leaf of a document that no node of the model represents: icons, labels, unknown keys. They are kept,
 * so that "each changed leaf of a document is told" is a fact about two models.
 */
import { pointerTo } from "../problem.js";
import type { Document, DocumentParameter, DocumentSchema } from "../document/document.js";
import { scalarPart } from "./build-types.js";
import { innerPart, isInlineObject, isVariant } from "./schema-sources.js";
import type { Api } from "./model.js";
import { byCodeUnit } from "./order.js";

/** What the model does with the keys of one object: it holds the leaf, or goes on below. */
interface Grammar {
  readonly held?: readonly string[];
  readonly below?: { readonly [key: string]: GrammarOf };
  /** For objects whose keys are names: what holds for a member. */
  readonly members?: GrammarOf;
}

/** The grammar of a value; only schemas look at it. */
type GrammarOf = (value: unknown) => Grammar;

const described: Grammar = { held: ["description", "deprecated"] };
const limits = ["default", "minimum", "maximum", "pattern"];
/** What a parameter has besides its type. */
const placed = ["description", "deprecated", "location", "required", "repeated", ...limits];

/** The id that a document has, or would have: `"reseller:v1"`. */
export function idOf({ name, version }: Document): string {
  return `${name}:${version}`;
}

const property = schemaAs("description", "deprecated", "readOnly", ...limits);
const parameter: GrammarOf = (value) => {
  const scalar = scalarPart(value as DocumentParameter);
  const typed = typeKeys({ type: "string", ...scalar });
  return {
    held: [...placed, ...typed.filter((key) => Object.hasOwn(scalar, key))],
  };
};
/** A place that has a type and nothing else. */
const typeOnly = schemaAs();

/** The grammar of a schema at a place where the model holds these keys besides its type. */
function schemaAs(...held: readonly string[]): GrammarOf {
  return (value) => {
    const node = value as DocumentSchema;
    if (node.$ref !== undefined) return { held: [...held, "$ref"], below: annotations(held) };
    const doc = isInlineObject(node) ? ["description", "deprecated"] : [];
    return {
      held: [...held, ...doc, ...typeKeys(node)],
      below: { ...innerGrammar(node), ...annotations(held) },
    };
  };
}

/** What a type goes on with. */
function innerGrammar(node: DocumentSchema): NonNullable<Grammar["below"]> {
  switch (innerPart(node)) {
    case "properties":
      return { properties: () => ({ members: property }) };
    case "items":
      return { items: typeOnly };
    case "additionalProperties":
      return { additionalProperties: typeOnly };
    case null:
      return {};
  }
}

/** `annotations.required` is held of properties only. */
function annotations(held: readonly string[]): NonNullable<Grammar["below"]> {
  return held.includes("readOnly") ? { annotations: () => ({ held: ["required"] }) } : {};
}

/** The keys of a type that the model holds; of an enum without repeated values also its descriptions. */
function typeKeys(node: DocumentSchema): string[] {
  const { type, enum: values, enumDescriptions } = node;
  if (isInlineObject(node) || isMap(node)) return type === "object" ? ["type"] : [];
  if (type === "string" && values !== undefined) {
    const hasWords =
      enumDescriptions?.length === values.length && new Set(values).size === values.length;
    return ["type", "enum", "enumDeprecated", ...(hasWords ? ["enumDescriptions"] : [])];
  }
  const hasFormat = type === "string" || type === "integer" || type === "number";
  return hasFormat ? ["type", "format"] : ["type"];
}

/** Values make a map, as properties make an object, whatever else the type says it is. */
function isMap(node: DocumentSchema): boolean {
  return node.additionalProperties !== undefined && innerPart(node) === "additionalProperties";
}

/** A named schema; if it is a variant, nothing else counts. */
const schema: GrammarOf = (value) => {
  return isVariant(value as DocumentSchema)
    ? { held: ["description", "deprecated", "variant"] }
    : schemaAs("description", "deprecated")(value);
};

/**
 * Of `path` the model holds where it leads, not how much of it is written as the service path; of the flags
 * of media and streams what follows from them, not whether `false` is written.
 */
const method: GrammarOf = () => ({
  held: [
    "id",
    "httpMethod",
    "description",
    "deprecated",
    "apiVersion",
    "scopes",
    "supportsMediaDownload",
  ],
  below: {
    parameters: () => ({ members: parameter }),
    request: typeOnly,
    response: typeOnly,
    mediaUpload: () => ({
      held: ["accept", "maxSize"],
      below: {
        protocols: () => ({
          below: {
            simple: () => ({ held: ["path"] }),
            resumable: () => ({ held: ["path"] }),
          },
        }),
      },
    }),
  },
});

const resource: GrammarOf = () => ({
  held: ["deprecated"],
  below: {
    methods: () => ({ members: method }),
    resources: () => ({ members: resource }),
  },
});

const document: Grammar = {
  held: [
    "id",
    "name",
    "version",
    "revision",
    "title",
    "description",
    "documentationLink",
    "rootUrl",
    "mtlsRootUrl",
    "batchPath",
    "fullyEncodeReservedExpansion",
    "endpoints",
  ],
  below: {
    methods: () => ({ members: method }),
    resources: () => ({ members: resource }),
    parameters: () => ({ members: parameter }),
    schemas: () => ({ members: schema }),
    auth: () => ({
      below: {
        oauth2: () => ({
          below: { scopes: () => ({ members: () => described }) },
        }),
      },
    }),
  },
};

/** The leaves that the model does not hold elsewhere, sorted by place. */
export function restOf(value: Document): Api["rest"] {
  const schemas = value.schemas ?? {};
  const isDangling = (key: string, member: unknown): boolean =>
    key === "$ref" && typeof member === "string" && !Object.hasOwn(schemas, member);
  const restWithin = (value: unknown, at: string, grammar: Grammar | null): Rest[] => {
    if (typeof value !== "object" || value === null) {
      return [{ at, value: value as Rest["value"] }];
    }
    return Object.entries(value).flatMap(([key, member]) => {
      const { held = [], below = {}, members } = grammar ?? {};
      if (held.includes(key) && !isDangling(key, member)) return [];
      const next = Object.hasOwn(below, key) ? below[key]?.(member) : members?.(member);
      return restWithin(member, pointerTo(at, key), next ?? null);
    });
  };
  const rest = restWithin(value, "", document);
  if (value.id !== undefined && value.id !== idOf(value)) rest.push({ at: "/id", value: value.id });
  return rest.sort((left, right) => byCodeUnit(left.at, right.at));
}

type Rest = Api["rest"][number];
