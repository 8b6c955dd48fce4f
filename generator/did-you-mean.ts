import { editDistance } from "./edit-distance.js";
import { quoted } from "./problem.js";

/** The member of `known` that `name` was probably meant to be, as `; did you mean "x"?`, or nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  let nearest = "";
  // Short names are near to any other short one.
  let least = Math.min(name.length, Math.max(2, Math.floor(name.length / 3)) + 1);
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), least);
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  return nearest === "" ? "" : `; did you mean ${quoted(nearest)}?`;
}
