import { CallPromise, plainToAwait, type StartCall } from "./call-promise.js";
import type { PagePromise } from "./call.js";
import type { PagingDescriptor } from "./descriptor.js";
import { GoogleApiError } from "./error.js";
import { tokenInLink } from "./paging.js";
import { own } from "./record.js";
import type { AbortSignalLike } from "./structural.js";

/** How a list goes on. */
export interface Pager<Page> {
  readonly id: string;
  readonly paging: PagingDescriptor;
  /** The token of the first page, if the caller gave one. */
  readonly firstToken: string | null;
  /** The caller's signal: it ends an iteration between two items too. */
  readonly signal: AbortSignalLike | null;
  next(token: string): Promise<Page>;
}

/** A call of a paged method: its promise is the first page, which iterations share. */
export class PageCallPromise<Page, Item>
  extends CallPromise<Page>
  implements PagePromise<Page, Item>
{
  readonly #pager: Pager<Page>;

  constructor(start: StartCall, pager: Pager<Page>) {
    super(start);
    this.#pager = pager;
  }

  async *pages(): AsyncGenerator<Page, void, undefined> {
    const pager = this.#pager;
    const seen = new Set(pager.firstToken === null ? [] : [pager.firstToken]);
    let page: Page = await this;
    for (;;) {
      yield page;
      const token = nextToken(page, pager);
      if (token === null) return;
      if (seen.has(token)) throw pageError(pager.id, "repeats the token of an earlier page");
      seen.add(token);
      page = await pager.next(token);
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) {
      for (const item of itemsOf<Item>(page, this.#pager)) {
        if (this.#pager.signal?.aborted) throw abortedError(this.#pager.id);
        yield item;
      }
    }
  }
}

plainToAwait(PageCallPromise);

function nextToken(page: unknown, { id, paging }: Pager<unknown>): string | null {
  let value = page;
  for (const name of paging.tokenOut) value = own(value, name);
  if (!value) return null;
  const token = paging.link && typeof value === "string" ? tokenInLink(value, paging) : value;
  if (typeof token === "string") return token;
  if (paging.link) throw pageError(id, `has a ${paging.tokenOut.join(".")} without a token`);
  throw pageError(id, `has a ${paging.tokenOut.join(".")} that is no string`);
}

function itemsOf<Item>(page: unknown, { id, paging }: Pager<unknown>): readonly Item[] {
  const { items, map } = paging;
  if (items === undefined) throw pageError(id, "has no items to iterate; use pages()");
  const value = own(page, items);
  if (value === undefined || value === null) return [];
  if (map && typeof value === "object") return Object.entries(value) as Item[];
  if (!map && Array.isArray(value)) return value;
  throw pageError(id, `has ${items} that are no ${map ? "map" : "array"}`);
}

function abortedError(id: string): GoogleApiError {
  const message = `${id}: aborted by its signal`;
  return new GoogleApiError({ kind: "aborted", message, outcome: "not_sent" });
}

function pageError(id: string, what: string): GoogleApiError {
  return new GoogleApiError({
    kind: "protocol",
    message: `${id}: a page ${what}`,
    outcome: "unknown",
  });
}
