/** Two revisions → a program that uses everything the old client has, written against the new one. */
import { accessText } from "../../templates/calls.js";
import { stringLiteral } from "../../templates/literal.js";
import type { Api, Method, Resource } from "../model/model.js";
import { Pairs } from "./pairs.js";
import type { Add, Place, Statement } from "./statement.js";
import { useMethod } from "./use-methods.js";
import { useSchema } from "./use-schemas.js";

/** A program, and what each of its statements is about. */
export interface Consumer {
  readonly statements: readonly Statement[];
  /** The whole text: below the head each statement has a line of its own, in order. */
  readonly text: string;
  /** How many lines stand above the first statement. */
  readonly headLines: number;
}

/**
 * Writes the consumer of two revisions. `Old` stands for what users have of the old types: their own variables;
 * the client, and every type that they import by name, is the new one.
 */
export function consumerOf(before: Api, after: Api): Consumer {
  const pairs = new Pairs(before, after);
  const statements: Statement[] = [];
  const add: Add = (text, { use, at, after, also = [], isBroad = false }) => {
    const placeOf = (before: string): Place => ({ before, after: pairs.placeInNew(before) });
    const own = after === undefined ? placeOf(at) : { before: at, after };
    const place = use === "omit" ? { before: null, after: at } : own;
    statements.push({ text, use, place, also: also.map(placeOf), isBroad });
  };
  useClient(add, pairs);
  for (const schema of before.schemas) useSchema(schema, add, pairs);
  useResources(before, add, pairs);
  const lines = statements.map(({ text }) => text);
  const usesOld = lines.some((line) => line.includes("Old."));
  const head = [
    ...(usesOld ? ['import type * as Old from "../old/index.js";'] : []),
    'import * as New from "../new/index.js";',
    `declare const client: New.${after.className};`,
    "declare function given<T>(): T;",
    "declare function take<T>(value: T): void;",
  ];
  return { statements, text: [...head, ...lines, ""].join("\n"), headLines: head.length };
}

/** The class, the scopes and the addresses. */
function useClient(add: Add, { before, after }: Pairs): void {
  add(`given<New.${before.className}>();`, { use: "name", at: "/canonicalName" });
  for (const { tsName, at } of before.scopes) {
    const text = `take<string>(New.${after.className}.scopes${accessText([tsName])});`;
    add(text, { use: "name", at });
  }
  for (const { location, at } of before.endpoints) {
    const text = `new New.${after.className}({ "endpoint": ${stringLiteral(location)} });`;
    add(text, { use: "write", at });
  }
}

function useResources(api: Api, add: Add, pairs: Pairs): void {
  const owners = ownersOf(pairs.after);
  const visit = (holder: Pick<Resource, "methods" | "resources">, owner: string): void => {
    for (const method of holder.methods) {
      const young = pairs.method(method);
      const target = young === null ? undefined : owners.get(young.at);
      const called = { method, young: young ?? method, isGone: young === null };
      useMethod({ ...called, owner: target ?? owner }, add, pairs);
    }
    for (const resource of holder.resources) {
      const member = owner + accessText([resource.tsName]);
      // One that has methods is used by calling them.
      if (resource.methods.length + resource.resources.length === 0) {
        add(`take<unknown>(${member});`, { use: "name", at: resource.at });
      }
      visit(resource, member);
    }
  };
  visit(api, "client");
}

/** How the owner of each method is reached, by the method's place. */
function ownersOf(api: Api): ReadonlyMap<Method["at"], string> {
  const owners = new Map<string, string>();
  const visit = (holder: Pick<Resource, "methods" | "resources">, owner: string): void => {
    for (const { at } of holder.methods) owners.set(at, owner);
    for (const each of holder.resources) visit(each, owner + accessText([each.tsName]));
  };
  visit(api, "client");
  return owners;
}
