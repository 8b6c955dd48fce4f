import type { Resource } from "../model/model.js";
import type { ApiIndex, PlacedMethod } from "./api-index.js";
import { compareMethod } from "./compare-methods.js";
import { compareDoc } from "./compare-words.js";
import { changedLeaves, tellUnknown } from "./compare-leaves.js";
import { fresh, gone, leavesOf, shared, type Comparison } from "./comparison.js";

/** Compares all resources and methods. A whole resource that comes or goes is told once. */
export function compareAllResources(comparison: Comparison): void {
  const { old, young, methods, list } = comparison;
  const removed = unmatched(old, young, methods.removed);
  const added = unmatched(young, old, methods.added);
  for (const { resource, ids, subject } of removed.resources) {
    const facts = { subject, direction: null, methods: ids };
    list.tell("resource-removed", gone(resource, resource.at, facts), {
      from: resource.path.join("."),
    });
  }
  for (const { resource, ids, subject } of added.resources) {
    const facts = { subject, direction: null, methods: ids };
    list.tell("resource-added", fresh(resource, facts), { to: resource.path.join(".") });
  }
  for (const { method, subject, isDeprecated } of removed.methods) {
    const rule = isDeprecated ? "method-removed-after-deprecation" : "method-removed";
    const facts = { subject, direction: null, methods: [method.id] };
    list.tell(rule, gone(method, method.at, facts), { from: method.id });
  }
  for (const { method, subject } of added.methods) {
    const facts = { subject, direction: null, methods: [method.id] };
    list.tell("method-added", fresh(method, facts), { to: method.id });
  }
  compareShared(old.api.resources, young.api.resources, "", comparison);
  for (const pair of methods.pairs) compareMethod(pair, comparison);
}

/** A resource that only one revision has, with the methods that came or went with it. */
interface Lone {
  readonly resource: Resource;
  readonly ids: readonly string[];
  readonly subject: string;
}

/** What one revision has and the other has not; methods of a lone resource are not told one by one. */
function unmatched(
  own: ApiIndex,
  other: ApiIndex,
  methods: readonly PlacedMethod[],
): { readonly resources: readonly Lone[]; readonly methods: readonly PlacedMethod[] } {
  const lone = loneResources(own.api.resources, other.api.resources, "");
  const isBelow = (each: PlacedMethod, { path }: Resource): boolean =>
    path.every((name, index) => each.path[index] === name) && each.path.length > path.length;
  const resources = lone.flatMap(({ resource, subject }): Lone[] => {
    const inside = methods.filter((each) => isBelow(each, resource));
    const ids = inside.map(({ method }) => method.id).sort();
    // One whose methods all have another place now is told method by method.
    return ids.length === 0 && hasMethods(resource) ? [] : [{ resource, ids, subject }];
  });
  const isTold = (each: PlacedMethod): boolean =>
    resources.some(({ resource }) => isBelow(each, resource));
  return { resources, methods: methods.filter((each) => !isTold(each)) };
}

function hasMethods({ methods, resources }: Resource): boolean {
  return methods.length > 0 || resources.some(hasMethods);
}

interface Placed {
  readonly resource: Resource;
  readonly subject: string;
}

function loneResources(
  own: readonly Resource[],
  others: readonly Resource[],
  above: string,
): Placed[] {
  return own.flatMap((resource) => {
    const subject = above + resource.tsName;
    const other = others.find(({ name }) => name === resource.name);
    return other === undefined
      ? [{ resource, subject }]
      : loneResources(resource.resources, other.resources, `${subject}.`);
  });
}

function compareShared(
  before: readonly Resource[],
  after: readonly Resource[],
  above: string,
  comparison: Comparison,
): void {
  for (const resource of before) {
    const other = after.find(({ name }) => name === resource.name);
    if (other === undefined) continue;
    const subject = above + other.tsName;
    const element = shared([resource, other], { subject, direction: null, methods: [] });
    if (resource.tsName !== other.tsName) {
      const facts = { from: resource.tsName, to: other.tsName };
      comparison.list.tell("generated-name-changed", element, facts);
    }
    compareDoc([resource.doc, other.doc], element, "resource", comparison);
    for (const leaf of changedLeaves(...leavesOf(element, comparison))) {
      tellUnknown(leaf, element, comparison);
    }
    compareShared(resource.resources, other.resources, `${subject}.`, comparison);
  }
}
