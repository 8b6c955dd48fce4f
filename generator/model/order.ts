/** The members of an object of the document in code-unit order of their keys: no output depends on key order. */
export function sortedEntries<T>(members: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(members ?? {}).sort(([left], [right]) => byCodeUnit(left, right));
}

/** Compares two texts as `sort()` does, in the same way in every locale. */
export function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
