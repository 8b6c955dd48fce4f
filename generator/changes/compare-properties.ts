import type { Api, Method, ObjectSchema, Property } from "../model/model.js";
import {
  fresh,
  gone,
  leavesOf,
  setDifference,
  shared,
  type Comparison,
  type SharedElement,
} from "./comparison.js";
import { refsIn } from "./api-index.js";
import { compareLeaves } from "./compare-leaves.js";
import { compareLimits } from "./compare-limits.js";
import { losesName } from "./compare-names.js";
import { compareTypes } from "./compare-types.js";
import { compareDoc, flags } from "./compare-words.js";
import type { Direction } from "./rule.js";
import { isOpen, plainName, relates, resolve, type Sides } from "./structure.js";

/** Compares the properties of an object that both revisions have. */
export function compareProperties(
  [before, after]: readonly [ObjectSchema, ObjectSchema],
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  const { pairs, removed, added } = matchProperties(before, after, comparison);
  const facts = (name: string) => ({ ...element, subject: `${element.subject}.${name}` });
  for (const property of removed) {
    const { name, at } = property;
    const own = { ...facts(name), direction: directionOf(property, element) };
    const isOne = own.direction !== "request" || !isOpen(after);
    const isTyped = isOne || losesName(refsIn(property.type), comparison);
    list.tell("property-removed", gone({ at }, element.after, own), {
      from: name,
      isTyped,
    });
  }
  for (const property of added) {
    const isRequired = property.requiredBy.length > 0;
    const rule = isRequired ? "property-added-required" : "property-added";
    const isTyped = !isRequired || isRequiredByType(after, property.requiredBy, comparison);
    list.tell(rule, fresh(property, facts(property.name)), { to: property.name, isTyped });
  }
  for (const [old, young] of pairs) {
    const inner = shared([old, young], facts(young.name));
    if (old.name !== young.name) {
      list.tell("property-renamed", inner, { from: old.name, to: young.name });
    }
    const own = { ...inner, direction: directionOf(old, element) };
    compareProperty(old, young, own, comparison);
    compareRequired([old, young], after, inner, comparison);
  }
}

/** What only the server sets no program has sent, whoever sends the object around it. */
export function directionOf(
  { setByServer }: Property,
  { direction }: Pick<SharedElement, "direction">,
): Direction | null {
  if (!setByServer || direction === null) return direction;
  return direction === "both" || direction === "response" ? "response" : "none";
}

interface PropertyMatches {
  readonly pairs: readonly (readonly [Property, Property])[];
  readonly removed: readonly Property[];
  readonly added: readonly Property[];
}

/** By name; else those whose names differ in case and punctuation only and that have the same type. */
export function matchProperties(
  before: ObjectSchema,
  after: ObjectSchema,
  sides: Sides,
): PropertyMatches {
  const left = new Map(after.properties.map((each) => [each.name, each]));
  const pairs: (readonly [Property, Property])[] = [];
  const removed: Property[] = [];
  for (const property of before.properties) {
    const same = left.get(property.name);
    if (same === undefined) removed.push(property);
    else pairs.push([property, same]);
    left.delete(property.name);
  }
  const gone = removed.filter((property) => {
    const same = [...left.values()].find(
      ({ name, type }) =>
        plainName(name) === plainName(property.name) && relates("same", property.type, type, sides),
    );
    if (same === undefined) return true;
    pairs.push([property, same]);
    left.delete(same.name);
    return false;
  });
  return { pairs, removed: gone, added: [...left.values()] };
}

function compareProperty(
  before: Property,
  after: Property,
  element: SharedElement,
  comparison: Comparison,
): void {
  compareDoc([before.doc, after.doc], element, "property", comparison);
  const isSame = compareTypes([before.type, after.type], element, "property", comparison);
  const limits = [before.limits, after.limits] as const;
  compareLimits(limits, after.type, element, "property", comparison);
  compareLeaves(leavesOf(element, comparison), element, "property", { isSame }, comparison);
}

/** Who sets a property, and which methods need it. */
function compareRequired(
  [before, after]: readonly [Property, Property],
  holder: ObjectSchema,
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  const { removed, added } = setDifference(before.requiredBy, after.requiredBy);
  if (added.length > 0) {
    const isTyped = isRequiredByType(holder, added, comparison);
    list.tell("property-became-required", element, { to: added.join(", "), isTyped });
  }
  if (removed.length > 0) {
    list.tell("property-became-optional", element, { from: removed.join(", ") });
  }
  if (before.setByServer === after.setByServer && before.readOnly === after.readOnly) return;
  // One that a method needs stays in requests, whatever the flag says.
  const isGone = after.setByServer || (after.readOnly && !before.readOnly);
  const facts = { key: "readOnly", ...flags(before.readOnly, after.readOnly) };
  if (isGone) {
    const isLeftOut = after.setByServer && holder.inRequests;
    const isTyped = isLeftOut && !(element.direction === "request" && isOpen(holder));
    list.tell("property-became-read-only", element, { ...facts, isTyped });
  } else list.tell("property-no-longer-read-only", element, facts);
}

/** True if the type of a method's body says that the property must be there. */
function isRequiredByType(
  holder: ObjectSchema,
  ids: readonly string[],
  { young }: Comparison,
): boolean {
  return young.methods.some(
    ({ method }) => ids.includes(method.id) && bodyOf(method, young.schemas)?.name === holder.name,
  );
}

function bodyOf(
  { request, httpMethod }: Method,
  schemas: ReadonlyMap<string, Api["schemas"][number]>,
): ObjectSchema | null {
  if (request === null || httpMethod === "PATCH") return null;
  const body = resolve(request.type, schemas);
  return body.kind === "object" ? body : null;
}
