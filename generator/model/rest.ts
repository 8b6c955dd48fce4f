/**
 * Every leaf of a document that no node of the model represents: icons, labels, unknown keys. They are kept,
 * so that "each changed leaf of a document is told" is a fact about two models.
 */
import { pointerTo } from "../problem.js";
import type { Document, DocumentSchema } from "../document/document.js";
import { isInlineObject } from "./schema-sources.js";
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

const property = schemaAs("description", "deprecated", "readOnly", ...limits);
const parameter = schemaAs(
  "description",
  "deprecated",
  "location",
  "required",
  "repeated",
  ...limits,
);
/** A place that has a type and nothing else. */
const typeOnly = schemaAs();

/** The grammar of a schema at a place where the model holds these keys besides its type. */
function schemaAs(...held: readonly string[]): GrammarOf {
  return (value) => {
    const node = value as DocumentSchema;
    if (node.$ref !== undefined) return { held: [...held, "$ref"], below: annotations(held) };
    const isObject = isInlineObject(node);
    const isMap = !isObject && ["object", "any"].includes(node.type ?? "any");
    const doc = isObject ? ["description", "deprecated"] : [];
    return {
      held: [...held, ...doc, ...typeKeys(node)],
      below: {
        properties: () => ({ members: property }),
        ...(isMap ? { additionalProperties: typeOnly } : {}),
        ...(node.type === "array" ? { items: typeOnly } : {}),
        ...annotations(held),
      },
    };
  };
}

/** `annotations.required` is held of properties only. */
function annotations(held: readonly string[]): NonNullable<Grammar["below"]> {
  return held.includes("readOnly") ? { annotations: () => ({ held: ["required"] }) } : {};
}

/** The keys of a type that the model holds; of an enum without repeated values also its descriptions. */
function typeKeys({ type, enum: values, enumDescriptions }: DocumentSchema): string[] {
  if (type === "string" && values !== undefined) {
    const hasWords =
      enumDescriptions?.length === values.length && new Set(values).size === values.length;
    return ["type", "enum", "enumDeprecated", ...(hasWords ? ["enumDescriptions"] : [])];
  }
  const hasFormat = type === "string" || type === "integer" || type === "number";
  return hasFormat ? ["type", "format"] : ["type"];
}

/** A named schema; if it is a variant, nothing else counts. */
const schema: GrammarOf = (value) => {
  const { variant } = value as DocumentSchema;
  if (variant?.discriminant === undefined || variant.map === undefined)
    return schemaAs("description", "deprecated")(value);
  return { held: ["description", "deprecated", "variant"] };
};

/** Of `path` the model holds where it leads, not how much of it is written as the service path. */
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
  return restWithin(value, "", document).sort((left, right) => byCodeUnit(left.at, right.at));
}

type Rest = Api["rest"][number];
