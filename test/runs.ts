/**
 * How many random cases a property gets: `count` in a usual run, twenty times as many in `npm run soak`.
 */
export function runs(count: number): { readonly numRuns: number } {
  return { numRuns: process.env["DISCOGEN_SOAK"] === undefined ? count : count * 20 };
}
