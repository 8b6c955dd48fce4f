/** What a user does with a place that holds a value: reads it, writes it, goes into it. */
import { stringLiteral } from "../../templates/literal.js";
import type { ObjectSchema, Property, Schema, Type } from "../model/model.js";
import type { Pairs } from "./pairs.js";
import type { Add } from "./statement.js";

/** A place of the old revision that holds a value, as code reaches it in the new one. */
export interface Slot {
  readonly type: Type;
  /** The type that stands there now; `null` if there is none. */
  readonly newType: Type | null;
  readonly at: string;
  readonly also?: readonly string[];
  /** An expression that gives the value. */
  readonly read?: string;
  /** A statement that takes it. */
  readonly write?: (value: string) => string;
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
  const strange = strangeSchema(slot, pairs);
  // Two types of the new revision are compared, and each may have changed inside.
  const also = [...(slot.also ?? []), ...(strange === null ? [] : [strange.at])];
  const whole: Slot = { ...slot, also };
  const isBroad = strange !== null;
  if (slot.read !== undefined) readSlot(whole, slot.read, { isBroad }, add, pairs);
  if (slot.write !== undefined) writeSlot(whole, slot.write, { isBroad }, add, pairs);
  for (const property of strange?.properties ?? []) enterProperty(property, whole, add, pairs);
}

interface Breadth {
  readonly isBroad: boolean;
}

function readSlot(
  { type, at, also = [] }: Slot,
  read: string,
  { isBroad }: Breadth,
  add: Add,
  pairs: Pairs,
): void {
  const end = endOf(type);
  const text = `take<${userType(type, "read", pairs)} | undefined>(${read});`;
  add(text, { use: "read", at, also, isBroad });
  for (const value of end.values) {
    const text = `take<boolean>((${read})${end.path("?.")} === ${stringLiteral(value)});`;
    add(text, { use: "read", at: at + end.place, also });
  }
}

function writeSlot(
  { type, at, also = [], written = (text: string) => text }: Slot,
  write: (value: string) => string,
  { isBroad }: Breadth,
  add: Add,
  pairs: Pairs,
): void {
  const end = endOf(type);
  const facts = { use: "write", at, also, isBroad } as const;
  add(write(`given<${written(userType(type, "write", pairs))}>()`), facts);
  if (end.isMap) add(write(end.literal(`given<${userType(end.type, "write", pairs)}>()`)), facts);
  for (const value of end.values) {
    const text = write(end.literal(stringLiteral(value)));
    add(text, { use: "write", at: at + end.place, also });
  }
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

/** What a reference led to, where the new revision refers to something else. */
function strangeSchema({ type, newType }: Slot, pairs: Pairs): ObjectSchema | null {
  const [from, to] = [refIn(type), newType === null ? null : refIn(newType)];
  if (from === null || to === null) return null;
  const old = pairs.oldSchema(from);
  return old?.kind === "object" && pairs.schema(old)?.name !== to ? old : null;
}

function refIn(type: Type): string | null {
  if (type.kind === "array") return refIn(type.items);
  if (type.kind === "map") return refIn(type.values);
  return type.kind === "ref" ? type.schema : null;
}

function enterProperty({ name, type, at }: Property, slot: Slot, add: Add, pairs: Pairs): void {
  const also = [...(slot.also ?? []), at];
  const { read, write } = slot;
  const [end, inner] = [endOf(slot.type), endOf(type)];
  if (read !== undefined) {
    const value = `(${read})${end.path("!")}![${stringLiteral(name)}]`;
    const text = `take<${userType(type, "read", pairs)} | undefined>(${value});`;
    add(text, { use: "read", at: slot.at, also });
    for (const each of inner.values) {
      const text = `take<boolean>((${value})${inner.path("?.")} === ${stringLiteral(each)});`;
      add(text, { use: "read", at: slot.at, also });
    }
  }
  if (write === undefined) return;
  const given = `given<${userType(type, "write", pairs)}>()`;
  for (const value of [given, ...inner.values.map((each) => inner.literal(stringLiteral(each)))]) {
    add(write(end.literal(`{ ${keyText(name)}: ${value} }`)), { use: "write", at: slot.at, also });
  }
}
