/** Lists in pages: tokens, and which items are on a page. */
import type { Method, Paging } from "../model/model.js";
import { badRequest } from "./google-error.js";

/** What a page of a list holds. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The token of the next page, or `null` for the last one. */
  readonly next: string | null;
}

const sizeNames = ["maxResults", "pageSize", "maxPageSize", "limit", "max-results"];

/** The page of `all` that a request asks for. A page has as many items as it says, else `size`. */
export function pageOf<Item>(
  all: readonly Item[],
  { method, paging }: { readonly method: Method; readonly paging: Paging },
  asked: Readonly<Record<string, unknown>>,
  size: number,
): Page<Item> {
  const { name } = paging.tokenIn;
  const parameter = method.parameters.find((each) => each.name === name);
  // A token that is a number is the number of the first item, from 1.
  const isNumber = parameter?.type.kind === "integer";
  const start = startOf(asked[name], isNumber) ?? (parameter?.required ? 0 : null);
  if (start === null || start > all.length) {
    const description = "is the token of no page of this list";
    throw badRequest([{ field: name, description, reason: "invalidParameter" }]);
  }
  const wanted = sizeNames.map((each) => Number(asked[each])).find((each) => each > 0);
  const end = Math.min(all.length, start + Math.floor(Math.max(1, wanted ?? size)));
  const token = isNumber ? String(end + 1) : `fake-page-${end}`;
  return { items: all.slice(start, end), next: end < all.length ? token : null };
}

function startOf(token: unknown, isNumber: boolean): number | null {
  if (token === undefined || token === "") return 0;
  if (isNumber) return typeof token === "number" && token >= 1 ? token - 1 : null;
  const [, digits] = /^fake-page-(\d{1,9})$/.exec(String(token)) ?? [];
  return digits === undefined ? null : Number(digits);
}
