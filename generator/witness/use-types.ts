/** What a user does with a place that holds a value: reads it, writes it, goes into it. */
import { stringLiteral } from "../../templates/literal.js";
import { resolveType } from "../../templates/type-text.js";
import { isNamed } from "../changes/api-index.js";
import { typeLabel } from "../changes/structure.js";
import type { ObjectSchema, Property, Schema, Type } from "../model/model.js";
import type { Pairs } from "./pairs.js";
import type { Add } from "./statement.js";

/** A place of the old revision that holds a value, as code reaches it in the new one. */
export interface Slot {
  readonly type: Type;
  /** The type that stands there now; `null` if there is none. */
  readonly newType: Type | null;
  readonly at: string;
  /** In the new document, where it is not what the old place has become. */
  readonly after?: string;
  readonly also?: readonly string[];
  /** An expression that gives the value. */
  readonly read?: string;
  /** A statement that takes it. */
  readonly write?: (value: string) => string;
  /** Members that a literal has besides: `"type": "circle", `. */
  readonly beside?: string;
  /** The type of what is written, where it is more than that of the value. */
  readonly written?: (type: string) => string;
}

/** The key of a member in an object literal. */
export function keyText(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : stringLiteral(name);
}

/** A type of the old revision as the user has it after the upgrade: the names are those of the new one. */
export function userType(type: Type, side: "read" | "write", pairs: Pairs): string {
  switch (type.kind) {
    case "any":
      return "unknown";
    case "boolean":
    case "string":
      return type.kind;
    case "integer":
    case "number":
      return "number";
    case "enum":
      return side === "read" ? "string" : "New.Unrecognized";
    case "array":
      return `(${userType(type.items, side, pairs)})[]`;
    case "map":
      return `{ [key: string]: ${userType(type.values, side, pairs)} }`;
    case "ref":
      return refType(type, side, pairs);
  }
}

function refType(
  { schema: name, tsName }: Extract<Type, { kind: "ref" }>,
  side: "read" | "write",
  pairs: Pairs,
): string {
  const young = pairs.schema({ name });
  if (young !== null) return `New.schemas.${schemaName(young, side)}`;
  const old = pairs.oldSchema(name);
  return `Old.schemas.${old === null ? tsName : schemaName(old, side)}`;
}

/** The name of a schema where it is read, or in a request. */
export function schemaName({ tsName, inputName }: Schema, side: "read" | "write"): string {
  return side === "read" ? tsName : (inputName ?? tsName);
}

/** Everything that is done with a place. */
export function useSlot(slot: Slot, add: Add, pairs: Pairs): void {
  useWithin(slot, new Set(), add, pairs);
}

/** `entered` are the pairs of schemas that are being looked at. */
function useWithin(slot: Slot, entered: ReadonlySet<string>, add: Add, pairs: Pairs): void {
  const strange = strangeAt(slot, pairs);
  const isBroad = strange !== null;
  // Two types of the new revision are compared, and each may have changed inside.
  const whole = isBroad ? { ...slot, also: [...(slot.also ?? []), strange.old.at] } : slot;
  if (slot.read !== undefined) readSlot(whole, slot.read, { isBroad }, add, pairs);
  if (slot.write !== undefined) writeSlot(whole, slot.write, { isBroad }, add, pairs);
  if (strange === null || entered.has(strange.pair)) return;
  const inside = new Set([...entered, strange.pair]);
  for (const each of slotsInside(whole, strange, pairs)) useWithin(each, inside, add, pairs);
}

interface Breadth {
  readonly isBroad: boolean;
}

function readSlot(
  { type, at, after, also = [] }: Slot,
  read: string,
  { isBroad }: Breadth,
  add: Add,
  pairs: Pairs,
): void {
  const end = endOf(type);
  const text = `take<${userType(type, "read", pairs)} | undefined>(${read});`;
  add(text, { use: "read", at, after, also, isBroad });
  for (const value of end.values) {
    const text = `take<boolean>((${read})${end.path("?.")} === ${stringLiteral(value)});`;
    add(text, { use: "read", ...placesBelow({ at, after }, end.place), also });
  }
}

function writeSlot(
  { type, at, after, also = [], written = (text: string) => text }: Slot,
  write: (value: string) => string,
  { isBroad }: Breadth,
  add: Add,
  pairs: Pairs,
): void {
  const end = endOf(type);
  const facts = { use: "write", at, after, also, isBroad } as const;
  add(write(`given<${written(userType(type, "write", pairs))}>()`), facts);
  if (end.isMap) add(write(end.literal(`given<${userType(end.type, "write", pairs)}>()`)), facts);
  for (const value of end.values) {
    const text = write(end.literal(stringLiteral(value)));
    add(text, { use: "write", ...placesBelow({ at, after }, end.place), also });
  }
}

type Places = Pick<Slot, "at"> & { readonly after: string | undefined };

function placesBelow({ at, after }: Places, below: string): Places {
  return { at: at + below, after: after === undefined ? undefined : after + below };
}

/** What is at the end of lists and maps, and the way there. */
interface End {
  readonly type: Type;
  readonly isMap: boolean;
  /** Of an enum. */
  readonly values: readonly string[];
  readonly place: string;
  readonly path: (link: "?." | "!") => string;
  readonly literal: (value: string) => string;
}

function endOf(type: Type): End {
  switch (type.kind) {
    case "array": {
      const { place, path, literal, ...inner } = endOf(type.items);
      return {
        ...inner,
        place: `/items${place}`,
        path: (link) => `${link}[0]${path(link)}`,
        literal: (value) => `[${literal(value)}]`,
      };
    }
    case "map": {
      const { place, path, literal, ...inner } = endOf(type.values);
      return {
        ...inner,
        isMap: true,
        place: `/additionalProperties${place}`,
        path: (link) => `${link}["key"]${path(link)}`,
        literal: (value) => `{ "key": ${literal(value)} }`,
      };
    }
    case "enum":
    case "any":
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "ref": {
      const values = type.kind === "enum" ? type.values.map(({ value }) => value) : [];
      const same = (value: string): string => value;
      return { type, isMap: false, values, place: "", path: () => "", literal: same };
    }
  }
}

/** A schema that stood at a place, and what stands there now. */
interface Strange {
  readonly old: Schema;
  readonly young: Type | Schema;
  /** The names of both. */
  readonly pair: string;
}

/** What a reference led to, where the new revision has something else whose members can be named. */
function strangeAt({ type, newType }: Slot, pairs: Pairs): Strange | null {
  const [from, to] = endsOf(type, newType);
  const old = from.kind === "ref" ? pairs.oldSchema(from.schema) : null;
  if (old === null || to === null) return null;
  if (to.kind === "ref" && pairs.schema(old)?.name === to.schema) return null;
  const young = resolveType(to, pairs.after.schemas);
  if (!["any", "map", "object", "variant"].includes(young.kind)) return null;
  return { old, young, pair: `${old.name}\n${typeLabel(to)}` };
}

/** What is at the end of the same lists and maps. */
function endsOf(type: Type, newType: Type | null): readonly [Type, Type | null] {
  if (type.kind === "array") {
    return endsOf(type.items, newType?.kind === "array" ? newType.items : null);
  }
  if (type.kind === "map") {
    return endsOf(type.values, newType?.kind === "map" ? newType.values : null);
  }
  return [type, newType];
}

/** The members of what stood at a place, as the new revision has them. */
function slotsInside(slot: Slot, { old, young }: Strange, pairs: Pairs): readonly Slot[] {
  const { at, also = [], read, write, beside = "" } = slot;
  const end = endOf(slot.type);
  const value = read === undefined ? null : `(${read})${end.path("!")}!`;
  const given = write === undefined ? null : (text: string) => write(end.literal(text));
  if (old.kind === "alias") {
    const newType = "at" in young ? null : young;
    const inner = { type: old.type, newType, at, also };
    return [{ ...inner, ...(value && { read: value }), ...(given && { write: given }) }];
  }
  if (old.kind === "variant") return [];
  const placesOf = inlinePlaces(old, young, slot, pairs);
  return old.properties.map((property): Slot => {
    const key = keyText(property.name);
    const after = placesOf?.(property);
    return {
      type: property.type,
      newType: memberOf(young, property.name),
      ...(after === undefined
        ? { at, also: [...also, property.at] }
        : { at: property.at, after, also: [...also, at] }),
      ...(value && { read: `${value}[${stringLiteral(property.name)}]` }),
      ...(given &&
        !property.setByServer && { write: (text) => given(`{ ${beside}${key}: ${text} }`) }),
    };
  });
}

/** What an inline object has in a schema's place is compared where it stands. */
function inlinePlaces(
  old: ObjectSchema,
  young: Type | Schema,
  { at, after }: Slot,
  pairs: Pairs,
): ((property: Property) => string) | null {
  if (young.kind !== "object" || isNamed(young)) return null;
  // One inside of another schema is a part of what stands at the place.
  const place = after ?? pairs.placeInNew(at);
  if (young.at !== place && !young.at.startsWith(`${place}/`)) return null;
  const members = pairs.propertiesIn(old, young);
  return (property) => members.get(property)?.at ?? young.at;
}

function memberOf(holder: Type | Schema, name: string): Type | null {
  if (holder.kind === "map") return holder.values;
  if (holder.kind !== "object") return null;
  return holder.properties.find((each) => each.name === name)?.type ?? null;
}
