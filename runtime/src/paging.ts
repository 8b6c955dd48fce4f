import type { PagingDescriptor } from "./descriptor.js";
import { own } from "./record.js";
import type { WrittenCall } from "./written-call.js";

/** The page token in a call's parameters, or `null`. */
export function pageTokenOf(
  params: object | undefined,
  { tokenIn, link }: PagingDescriptor,
): string | null {
  const holder = tokenIn.in === "query" ? params : own(params, "body");
  const token = own(holder, tokenIn.name);
  if (link && typeof token === "number") return String(token);
  return typeof token === "string" && token !== "" ? token : null;
}

/** The token in the address of a page, or `null`. */
export function tokenInLink(link: string, { tokenIn }: PagingDescriptor): string | null {
  let query: URLSearchParams;
  try {
    query = new URL(link).searchParams;
  } catch {
    return null;
  }
  const token = query.get(tokenIn.name);
  return token !== null && /^\d{1,15}$/.test(token) ? token : null;
}

/** The parameters of the page that follows, from those of the first page as they were sent. */
export function nextPageParams(
  { values, body: text }: WrittenCall,
  { tokenIn, link }: PagingDescriptor,
  token: string,
): object {
  // The body as it was sent: its caller may have changed the object since.
  const body: object | null = text === null ? null : JSON.parse(text);
  if (tokenIn.in === "body") return { ...values, body: { ...body, [tokenIn.name]: token } };
  const value = link ? Number(token) : token;
  return { ...values, ...(body === null ? {} : { body }), [tokenIn.name]: value };
}
