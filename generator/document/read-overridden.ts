import { hasErrors, pointerTo, type Outcome, type Problem } from "../problem.js";
import type { Document } from "./document.js";
import { readJson } from "./json.js";
import { applyOverrides, type Override } from "./overrides.js";
import { readDocument } from "./read-document.js";
import { isObject } from "./record.js";

/** A verified document with its overrides. */
export interface OverriddenDocument {
  readonly document: Document;
  /** What the text says, for its hash. */
  readonly served: unknown;
}

/** Problems by the text they are in. */
export interface PlacedProblems {
  readonly inDocument: readonly Problem[];
  /** With pointers from the list of overrides. */
  readonly inOverrides: readonly Problem[];
}

/** An overridden document, and what was noticed while making it. */
export interface Overridden extends PlacedProblems {
  readonly value: OverriddenDocument | null;
}

/**
 * Reads a document and applies overrides to it. What comes of that is written as JSON and read like any
 * document: no check of a document can be missed by an override, and none stands in the way of an override
 * that repairs what it would find.
 */
export function readOverridden(bytes: Uint8Array, overrides: readonly Override[]): Overridden {
  const plain = (): Outcome<Document> => readDocument(bytes);
  if (overrides.length === 0) return notOverridden(plain());
  const { value: served, problems } = readJson(bytes);
  if (!isObject(served) || hasErrors(problems)) return notOverridden(plain());
  const applied = applyOverrides(served, overrides);
  if (applied.value === null) {
    // What else is wrong with the document is told all the same.
    const { inDocument } = placeProblems(plain().problems, overrides);
    return { value: null, inDocument, inOverrides: applied.problems };
  }
  const read = readDocument(new TextEncoder().encode(JSON.stringify(applied.value)));
  const { inDocument, inOverrides } = placeProblems(read.problems, overrides);
  return {
    value: read.value === null ? null : { document: read.value, served },
    inDocument: [...problems, ...inDocument],
    inOverrides: [...applied.problems, ...inOverrides],
  };
}

function notOverridden({ value, problems }: Outcome<Document>): Overridden {
  return {
    value: value === null ? null : { document: value, served: value },
    inDocument: problems,
    inOverrides: [],
  };
}

/** Tells problems of an overridden document apart: what an override says is wrong where it says it. */
export function placeProblems(
  problems: readonly Problem[],
  overrides: readonly Override[],
): PlacedProblems {
  const placed = problems.map((each) => ({ each, pointer: placeInOverrides(each, overrides) }));
  return {
    inDocument: placed.flatMap(({ each, pointer }) => (pointer === null ? [each] : [])),
    inOverrides: placed.flatMap(({ each, pointer }) =>
      pointer === null ? [] : [{ ...each, ...remedyOf(each), pointer, offset: null }],
    ),
  };
}

/** Nobody is to correct the document where it is not what is wrong. */
function remedyOf({ level }: Problem): Partial<Problem> {
  return level === "error" ? { remedy: "correct the override" } : {};
}

function placeInOverrides(
  { code, pointer, offset }: Problem,
  overrides: readonly Override[],
): string | null {
  // An offset is one of a text that nobody has seen.
  if (offset !== null) return "";
  for (const [index, { at, is }] of overrides.entries()) {
    const adds = is !== undefined;
    if (adds && (pointer === at || pointer.startsWith(`${at}/`))) {
      return pointerTo("", index, "is") + pointer.slice(at.length);
    }
    if (!adds && code === "missing-key" && at.startsWith(`${pointer}/`)) {
      const isMember = !at.slice(pointer.length + 1).includes("/");
      if (isMember) return pointerTo("", index);
    }
  }
  return null;
}
