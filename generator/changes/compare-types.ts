/** What stands at a place that both revisions have. */
import type { Schema, Type } from "../model/model.js";
import { directionOf, isNamed } from "./api-index.js";
import type { Comparison, SharedElement } from "./comparison.js";
import { compareEnums, placeBelow } from "./compare-enums.js";
import type { Valued } from "./compare-limits.js";
import { compareDoc } from "./compare-words.js";
import { fits } from "./fits.js";
import type { RuleId } from "./rules.js";
import { isSchema, nameLikeness, relates, resolve, typeLabel } from "./structure.js";

/** Which kind of place it is. */
export type Role = "property" | "parameter" | "request" | "response" | "schema";

interface RoleRules {
  readonly valued: Valued;
  readonly changed: RuleId;
  readonly narrowed: RuleId;
  readonly widened: RuleId;
  readonly extended: RuleId;
  readonly named: RuleId;
  readonly inlined: RuleId;
  readonly extracted: RuleId;
  readonly array: RuleId;
  readonly single: RuleId;
}

const propertyRules: RoleRules = {
  valued: "property",
  changed: "property-type-changed",
  narrowed: "property-type-narrowed",
  widened: "property-type-widened",
  extended: "property-type-extended",
  named: "property-ref-changed",
  inlined: "property-ref-inlined",
  extracted: "property-inline-extracted",
  array: "property-became-array",
  single: "property-became-single",
};

/** Every change of structure is one of the whole. */
function wholeRules(changed: RuleId, valued: Valued = "property"): RoleRules {
  const structure = {
    changed,
    narrowed: changed,
    widened: changed,
    array: changed,
    single: changed,
  };
  return { ...propertyRules, ...structure, valued };
}

/** A body that has another name, but the same structure. */
function namedRules(rule: RuleId): Partial<RoleRules> {
  return { named: rule, inlined: rule, extracted: rule };
}

const roles: Readonly<Record<Role, RoleRules>> = {
  property: propertyRules,
  parameter: wholeRules("parameter-type-changed", "parameter"),
  request: {
    ...wholeRules("request-body-type-changed"),
    ...namedRules("request-body-ref-changed"),
    widened: "request-body-type-extended",
    extended: "request-body-type-extended",
  },
  response: {
    ...wholeRules("response-body-type-changed"),
    ...namedRules("response-body-ref-changed"),
    narrowed: "response-body-type-extended",
    extended: "response-body-type-extended",
  },
  schema: {
    ...wholeRules("schema-type-changed"),
    narrowed: "property-type-narrowed",
    widened: "property-type-widened",
  },
};

/** Where a type is compared, and by whose rules. */
interface Scene {
  readonly element: SharedElement;
  readonly role: Role;
  readonly rules: RoleRules;
  readonly comparison: Comparison;
  /** What leads from the element to the type: `""`, or for a list's items `"items/"`. */
  readonly place: string;
}

/**
 * Compares the types of an element.
 *
 * @returns false if its structure is another one, so that what is said of its parts need not be compared.
 */
export function compareTypes(
  [before, after]: readonly [Type, Type],
  element: SharedElement,
  role: Role,
  comparison: Comparison,
): boolean {
  const scene = { element, role, rules: roles[role], comparison, place: "" };
  return compareType(before, after, scene);
}

function compareType(before: Type, after: Type, scene: Scene): boolean {
  const { element, comparison, place } = scene;
  // That a reference leads nowhere is told as such.
  if (comparison.young.leaves.value(element.after, `${place}$ref`) !== undefined) {
    if (after.kind === "any") return true;
  }
  if (before.kind === "ref" || after.kind === "ref") return compareRefs(before, after, scene);
  if (before.kind === "array" && after.kind === "array") {
    return compareType(before.items, after.items, { ...scene, place: `${place}items/` });
  }
  if (before.kind === "map" && after.kind === "map") {
    const inner = { ...scene, place: `${place}additionalProperties/` };
    return compareType(before.values, after.values, inner);
  }
  return compareScalars(before, after, scene);
}

function compareScalars(before: Type, after: Type, scene: Scene): boolean {
  const { element, rules, comparison, place } = scene;
  const { list } = comparison;
  const facts = labels(before, after);
  if (before.kind === "enum" && after.kind === "enum") {
    compareEnums([before.values, after.values], element, rules.valued, comparison, place);
  } else if (before.kind === "string" && after.kind === "enum") {
    list.tell(`${rules.valued}-became-enum`, element, facts);
  } else if (before.kind === "enum" && after.kind === "string") {
    list.tell(`${rules.valued}-no-longer-enum`, element, facts);
  } else if (isFormatted(before) && isFormatted(after) && isText(before) === isText(after)) {
    compareFormats(before, after, scene);
  } else if (before.kind !== after.kind) return tellOther(before, after, scene);
  return true;
}

type Formatted = Extract<Type, { format: unknown }>;

function isFormatted(type: Type): type is Formatted {
  return type.kind === "string" || type.kind === "integer" || type.kind === "number";
}

function isText({ kind }: Type): boolean {
  return kind === "string";
}

/** An integer became a number: the same type in code, other values on the wire. */
function compareFormats(
  before: Formatted,
  after: Formatted,
  { element, rules, comparison }: Scene,
): void {
  if (before.kind === after.kind && before.format === after.format) return;
  const isSame = before.kind === after.kind && meaningOf(before) === meaningOf(after);
  const rule = isSame ? "format-changed" : "format-incompatible";
  comparison.list.tell(`${rules.valued}-${rule}`, element, labels(before, after));
  if (rules.valued === "parameter" && isLong(before) && !isLong(after)) {
    comparison.list.tell("parameter-no-longer-long", element, labels(before, after));
  }
}

/** What a text means; times, durations and masks are texts like others. */
function meaningOf({ kind, format }: Formatted): string {
  if (kind !== "string" || format === null) return "";
  return /^u?int\d+$/.test(format) ? "integer" : format === "byte" ? format : "";
}

function isLong({ kind, format }: Formatted): boolean {
  return kind === "string" && (format === "int64" || format === "uint64");
}

function labels(before: Type, after: Type): { readonly from: string; readonly to: string } {
  return { from: typeLabel(before), to: typeLabel(after) };
}

/** Two types that have nothing in common. */
function tellOther(before: Type, after: Type, { element, rules, comparison }: Scene): false {
  const { list } = comparison;
  const isTyped = !fits(before, after, element.direction, comparison);
  const facts = { ...labels(before, after), isTyped };
  const isSame = (left: Type, right: Type): boolean => relates("same", left, right, comparison);
  if (after.kind === "array" && isSame(before, after.items)) list.tell(rules.array, element, facts);
  else if (before.kind === "array" && isSame(before.items, after)) {
    list.tell(rules.single, element, facts);
  } else if (before.kind === "any") list.tell(rules.narrowed, element, facts);
  else if (after.kind === "any") list.tell(rules.widened, element, facts);
  else list.tell(rules.changed, element, facts);
  return false;
}

/** At least one of the two is a name of a type. */
function compareRefs(before: Type, after: Type, scene: Scene): boolean {
  const { old, young } = scene.comparison;
  if (before.kind === "ref" && after.kind === "ref") {
    const [from, to] = [old.schemas.get(before.schema), young.schemas.get(after.schema)];
    if (from === undefined || to === undefined) return true;
    return compareSchemas(from, to, [before, after], scene);
  }
  const [from, to] = [resolve(before, old.schemas), resolve(after, young.schemas)];
  if (isSchema(from) || isSchema(to)) {
    return relates("extends", before, after, scene.comparison)
      ? tellNamed(scene.rules.extended, [before, after], scene)
      : tellOther(before, after, scene);
  }
  const rule = before.kind === "ref" ? scene.rules.inlined : scene.rules.extracted;
  const isRelated = from.kind === to.kind && from.kind !== "any";
  if (!isRelated) return tellOther(before, after, scene);
  tellNamed(rule, [before, after], scene, false);
  return compareType(from, to, scene);
}

function compareSchemas(
  from: Schema,
  to: Schema,
  types: readonly [Type, Type],
  scene: Scene,
): boolean {
  const { element, rules, comparison } = scene;
  if (isNamed(from) && isNamed(to)) {
    return comparison.isSameSchema(from.name, to.name) || compareNamed(types, scene);
  }
  if (isNamed(from) || isNamed(to)) {
    if (nameLikeness(from, to) < 0.5 && !relates("extends", ...types, comparison)) {
      return tellOther(...types, scene);
    }
    const isExtracted = isNamed(to);
    // The name of an inline object's type goes, unless another one has taken it.
    const isTyped = isExtracted && !comparison.young.tsNames.has(from.tsName);
    tellNamed(isExtracted ? rules.extracted : rules.inlined, types, scene, isTyped);
  } else if (from.tsName !== to.tsName && element.before === element.after) {
    const facts = { from: from.tsName, to: to.tsName };
    comparison.list.tell("generated-name-changed", element, facts);
  }
  compareInlineDoc(from, to, scene);
  // Inside of what only the server sets, types for requests are made all the same.
  const direction = directionOf(from);
  comparison.compareInside([from, to], { ...element, subject: to.tsName, direction });
  return true;
}

/** A property has its words itself; an object inside it, and a body, has its own. */
function compareInlineDoc(
  from: Schema,
  to: Schema,
  { element, role, place, comparison }: Scene,
): void {
  if (place === "" && role === "property") return;
  compareDoc([from.doc, to.doc], placeBelow(element, place), "schema", comparison);
}

/** Two schemas with ids of their own that are not the same. */
function compareNamed(types: readonly [Type, Type], scene: Scene): boolean {
  const { rules, comparison } = scene;
  if (relates("same", ...types, comparison)) return tellNamed(rules.named, types, scene, false);
  return relates("extends", ...types, comparison)
    ? tellNamed(rules.extended, types, scene, false)
    : tellOther(...types, scene);
}

function tellNamed(
  rule: RuleId,
  [before, after]: readonly [Type, Type],
  { element, comparison }: Scene,
  isTyped = true,
): true {
  comparison.list.tell(rule, element, { ...labels(before, after), isTyped });
  return true;
}
