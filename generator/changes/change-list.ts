import type { Change } from "./change.js";
import type { Direction } from "./rule.js";
import type { RuleId } from "./rules.js";

/** Something that a change is about: a method, a property, the API itself. */
export interface Element {
  /** JSON pointer into the old document; `null` if it is new. */
  readonly before: string | null;
  /** JSON pointer into the new document; `null` if it is gone. */
  readonly after: string | null;
  /** JSON pointer into the new document: of the element, or of what has lost it. */
  readonly near: string;
  readonly subject: string;
  readonly direction: Direction | null;
  readonly methods: readonly string[];
}

/** What is told of a change besides what it is about. */
export interface Facts {
  /** The place below the element: `description`, `items/enum`. */
  readonly key?: string;
  readonly from?: string | null;
  readonly to?: string | null;
  /** False where all that programs have written compiles as before; default true. */
  readonly isTyped?: boolean;
}

/** Collects what comparisons find. */
export class ChangeList {
  readonly #changes: Change[] = [];

  /** Tells a change. Below an element, a value that is gone has its place in the old document. */
  tell(rule: RuleId, element: Element, facts: Facts = {}): void {
    const { key, from = null, to = null, isTyped = true } = facts;
    const { subject, direction, methods } = element;
    const isLost = key !== undefined && to === null && from !== null;
    const place = placeOf(element, isLost, key === undefined ? "" : `/${key}`);
    this.#changes.push({ rule, ...place, subject, direction, methods, from, to, isTyped });
  }

  /** The places of all changes so far, in the old document or in the new one. */
  places(isGone: boolean): ReadonlySet<string> {
    return new Set(this.#changes.flatMap((each) => (each.isGone === isGone ? [each.at] : [])));
  }

  get length(): number {
    return this.#changes.length;
  }

  /** All changes, each once, in an order that does not depend on that of the documents. */
  sorted(): Change[] {
    const unique = new Map(
      this.#changes.map((each) => [`${each.rule}\n${each.at}\n${each.from}\n${each.to}`, each]),
    );
    return [...unique.values()].sort(
      (left, right) =>
        byCodeUnit(left.at, right.at) ||
        byCodeUnit(left.rule, right.rule) ||
        byCodeUnit(left.from ?? "", right.from ?? "") ||
        byCodeUnit(left.to ?? "", right.to ?? ""),
    );
  }
}

/** Where a change is: in the old document if the element is gone, or what is below it. */
function placeOf(
  { before, after, near }: Element,
  isLost: boolean,
  below: string,
): Pick<Change, "at" | "node" | "isGone" | "near"> {
  if (before !== null && (after === null || isLost)) {
    return { at: before + below, node: before, isGone: true, near };
  }
  const node = after ?? "";
  const at = node + below;
  return { at, node, isGone: false, near: at };
}

/** Compares two texts in the same way in every locale. */
export function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
