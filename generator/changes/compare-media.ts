import type { Method } from "../model/model.js";
import { takesNothing } from "./compare-parameters.js";
import { changedLeaves, leafText, tellUnknown } from "./compare-leaves.js";
import { flags } from "./compare-words.js";
import type { Comparison, SharedElement } from "./comparison.js";
import type { NodeLeaves } from "./leaves.js";
import { pathText } from "./match-methods.js";

/** Compares how two revisions of a method take and give media. */
export function compareMedia(
  [before, after]: readonly [Method, Method],
  leaves: readonly [NodeLeaves, NodeLeaves],
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  const [given, gives] = [before.download?.byAlt === true, after.download?.byAlt === true];
  if (given !== gives) {
    const facts = { key: "supportsMediaDownload", ...flags(given, gives) };
    list.tell(`media-download-${gives ? "added" : "removed"}`, element, facts);
  }
  const [old, young] = [uploadOf(before), uploadOf(after)];
  if (old !== null && young !== null) {
    const media = mediaOf(element);
    compareUploads(old, young, media, comparison);
    compareMediaLeaves(leaves, media, comparison);
  } else if (young !== null) {
    // Where nothing else is sent, the media cannot be left out.
    const isTyped = after.request === null;
    list.tell("media-upload-added", { ...mediaOf(element), before: null }, { isTyped });
  } else if (old !== null) {
    const isTyped = !takesNothing(after, comparison.young.api);
    const lost = { ...mediaOf(element), after: null, near: element.after };
    list.tell("media-upload-removed", lost, { isTyped });
  }
}

/** Uploads beside the request; of one that is media itself the type tells. */
type Upload = Extract<Method["upload"], { readonly kind: "protocols" }>;

function uploadOf({ upload }: Method): Upload | null {
  return upload?.kind === "protocols" ? upload : null;
}

function mediaOf(method: SharedElement): SharedElement {
  const [before, after] = [`${method.before}/mediaUpload`, `${method.after}/mediaUpload`];
  return { ...method, before, after, near: after };
}

function compareUploads(
  before: Upload,
  after: Upload,
  element: SharedElement,
  comparison: Comparison,
): void {
  const { list } = comparison;
  const [old, young] = [rangesOf(before), rangesOf(after)];
  for (const from of notWithin(old, young)) {
    list.tell("media-upload-accept-removed", element, { from });
  }
  for (const to of notWithin(young, old)) list.tell("media-upload-accept-added", element, { to });
  compareSizes(before.maxSize, after.maxSize, element, comparison);
  for (const protocol of ["simple", "resumable"] as const) {
    const [from, to] = [pathOf(before[protocol]), pathOf(after[protocol])];
    if (from === to) continue;
    if (from === null) list.tell("media-upload-protocol-added", element, { to: protocol });
    else if (to === null) list.tell("media-upload-protocol-removed", element, { from: protocol });
    else {
      const facts = { key: `protocols/${protocol}/path`, from, to };
      list.tell("media-upload-path-changed", element, facts);
    }
  }
}

function rangesOf({ accept }: Upload): readonly string[] {
  return accept.length === 0 ? ["*/*"] : accept;
}

/** Those of some ranges of media types that no other one covers. */
function notWithin(ranges: readonly string[], others: readonly string[]): string[] {
  return ranges.filter((range) => !others.some((other) => isWithin(range, other)));
}

function isWithin(range: string, other: string): boolean {
  return (
    range === other ||
    other === "*/*" ||
    (other.endsWith("/*") && range.startsWith(other.slice(0, -1)))
  );
}

function pathOf(protocol: Upload["simple"]): string | null {
  return protocol === null ? null : pathText(protocol.path);
}

function compareSizes(
  from: string | null,
  to: string | null,
  element: SharedElement,
  { list }: Comparison,
): void {
  const [old, young] = [bytesOf(from), bytesOf(to)];
  if (from === to || old === young) return;
  const rule = young > old ? "increased" : "decreased";
  list.tell(`media-upload-max-size-${rule}`, element, { key: "maxSize", from, to });
}

/** `"25MB"` is 26,214,400 bytes; without a size there is no limit. What cannot be read counts as none at all. */
function bytesOf(text: string | null): number {
  if (text === null) return Number.POSITIVE_INFINITY;
  const [, number = "", unit = ""] = /^(\d+)\s*([KMGT]?)B?$/i.exec(text.trim()) ?? [];
  return number === "" ? -1 : Number(number) * 1024 ** " KMGT".indexOf(unit.toUpperCase() || " ");
}

/** Whether metadata goes along, and what nobody knows. */
function compareMediaLeaves(
  [before, after]: readonly [NodeLeaves, NodeLeaves],
  element: SharedElement,
  comparison: Comparison,
): void {
  const own = ([...leaves]: NodeLeaves): NodeLeaves =>
    new Map(
      leaves.flatMap(([key, value]) =>
        key.startsWith("mediaUpload/") ? [[key.slice("mediaUpload/".length), value] as const] : [],
      ),
    );
  for (const leaf of changedLeaves(own(before), own(after))) {
    const { key, from, to } = leaf;
    if (!key.endsWith("/multipart")) tellUnknown(leaf, element, comparison);
    else if ((from ?? false) !== (to ?? false)) {
      const facts = { key, from: leafText(from), to: leafText(to) };
      comparison.list.tell("media-upload-multipart-changed", element, facts);
    }
  }
}
