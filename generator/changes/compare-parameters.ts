import type { Api, Method, Parameter } from "../model/model.js";
import {
  fresh,
  gone,
  leavesOf,
  shared,
  type Comparison,
  type SharedElement,
} from "./comparison.js";
import { compareLeaves } from "./compare-leaves.js";
import { compareLimits } from "./compare-limits.js";
import { compareTypes } from "./compare-types.js";
import { compareDoc, flags } from "./compare-words.js";
import { plainName } from "./structure.js";

/** The parameters of two revisions of a method, or of the API. */
export interface ParameterMatches {
  readonly pairs: readonly (readonly [Parameter, Parameter])[];
  readonly removed: readonly Parameter[];
  readonly added: readonly Parameter[];
}

/** By name; else by the place in the path, or because the names differ in case and punctuation only. */
export function matchParameters(
  before: readonly Parameter[],
  after: readonly Parameter[],
  inPath: ReadonlyMap<string, string> = new Map(),
): ParameterMatches {
  const left = new Map(after.map((each) => [each.name, each]));
  const pairs: (readonly [Parameter, Parameter])[] = [];
  const removed: Parameter[] = [];
  for (const parameter of before) {
    const same = left.get(parameter.name);
    if (same === undefined) removed.push(parameter);
    else pairs.push([parameter, same]);
    left.delete(parameter.name);
  }
  const gone = removed.filter((parameter) => {
    const same = [...left.values()].find((other) => isRenamed(parameter, other, inPath));
    if (same === undefined) return true;
    pairs.push([parameter, same]);
    left.delete(same.name);
    return false;
  });
  return { pairs, removed: gone, added: [...left.values()] };
}

function isRenamed(
  before: Parameter,
  after: Parameter,
  inPath: ReadonlyMap<string, string>,
): boolean {
  if (before.location !== after.location) return false;
  if (inPath.get(before.name) === after.name) return true;
  return plainName(before.name) === plainName(after.name) && before.type.kind === after.type.kind;
}

/**
 * True if calls of a method have no parameter, no body and nothing else to give: their type is an object without
 * members, and the compiler takes any member that is written into one.
 */
export function takesNothing(method: Method, api: Api): boolean {
  const { parameters, request, upload, download, response } = method;
  const hasFields = response !== null && api.parameters.some(({ name }) => name === "fields");
  const hasMedia = upload !== null || download?.byAlt === true;
  return parameters.length === 0 && request === null && !hasMedia && !hasFields;
}

/** Compares the parameters of a method; those that moved in or out are told here too. */
export function compareParameters(
  { pairs, removed, added }: ParameterMatches,
  young: Method,
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  const facts = (name: string) => factsOf(name, element);
  const isTyped = !takesNothing(young, comparison.young.api);
  for (const parameter of removed) {
    const from = parameter.name;
    list.tell("parameter-removed", gone(parameter, element.after, facts(from)), { from, isTyped });
  }
  for (const parameter of added) {
    const rule = parameter.required ? "parameter-added-required" : "parameter-added";
    list.tell(rule, fresh(parameter, facts(parameter.name)), { to: parameter.name });
  }
  comparePairs(pairs, element, comparison);
}

/** Compares the parameters that every method takes. */
export function compareStandardParameters(
  { pairs, removed, added }: ParameterMatches,
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  for (const parameter of removed) {
    const from = parameter.name;
    list.tell("global-parameter-removed", gone(parameter, parameter.at, factsOf(from, element)), {
      from,
    });
  }
  for (const parameter of added) {
    const to = parameter.name;
    list.tell("global-parameter-added", fresh(parameter, factsOf(to, element)), { to });
  }
  comparePairs(pairs, element, comparison);
}

function factsOf(
  name: string,
  { subject, methods }: SharedElement,
): Pick<SharedElement, "subject" | "direction" | "methods"> {
  return { subject: `${subject}(${name})`, direction: "request", methods };
}

function comparePairs(
  pairs: ParameterMatches["pairs"],
  element: SharedElement,
  comparison: Comparison,
): void {
  for (const [before, after] of pairs) {
    const inner = shared([before, after], factsOf(after.name, element));
    compareParameter(before, after, inner, comparison);
  }
}

function compareParameter(
  before: Parameter,
  after: Parameter,
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  if (before.name !== after.name) {
    const rule = after.location === "path" ? "parameter-renamed" : "query-parameter-renamed";
    list.tell(rule, element, { from: before.name, to: after.name });
  }
  if (before.location !== after.location) {
    const facts = { key: "location", from: before.location, to: after.location };
    list.tell("parameter-location-changed", element, facts);
  }
  if (before.required !== after.required) {
    const facts = { key: "required", ...flags(before.required, after.required) };
    list.tell(`parameter-became-${after.required ? "required" : "optional"}`, element, facts);
  }
  if (before.repeated !== after.repeated) {
    const facts = { key: "repeated", ...flags(before.repeated, after.repeated) };
    list.tell(`parameter-became-${after.repeated ? "repeated" : "single"}`, element, facts);
  }
  compareDoc([before.doc, after.doc], element, "parameter", comparison);
  const isSame = compareTypes([before.type, after.type], element, "parameter", comparison);
  const limits = [before.limits, after.limits] as const;
  compareLimits(limits, after.type, element, "parameter", comparison);
  compareLeaves(leavesOf(element, comparison), element, "parameter", { isSame }, comparison);
}
