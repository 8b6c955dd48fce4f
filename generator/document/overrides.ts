/**
 * Corrections of a document that its user keeps beside it: each says what is at a place and what is to be
 * there, so that it is noticed when the document changes there.
 */
import { didYouMean } from "../did-you-mean.js";
import {
  hasErrors,
  pointerKeys,
  pointerTo,
  problem,
  type Outcome,
  type Problem,
} from "../problem.js";
import { canonicalText } from "./canonical.js";
import { isObject, memberOf, type JsonObject } from "./record.js";

/** One correction. */
export interface Override {
  /** The JSON pointer of its place, in the document as it is served. */
  readonly at: string;
  /** What is there; left out where nothing is there yet. */
  readonly was?: unknown;
  /** What is to be there; left out where nothing is to be. */
  readonly is?: unknown;
  /** The reason, for people. */
  readonly why: string;
  /** The revision by which the document is expected to need it no more. */
  readonly until?: string;
}

/**
 * Applies all overrides at once: each place is one of the document as it was, whatever the others do.
 *
 * @returns the document with them, not verified; its problems point into the list of overrides.
 */
export function applyOverrides(
  document: JsonObject,
  overrides: readonly Override[],
): Outcome<JsonObject> {
  const places = overrides.map(({ at }) => placeOf(document, at));
  const problems = [
    ...overrides.flatMap((override, index) => {
      const place = places[index];
      return place === undefined ? [] : faultsOf(override, place, pointerTo("", index));
    }),
    ...overlaps(overrides, places),
    ...expired(overrides, memberOf(document, "revision")),
  ];
  if (hasErrors(problems)) return { value: null, problems };
  const changes = overrides.map((override, index) => ({
    keys: places[index]?.keys ?? [],
    is: override.is,
  }));
  const value = changed(document, changes, 0);
  return { value: isObject(value) ? value : null, problems };
}

/** Where an override applies. */
interface Place {
  readonly keys: readonly string[];
  /** What is there; `undefined` where nothing is. */
  readonly found: unknown;
  /** What of the way there is missing, besides its end; `null` if the place can be filled. */
  readonly missing: { readonly at: string; readonly near: string } | null;
}

function placeOf(document: JsonObject, at: string): Place {
  const keys: string[] = [];
  const names = pointerKeys(at);
  let node: unknown = document;
  for (const [index, name] of names.entries()) {
    // RFC 6901: `-` is the place behind the last element.
    const key = Array.isArray(node) && name === "-" ? String(node.length) : name;
    const next = childOf(node, key);
    keys.push(key);
    const isEnd = index === names.length - 1;
    if (next === undefined && !(isEnd && takes(node, key))) {
      const near = isObject(node) ? didYouMean(key, Object.keys(node)) : "";
      return { keys, found: undefined, missing: { at: pointerTo("", ...keys), near } };
    }
    node = next;
  }
  return { keys, found: node, missing: null };
}

function childOf(node: unknown, key: string): unknown {
  if (!Array.isArray(node)) return memberOf(node, key);
  return /^(0|[1-9]\d*)$/.test(key) ? (node[Number(key)] as unknown) : undefined;
}

/** True if a member or element can be added there. */
function takes(node: unknown, key: string): boolean {
  return Array.isArray(node) ? key === String(node.length) : isObject(node);
}

function faultsOf(override: Override, { found, missing }: Place, pointer: string): Problem[] {
  const { at, was, is } = override;
  if (isSame(was, is)) return [problem("override-idle", pointer, at)];
  if (missing !== null) {
    return [problem("override-nowhere", `${pointer}/at`, missing.at, missing.near)];
  }
  if (isSame(was, found)) return [];
  const isNew = was === undefined;
  const expected = isNew ? "nothing" : 'what "was" says';
  const isDone = isSame(is, found) ? "done" : "";
  const place = `${pointer}/${isNew ? "at" : "was"}`;
  return [problem("override-mismatch", place, at, shown(found), expected, isDone)];
}

/** True for equal values, whatever the order of keys; JSON has no `undefined`, which stands for nothing. */
function isSame(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return left === right;
  return canonicalText(left) === canonicalText(right);
}

/** A value as a message shows it: its JSON, or how that begins. */
function shown(value: unknown): string {
  if (value === undefined) return "not there";
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 297)}...` : text;
}

/** Overrides of one place, or of a place within that of another. */
function overlaps(overrides: readonly Override[], places: readonly Place[]): Problem[] {
  const owners = new Map<string, number>();
  for (const [index, { keys }] of places.entries()) {
    const at = pointerTo("", ...keys);
    if (!owners.has(at)) owners.set(at, index);
  }
  return places.flatMap(({ keys }, index) => {
    const around = keys.map((_, length) => owners.get(pointerTo("", ...keys.slice(0, length + 1))));
    const other = around.find((owner) => owner !== undefined && owner !== index);
    const [at, of] = [overrides[index]?.at, other === undefined ? undefined : overrides[other]?.at];
    if (at === undefined || of === undefined) return [];
    return [problem("override-overlap", `${pointerTo("", index)}/at`, at, of)];
  });
}

/** Revisions are dates; one that is none cannot be compared. */
function expired(overrides: readonly Override[], revision: unknown): Problem[] {
  if (typeof revision !== "string" || !/^\d{8}$/.test(revision)) return [];
  return overrides.flatMap(({ until }, index) =>
    until === undefined || until > revision
      ? []
      : [problem("override-expired", pointerTo("", index, "until"), until, revision)],
  );
}

interface Change {
  readonly keys: readonly string[];
  /** `undefined` to remove what is there. */
  readonly is: unknown;
}

/** A copy of a node, `depth` keys below the document, with the changes that lie within it. */
function changed(node: unknown, changes: readonly Change[], depth: number): unknown {
  const byKey = new Map<string, Change[]>();
  for (const change of changes) {
    const key = change.keys[depth] ?? "";
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [change]);
    else known.push(change);
  }
  // In a map an element keeps its index while others go, and `__proto__` is a key like any other.
  const members = new Map<string, unknown>(Object.entries(node ?? {}));
  for (const [key, inner] of byKey) {
    const own = inner.find(({ keys }) => keys.length === depth + 1);
    if (own === undefined) members.set(key, changed(members.get(key), inner, depth + 1));
    else if (own.is === undefined) members.delete(key);
    else members.set(key, own.is);
  }
  return Array.isArray(node) ? [...members.values()] : Object.fromEntries(members);
}
