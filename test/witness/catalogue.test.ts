/** The compiler finds exactly what the catalogue says of its own examples, in every direction. */
import { beforeAll, describe, expect, test } from "vitest";
import { gradesOf, ownPolicy } from "#generator/changes/judge.js";
import type { Direction, Edit } from "#generator/changes/rule.js";
import { rules, type RuleId } from "#generator/changes/rules.js";
import { books, edited, library } from "../changes/library.js";
import { judged, typeDisagreements, wireDisagreements } from "./disagreements.js";

const ids = Object.keys(rules) as RuleId[];

/** Rules that only apply where no published names are kept. */
const unnamed: readonly RuleId[] = ["client-name-changed", "generated-name-changed"];

const examples = ids.map((id) => ({ id, title: id as string, example: rules[id].example }));
const directed = ids
  .filter((id) => typeof gradesOf(rules[id], true, ownPolicy) !== "string")
  .flatMap((id) =>
    (["request", "response", "none"] as const satisfies Direction[]).map((direction) => ({
      id,
      title: `${id}@${direction}`,
      example: rules[id].example.map((each) => ({
        ...each,
        at: each.at.replace("/schemas/Book", `/schemas/${books[direction]}`),
      })),
    })),
  );
const all = [...examples, ...directed];

describe("the compiler confirms the verdict on the example of", () => {
  let found: readonly (readonly string[])[] = [];
  beforeAll(async () => {
    const pairs = all.map(({ id, example }) => pairOf(example, !unnamed.includes(id)));
    found = await typeDisagreements(pairs);
  }, 300_000);

  test.each(all.map(({ title }, index) => [title, index] as const))("%s", (_, index) => {
    expect(found[index]).toEqual([]);
  });
});

describe("requests confirm the verdict on the example of", () => {
  test.each(examples)("$id", async ({ id, example }) => {
    expect(await wireDisagreements(pairOf(example, !unnamed.includes(id)))).toEqual([]);
  });
});

function pairOf(example: readonly Edit[], named: boolean): ReturnType<typeof judged> {
  const base = library();
  return judged(edited(base, example, "before"), edited(base, example, "after"), { named });
}
