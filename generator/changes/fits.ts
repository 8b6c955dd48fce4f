/** Whether programs still compile where a type was replaced: what the compiler sees, which is less than what travels. */
import type { EnumValue, ObjectSchema, Schema, Type, VariantSchema } from "../model/model.js";
import { isAssignable, membersOf, type CodeType } from "./assignable.js";
import type { Direction } from "./rule.js";
import { isSchema, resolve, type Sides } from "./structure.js";

/** Two revisions, and what programs that import a type by name have of it after the upgrade. */
export interface NamedSides extends Sides {
  /** The schema whose type has the name that an old one's had, or that took its place; `null` if it is gone. */
  current(name: string): Schema | null;
}

/** What a program does with the value of a place. */
type Use = "read" | "write";

interface Fitting extends NamedSides {
  readonly use: Use;
  /** Pairs of schemas that are being looked at: they fit unless something else does not. */
  readonly seen: Set<string>;
}

/** True if whatever programs did with a value of the old type compiles with the new one. */
export function fits(
  before: Type,
  after: Type,
  direction: Direction | null,
  sides: NamedSides,
): boolean {
  return fittings(direction, sides).every((fitting) => typeFits(before, after, fitting));
}

/** The same for a schema that has kept its name: its variables have the new type, and what is in them counts. */
export function schemaFits(
  before: Schema,
  after: Schema,
  direction: Direction | null,
  sides: NamedSides,
): boolean {
  const type = { kind: "ref", schema: after.name, tsName: after.tsName } as const;
  const end = resolve(type, sides.after);
  return fittings(direction, sides).every((fitting) => {
    if (before.kind === "alias") return typeFits(before.type, type, fitting);
    // An object without members is still an object.
    const isObject = isSchema(end) || end.kind === "map" || end.kind === "array";
    return (isObject || fitting.use === "write") && partsFit(before, end, fitting);
  });
}

/** The same for a case of a union, which another type has taken under the same value. */
export function memberFits(
  before: Type,
  after: Type,
  discriminant: string,
  direction: Direction | null,
  sides: NamedSides,
): boolean {
  return fittings(direction, sides).every((fitting) =>
    caseFits(before, after, discriminant, fitting),
  );
}

function fittings(direction: Direction | null, sides: NamedSides): readonly Fitting[] {
  const uses: Use[] = [];
  if (direction !== "request") uses.push("read");
  if (direction !== "response" && direction !== "none") uses.push("write");
  return uses.map((use) => ({ ...sides, use, seen: new Set<string>() }));
}

function typeFits(before: Type, after: Type, fitting: Fitting): boolean {
  if (before.kind === "ref" && after.kind === "ref") {
    if (fitting.isSameSchema(before.schema, after.schema)) return true;
    const pair = `${before.schema}\n${after.schema}`;
    if (fitting.seen.has(pair)) return true;
    fitting.seen.add(pair);
  }
  const isInput = fitting.use === "write";
  const mine = { ...kept(before, fitting), isInput };
  const its = { type: after, schemas: fitting.after, isInput };
  const isTaken = isInput ? isAssignable(mine, its) : isAssignable(its, readAs(mine));
  if (!isTaken) return false;
  return partsFit(resolve(before, fitting.before), resolve(after, fitting.after), fitting);
}

/** What programs have of a type: its names mean what the new revision says, unless they are gone. */
function kept(type: Type, { before, after, current }: Fitting): Omit<CodeType, "isInput"> {
  const rewritten = (each: Type): Type | null => {
    switch (each.kind) {
      case "array": {
        const items = rewritten(each.items);
        return items === null ? null : { kind: "array", items };
      }
      case "map": {
        const values = rewritten(each.values);
        return values === null ? null : { kind: "map", values };
      }
      case "ref": {
        const young = current(each.schema);
        return young === null ? null : { kind: "ref", schema: young.name, tsName: young.tsName };
      }
      case "any":
      case "boolean":
      case "enum":
      case "integer":
      case "number":
      case "string":
        return each;
    }
  };
  const young = rewritten(type);
  return young === null ? { type, schemas: before } : { type: young, schemas: after };
}

/** Who reads a value of an enum has a text. */
function readAs(mine: CodeType): CodeType {
  const widened = (type: Type): Type => {
    if (type.kind === "enum") return { kind: "string", format: null };
    if (type.kind === "array") return { kind: "array", items: widened(type.items) };
    return type.kind === "map" ? { kind: "map", values: widened(type.values) } : type;
  };
  return { ...mine, type: widened(mine.type) };
}

/** What is read of a value by its members, or written as a literal. */
function partsFit(old: Type | Schema, young: Type | Schema, fitting: Fitting): boolean {
  if (fitting.use === "write" && takesAnything(young)) return true;
  switch (old.kind) {
    case "alias":
    case "any":
    case "boolean":
    case "integer":
    case "number":
    case "ref":
    case "string":
      return true;
    case "enum":
      return young.kind !== "enum" || hasValues(old.values, young.values);
    case "array":
      return young.kind === "array" && typeFits(old.items, young.items, fitting);
    case "map":
      return young.kind === "map" && typeFits(old.values, young.values, fitting);
    case "object":
      return membersFit(old, young, fitting);
    case "variant":
      return casesFit(old, young, fitting);
  }
}

/** Where nothing has a name, no name is one too many. */
function takesAnything(young: Type | Schema): boolean {
  return young.kind === "any" || (young.kind === "object" && membersOf(young, true).size === 0);
}

function hasValues(old: readonly EnumValue[], young: readonly EnumValue[]): boolean {
  const values = new Set(young.map(({ value }) => value));
  return old.every(({ value }) => values.has(value));
}

function membersFit(old: ObjectSchema, young: Type | Schema, fitting: Fitting): boolean {
  const isInput = fitting.use === "write";
  const members = [...membersOf(old, isInput)];
  // Any name can be read of a map, and written into it.
  if (young.kind === "map") {
    return members.every(([, type]) => typeFits(type, young.values, fitting));
  }
  if (young.kind !== "object") return members.length === 0 && !isInput;
  const others = membersOf(young, isInput);
  return members.every(([name, type]) => {
    const other = others.get(name);
    return other !== undefined && typeFits(type, other, fitting);
  });
}

function casesFit(old: VariantSchema, young: Type | Schema, fitting: Fitting): boolean {
  if (young.kind !== "variant" || young.discriminant !== old.discriminant) return false;
  return old.members.every(({ value, type }) => {
    const other = young.members.find((each) => each.value === value)?.type;
    return other !== undefined && caseFits(type, other, old.discriminant, fitting);
  });
}

function caseFits(before: Type, after: Type, discriminant: string, fitting: Fitting): boolean {
  if (resolve(before, fitting.before).kind !== "any") return typeFits(before, after, fitting);
  // Of anything only the value is known that tells the cases apart.
  const end = resolve(after, fitting.after);
  if (fitting.use === "read" || end.kind === "any") return true;
  const members = membersOf(end as Schema, true);
  return end.kind === "object" && (members.size === 0 || members.has(discriminant));
}
