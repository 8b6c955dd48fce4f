/** What the raw document says of answers, read by the tests on their own: as JSON Schemas. */
import { Ajv, type ValidateFunction } from "ajv";

/** A type, a property or a parameter, as the document has it. */
export interface RawNode {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly properties?: Readonly<Record<string, RawNode>>;
  readonly additionalProperties?: RawNode;
  readonly items?: RawNode;
  readonly variant?: unknown;
  readonly annotations?: { readonly required?: readonly string[] };
  readonly location?: string;
  readonly required?: boolean;
  readonly repeated?: boolean;
}

export type RawSchemas = Readonly<Record<string, RawNode>>;

/** What a reference names; a reference to nothing may be anything. */
export function targetOf(node: RawNode, schemas: RawSchemas): RawNode {
  return node.$ref === undefined ? node : (schemas[node.$ref] ?? {});
}

const formats: Readonly<Record<string, RegExp>> = {
  int64: /^-?\d{1,19}$/,
  uint64: /^\d{1,20}$/,
  byte: /^[\w+/-]*={0,2}$/,
  date: /^\d{4}-\d\d-\d\d$/,
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  "google-datetime": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  "google-duration": /^\d+(\.\d+)?s$/,
  "google-fieldmask": /^[\w.]+(,[\w.]+)*$/,
};

/** Checks values of a document's types. */
export class RawChecker {
  readonly #ajv = new Ajv({ strict: false, allErrors: true, formats });
  readonly #schemas: RawSchemas;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(schemas: RawSchemas) {
    this.#schemas = schemas;
    const named = [...JSON.stringify(schemas).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, name]) => name,
    );
    const all = [
      // Real documents refer to schemas that they do not have: there may be anything.
      ...named.map((name) => [name, {}]),
      ...Object.entries(schemas).map(([name, node]) => [name, schemaOf(node)]),
    ];
    this.#ajv.addSchema({ $id: "raw.json", $defs: Object.fromEntries(all) as object });
  }

  /** What is wrong with a value, one line each. */
  errors(node: RawNode, value: unknown): string[] {
    const schema = schemaOf(node.$ref === undefined || node.$ref in this.#schemas ? node : {});
    const key = JSON.stringify(schema);
    const validate = this.#compiled.get(key) ?? this.#ajv.compile(schema);
    this.#compiled.set(key, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

function schemaOf(node: RawNode): object {
  if (node.$ref !== undefined) return { $ref: `raw.json#/$defs/${encodeURIComponent(node.$ref)}` };
  if (node.variant !== undefined) return { type: "object" };
  if (node.properties !== undefined) return objectOf(node);
  switch (node.type) {
    case "string":
      return stringOf(node);
    case "integer":
    case "number":
      return { type: node.type, ...rangeOf(node) };
    case "boolean":
      return { type: "boolean" };
    case "array":
      return { type: "array", items: schemaOf(node.items ?? {}) };
    case "object":
      return objectOf(node);
    default:
      return {};
  }
}

function stringOf({ enum: values, format = "" }: RawNode): object {
  return {
    type: "string",
    ...(values === undefined ? {} : { enum: values }),
    ...(format in formats ? { format } : {}),
  };
}

function rangeOf({ minimum, maximum, format }: RawNode): object {
  const [low, high] = format === "uint32" ? [0, 2 ** 32 - 1] : [-(2 ** 31), 2 ** 31 - 1];
  return { minimum: Number(minimum ?? low), maximum: Number(maximum ?? high) };
}

function objectOf({ properties = {}, additionalProperties }: RawNode): object {
  const members = Object.entries(properties).map(([name, each]) => [name, schemaOf(each)]);
  return {
    type: "object",
    properties: Object.fromEntries(members) as object,
    additionalProperties:
      additionalProperties === undefined ? false : schemaOf(additionalProperties),
  };
}
