import { changedLeaves, leafText, tellUnknown, type ChangedLeaf } from "./compare-leaves.js";
import { compareDescription } from "./compare-words.js";
import { apiElement, apisOf, type Comparison, type SharedElement } from "./comparison.js";
import type { NodeLeaves } from "./leaves.js";
import type { RuleId } from "./rules.js";

/** Compares what a document says of itself: whose it is, what it is called, and keys of no other meaning. */
export function compareDocument(
  leaves: readonly [NodeLeaves, NodeLeaves],
  comparison: Comparison,
): void {
  const element = apiElement(comparison);
  const { list } = comparison;
  const [old, young] = apisOf(comparison);
  for (const key of ["name", "version"] as const) {
    const facts = { key, from: old[key], to: young[key] };
    if (old[key] !== young[key]) list.tell("api-identity-changed", element, facts);
  }
  if (old.title !== young.title) {
    list.tell("title-changed", element, { key: "title", from: old.title, to: young.title });
  }
  compareDescription([old.doc.text, young.doc.text], element, comparison);
  if (old.documentationUrl !== young.documentationUrl) {
    const facts = {
      key: "documentationLink",
      from: old.documentationUrl,
      to: young.documentationUrl,
    };
    list.tell("documentation-link-changed", element, facts);
  }
  compareClientName(leaves, element, comparison);
  compareOtherKeys(leaves, element, comparison);
}

/** The class has the name that the API had when it was published. */
function compareClientName(
  [before, after]: readonly [NodeLeaves, NodeLeaves],
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  const [old, young] = apisOf(comparison);
  if (old.className !== young.className) {
    const facts = { key: "canonicalName", from: old.className, to: young.className };
    return list.tell("client-name-changed", element, facts);
  }
  const key = "canonicalName";
  const [from, to] = [leafText(before.get(key)), leafText(after.get(key))];
  if (from !== to) list.tell("canonical-name-changed", element, { key, from, to });
}

const leafRules: Readonly<Record<string, RuleId>> = {
  kind: "document-format-changed",
  discoveryVersion: "document-format-changed",
  protocol: "document-format-changed",
  etag: "etag-changed",
  ownerDomain: "owner-changed",
  ownerName: "owner-changed",
  packagePath: "package-path-changed",
  version_module: "version-module-changed",
};

/** Keys that are compared elsewhere. */
const known = /^(canonicalName|basePath|baseUrl|servicePath|features\/.*|icons\/.*|labels\/.*)$/;

function compareOtherKeys(
  leaves: readonly [NodeLeaves, NodeLeaves],
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  compareIcons(leaves, element, comparison);
  compareLabels(leaves, element, comparison);
  for (const leaf of changedLeaves(...leaves)) {
    const rule = Object.hasOwn(leafRules, leaf.key) ? leafRules[leaf.key] : undefined;
    if (rule !== undefined) list.tell(rule, element, factsOf(leaf));
    else if (!known.test(leaf.key)) tellUnknown(leaf, element, comparison);
  }
}

function factsOf({ key, from, to }: ChangedLeaf): {
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
} {
  return { key, from: leafText(from), to: leafText(to) };
}

function compareIcons(
  [before, after]: readonly [NodeLeaves, NodeLeaves],
  element: SharedElement,
  { list }: Comparison,
): void {
  const [leaf] = changedLeaves(before, after).filter(({ key }) => key.startsWith("icons/"));
  if (leaf !== undefined) list.tell("icons-changed", element, { ...factsOf(leaf), key: "icons" });
}

function compareLabels(
  [before, after]: readonly [NodeLeaves, NodeLeaves],
  element: SharedElement,
  { list }: Comparison,
): void {
  const labels = (leaves: NodeLeaves): string | null => {
    const all = [...leaves].flatMap(([key, value]) =>
      key.startsWith("labels/") ? [String(value)] : [],
    );
    return all.length === 0 ? null : all.sort().join(", ");
  };
  const [from, to] = [labels(before), labels(after)];
  if (from !== to) list.tell("labels-changed", element, { key: "labels", from, to });
}
