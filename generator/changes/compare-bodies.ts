import type { Method } from "../model/model.js";
import { takesNothing } from "./compare-parameters.js";
import { compareLeaves } from "./compare-leaves.js";
import { compareTypes } from "./compare-types.js";
import { leavesOf, type Comparison, type SharedElement } from "./comparison.js";
import { typeLabel } from "./structure.js";

/** Compares what two revisions of a method take and give. */
export function compareBodies(
  methods: readonly [Method, Method],
  element: SharedElement,
  comparison: Comparison,
): void {
  compareRequests(methods, element, comparison);
  compareResponses(methods, element, comparison);
}

function compareRequests(
  [before, after]: readonly [Method, Method],
  method: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  const [old, young] = [before.request, after.request];
  const element = bodyOf(method, "request");
  if (old === null) {
    if (young === null) return;
    const facts = { to: typeLabel(young.type), isTyped: !young.optional };
    return list.tell("request-body-added", { ...element, before: null }, facts);
  }
  if (young === null) {
    const lost = { ...element, after: null, near: method.after };
    const isTyped = !takesNothing(after, comparison.young.api);
    return list.tell("request-body-removed", lost, { from: typeLabel(old.type), isTyped });
  }
  const isSame = compareTypes([old.type, young.type], element, "request", comparison);
  compareLeaves(leavesOf(element, comparison), element, "request", { isSame }, comparison);
  const media = [before.upload?.kind === "raw", after.upload?.kind === "raw"] as const;
  tellMedia(media, element, comparison);
  if (old.optional !== young.optional) {
    list.tell(`request-body-became-${young.optional ? "optional" : "required"}`, element);
  }
  if (before.httpMethod === "PATCH" && after.httpMethod !== "PATCH") {
    list.tell("request-nulls-removed", element);
  }
}

function compareResponses(
  [before, after]: readonly [Method, Method],
  method: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  const [old, young] = [before.response, after.response];
  const element = bodyOf(method, "response");
  if (old === null) {
    if (young === null) return;
    const facts = { to: typeLabel(young) };
    return list.tell("response-body-added", { ...element, before: null }, facts);
  }
  if (young === null) {
    const lost = { ...element, after: null, near: method.after };
    return list.tell("response-body-removed", lost, { from: typeLabel(old) });
  }
  const isSame = compareTypes([old, young], element, "response", comparison);
  compareLeaves(leavesOf(element, comparison), element, "response", { isSame }, comparison);
  const media = [before.download?.always === true, after.download?.always === true] as const;
  tellMedia(media, element, comparison);
}

/** Whether what the schema says is what travels, or media. */
function tellMedia(
  [before, after]: readonly [boolean, boolean],
  element: SharedElement,
  { list }: Comparison,
): void {
  if (before === after) return;
  const [from, to] = [before ? "media" : "JSON", after ? "media" : "JSON"];
  list.tell("body-media-changed", element, { from, to });
}

/** The body of a method, which has the name of the method. */
function bodyOf(method: SharedElement, key: "request" | "response"): SharedElement {
  const [before, after] = [`${method.before}/${key}`, `${method.after}/${key}`];
  return { ...method, before, after, near: after, direction: key };
}
