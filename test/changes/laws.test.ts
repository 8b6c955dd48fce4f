/** What holds for any two documents. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Change } from "#generator/changes/change.js";
import { isAtLeast, judge, ownPolicy, type Verdict } from "#generator/changes/judge.js";
import { runs } from "../runs.js";
import type { Json } from "../model/models.js";
import { applyEdits, edits, shuffled } from "./edits.js";
import { diff, library, put } from "./library.js";
import { unclaimed } from "./leaves.js";

const base = library();

function verdictOf(before: Json, after: Json): Verdict {
  return judge(diff(before, after), { policy: ownPolicy, today: "2026-01-01" });
}

describe("for random edits of a document", () => {
  test("nothing differs from itself", () => {
    fc.assert(
      fc.property(edits, (some) => {
        const document = applyEdits(base, some);
        expect(diff(document, structuredClone(document))).toEqual([]);
      }),
      runs(40),
    );
  });

  test("the order of keys and of sets makes no difference", () => {
    fc.assert(
      fc.property(edits, edits, fc.nat(), (some, others, seed) => {
        const before = applyEdits(base, some);
        const after = applyEdits(before, others);
        const turned = shuffled(after, seed) as Json;
        const own = verdictOf(after, turned);
        expect(own.bump).toBe("none");
        expect(
          own.changes.map(({ rule }) => rule).filter((rule) => rule !== "representation-changed"),
        ).toEqual([]);
        const plain = (changes: readonly Change[]): readonly Change[] =>
          changes.filter(({ rule }) => rule !== "representation-changed");
        expect(plain(diff(shuffled(before, seed + 1) as Json, turned))).toEqual(
          plain(diff(before, after)),
        );
      }),
      runs(40),
    );
  });

  test("every changed leaf is told, at its place or above it", () => {
    fc.assert(
      fc.property(edits, edits, (some, others) => {
        const before = applyEdits(base, some);
        const after = applyEdits(before, others);
        expect(unclaimed(before, after, diff(before, after))).toEqual([]);
      }),
      runs(150),
    );
  });

  test("each change is told once, and all are sorted by place", () => {
    fc.assert(
      fc.property(edits, edits, (some, others) => {
        const before = applyEdits(base, some);
        const { changes } = verdictOf(before, applyEdits(before, others));
        const found = new Set<string>();
        const twice = changes.filter(({ id }) => found.size === found.add(id).size);
        expect(twice).toEqual([]);
        const places = changes.map(({ at }) => at);
        expect(places).toEqual([...places].sort());
      }),
      runs(100),
    );
  });

  test("what comes in one direction goes in the other, at the same place", () => {
    fc.assert(
      fc.property(edits, edits, (some, others) => {
        const before = applyEdits(base, some);
        const after = applyEdits(before, others);
        const mirrored = new Set(diff(after, before).map(mirrorOf));
        const own = diff(before, after)
          .map((change) => keyOf(change))
          .filter((key) => key !== null);
        expect(own.filter((key) => !mirrored.has(key))).toEqual([]);
      }),
      runs(100),
    );
  });

  test("a way through a third document hides nothing", () => {
    fc.assert(
      fc.property(edits, edits, (some, others) => {
        const [second, third] = [
          applyEdits(base, some),
          applyEdits(applyEdits(base, some), others),
        ];
        const whole = verdictOf(base, third).bump;
        const steps = [verdictOf(base, second).bump, verdictOf(second, third).bump];
        expect(
          steps.some((step) => isAtLeast(step, whole)),
          `${whole} in ${steps.join(", ")}`,
        ).toBe(true);
      }),
      runs(100),
    );
  });
});

/** Places where something can be added that nobody has to use, with what is added. */
const additions: readonly (readonly [string, Json])[] = [
  ["/schemas/Book/properties/", { type: "string" }],
  ["/schemas/SentBook/properties/", { type: "integer", format: "int32" }],
  ["/schemas/ReadBook/properties/", { $ref: "Person" }],
  ["/schemas/Person/properties/", { type: "object", properties: { inner: { type: "string" } } }],
  ["/schemas/", { type: "object", properties: { name: { type: "string" } } }],
  ["/resources/books/methods/list/parameters/", { type: "string", location: "query" }],
  [
    "/resources/books/methods/",
    { id: "", httpMethod: "POST", path: "", request: { $ref: "Book" } },
  ],
  ["/resources/", { methods: {} }],
  ["/auth/oauth2/scopes/", { description: "One more." }],
];

test("what is only added breaks nobody, is told as added, and asks for no more than a minor version", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(additions.length - 1), { minLength: 1, maxLength: 6 }), (some) => {
      const after = structuredClone(base);
      for (const [index, which] of some.entries()) {
        const [place = "", value = {}] = additions[which] ?? [];
        const name = `added${index}`;
        const own = "id" in value ? { ...value, id: `library.${name}`, path: `v1/${name}` } : value;
        put(after, place + name, own);
      }
      const { changes, bump, counts } = verdictOf(base, after);
      expect(bump).toBe("minor");
      expect(counts).toMatchObject({ error: 0, warning: 0 });
      const told = changes.filter(
        ({ rule }) => !/^(revision-reused|schema-direction-changed)$/.test(rule),
      );
      expect(told).toHaveLength(some.length);
      for (const { rule, isGone } of told)
        expect([rule, isGone]).toEqual([expect.stringMatching(/-added$/), false]);
    }),
    runs(60),
  );
});

/** What comes and goes as a whole. */
const elements =
  /^(method|resource|schema|property|parameter|global-parameter|endpoint|oauth-scope)-(added|removed)/;

function keyOf({ rule, at, isGone }: Change): string | null {
  const [, kind] = elements.exec(rule) ?? [];
  return kind === undefined ? null : `${kind} ${isGone ? "gone" : "there"} ${at}`;
}

/** The key of the change that the other direction has. */
function mirrorOf(change: Change): string | null {
  return keyOf({ ...change, isGone: !change.isGone });
}
