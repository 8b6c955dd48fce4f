/**
 * How two patterns relate. Google's patterns are lists of segments (`^projects/[^/]+/topics/[^/]+$`) or of
 * alternatives (`^(a|b)$`), which can be compared; others are never compiled, because real ones are invalid
 * or catastrophic in JavaScript.
 */

/** What the new pattern takes, compared with the old one. */
export type PatternRelation = "widened" | "narrowed" | "disjoint" | "changed";

/** Compares two different patterns. */
export function relatePatterns(before: string, after: string): PatternRelation {
  const [old, young] = [alternatives(before), alternatives(after)];
  if (old === null || young === null) return "changed";
  const widened = old.every((each) => young.some((other) => contains(other, each)));
  const narrowed = young.every((each) => old.some((other) => contains(other, each)));
  if (widened) return "widened";
  if (narrowed) return "narrowed";
  return old.some((each) => young.some((other) => meet(each, other))) ? "changed" : "disjoint";
}

/** A piece of a path: a text, one whole segment, or whatever is left. */
type Segment = { readonly text: string } | "one" | "all";

const one = /^\[\^\/\][+*]$/;

/** The ways a value can look; `null` if that cannot be told. */
function alternatives(pattern: string): (readonly Segment[])[] | null {
  const inner = /^\^(.*)\$$/.exec(pattern)?.[1];
  if (inner === undefined) return null;
  const group = /^\(([^()]*)\)$/.exec(inner)?.[1];
  const texts = group === undefined ? [inner] : group.split("|");
  const all = texts.map(segments);
  return all.some((each) => each === null) ? null : all.filter((each) => each !== null);
}

function segments(text: string): readonly Segment[] | null {
  // The slash of `[^/]+` separates nothing.
  const pieces = text.replaceAll("[^/]", "\u0000").split("/");
  const found: Segment[] = [];
  for (const [index, piece] of pieces.entries()) {
    const segment = segmentOf(piece.replaceAll("\u0000", "[^/]"), index === pieces.length - 1);
    if (segment === null) return null;
    found.push(segment);
  }
  return found;
}

function segmentOf(text: string, isLast: boolean): Segment | null {
  if (one.test(text)) return "one";
  if (text === ".*" || text === ".+") return isLast ? "all" : null;
  return /^[\w-]+$/.test(text) ? { text } : null;
}

/** True if every value of the other is one of the whole. */
function contains(whole: readonly Segment[], part: readonly Segment[]): boolean {
  for (const [index, segment] of whole.entries()) {
    const other = part[index];
    if (other === undefined) return false;
    if (segment === "all") return true;
    if (other === "all") return false;
    if (segment !== "one" && (other === "one" || other.text !== segment.text)) return false;
  }
  return whole.length === part.length;
}

/** True if some value is one of both. */
function meet(left: readonly Segment[], right: readonly Segment[]): boolean {
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const [one, other] = [left[index], right[index]];
    if (one === undefined || other === undefined) return false;
    if (one === "all" || other === "all") return true;
    if (one !== "one" && other !== "one" && one.text !== other.text) return false;
  }
  return true;
}
