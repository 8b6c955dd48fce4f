/** What a project uses, and what changed → what concerns it. */
import { isNamed, refsOf } from "../changes/api-index.js";
import type { JudgedChange } from "../changes/judge.js";
import type { Api, Method, Resource, Schema } from "../model/model.js";
import type { Pairs } from "../witness/pairs.js";
import type { Uses } from "./uses.js";

/** Tells whether a change concerns those who use a client so. */
export class Concerns {
  /** Places in the old document, and where they are in the new one. */
  readonly #used = { old: new Set<string>(), young: new Set<string>() };
  readonly #touched = { old: new Set<string>(), young: new Set<string>() };
  readonly #methods = new Set<string>();
  readonly #pairs: Pairs;
  readonly #uses: Uses;
  readonly #masks: ReadonlySet<string>;

  constructor(uses: Uses, pairs: Pairs) {
    this.#pairs = pairs;
    this.#uses = uses;
    this.#masks = namesInMasks(uses.texts);
    const { before } = pairs;
    this.#addMethods(before, before.className);
    const whole = this.#wholeSchemas(before);
    for (const schema of before.schemas) this.#addSchema(schema, whole.has(schema.name));
    for (const { tsName, name, at } of before.scopes) {
      if (uses.members.has(`scopes.${tsName}`) || uses.texts.has(name)) this.#use(at);
    }
    for (const { location, at } of before.endpoints) if (uses.texts.has(location)) this.#use(at);
  }

  /** How many methods the project calls. */
  get methods(): number {
    return this.#methods.size;
  }

  /** True if the change may matter to the project. */
  has(change: JudgedChange): boolean {
    const { node } = change;
    if (/^\/(resources|methods)\//.test(node)) return this.#hasMethod(change);
    if (node.startsWith("/schemas/")) return this.#hasSchema(change);
    if (/^\/(auth|endpoints)\//.test(node)) return this.#isUsed(change, node);
    return true;
  }

  #hasMethod(change: JudgedChange): boolean {
    const { methods, rule } = change;
    if (!methods.some((id) => this.#methods.has(id))) return false;
    // Whoever does not set a parameter is hit by what holds for all calls only.
    const [parameter] = /^.*\/parameters\/[^/]+/.exec(change.node) ?? [];
    if (parameter === undefined || /required|default|location/.test(rule)) return true;
    return this.#isUsed(change, parameter);
  }

  #hasSchema(change: JudgedChange): boolean {
    const { node, rule, methods } = change;
    if (rule === "schema-added") return false;
    const isCalled = methods.some((id) => this.#methods.has(id));
    if (/required/.test(rule)) return isCalled;
    const [property = "", owner = ""] = /^(.*)\/properties\/[^/]+/.exec(node) ?? [];
    if (property !== "") {
      // What is new in a type that is used may be wanted.
      const isNew = rule === "property-added";
      return isNew ? this.#isTouched(change, owner) : this.#isUsed(change, property);
    }
    const isName = /^schema-(renamed|removed|merged)|^generated-name/.test(rule);
    return isName ? this.#isUsed(change, node) : isCalled || this.#isTouched(change, node);
  }

  #isUsed({ isGone }: JudgedChange, at: string): boolean {
    return this.#used[isGone ? "old" : "young"].has(at);
  }

  #isTouched({ isGone }: JudgedChange, at: string): boolean {
    return this.#touched[isGone ? "old" : "young"].has(at);
  }

  #use(at: string): void {
    this.#used.old.add(at);
    this.#used.young.add(this.#pairs.placeInNew(at));
  }

  /** @param isAll - Of a client whose members are asked for by names that nobody knows. */
  #addMethods(
    holder: Pick<Resource, "methods" | "resources">,
    className: string,
    isAll = false,
  ): void {
    const { members, whole } = this.#uses;
    const isWhole = isAll || whole.has(className);
    for (const method of holder.methods) {
      const names = [method.tsName, method.operation?.waitName ?? method.tsName];
      const isUsed = names.some((name) => members.has(`${className}.${name}`));
      if (isWhole || isUsed) this.#addMethod(method);
    }
    for (const each of holder.resources) this.#addMethods(each, each.className, isWhole);
  }

  #addMethod(method: Method): void {
    const { id, at, parameters, paramsName } = method;
    const { members, whole } = this.#uses;
    this.#methods.add(id);
    this.#methods.add(this.#pairs.method(method)?.id ?? id);
    this.#use(at);
    for (const { name, at } of parameters) {
      if (members.has(`${paramsName}.${name}`) || whole.has(paramsName)) this.#use(at);
    }
  }

  /** Those of which everything counts, with all that they hold. */
  #wholeSchemas({ schemas }: Api): ReadonlySet<string> {
    const byName = new Map(schemas.map((schema) => [schema.name, schema]));
    const { whole } = this.#uses;
    const found = new Set(
      schemas.flatMap(({ name, tsName, inputName }) =>
        whole.has(tsName) || whole.has(inputName ?? tsName) ? [name] : [],
      ),
    );
    for (const name of found) {
      const schema = byName.get(name);
      if (schema !== undefined) for (const ref of refsOf(schema)) found.add(ref);
    }
    return found;
  }

  #addSchema(schema: Schema, isWhole: boolean): void {
    const { tsName, inputName, at } = schema;
    const { names, members } = this.#uses;
    const owners = [tsName, inputName ?? tsName];
    const isNamedHere = owners.some((name) => names.has(name));
    const properties = schema.kind === "object" ? schema.properties : [];
    const used = properties.filter(
      ({ name }) =>
        isWhole || owners.some((owner) => members.has(`${owner}.${name}`)) || this.#isMasked(name),
    );
    for (const property of used) this.#use(property.at);
    // The place of an inline object is that of the property that holds it.
    if (isWhole || isNamedHere || (used.length > 0 && !isNamed(schema))) this.#use(at);
    if (isWhole || isNamedHere || used.length > 0) {
      this.#touched.old.add(at);
      this.#touched.young.add(this.#pairs.placeInNew(at));
    }
  }

  /** True if a text of the project may be a mask that asks for it. */
  #isMasked(name: string): boolean {
    return this.#masks.has(name);
  }
}

/** Every name in a text that may be a mask: `items(id,title)`. */
function namesInMasks(texts: ReadonlySet<string>): ReadonlySet<string> {
  const masks = [...texts].filter((text) => /^[\w$@.,()/*-]+$/.test(text));
  return new Set(masks.flatMap((text) => text.split(/[,()/*]+/)));
}
