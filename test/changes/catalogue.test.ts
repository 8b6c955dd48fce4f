/** Every rule of the catalogue is told by what its own example shows, in every direction where it can be. */
import { describe, expect, test } from "vitest";
import type { Direction, Edit } from "#generator/changes/rule.js";
import { rules, type RuleId } from "#generator/changes/rules.js";
import { books, diff, edited, library } from "./library.js";

const ids = Object.keys(rules) as RuleId[];

/** Rules that only apply where no published names are kept. */
const unnamed: readonly RuleId[] = ["client-name-changed", "generated-name-changed"];

describe("the example of a rule tells it", () => {
  test.each(ids)("%s", (id) => {
    const { example } = rules[id];
    const told = toldBy(example, !unnamed.includes(id)).map(({ rule }) => rule);
    expect(told).toContain(id);
  });
});

/** Rules about schemas and what is in them: each can be told of every schema, whoever uses it. */
const directed = ids.filter((id) => {
  const { example } = rules[id];
  if (!example.some(({ at }) => at.startsWith("/schemas/Book"))) return false;
  return toldBy(example, !unnamed.includes(id)).some(
    (each) => each.rule === id && each.direction !== null,
  );
});

describe.each(Object.keys(books) as Direction[])("a schema of direction %s", (direction) => {
  test.each(directed)("%s", (id) => {
    const example = rules[id].example.map((each) => ({
      ...each,
      at: each.at.replace("/schemas/Book", `/schemas/${books[direction]}`),
    }));
    const told = toldBy(example).filter(({ rule }) => rule === id);
    expect(told.map((each) => each.direction)).toEqual([direction]);
  });
});

function toldBy(example: readonly Edit[], named = true): ReturnType<typeof diff> {
  const base = library();
  return diff(edited(base, example, "before"), edited(base, example, "after"), { named });
}
