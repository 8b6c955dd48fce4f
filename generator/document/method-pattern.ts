/**
 * Patterns over the names that lead to a method, such as `projects.locations.*`: `*` is one name, `**` any
 * number of them, none included.
 */

/** True if the names that lead to a method, with dots between them, are what the pattern describes. */
export function matchesPattern(pattern: string, path: string): boolean {
  const parts = pattern.split(".");
  // How many parts of the pattern may be used up: each name is looked at once, whatever the pattern.
  let used = withEmpty(parts, [0]);
  for (const name of path.split(".")) {
    const next: number[] = [];
    for (const count of used) {
      const part = parts[count];
      if (part === "**") next.push(count);
      else if (part === "*" || part === name) next.push(count + 1);
    }
    used = withEmpty(parts, next);
  }
  return used.has(parts.length);
}

/** `**` may stand for nothing, so what follows it may come next. */
function withEmpty(parts: readonly string[], counts: readonly number[]): ReadonlySet<number> {
  const all = new Set(counts);
  // A set gives what is added to it on the way, too.
  for (const count of all) if (parts[count] === "**") all.add(count + 1);
  return all;
}
