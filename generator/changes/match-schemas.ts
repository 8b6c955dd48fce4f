/**
 * Which schemas of two revisions are the same: by their id, else by what they hold and by the references that
 * moved from one to the other. Each pair that is found is evidence for the next one.
 */
import type { Schema, Type } from "../model/model.js";
import { isNamed, type ApiIndex } from "./api-index.js";
import { byCodeUnit } from "./change-list.js";
import type { MethodMatches } from "./match-methods.js";
import { likeness, plainName, schemasRelate, type Sides } from "./structure.js";

/** All named schemas of two revisions. */
export interface SchemaMatches {
  /** The new name of an old schema that both revisions have; its own, unless it was renamed. */
  readonly names: ReadonlyMap<string, string>;
  /** Old schemas whose uses all moved to one of the same structure, with its name. */
  readonly merged: ReadonlyMap<string, string>;
  readonly removed: readonly Schema[];
  readonly added: readonly Schema[];
}

/** Matches the named schemas of two revisions. */
export function matchSchemas(
  before: ApiIndex,
  after: ApiIndex,
  methods: MethodMatches,
): SchemaMatches {
  return new SchemaMatcher(before, after, methods).match();
}

interface Candidate {
  readonly before: string;
  readonly after: string;
  readonly hasMoved: number;
  readonly likeness: number;
  readonly moves: number;
}

class SchemaMatcher {
  readonly #before: ApiIndex;
  readonly #after: ApiIndex;
  readonly #names = new Map<string, string>();
  readonly #removed: Map<string, Schema>;
  readonly #added: Map<string, Schema>;
  /** How often a reference at one place moved from one schema to another. */
  readonly #moves = new Map<string, Map<string, number>>();

  constructor(before: ApiIndex, after: ApiIndex, methods: MethodMatches) {
    this.#before = before;
    this.#after = after;
    const old = [...before.schemas.values()].filter(isNamed);
    const young = new Map(
      [...after.schemas.values()].filter(isNamed).map((each) => [each.name, each]),
    );
    this.#removed = new Map(
      old.flatMap((each) => (young.has(each.name) ? [] : [[each.name, each] as const])),
    );
    this.#added = new Map(young);
    for (const { name } of old) this.#added.delete(name);
    if (this.#removed.size === 0) this.#added.clear();
    for (const { name } of old) if (young.has(name)) this.#names.set(name, name);
    if (this.#removed.size === 0) return;
    for (const [name] of this.#names) this.#addEvidence(name, name);
    for (const { before, after } of methods.pairs) {
      this.#compare(before.method.request?.type, after.method.request?.type);
      this.#compare(before.method.response, after.method.response);
    }
  }

  match(): SchemaMatches {
    while (this.#acceptBest()) continue;
    const merged = this.#findMerged();
    const isKnown = new Set(this.#names.values());
    return {
      names: this.#names,
      merged,
      removed: [...this.#removed.values()],
      added: [...this.#after.schemas.values()].filter(
        (each) => isNamed(each) && !isKnown.has(each.name),
      ),
    };
  }

  /** Accepts what is certain by now; false if nothing is. */
  #acceptBest(): boolean {
    const candidates = [...this.#candidates()].sort(
      (left, right) =>
        right.hasMoved - left.hasMoved ||
        right.likeness - left.likeness ||
        right.moves - left.moves ||
        byCodeUnit(left.before, right.before) ||
        byCodeUnit(left.after, right.after),
    );
    const before = this.#names.size;
    for (const { before, after } of candidates) {
      if (!this.#removed.has(before) || !this.#added.has(after)) continue;
      this.#names.set(before, after);
      this.#removed.delete(before);
      this.#added.delete(after);
      this.#addEvidence(before, after);
    }
    return this.#names.size > before;
  }

  *#candidates(): Iterable<Candidate> {
    for (const [before, old] of this.#removed) {
      const moved = this.#moves.get(before);
      for (const [after, young] of this.#added) {
        const moves = moved?.get(after) ?? 0;
        const least = moves > 0 ? 0.5 : leastLikeness(before, after);
        if (least > 1) continue;
        const alike = likeness(old, young);
        if (alike < least) continue;
        yield { before, after, hasMoved: Math.sign(moves), likeness: alike, moves };
      }
    }
  }

  #addEvidence(before: string, after: string): void {
    const [old, young] = [this.#before.schemas.get(before), this.#after.schemas.get(after)];
    if (old === undefined || young === undefined) return;
    if (old.kind === "object" && young.kind === "object") {
      const types = new Map(young.properties.map(({ name, type }) => [name, type]));
      for (const { name, type } of old.properties) this.#compare(type, types.get(name));
    } else if (old.kind === "alias" && young.kind === "alias") this.#compare(old.type, young.type);
  }

  /** Notes the references that stand at one place of both types. */
  #compare(before: Type | null | undefined, after: Type | null | undefined): void {
    if (before == null || after == null) return;
    if (before.kind === "array" && after.kind === "array") this.#compare(before.items, after.items);
    if (before.kind === "map" && after.kind === "map") this.#compare(before.values, after.values);
    if (before.kind !== "ref" || after.kind !== "ref") return;
    const old = this.#before.schemas.get(before.schema);
    const young = this.#after.schemas.get(after.schema);
    if (old !== undefined && young !== undefined) this.#compareSchemas(old, young);
  }

  #compareSchemas(old: Schema, young: Schema): void {
    if (!isNamed(old) && !isNamed(young)) this.#addEvidence(old.name, young.name);
    if (!isNamed(old) || !isNamed(young) || old.name === young.name) return;
    const moves = this.#moves.get(old.name) ?? new Map<string, number>();
    this.#moves.set(old.name, moves.set(young.name, (moves.get(young.name) ?? 0) + 1));
  }

  #findMerged(): ReadonlyMap<string, string> {
    const sides: Sides = {
      before: this.#before.schemas,
      after: this.#after.schemas,
      isSameSchema: (before, after) => this.#names.get(before) === after,
    };
    const merged = new Map<string, string>();
    for (const [name, schema] of this.#removed) {
      const [target, ...others] = this.#moves.get(name)?.keys() ?? [];
      const young = target === undefined ? undefined : this.#after.schemas.get(target);
      if (young === undefined || others.length > 0) continue;
      if (schemasRelate("same", schema, young, sides)) merged.set(name, young.name);
    }
    return merged;
  }
}

/** How alike two schemas must be at least to be one, by their names alone; above 1 if never. */
function leastLikeness(before: string, after: string): number {
  if (plainName(before) === plainName(after)) return 0.3;
  const [short, long] = before.length < after.length ? [before, after] : [after, before];
  return short.length > 2 && (long.startsWith(short) || long.endsWith(short)) ? 0.5 : 2;
}
