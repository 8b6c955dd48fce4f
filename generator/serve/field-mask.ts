/** Partial responses: the parameter `fields`, in the grammar of Google's APIs. */
import type { Type } from "../model/model.js";
import { quoted } from "../problem.js";
import type { Examples } from "./example.js";
import { badRequest } from "./google-error.js";
import { insteadOf } from "./known-names.js";

/** Names, each with what is wanted below it; `null` for all of it. */
type Tree = ReadonlyMap<string, Tree | null>;

/**
 * Leaves of `value` only what `mask` asks for: `"a,b(c,d),e/f,g/*"`; `e.f` is what newer APIs take for `e/f`.
 *
 * @param type what `value` is of
 * @throws GoogleError for a mask that cannot be read, or that names what the type does not have.
 */
export function applyMask(value: unknown, mask: string, type: Type, examples: Examples): unknown {
  const tree = new MaskReader(mask).read();
  const faults = [...faultsIn(tree, type, examples)];
  if (faults.length > 0) {
    const reason = "invalidParameter";
    throw badRequest(faults.map((description) => ({ field: "fields", description, reason })));
  }
  return selected(value, tree);
}

/** What a mask names that is not there; below maps and what may be anything, everything may be there. */
function* faultsIn(tree: Tree, type: Type, examples: Examples): Generator<string> {
  if (type.kind === "array") yield* faultsIn(tree, type.items, examples);
  const schema = examples.schemaOf(type);
  if (schema?.kind !== "object") return;
  const { name: of, properties } = schema;
  for (const [name, below] of tree) {
    const property = properties.find((each) => each.name === name);
    if (property !== undefined && below !== null) yield* faultsIn(below, property.type, examples);
    if (property !== undefined || name === "*") continue;
    const known = properties.map((each) => each.name);
    yield `names ${quoted(name)}, no property of ${of}${insteadOf(name, known, "has")}`;
  }
}

function selected(value: unknown, tree: Tree | null): unknown {
  if (tree === null || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => selected(item, tree));
  const members = Object.entries(value).flatMap(([name, member]) => {
    const below = tree.get(name) ?? (tree.has(name) ? null : tree.get("*"));
    if (below === undefined && !tree.has("*")) return [];
    return [[name, selected(member, below ?? null)]];
  });
  return Object.fromEntries(members);
}

/** No schema is nested deeper. */
const maxDepth = 100;

class MaskReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Tree {
    const tree = this.#list();
    if (this.#at < this.#text.length) throw this.#wrong();
    return tree;
  }

  #list(): Tree {
    const tree = new Map<string, Tree | null>();
    for (;;) {
      const [name, below] = this.#one();
      const known = tree.get(name);
      tree.set(name, known === undefined ? below : united(known, below));
      if (this.#text[this.#at] !== ",") return tree;
      this.#at++;
    }
  }

  #one(): [string, Tree | null] {
    const [name = ""] = /^[^,()/.]+/.exec(this.#text.slice(this.#at)) ?? [];
    if (name.trim() === "" || this.#depth > maxDepth) throw this.#wrong();
    this.#at += name.length;
    const sign = this.#text[this.#at];
    if (sign === "/" || sign === ".") {
      this.#at++;
      this.#depth++;
      const [inner, below] = this.#one();
      this.#depth--;
      return [name.trim(), new Map([[inner, below]])];
    }
    if (sign !== "(") return [name.trim(), null];
    this.#at++;
    this.#depth++;
    const below = this.#list();
    this.#depth--;
    if (this.#text[this.#at] !== ")") throw this.#wrong();
    this.#at++;
    return [name.trim(), below];
  }

  #wrong(): Error {
    const description = `cannot be read from ${JSON.stringify(this.#text.slice(this.#at, this.#at + 20))} on`;
    return badRequest([{ field: "fields", description, reason: "invalidParameter" }]);
  }
}

/** What is wanted by one or the other; all of it, if one of them says so. */
function united(left: Tree | null, right: Tree | null): Tree | null {
  if (left === null || right === null) return null;
  const all = new Map(left);
  for (const [name, below] of right) {
    const known = all.get(name);
    all.set(name, known === undefined ? below : united(known, below));
  }
  return all;
}
