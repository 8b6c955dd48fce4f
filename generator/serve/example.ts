/** Values that are true to a document, always the same for the same place. */
import type {
  Api,
  EnumValue,
  Limits,
  ObjectSchema,
  Property,
  Schema,
  Type,
} from "../model/model.js";
import { numberRanges, textFormat } from "./formats.js";
import { PathPattern } from "./path-pattern.js";

/** Objects within objects are shown so deep. */
const maxDepth = 8;
/** One example has no more values than this: schemas that refer to many others would have millions. */
const maxValues = 2_000;

const noLimits: Limits = { default: null, minimum: null, maximum: null, pattern: null };

/** Makes example values of an API's types. */
export class Examples {
  readonly #schemas: ReadonlyMap<string, Schema>;

  constructor({ schemas }: Api) {
    this.#schemas = new Map(schemas.map((schema) => [schema.name, schema]));
  }

  /** The schema that a type is, behind all names; `null` for types that are none. */
  schemaOf(type: Type | null): Schema | null {
    let current = type;
    const seen = new Set<string>();
    while (current?.kind === "ref" && !seen.has(current.schema)) {
      seen.add(current.schema);
      const schema = this.#schemas.get(current.schema);
      if (schema === undefined || schema.kind !== "alias") return schema ?? null;
      current = schema.type;
    }
    return null;
  }

  /** The properties of an object type; none for other types. */
  propertiesOf(type: Type | null): readonly Property[] {
    const schema = this.schemaOf(type);
    return schema?.kind === "object" ? schema.properties : [];
  }

  /**
   * A value of a type.
   *
   * @param name what the value is called: texts are named after it
   * @param number tells the values of a list apart; 0 for a single one
   */
  valueOf(type: Type, name: string, number = 0): unknown {
    return new Example(this.#schemas, number).value(type, name, noLimits, []);
  }

  /** The properties of an object that no request has a say in: those with a default, or set by the server. */
  fixedOf(type: Type | null): Readonly<Record<string, unknown>> {
    const fixed = this.propertiesOf(type).filter(
      ({ setByServer, limits }) => setByServer || limits.default !== null,
    );
    const members = fixed.map(({ name, type: each, limits }) => [
      name,
      new Example(this.#schemas, 0).value(each, name, limits, []),
    ]);
    return Object.fromEntries(members.filter(([, value]) => value !== undefined)) as Readonly<
      Record<string, unknown>
    >;
  }
}

/** One value while it is made. */
class Example {
  readonly #schemas: ReadonlyMap<string, Schema>;
  readonly #number: number;
  #left = maxValues;

  constructor(schemas: ReadonlyMap<string, Schema>, number: number) {
    this.#schemas = schemas;
    this.#number = number;
  }

  /** `undefined` where it would have no end. */
  value(type: Type, name: string, limits: Limits, within: readonly string[]): unknown {
    if (this.#left-- <= 0) return undefined;
    switch (type.kind) {
      case "any":
        return {};
      case "boolean":
        return limits.default !== "false";
      case "integer":
      case "number":
        return numberOf(type.format, limits);
      case "string":
        return this.#text(type.format, name, limits);
      case "enum":
        return enumValue(type.values, limits);
      case "array": {
        const item = this.value(type.items, name, noLimits, within);
        return item === undefined ? [] : [item];
      }
      case "map": {
        if (type.values.kind === "any") return {};
        const item = this.value(type.values, name, noLimits, within);
        return item === undefined ? {} : { key: item };
      }
      case "ref":
        return this.#schema(type.schema, name, limits, within);
    }
  }

  #schema(id: string, name: string, limits: Limits, within: readonly string[]): unknown {
    const schema = this.#schemas.get(id);
    if (schema === undefined || within.includes(id) || within.length >= maxDepth) return undefined;
    const deeper = [...within, id];
    switch (schema.kind) {
      case "object":
        return this.#object(schema, deeper);
      case "alias":
        return this.value(schema.type, name, limits, deeper);
      case "variant": {
        const [first] = schema.members;
        if (first === undefined) return {};
        const value = this.value(first.type, name, noLimits, deeper);
        return { ...(value as object), [schema.discriminant]: first.value };
      }
    }
  }

  #object({ properties }: ObjectSchema, within: readonly string[]): object {
    const members = properties.map(({ name, type, limits }) => [
      name,
      this.value(type, name, limits, within),
    ]);
    return Object.fromEntries(members.filter(([, value]) => value !== undefined)) as object;
  }

  #text(format: string | null, name: string, limits: Limits): string {
    const known = textFormat(format);
    if (limits.default !== null && limits.default !== "" && known?.fits(limits.default) !== false) {
      return limits.default;
    }
    if (known !== null) return known.example;
    const pattern = PathPattern.read(limits.pattern);
    if (pattern !== null) return pattern.example();
    return this.#number === 0 ? name : `${name}-${this.#number}`;
  }
}

function numberOf(format: string | null, { minimum, maximum, default: given }: Limits): number {
  const [low, high] = (format !== null && numberRanges[format]) || [-Infinity, Infinity];
  const least = Math.max(low, Number(minimum ?? -Infinity));
  const most = Math.min(high, Number(maximum ?? Infinity));
  const wanted = given === null ? 1 : Number(given);
  return Math.min(Math.max(Number.isFinite(wanted) ? wanted : 1, least), most);
}

/** The first that says something: many begin with one that stands for none. */
function enumValue(values: readonly EnumValue[], limits: Limits): string {
  const texts = values.map(({ value }) => value);
  if (limits.default !== null && texts.includes(limits.default)) return limits.default;
  const says = (value: string): boolean =>
    !/unspecified|unknown|undefined|invalid|^none$/i.test(value);
  return texts.find(says) ?? texts[0] ?? "";
}
