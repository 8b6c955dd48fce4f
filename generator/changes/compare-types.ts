/** What stands at a place that both revisions have. */
import type { Schema, Type } from "../model/model.js";
import { directionOf, isNamed, refsIn } from "./api-index.js";
import type { Comparison, SharedElement } from "./comparison.js";
import { compareEnums, placeBelow } from "./compare-enums.js";
import type { Valued } from "./compare-limits.js";
import { compareInlineNames, losesName } from "./compare-names.js";
import { compareDoc } from "./compare-words.js";
import { fits } from "./fits.js";
import type { RuleId } from "./rules.js";
import {
  isSchema,
  nameLikeness,
  relates,
  resolve,
  typeLabel,
  type Schemas,
  type ValueChange,
} from "./structure.js";
import { formatRule, isFormatted, isSameInCode, type Formatted } from "./value-changes.js";

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
  const facts = labels(before, after, comparison);
  if (before.kind === "enum" && after.kind === "enum") {
    compareEnums([before.values, after.values], element, rules.valued, comparison, place);
  } else if (before.kind === "string" && after.kind === "enum") {
    list.tell(`${rules.valued}-became-enum`, element, facts);
  } else if (before.kind === "enum" && after.kind === "string") {
    list.tell(`${rules.valued}-no-longer-enum`, element, facts);
  } else if (isFormatted(before) && isFormatted(after) && isSameInCode(before, after)) {
    compareFormats(before, after, scene);
  } else if (before.kind !== after.kind) return tellOther(before, after, scene);
  return true;
}

function compareFormats(
  before: Formatted,
  after: Formatted,
  { element, rules, comparison }: Scene,
): void {
  const rule = formatRule(before, after);
  if (rule === null) return;
  comparison.list.tell(`${rules.valued}-${rule}`, element, labels(before, after, comparison));
  if (rules.valued === "parameter" && isLong(before) && !isLong(after)) {
    comparison.list.tell("parameter-no-longer-long", element, labels(before, after, comparison));
  }
}

function isLong({ kind, format }: Formatted): boolean {
  return kind === "string" && (format === "int64" || format === "uint64");
}

function labels(
  before: Type,
  after: Type,
  { old, young }: Comparison,
): { readonly from: string; readonly to: string } {
  return { from: labelOf(before, old.schemas), to: labelOf(after, young.schemas) };
}

/** An inline object has no name that a document knows. */
function labelOf(type: Type, schemas: Schemas): string {
  const [name] = refsIn(type);
  const schema = name === undefined ? undefined : schemas.get(name);
  const label = typeLabel(type);
  if (schema === undefined || isNamed(schema)) return label;
  return label.replace(schema.name, () => "inline object");
}

/** Two types that have nothing in common. */
function tellOther(before: Type, after: Type, scene: Scene): false {
  const { element, rules, comparison } = scene;
  const { list } = comparison;
  const facts = { ...labels(before, after, comparison), isTyped: breaks(before, after, scene) };
  const isSame = (left: Type, right: Type): boolean => relates("same", left, right, comparison);
  if (after.kind === "array" && isSame(before, after.items)) list.tell(rules.array, element, facts);
  else if (before.kind === "array" && isSame(before.items, after)) {
    list.tell(rules.single, element, facts);
  } else if (before.kind === "any") list.tell(rules.narrowed, element, facts);
  else if (after.kind === "any") list.tell(rules.widened, element, facts);
  else list.tell(rules.changed, element, facts);
  return false;
}

/** True if something that was done with the old type, or its name, does not compile any more. */
function breaks(before: Type, after: Type, { element, comparison }: Scene): boolean {
  return (
    !fits(before, after, element.direction, comparison) || losesName(refsIn(before), comparison)
  );
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
  if (from.kind !== to.kind) return tellOther(before, after, scene);
  tellNamed(rule, [before, after], scene);
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
    tellNamed(isNamed(to) ? rules.extracted : rules.inlined, types, scene);
  } else compareInlineNames(from, to, element, comparison);
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
  for (const [relation, rule] of [
    ["same", rules.named],
    ["extends", rules.extended],
  ] as const) {
    const values: ValueChange[] = [];
    if (!relates(relation, ...types, { ...comparison, values })) continue;
    tellNamed(rule, types, scene);
    tellValues(values, scene);
    return true;
  }
  return tellOther(...types, scene);
}

/** What a schema has otherwise than the one in whose place it stands, of each kind together. */
function tellValues(values: readonly ValueChange[], { element, comparison }: Scene): void {
  for (const rule of new Set(values.map((each) => each.rule))) {
    const own = values.filter((each) => each.rule === rule);
    const list = (side: "from" | "to"): string | null =>
      own
        .flatMap((each) => (each[side] === null ? [] : [`${each.name}: ${each[side]}`]))
        .join(", ") || null;
    comparison.list.tell(`property-${rule}`, element, { from: list("from"), to: list("to") });
  }
}

function tellNamed(rule: RuleId, [before, after]: readonly [Type, Type], scene: Scene): true {
  const isTyped = breaks(before, after, scene);
  const { element, comparison } = scene;
  comparison.list.tell(rule, element, { ...labels(before, after, comparison), isTyped });
  return true;
}
