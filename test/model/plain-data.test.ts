import fc from "fast-check";
import { expect, test } from "vitest";
import { everyKey } from "../document/documents.js";
import { apiOf, resellerJson } from "./models.js";
import { runs } from "../runs.js";

const documents = [
  ["reseller", resellerJson()],
  ["every key of the format", everyKey],
] as const;

test.each(documents)("the model of %s is plain data", (_, json) => {
  const api = apiOf(json);
  const text = JSON.stringify(api);
  // `undefined`, maps, dates and classes would all come back as something else.
  expect(JSON.parse(text)).toStrictEqual(api);
});

test.each(documents)("the model of %s shares nothing with its document", (_, json) => {
  const frozen = deepFreeze(structuredClone(json));
  expect(deepFreeze(apiOf(frozen))).toStrictEqual(apiOf(json));
});

test("the model does not depend on the order of keys", () => {
  const json = resellerJson();
  const expected = JSON.stringify(apiOf(json));
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      expect(JSON.stringify(apiOf(shuffled(json, seed) as object))).toBe(expected);
    }),
    runs(50),
  );
});

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

/** The same JSON value with the keys of its objects in an order that the seed decides. */
function shuffled(value: unknown, seed: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => shuffled(each, seed));
  const entries = Object.entries(value)
    .map(([key, member]) => ({ key, member, rank: mixed(key, seed) }))
    .sort((left, right) => left.rank - right.rank);
  return Object.fromEntries(entries.map(({ key, member }) => [key, shuffled(member, seed)]));
}

function mixed(text: string, seed: number): number {
  let hash = seed | 0;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x9e3779b1);
  return hash;
}
