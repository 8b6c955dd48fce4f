import type { Api, Doc } from "../generator/model/model.js";
import { isLink } from "./doc-comment.js";

/**
 * An API in whose words no link is relative. Google's own pages show them below its documentation, so that
 * `/admin-sdk/…` leads somewhere; in an editor and in a README it leads nowhere. They are resolved against the
 * document's `documentationLink`; a link that cannot be becomes its text.
 */
export function withAbsoluteLinks(api: Api): Api {
  const base = isLink(api.documentationUrl) ? api.documentationUrl : null;
  return mapped(api, base);
}

/** `[text](target)` with a target of no scheme and no host. */
const relativeLink = /\[([^[\]]+)\]\(((?:\/|\.\.?\/|#)[^()[\]\s]*)\)/g;

/** In code, which is every second piece between backticks, nothing is a link. */
function resolved(text: string, base: string | null): string {
  const link = (whole: string): string =>
    whole.replace(relativeLink, (_, words: string, target: string) => {
      // An anchor is one of a page that is not known.
      const isKnown = base !== null && !target.startsWith("#") && URL.canParse(target, base);
      return isKnown ? `[${words}](${new URL(target, base).href})` : words;
    });
  return text
    .split("`")
    .map((piece, index) => (index % 2 === 0 ? link(piece) : piece))
    .join("`");
}

/** The same data with other words in each `doc`; what has none stays the same object. */
function mapped<T>(value: T, base: string | null): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = value.map((item: unknown) => mapped(item, base));
    return items.some((item, index) => item !== value[index]) ? (items as T) : value;
  }
  const changes = Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    if (key === "rest") return [];
    const other = key === "doc" ? linked(member as Doc, base) : mapped(member, base);
    return other === member ? [] : [[key, other] as const];
  });
  return changes.length === 0 ? value : { ...value, ...Object.fromEntries(changes) };
}

function linked(doc: Doc, base: string | null): Doc {
  const text = resolved(doc.text, base);
  return text === doc.text ? doc : { ...doc, text };
}
