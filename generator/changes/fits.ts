/** Whether programs still compile where a type was replaced: what the compiler sees, which is less than what travels. */
import type { ObjectSchema, Property, Schema, Type } from "../model/model.js";
import type { Direction } from "./rule.js";
import { isOpen, isSchema, resolve, variantText, type Sides } from "./structure.js";

/** What a program does with the value of a place. */
type Use = "read" | "write";

interface Fitting extends Sides {
  readonly use: Use;
  /** Pairs of schemas that are being looked at: they fit unless something else does not. */
  readonly seen: Set<string>;
}

/** True if whatever programs did with the old type compiles with the new one. */
export function fits(
  before: Type,
  after: Type,
  direction: Direction | null,
  { before: old, after: young, isSameSchema }: Sides,
): boolean {
  const uses: Use[] = [];
  if (direction !== "request") uses.push("read");
  if (direction !== "response" && direction !== "none") uses.push("write");
  const sides = { before: old, after: young, isSameSchema };
  return uses.every((use) => typeFits(before, after, { ...sides, use, seen: new Set() }));
}

function typeFits(before: Type, after: Type, fitting: Fitting): boolean {
  if (before.kind === "ref" && after.kind === "ref") {
    if (fitting.isSameSchema(before.schema, after.schema)) return true;
    const pair = `${before.schema}\n${after.schema}`;
    if (fitting.seen.has(pair)) return true;
    fitting.seen.add(pair);
  }
  const name = before.kind === "ref" && !isImported(fitting) ? before.schema : null;
  if (name !== null && !importedFits(name, after, fitting)) return false;
  return valueFits(resolve(before, fitting.before), resolve(after, fitting.after), fitting);
}

function valueFits(old: Type | Schema, young: Type | Schema, fitting: Fitting): boolean {
  const [given, taken] = fitting.use === "read" ? [young, old] : [old, young];
  if (taken.kind === "any") return true;
  if (given.kind === "any") return false;
  // Where an object has no properties, none is one too many, and texts and numbers are objects, too.
  if (taken.kind === "object" && takesAnything(taken, fitting.use)) return true;
  return endFits(old, young, fitting);
}

/** What programs import by the old name has changed by itself. */
function importedFits(name: string, after: Type, fitting: Fitting): boolean {
  const current = [...fitting.after.values()].find((each) => fitting.isSameSchema(name, each.name));
  if (current === undefined) return true;
  const type = { kind: "ref", schema: current.name, tsName: current.tsName } as const;
  const isSameSchema = (left: string, right: string): boolean => left === right;
  return typeFits(type, after, {
    ...fitting,
    before: fitting.after,
    isSameSchema,
    seen: new Set(),
  });
}

/** True for two types of the new revision: one is assigned to the other, and no member is named. */
function isImported({ before, after }: Sides): boolean {
  return before === after;
}

function takesAnything(schema: ObjectSchema, use: Use): boolean {
  return use === "read" ? schema.properties.length === 0 : isOpen(schema);
}

function endFits(old: Type | Schema, young: Type | Schema, fitting: Fitting): boolean {
  if (isSchema(old) || isSchema(young)) {
    return isSchema(old) && isSchema(young) && schemaFits(old, young, fitting);
  }
  if (old.kind === "array" && young.kind === "array") {
    return typeFits(old.items, young.items, fitting);
  }
  if (old.kind === "map" && young.kind === "map") {
    return typeFits(old.values, young.values, fitting);
  }
  return scalarFits(old, young, fitting);
}

function scalarFits(old: Type, young: Type, { use }: Fitting): boolean {
  if (old.kind === "enum" && young.kind === "enum") {
    const values = new Set(young.values.map(({ value }) => value));
    return old.values.every(({ value }) => values.has(value));
  }
  // A text is no union, but a union is a text.
  if (old.kind === "string" && young.kind === "enum") return use === "read";
  return codeKind(old) === codeKind(young);
}

/** Formats, and whether a number is whole, no type shows. */
function codeKind({ kind }: Type): string {
  if (kind === "integer") return "number";
  return kind === "enum" ? "string" : kind;
}

function schemaFits(before: Schema, after: Schema, fitting: Fitting): boolean {
  if (before.kind === "variant" && after.kind === "variant") {
    return variantText(before) === variantText(after);
  }
  if (before.kind !== "object" || after.kind !== "object") return false;
  const isHidden = ({ setByServer }: Property): boolean => fitting.use === "write" && setByServer;
  const old = before.properties.filter((each) => !isHidden(each));
  const young = new Map(
    after.properties.flatMap((each) => (isHidden(each) ? [] : [[each.name, each]])),
  );
  const common = old.filter(({ name }) => young.has(name));
  // Two objects that have nothing in common are not assigned, though all of it is optional.
  const isEnough = isImported(fitting)
    ? common.length > 0 || old.length * young.size === 0
    : common.length === old.length;
  return (
    isEnough &&
    common.every(({ name, type }) => typeFits(type, young.get(name)?.type ?? type, fitting))
  );
}
