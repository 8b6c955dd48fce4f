import { didYouMean } from "../did-you-mean.js";
import { quotedList } from "./quoted-list.js";

/** What to write instead of a name that is not known: the nearest one, or else all there are. */
export function insteadOf(name: string, known: readonly string[], verb: "has" | "takes"): string {
  const near = didYouMean(name, known);
  if (near !== "" || known.length === 0) return near;
  return `, which ${verb} ${quotedList(known)}`;
}
