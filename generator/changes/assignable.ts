/** Whether TypeScript takes a value of one generated type where another one is wanted. */
import type { Schema, Type, VariantSchema } from "../model/model.js";
import { resolve, type Schemas } from "./structure.js";

/** A type as generated code has it. */
export interface CodeType {
  readonly type: Type;
  /** The revision that the type is of. */
  readonly schemas: Schemas;
  /** True for the twin that requests have, which lacks what only the server sets. */
  readonly isInput: boolean;
}

/** The revisions of both types, and pairs that are being looked at: they fit unless something else does not. */
interface Scene {
  readonly given: Omit<CodeType, "type">;
  readonly wanted: Omit<CodeType, "type">;
  readonly seen: Set<string>;
}

/** The members of an object. */
export type Members = ReadonlyMap<string, Type>;

/** True if a variable of the wanted type can be set to a value of the given one. */
export function isAssignable(given: CodeType, wanted: CodeType): boolean {
  return typeFits(given.type, wanted.type, { given, wanted, seen: new Set() });
}

/** What can be named of an object. */
export function membersOf(schema: Schema, isInput: boolean): Members {
  if (schema.kind !== "object") return new Map();
  const seen = schema.properties.filter(({ setByServer }) => !(isInput && setByServer));
  return new Map(seen.map(({ name, type }) => [name, type]));
}

function typeFits(given: Type, wanted: Type, scene: Scene): boolean {
  if (given.kind === "ref" && wanted.kind === "ref") {
    const isSame = scene.given.schemas === scene.wanted.schemas && given.schema === wanted.schema;
    if (isSame && scene.given.isInput === scene.wanted.isInput) return true;
    const pair = `${given.schema}\n${wanted.schema}`;
    if (scene.seen.has(pair)) return true;
    scene.seen.add(pair);
  }
  return endFits(resolve(given, scene.given.schemas), resolve(wanted, scene.wanted.schemas), scene);
}

function endFits(given: Type | Schema, wanted: Type | Schema, scene: Scene): boolean {
  if (wanted.kind === "any") return true;
  if (given.kind === "any") return false;
  // Whatever is neither nothing nor unknown is a value of an object type without members.
  if (isEmpty(wanted, scene)) return true;
  if (given.kind === "variant") return casesFit(given, wanted, scene);
  if (wanted.kind === "object")
    return isObject(given, membersOf(wanted, scene.wanted.isInput), scene);
  if (given.kind === "map" && wanted.kind === "map") {
    return typeFits(given.values, wanted.values, scene);
  }
  if (given.kind === "array" && wanted.kind === "array") {
    return typeFits(given.items, wanted.items, scene);
  }
  return scalarFits(given, wanted);
}

function isObject(given: Type | Schema, wanted: Members, scene: Scene): boolean {
  // A map names no member, and a member that may be missing is not looked for.
  if (given.kind === "map") return true;
  return (
    given.kind === "object" && membersFit(membersOf(given, scene.given.isInput), wanted, scene)
  );
}

/** A union of values is a text, but a text is no union. */
function scalarFits(given: Type | Schema, wanted: Type | Schema): boolean {
  if (given.kind === "enum" && wanted.kind === "enum") {
    const values = new Set(wanted.values.map(({ value }) => value));
    return given.values.every(({ value }) => values.has(value));
  }
  const scalar = codeKind(given);
  return scalar !== null && scalar === codeKind(wanted) && wanted.kind !== "enum";
}

function isEmpty(wanted: Type | Schema, { wanted: { isInput } }: Scene): boolean {
  return wanted.kind === "object" && membersOf(wanted, isInput).size === 0;
}

/** Formats, and whether a number is whole, no type shows. */
function codeKind({ kind }: Type | Schema): "boolean" | "number" | "string" | null {
  switch (kind) {
    case "boolean":
      return "boolean";
    case "integer":
    case "number":
      return "number";
    case "enum":
    case "string":
      return "string";
    case "alias":
    case "any":
    case "array":
    case "map":
    case "object":
    case "ref":
    case "variant":
      return null;
  }
}

/** Two objects that have nothing in common are not assigned, though all of it may be missing. */
function membersFit(given: Members, wanted: Members, scene: Scene): boolean {
  const common = [...given].filter(([name]) => wanted.has(name));
  return (
    (common.length > 0 || given.size * wanted.size === 0) &&
    common.every(([name, type]) => typeFits(type, wanted.get(name) ?? type, scene))
  );
}

/** A union fits where all its cases do, and the one that nobody knows yet. */
function casesFit(given: VariantSchema, wanted: Type | Schema, scene: Scene): boolean {
  const { discriminant } = given;
  const cases = [
    ...given.members.map(({ value, type }) => [value, type] as const),
    [null, { kind: "any" }] as const,
  ];
  return cases.every(([value, type]) => {
    const members = caseMembers(discriminant, value, resolve(type, scene.given.schemas), scene);
    if (wanted.kind === "object") {
      return membersFit(members, membersOf(wanted, scene.wanted.isInput), scene);
    }
    if (wanted.kind !== "variant" || wanted.discriminant !== discriminant) return false;
    if (value === null) return true;
    const other = wanted.members.find((each) => each.value === value)?.type;
    return other !== undefined && caseFits(members, type, other, scene);
  });
}

/** The members of a case: those of its type, and the one by which it is told apart. */
function caseMembers(
  discriminant: string,
  value: string | null,
  type: Type | Schema,
  { given: { isInput } }: Scene,
): Members {
  const own = type.kind === "object" ? membersOf(type, isInput) : new Map<string, Type>();
  const doc = { text: "", deprecated: false, notes: [] };
  const values = value === null ? [] : [{ value, doc }];
  return new Map([...own, [discriminant, { kind: "enum", values }]]);
}

function caseFits(members: Members, given: Type, wanted: Type, scene: Scene): boolean {
  const end = resolve(wanted, scene.wanted.schemas);
  if (end.kind !== "object") return typeFits(given, wanted, scene);
  return membersFit(members, membersOf(end, scene.wanted.isInput), scene);
}
