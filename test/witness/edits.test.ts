/** The compiler finds exactly what the changes say, whatever is edited. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEdits, edits } from "../changes/edits.js";
import { library } from "../changes/library.js";
import { runs } from "../runs.js";
import { judged, typeDisagreements, wireDisagreements } from "./disagreements.js";

const base = library();
const { numRuns } = runs(40);
/** One seed in CI; `npm run soak` looks for what is not known yet. */
const isSoak = process.env["DISCOGEN_SOAK"] !== undefined;
const seed = isSoak ? Date.now() % 2 ** 31 : 1;

test(`${numRuns} random edits of a document (seed ${seed}) break what they are said to break`, async () => {
  const cases = fc.sample(fc.tuple(edits, edits), { numRuns, seed });
  const pairs = cases.map(([some, others]) => {
    const before = applyEdits(base, some);
    return judged(before, applyEdits(before, others));
  });
  const types = await typeDisagreements(pairs);
  const found: { readonly lines: string[]; readonly edits: unknown }[] = [];
  for (const [index, pair] of pairs.entries()) {
    const lines = [...(types[index] ?? []), ...(await wireDisagreements(pair))];
    found.push({ lines, edits: cases[index] });
  }
  expect(found.filter(({ lines }) => lines.length > 0)).toEqual([]);
}, 600_000);
