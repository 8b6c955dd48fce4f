import { pointerKeys } from "../problem.js";
import { lineAndColumn, lineStarts, type Position } from "./lines.js";
import { readTree, type Tree } from "./tree.js";

/** What a problem knows about its place. */
export interface PlaceInText {
  readonly pointer: string;
  /** From the first character after a byte order mark. */
  readonly offset: number | null;
}

/**
 * The line and column of a place in a JSON text: of the offset if there is one, else of what the pointer
 * names (a member's key, an array's element), else of its nearest ancestor that exists. `null` if the
 * text holds nothing at all.
 */
export function positionOf(text: string, place: PlaceInText): Position | null {
  return positionsIn(text)(place);
}

/** The same for many places of one text, which is read once and not before the first question. */
export function positionsIn(text: string): (place: PlaceInText) => Position | null {
  // Editors do not count the mark as a column, and offsets are counted without it.
  const plain = text.startsWith("\ufeff") ? text.slice(1) : text;
  let tree: Tree | null = null;
  let starts: readonly number[] | null = null;
  return ({ pointer, offset }) => {
    const at = offset ?? nearestOffset((tree ??= readTree(plain)), pointer);
    return at === null ? null : lineAndColumn((starts ??= lineStarts(plain)), at);
  };
}

function nearestOffset({ root }: Tree, pointer: string): number | null {
  if (root === null) return null;
  let node = root;
  for (const key of pointerKeys(pointer)) {
    const child = node.children.get(key);
    if (child === undefined) break;
    node = child;
  }
  return node.offset;
}
