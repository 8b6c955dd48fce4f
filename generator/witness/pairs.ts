/** Which node of the new revision is which one of the old: what the comparison of revisions holds for the same. */
import { isNamed } from "../changes/api-index.js";
import { openComparison } from "../changes/compare-apis.js";
import { matchParameters } from "../changes/compare-parameters.js";
import { inPath } from "../changes/compare-methods.js";
import { matchProperties } from "../changes/compare-properties.js";
import type { Comparison } from "../changes/comparison.js";
import type { MethodPair } from "../changes/match-methods.js";
import type { Api, Method, ObjectSchema, Property, Schema, Type } from "../model/model.js";

/** Two revisions with what they have in common. */
export class Pairs {
  readonly before: Api;
  readonly after: Api;
  readonly #comparison: Comparison;
  readonly #schemas = new Map<string, Schema>();
  readonly #properties = new Map<Property, Property>();
  readonly #methods = new Map<string, Method>();
  readonly #moves = new Map<string, string>();

  constructor(before: Api, after: Api) {
    this.before = before;
    this.after = after;
    this.#comparison = openComparison(before, after);
    const { methods, schemas, old, young } = this.#comparison;
    for (const [from, to] of [...schemas.names, ...schemas.merged]) {
      const [one, other] = [old.schemas.get(from), young.schemas.get(to)];
      if (one !== undefined && other !== undefined) this.#pairSchemas(one, other);
    }
    for (const pair of methods.pairs) this.#pairMethods(pair);
  }

  /** A schema of the old revision. */
  oldSchema(name: string): Schema | null {
    return this.#comparison.old.schemas.get(name) ?? null;
  }

  /** A schema of the new revision. */
  newSchema(name: string): Schema | null {
    return this.#comparison.young.schemas.get(name) ?? null;
  }

  /** What a schema has become. */
  schema({ name }: Pick<Schema, "name">): Schema | null {
    return this.#schemas.get(name) ?? null;
  }

  /** What a property has become. */
  property(property: Property): Property | null {
    return this.#properties.get(property) ?? null;
  }

  /** What the properties of an object are in another one that stands in its place. */
  propertiesIn(old: ObjectSchema, young: ObjectSchema): ReadonlyMap<Property, Property> {
    return new Map(matchProperties(old, young, this.#comparison).pairs);
  }

  /** What a method has become. */
  method({ at }: Method): Method | null {
    return this.#methods.get(at) ?? null;
  }

  /** Where in the new document a place of the old one is: below what is the same. */
  placeInNew(at: string): string {
    for (let place = at; place !== ""; place = place.slice(0, place.lastIndexOf("/"))) {
      const moved = this.#moves.get(place);
      if (moved !== undefined) return moved + at.slice(place.length);
    }
    return at;
  }

  #pairMethods({ before: { method: old }, after: { method: young } }: MethodPair): void {
    this.#methods.set(old.at, young);
    this.#move(old, young);
    const { pairs } = matchParameters(old.parameters, young.parameters, inPath(old, young));
    for (const pair of pairs) this.#move(...pair);
    this.#pairTypes(old.request?.type, young.request?.type);
    this.#pairTypes(old.response, young.response);
  }

  #pairSchemas(old: Schema, young: Schema): void {
    if (this.#schemas.has(old.name)) return;
    this.#schemas.set(old.name, young);
    // An inline object is where its owner is; it may have become a schema of its own.
    if (isNamed(old)) this.#move(old, young);
    if (old.kind === "object" && young.kind === "object") {
      for (const [one, other] of matchProperties(old, young, this.#comparison).pairs) {
        this.#properties.set(one, other);
        this.#move(one, other);
        this.#pairTypes(one.type, other.type);
      }
    }
    if (old.kind === "alias" && young.kind === "alias") this.#pairTypes(old.type, young.type);
  }

  /** Inline objects are the same where they stand at one place. */
  #pairTypes(old: Type | null | undefined, young: Type | null | undefined): void {
    if (old == null || young == null) return;
    if (old.kind === "array" && young.kind === "array") this.#pairTypes(old.items, young.items);
    if (old.kind === "map" && young.kind === "map") this.#pairTypes(old.values, young.values);
    if (old.kind !== "ref" || young.kind !== "ref") return;
    const [one, other] = [this.oldSchema(old.schema), this.newSchema(young.schema)];
    if (one !== null && other !== null && !isNamed(one)) this.#pairSchemas(one, other);
  }

  #move({ at: from }: { readonly at: string }, { at: to }: { readonly at: string }): void {
    if (from !== to) this.#moves.set(from, to);
  }
}
