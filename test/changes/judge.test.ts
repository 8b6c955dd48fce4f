/** The catalogue as a whole, and what judging makes of it. */
import { describe, expect, test } from "vitest";
import type { Change } from "#generator/changes/change.js";
import { gradesOf, judge, ownPolicy, readGrade, type Approval } from "#generator/changes/judge.js";
import type { Grade, Grades, Knob, Policy } from "#generator/changes/rule.js";
import { rules, type RuleId } from "#generator/changes/rules.js";
import { wordsOf } from "#generator/changes/words.js";

const ids = Object.keys(rules) as RuleId[];
const today = "2026-11-25";

function gradesWithin(grades: Grades | undefined): Grade[] {
  if (grades === undefined) return [];
  return typeof grades === "string" ? [grades] : Object.values(grades);
}

/** Every grade that a rule can give, whatever the policy is. */
function allGrades(id: RuleId): Grade[] {
  const { grade, under = {}, untyped } = rules[id];
  return [grade, untyped, ...Object.values(under)].flatMap(gradesWithin);
}

describe("the catalogue", () => {
  test("has the rules of the paper, and those of our own generator", () => {
    expect(ids.length).toBeGreaterThanOrEqual(197);
    expect(ids.every((id) => /^[a-z]+(-[a-z]+)+$/.test(id))).toBe(true);
  });

  test.each(ids)("%s: what does not compile any more is major, and nothing less is", (id) => {
    for (const grade of allGrades(id)) {
      const { impact, bump } = readGrade(grade);
      if (impact.types === "error") expect(bump, grade).toBe("major");
      if (bump === "none") expect([impact.wire, impact.types], grade).toEqual(["none", "none"]);
      if (bump === "patch") expect(["none", "info"], grade).toContain(impact.types);
    }
  });

  test("deprecation is at least minor", () => {
    const deprecations = ids.filter((id) => /(^|-)deprecated$/.test(id));
    expect(deprecations.length).toBeGreaterThan(5);
    for (const id of deprecations)
      expect(allGrades(id).map((each) => readGrade(each).bump)).toEqual(["minor"]);
  });

  test("every rule has words, a reason and an example that differs", () => {
    for (const id of ids) {
      const { reason, example } = rules[id];
      expect(reason, id).toMatch(/^[A-Z].*\.$/s);
      expect(wordsOf({ rule: id, from: "a", to: "b" }), id).not.toMatch(/\{(from|to)\}|\.$/);
      expect(
        example.some(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after)),
        id,
      ).toBe(true);
    }
  });

  const opposites: readonly (readonly [RegExp, string])[] = [
    [/-added$/, "-removed"],
    [/-removed$/, "-added"],
    [/-increased$/, "-decreased"],
    [/-decreased$/, "-increased"],
    [/-widened$/, "-narrowed"],
    [/-narrowed$/, "-widened"],
    [/-deprecated$/, "-undeprecated"],
    [/-undeprecated$/, "-deprecated"],
    [/-became-required$/, "-became-optional"],
    [/-became-optional$/, "-became-required"],
    [/-became-enum$/, "-no-longer-enum"],
    [/-no-longer-enum$/, "-became-enum"],
    [/-became-read-only$/, "-no-longer-read-only"],
    [/-no-longer-read-only$/, "-became-read-only"],
  ];
  /** Rules whose other direction is another rule, or none, with the reason. */
  const waivers: Partial<Record<RuleId, string>> = {
    "documented-immutable-added": "what is no longer said is no change of behaviour",
    "documented-output-only-added": "what is no longer said is no change of behaviour",
    "documented-deprecated-added": "what is no longer said is no change of behaviour",
    "request-nulls-removed": "the body of a PATCH takes all that the other one took",
  };

  test.each(ids.filter((id) => waivers[id] === undefined))("%s has its opposite", (id) => {
    for (const [ending, other] of opposites) {
      if (ending.test(id)) expect(ids).toContain(id.replace(ending, other));
    }
  });
});

describe("a policy", () => {
  const lax: Policy = {
    checkedEnums: false,
    checkedRequired: false,
    inputsWithoutReadOnly: false,
    namedInlineObjects: false,
    requiredBodies: false,
    typedEndpoints: false,
    ignoresReservedExpansion: false,
    ignoresMtls: false,
    standardParameters: [],
    unreachedSchemas: false,
  };

  test("decides the grades of the rules that name it, and of no others", () => {
    for (const id of ids) {
      const { grade, under = {} } = rules[id];
      expect(gradesOf(rules[id], true, lax), id).toEqual(grade);
      for (const knob of Object.keys(under) as Knob[]) {
        expect(gradesOf(rules[id], true, { ...lax, [knob]: true }), id).toEqual(under[knob]);
      }
    }
  });

  test("what is not generated has no impact, whatever happens to it", () => {
    const gone = change({ rule: "property-removed", direction: "none" });
    const judged = (policy: Policy) => judge([gone], { policy, today }).changes[0];
    expect(judged(lax)).toMatchObject({ level: "none", bump: "none" });
    expect(judged({ ...lax, unreachedSchemas: true })).toMatchObject({
      level: "error",
      bump: "major",
    });
  });
});

describe("judging", () => {
  test("an id depends on what the change is, not on what is said of it or who is concerned", () => {
    const [one, same, other] = judge(
      [
        change({}),
        change({ subject: "Another.name", methods: ["a.b"], near: "/x", isTyped: false }),
        change({ to: "another" }),
      ],
      { policy: ownPolicy, today },
    ).changes;
    expect(one?.id).toBe(same?.id);
    expect(one?.id).not.toBe(other?.id);
  });

  test("the bump is the greatest of all, also where a level hides it or somebody has approved it", () => {
    const changes = [change({}), change({ rule: "property-added", at: "/other" })];
    const [first] = judge(changes, { policy: ownPolicy, today }).changes;
    const approvals: Approval[] = [{ id: first?.id ?? "", reason: "agreed" }];
    const levels = { "property-removed": "none" } as const;
    const verdict = judge(changes, { policy: ownPolicy, today, levels, approvals });
    expect(verdict.bump).toBe("major");
    expect(verdict.counts).toEqual({ error: 0, warning: 0, info: 1, none: 1 });
    expect(verdict.changes[0]?.approval).toEqual(approvals[0]);
    expect(judge([], { policy: ownPolicy, today }).bump).toBe("none");
  });

  test("an approval holds to the end of its last day", () => {
    const [{ id } = { id: "" }] = judge([change({})], { policy: ownPolicy, today }).changes;
    const approved = (until: string) =>
      judge([change({})], { policy: ownPolicy, today, approvals: [{ id, reason: "x", until }] });
    expect(approved(today).changes[0]?.approval).not.toBeNull();
    expect(approved(today).expired).toEqual([]);
    expect(approved("2026-11-24").changes[0]?.approval).toBeNull();
    expect(approved("2026-11-24").expired).toHaveLength(1);
  });
});

function change(facts: Partial<Change>): Change {
  return {
    rule: "property-removed",
    at: "/schemas/Book/properties/title",
    node: "/schemas/Book/properties/title",
    isGone: true,
    near: "/schemas/Book",
    subject: "Book.title",
    direction: "both",
    methods: [],
    from: "title",
    to: null,
    isTyped: true,
    ...facts,
  };
}
