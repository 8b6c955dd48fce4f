/** Random edits of documents: whatever they are, what comes of them is a document with a model. */
import fc from "fast-check";
import { buildModel } from "#generator/model/build-model.js";
import { readDocument } from "#generator/document/read-document.js";
import type { Json } from "../model/models.js";
import { leavesOf, type Leaf } from "./leaves.js";
import { put } from "./library.js";

/** An edit: which kind, at which place, with which value; all by number, so that it fits any document. */
export interface RandomEdit {
  readonly kind: "change" | "remove" | "drop" | "add" | "rename";
  readonly place: number;
  readonly value: number;
}

/** Lists of edits. */
export const edits: fc.Arbitrary<readonly RandomEdit[]> = fc.array(
  fc.record({
    kind: fc.constantFrom("change", "remove", "drop", "add", "rename"),
    place: fc.nat(10_000),
    value: fc.nat(10_000),
  }),
  { minLength: 1, maxLength: 6 },
);

/** The document after the edits; those that would leave no document are left out. */
export function applyEdits(json: Json, all: readonly RandomEdit[]): Json {
  return all.reduce((document, edit) => {
    const copy = structuredClone(document);
    applyEdit(copy, edit);
    return hasModel(copy) ? copy : document;
  }, json);
}

function hasModel(json: Json): boolean {
  const { value } = readDocument(new TextEncoder().encode(JSON.stringify(json)));
  return value !== null && buildModel(value, undefined, { lenient: true }).value !== null;
}

function applyEdit(json: Json, { kind, place, value }: RandomEdit): void {
  switch (kind) {
    case "change": {
      const [at, leaf] = pick([...leavesOf(json)], place);
      return put(json, at, otherValue(at, leaf, value, json));
    }
    case "remove":
      return put(json, pick([...leavesOf(json).keys()], place), undefined);
    case "drop":
      return put(json, pick(members(json), place), undefined);
    case "add": {
      const at = pick(members(json), place).replace(/[^/]+$/, pick(names, value));
      return put(json, at, structuredClone(pick(valuesFor(at), value)));
    }
    case "rename": {
      const at = pick(members(json), place);
      const text = at.slice(at.lastIndexOf("/") + 1);
      const name = pick([text.toUpperCase(), `${text}2`, `Old${text}`, pick(names, value)], value);
      return rename(json, at, name);
    }
  }
}

function pick<T>(all: readonly T[], index: number): T {
  const found = all[index % all.length];
  if (found === undefined) throw new Error("there is nothing to pick");
  return found;
}

const names = [
  "alpha",
  "beta",
  "max-results",
  "maxResults",
  "kind",
  "description",
  "$ref",
  "title",
];
const types: readonly object[] = [
  { type: "string" },
  { type: "integer", format: "int32" },
  { type: "string", format: "int64" },
  { type: "boolean" },
  { type: "any" },
  { type: "array", items: { type: "string" } },
  { type: "object", additionalProperties: { type: "string" } },
  { type: "object", properties: { inner: { type: "string" }, other: { $ref: "Person" } } },
  { $ref: "Person" },
  { $ref: "Nothing" },
  { type: "string", enum: ["a", "b"], enumDescriptions: ["A.", "B."] },
  { type: "string", description: "Required. A text.", readOnly: true },
];

function valuesFor(at: string): readonly unknown[] {
  if (/\/parameters\/[^/]+$/.test(at)) {
    return types.flatMap((type) => [
      { ...type, location: "query" },
      { ...type, location: "query", required: true, repeated: true },
    ]);
  }
  if (/\/methods\/[^/]+$/.test(at)) {
    return ["GET", "POST"].map((httpMethod) => {
      const path = `v1/${at.length}/new`;
      const body = httpMethod === "GET" ? {} : { request: { $ref: "Book" } };
      return { id: `library${at.replaceAll("/", ".")}`, httpMethod, path, ...body };
    });
  }
  if (/\/resources\/[^/]+$/.test(at)) return [{ methods: {} }];
  return types;
}

/** The pointers of everything that has a name. */
function members(json: Json): string[] {
  const found = new Set<string>();
  for (const at of leavesOf(json).keys()) {
    for (const { 0: text, index } of at.matchAll(
      /\/(schemas|properties|parameters|methods|resources)\/[^/]+/g,
    )) {
      found.add(at.slice(0, index + text.length));
    }
  }
  return [...found];
}

/** Gives a member another name; a schema keeps its references. */
function rename(json: Json, at: string, name: string): void {
  const value = at
    .slice(1)
    .split("/")
    .reduce<unknown>((node, key) => (node as Json)[key.replaceAll("~1", "/")], json);
  const old = at.slice(at.lastIndexOf("/") + 1);
  put(json, at, undefined);
  put(
    json,
    at.replace(/[^/]*$/, () => name.replaceAll("/", "~1")),
    value,
  );
  if (!/^\/schemas\/[^/]+$/.test(at)) return;
  for (const [place, leaf] of leavesOf(json)) {
    if (place.endsWith("/$ref") && leaf === old) put(json, place, name);
  }
}

function otherValue(at: string, leaf: Leaf, value: number, json: Json): Leaf {
  if (typeof leaf === "boolean") return !leaf;
  const key = at.slice(at.lastIndexOf("/") + 1);
  if (key === "$ref") return pick([...Object.keys(json["schemas"] ?? {}), "Gone"], value);
  if (key === "type") return pick(["string", "integer", "number", "array", "object", "any"], value);
  if (key === "httpMethod") return pick(["GET", "POST", "PUT", "PATCH"], value);
  if (key === "location") return pick(["path", "query"], value);
  if (key === "format") return pick(["int32", "int64", "byte", "date-time"], value);
  return pick(
    [`${String(leaf)}x`, String(leaf).toUpperCase(), "", `Required. ${String(leaf)}`],
    value,
  );
}

/** The same document with its keys, and the members of its sets, in another order. */
export function shuffled(value: unknown, seed: number, key = ""): unknown {
  if (Array.isArray(value)) {
    const inner = value.map((each) => shuffled(each, seed));
    return /^(scopes|features|labels|accept|required)$/.test(key) ? inner.toReversed() : inner;
  }
  if (typeof value !== "object" || value === null) return value;
  const weight = (text: string): number =>
    [...text].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 65_521, seed);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => weight(left) - weight(right))
      .map(([name, member]) => [name, shuffled(member, seed, name)]),
  );
}
