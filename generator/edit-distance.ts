/** Levenshtein distance, or `limit` as soon as it is certain to reach it. */
export function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let line = 1; line <= left.length; line++) {
    const next = [line];
    for (let column = 1; column <= right.length; column++) {
      const same = left[line - 1] === right[column - 1] ? 0 : 1;
      const [above = limit, before = limit, across = limit] = [
        row[column],
        next[column - 1],
        row[column - 1],
      ];
      next.push(Math.min(above + 1, before + 1, across + same));
    }
    row = next;
  }
  return row[right.length] ?? limit;
}
