import type { EnumValue } from "../model/model.js";
import { setDifference, type Comparison, type SharedElement } from "./comparison.js";
import type { Valued } from "./compare-limits.js";
import { plainName } from "./structure.js";

/** Compares the values of an enum; `place` is what leads to it if it is that of an item or a map's value. */
export function compareEnums(
  [before, after]: readonly [readonly EnumValue[], readonly EnumValue[]],
  element: SharedElement,
  valued: Valued,
  comparison: Comparison,
  place = "",
): void {
  const { list } = comparison;
  const tell = placeBelow(element, place);
  const { removed, added } = respelled(before, after, (from, to) =>
    list.tell(`${valued}-enum-value-respelled`, tell, { from, to }),
  );
  for (const from of removed) list.tell(`${valued}-enum-value-removed`, tell, { from });
  for (const to of added) list.tell(`${valued}-enum-value-added`, tell, { to });
  compareOrder([before, after], tell, comparison);
  compareValues([before, after], tell, valued, comparison);
}

/** An element's items, or its values: the element with the place of them. */
export function placeBelow(element: SharedElement, place: string): SharedElement {
  const below = place === "" ? "" : `/${place.slice(0, -1)}`;
  const [before, after] = [element.before + below, element.after + below];
  return { ...element, before, after, near: after };
}

/** Values that are the same up to case and punctuation are told as pairs; gives the others. */
function respelled(
  before: readonly EnumValue[],
  after: readonly EnumValue[],
  tell: (from: string, to: string) => void,
): { readonly removed: readonly string[]; readonly added: readonly string[] } {
  const values = (all: readonly EnumValue[]): string[] => all.map(({ value }) => value).sort();
  const { removed, added } = setDifference(values(before), values(after));
  const left = new Set(added);
  const gone = removed.filter((from) => {
    const to = [...left].find((each) => plainName(each) === plainName(from));
    if (to === undefined) return true;
    left.delete(to);
    tell(from, to);
    return false;
  });
  return { removed: gone, added: [...left] };
}

/** Of the values that both have. */
function compareOrder(
  [before, after]: readonly [readonly EnumValue[], readonly EnumValue[]],
  element: SharedElement,
  { list }: Comparison,
): void {
  const common = (all: readonly EnumValue[], others: readonly EnumValue[]): string => {
    const known = new Set(others.map(({ value }) => value));
    return all.flatMap(({ value }) => (known.has(value) ? [value] : [])).join(", ");
  };
  const [from, to] = [common(before, after), common(after, before)];
  if (from !== to) list.tell("enum-order-changed", element, { from, to });
}

/** Each value with its own words, wherever it stands. */
function compareValues(
  [before, after]: readonly [readonly EnumValue[], readonly EnumValue[]],
  element: SharedElement,
  valued: Valued,
  { list }: Comparison,
): void {
  const young = new Map(after.map((each) => [each.value, each]));
  let hasOtherWords = false;
  for (const { value, doc } of before) {
    const other = young.get(value)?.doc;
    if (other === undefined) continue;
    hasOtherWords ||= other.text !== doc.text;
    if (other.deprecated && !doc.deprecated) {
      list.tell(`${valued}-enum-value-deprecated`, element, { to: value });
    } else if (doc.deprecated && !other.deprecated) {
      list.tell(`${valued}-enum-value-undeprecated`, element, { to: value });
    }
  }
  if (hasOtherWords) list.tell("enum-description-changed", element);
}
