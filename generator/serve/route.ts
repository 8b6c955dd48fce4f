/** A path template as something that paths can be held against. */
import type { Method, PathPart } from "../model/model.js";
import { PathPattern } from "./path-pattern.js";

/** A template, compiled. */
export interface Template {
  readonly parts: readonly PathPart[];
  /** Of two templates for one path the one of more weight is meant: the more literal one. */
  readonly weight: number;
}

// More than any path is long.
const verbWeight = 1_000_000;

/** The values of a template's variables in a path, decoded: of `{/x*}` a list. */
export type PathValues = Readonly<Record<string, string | readonly string[]>>;

/** Prepares a template. */
export function templateOf(parts: readonly PathPart[]): Template {
  const spelled = parts.map((part) =>
    part.kind === "literal" ? { ...part, text: spelling(decodedLoosely(part.text)) } : part,
  );
  const literals = spelled.flatMap((part) => (part.kind === "literal" ? [part.text.length] : []));
  const last = spelled.at(-1);
  // `:undelete` at its end is a verb: a path that has it is of no other template.
  const hasVerb = spelled.length > 1 && last?.kind === "literal" && last.text.startsWith("%3A");
  const weight = literals.reduce((sum, length) => sum + length, hasVerb ? verbWeight : 0);
  return { parts: spelled, weight };
}

/** A template as a text: `"v1/books/{id}"`. */
export function templateText(parts: readonly PathPart[]): string {
  return parts
    .map((part) => (part.kind === "literal" ? part.text : `{${part.operator}${part.name}}`))
    .join("");
}

/**
 * A path in the one spelling in which it is compared: every segment decoded and encoded again, without a
 * leading slash. `null` if it is not well encoded.
 */
export function spelledPath(path: string): string | null {
  try {
    return spelling(path.replace(/^\/+/, "").split("/").map(decodeURIComponent));
  } catch {
    return null;
  }
}

function decodedLoosely(text: string): readonly string[] {
  return text.split("/").map((segment) => {
    try {
      return decodeURIComponent(segment);
    } catch {
      return segment;
    }
  });
}

function spelling(segments: readonly string[]): string {
  return segments.map(encodeURIComponent).join("/");
}

/** The values of the variables, if a path (as {@link spelledPath} gives it) is of the template. */
export function matchPath({ parts }: Template, path: string): PathValues | null {
  const found = new Map<string, string | readonly string[]>();
  // Where a part was tried without success: a hostile template would be tried for ever.
  const failed = new Set<number>();
  const matchFrom = (index: number, start: number): boolean => {
    const part = parts[index];
    if (part === undefined) return start === path.length;
    const key = index * (path.length + 1) + start;
    if (failed.has(key)) return false;
    for (const end of endsOf(part, path, start)) {
      if (!matchFrom(index + 1, end)) continue;
      if (part.kind === "variable") found.set(part.name, valueOf(part, path.slice(start, end)));
      return true;
    }
    failed.add(key);
    return false;
  };
  return matchFrom(0, 0) ? Object.fromEntries(found) : null;
}

/** Where a part that begins at `start` may end, the longest first. */
function* endsOf(part: PathPart, path: string, start: number): Generator<number> {
  if (part.kind === "literal") {
    if (path.startsWith(part.text, start)) yield start + part.text.length;
    return;
  }
  if (part.operator === "/" && path[start] !== "/") return;
  const slash = path.indexOf("/", start);
  const most = part.operator === "" && slash >= 0 ? slash : path.length;
  for (let end = most; end > start; end--) {
    const cutsEscape = end < path.length && /%.?$/.test(path.slice(start, end));
    if (!cutsEscape) yield end;
  }
}

function valueOf(
  { operator }: Extract<PathPart, { kind: "variable" }>,
  text: string,
): string | readonly string[] {
  const segments = text.split("/").map(decodeURIComponent);
  return operator === "/" ? segments.slice(1) : segments.join("/");
}

/** The path that values make of a template, spelled; `null` if one is missing. */
export function expandPath({ parts }: Template, values: PathValues): string | null {
  const texts = parts.map((part) => {
    if (part.kind === "literal") return part.text;
    const value = Object.hasOwn(values, part.name) ? values[part.name] : undefined;
    if (value === undefined) return null;
    if (typeof value !== "string") return `/${spelling(value)}`;
    return part.operator === "" ? encodeURIComponent(value) : spelling(value.split("/"));
  });
  return texts.includes(null) ? null : texts.join("");
}

/** True if the values fit the patterns that the document gives for them, as far as those can be read. */
export function fitsPatterns({ parameters }: Method, values: PathValues): boolean {
  return parameters.every(({ name, limits }) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return typeof value !== "string" || PathPattern.read(limits.pattern)?.fits(value) !== false;
  });
}
