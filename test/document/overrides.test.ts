import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalText } from "#generator/document/canonical.js";
import { applyOverrides, type Override } from "#generator/document/overrides.js";
import { placeProblems, readOverridden } from "#generator/document/read-overridden.js";
import { problem } from "#generator/problem.js";
import { runs } from "../runs.js";
import { bytesOf, documentWith } from "./documents.js";

const why = "a test";

/** The small document of these tests. */
function document(): Record<string, unknown> {
  return documentWith({
    revision: "20240101",
    schemas: { Book: { type: "object", properties: { title: { type: "string" } } } },
    features: ["a", "b", "c"],
  });
}

type Change = Omit<Override, "why">;

function applied(...changes: Change[]): unknown {
  const { value, problems } = applyOverrides(
    document(),
    changes.map((change) => ({ ...change, why })),
  );
  expect(problems).toEqual([]);
  return value;
}

function problemsOf(...changes: Change[]): string[] {
  const overrides = changes.map((change) => ({ ...change, why }));
  const { value, problems } = applyOverrides(document(), overrides);
  expect(value === null).toBe(problems.some(({ level }) => level === "error"));
  return problems.map(({ code, pointer, message }) => `${code} ${pointer}: ${message}`);
}

describe("an override", () => {
  test("replaces what is there, whatever the order of keys", () => {
    const was = { properties: { title: { type: "string" } }, type: "object" };
    expect(applied({ at: "/schemas/Book", was, is: { type: "any" } })).toEqual({
      ...document(),
      schemas: { Book: { type: "any" } },
    });
  });

  test("adds where nothing was, and removes", () => {
    const is = { type: "integer" };
    expect(
      applied(
        { at: "/schemas/Book/properties/pages", is },
        { at: "/schemas/Book/type", was: "object" },
      ),
    ).toEqual({
      ...document(),
      schemas: { Book: { properties: { title: { type: "string" }, pages: is } } },
    });
  });

  test("takes null for a value", () => {
    expect(applied({ at: "/x", is: null })).toEqual({ ...document(), x: null });
    expect(problemsOf({ at: "/version", was: null, is: "v2" })).toEqual([
      'override-mismatch /0/was: /version is "v1", where the override expects what "was" says',
    ]);
  });

  test("finds keys with / and ~, and the key __proto__", () => {
    expect(applied({ at: "/a~1b~0c", is: 1 })).toEqual({ ...document(), "a/b~c": 1 });
    const changed = applied({ at: "/schemas/__proto__", is: { type: "any" } }) as {
      schemas: object;
    };
    expect(Object.keys(changed.schemas)).toEqual(["Book", "__proto__"]);
    expect(Object.getPrototypeOf(changed.schemas)).toBe(Object.prototype);
  });

  test("counts elements as the document has them, whatever the others do", () => {
    const changes: Change[] = [
      { at: "/features/0", was: "a" },
      { at: "/features/1", was: "b", is: "B" },
      { at: "/features/-", is: "d" },
    ];
    for (const order of [changes, changes.toReversed()]) {
      expect(applied(...order)).toEqual({ ...document(), features: ["B", "c", "d"] });
    }
    expect(applied({ at: "/features/3", is: "d" })).toMatchObject({
      features: ["a", "b", "c", "d"],
    });
  });

  test("leaves the document that it was given as it is", () => {
    const before = document();
    applyOverrides(before, [{ at: "/schemas/Book/type", was: "object", why }]);
    expect(before).toEqual(document());
  });

  test("and the one that undoes it give the document again", () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
    const cases = json.chain((value) =>
      fc.tuple(fc.constant(value), fc.constantFrom(...placesIn(value))),
    );
    fc.assert(
      fc.property(cases, fc.option(fc.jsonValue(), { nil: undefined }), ([value, at], is) => {
        const was = valueAt(value, at);
        fc.pre(canonicalText(was) !== canonicalText(is));
        // Elements behind one that goes take its place: it cannot be put back by its index.
        fc.pre(is !== undefined || !/\/\d+$/.test(at));
        const there = applyOverrides(value, [{ at, was, is, why }]);
        expect(there.problems).toEqual([]);
        const back = applyOverrides(there.value ?? {}, [{ at, was: is, is: was, why }]);
        expect(canonicalText(back.value)).toBe(canonicalText(value));
      }),
      runs(300),
    );
  });
});

function placesIn(value: unknown, at = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const place = `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return [place, ...placesIn(member, place)];
  });
}

function valueAt(value: unknown, at: string): unknown {
  const keys = at
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  return keys.reduce((node, key) => (node as Record<string, unknown>)[key], value);
}

describe("an override that does not fit is an error", () => {
  test.each<[string, Change[], string[]]>([
    [
      "its was is not what is there",
      [{ at: "/schemas/Book/type", was: "array", is: "any" }],
      [
        'override-mismatch /0/was: /schemas/Book/type is "object", where the override expects what "was" says',
      ],
    ],
    [
      "what it replaces is gone",
      [{ at: "/schemas/Shelf", was: {}, is: { type: "any" } }],
      [
        'override-mismatch /0/was: /schemas/Shelf is not there, where the override expects what "was" says',
      ],
    ],
    [
      "what it adds is there",
      [{ at: "/version", is: "v2" }],
      ['override-mismatch /0/at: /version is "v1", where the override expects nothing'],
    ],
    [
      "the place around it is not there",
      [{ at: "/schemas/Bock/properties/title", is: {} }],
      ['override-nowhere /0/at: the document has no /schemas/Bock; did you mean "Book"?'],
    ],
    [
      "the place around it is a text",
      [{ at: "/version/x", is: {} }],
      ["override-nowhere /0/at: the document has no /version/x"],
    ],
    [
      "it is behind the end of an array, or no index",
      [
        { at: "/features/4", is: "e" },
        { at: "/features/00", was: "a" },
        { at: "/features/length", was: 3 },
      ],
      [
        "override-nowhere /0/at: the document has no /features/4",
        "override-nowhere /1/at: the document has no /features/00",
        "override-nowhere /2/at: the document has no /features/length",
      ],
    ],
    [
      "it is a member that every object inherits",
      [{ at: "/schemas/constructor/name", was: "Object", is: "x" }],
      ["override-nowhere /0/at: the document has no /schemas/constructor"],
    ],
    [
      "it changes nothing",
      [{ at: "/version", was: "v1", is: "v1" }],
      ["override-idle /0: changes nothing at /version"],
    ],
    [
      "it has neither was nor is",
      [{ at: "/version" }],
      ["override-idle /0: changes nothing at /version"],
    ],
  ])("where %s", (_, changes, expected) => {
    expect(problemsOf(...changes)).toEqual(expected);
  });

  test("where two have one place, or one lies within another, in either order", () => {
    const outer: Change = {
      at: "/schemas/Book",
      was: { type: "object", properties: { title: { type: "string" } } },
    };
    const inner: Change = { at: "/schemas/Book/type", was: "object" };
    const words = "/schemas/Book/type is changed by the override of /schemas/Book too";
    expect(problemsOf(outer, inner)).toEqual([`override-overlap /1/at: ${words}`]);
    expect(problemsOf(inner, outer)).toEqual([`override-overlap /0/at: ${words}`]);
    expect(problemsOf(inner, inner)).toEqual([
      "override-overlap /1/at: /schemas/Book/type is changed by the override of /schemas/Book/type too",
    ]);
    expect(problemsOf({ at: "/features/-", is: "d" }, { at: "/features/3", is: "e" })).toHaveLength(
      1,
    );
    expect(problemsOf({ at: "/a", is: 1 }, { at: "/ab", is: 1 })).toEqual([]);
  });

  test("a long value is cut", () => {
    const long = { ...document(), features: Array.from({ length: 200 }, () => "feature") };
    const [found] = applyOverrides(long, [{ at: "/features", was: [], why }]).problems;
    expect(found?.message.length).toBeLessThan(400);
  });

  test("what the document says by now is no reason to correct it: the remedy says so", () => {
    const done = (change: Change): string | undefined =>
      applyOverrides(document(), [{ ...change, why }]).problems[0]?.remedy;
    const remove = "remove the override: the document says so by now";
    expect(done({ at: "/version", was: "v0", is: "v1" })).toBe(remove);
    expect(done({ at: "/version", is: "v1" })).toBe(remove);
    expect(done({ at: "/schemas/Shelf", was: {} })).toBe(remove);
    expect(done({ at: "/version", was: "v0", is: "v2" })).toBe('bring "was" up to date');
  });
});

test("until: a warning from that revision on, and it applies all the same", () => {
  const change = { at: "/x", is: 1 };
  expect(problemsOf({ ...change, until: "20240102" })).toEqual([]);
  for (const until of ["20240101", "20230630"]) {
    expect(problemsOf({ ...change, until })).toEqual([
      `override-expired /0/until: the override was to last until ${until}; the document is of 20240101`,
    ]);
  }
  const undated = applyOverrides({ ...document(), revision: "x" }, [
    { ...change, why, until: "20240101" },
  ]);
  expect(undated.problems).toEqual([]);
});

describe("an overridden document is read like any other", () => {
  function placesOf(...changes: Change[]): { document: string[]; overrides: string[] } {
    const overrides = changes.map((change) => ({ ...change, why }));
    const { value, inDocument, inOverrides } = readOverridden(
      bytesOf(JSON.stringify(document())),
      overrides,
    );
    expect(value === null).toBe(
      [...inDocument, ...inOverrides].some(({ level }) => level === "error"),
    );
    const places = (all: typeof inDocument): string[] =>
      all.map(({ code, pointer }) => `${code} ${pointer}`);
    return { document: places(inDocument), overrides: places(inOverrides) };
  }

  test("what an override says is wrong where it says it", () => {
    expect(
      placesOf({ at: "/rootUrl", was: "https://library.example.com/", is: "http://evil.example/" }),
    ).toEqual({
      document: [],
      overrides: ["invalid-value /0/is"],
    });
    expect(
      placesOf(
        { at: "/x", is: 1 },
        { at: "/schemas/Shelf", is: { properties: { a: { type: 5 } } } },
      ),
    ).toEqual({
      document: [],
      overrides: ["unknown-key /0/is", "wrong-type /1/is/properties/a/type"],
    });
  });

  test("what it takes away is missing at the override", () => {
    expect(placesOf({ at: "/version", was: "v1" })).toEqual({
      document: [],
      overrides: ["missing-key /0"],
    });
  });

  test("nesting and sizes are limited as ever", () => {
    const deep = JSON.parse(`${'{"properties":{"a":'.repeat(31)}{}${"}}".repeat(31)}`) as object;
    expect(placesOf({ at: "/schemas/Deep", is: deep }).overrides).toEqual(["too-large "]);
    expect(placesOf({ at: "/id", is: "x".repeat(300) }).overrides).toEqual(["too-large /0/is"]);
  });

  test("an override may repair what would be refused without it", () => {
    const broken = bytesOf(JSON.stringify({ ...document(), servicePath: 5 }));
    expect(readOverridden(broken, []).value).toBeNull();
    const { value, inDocument, inOverrides } = readOverridden(broken, [
      { at: "/servicePath", was: 5, is: "v1/", why },
    ]);
    expect([inDocument, inOverrides]).toEqual([[], []]);
    expect(value?.document.servicePath).toBe("v1/");
    expect(value?.served).toMatchObject({ servicePath: 5 });
  });

  test("an override that does not fit keeps nothing else back", () => {
    const broken = bytesOf(JSON.stringify({ ...document(), servicePath: 5, batchPath: 5 }));
    const { inDocument, inOverrides } = readOverridden(broken, [
      { at: "/servicePath", was: 6, is: "v1/", why },
    ]);
    expect(inDocument.map(({ pointer }) => pointer)).toEqual(["/batchPath"]);
    expect(inOverrides.map(({ code }) => code)).toEqual(["override-mismatch"]);
  });

  test("a text that is no document is told as such", () => {
    for (const text of ["", "[]", "{", "null", '{"a":1,"a":2}']) {
      const { value, inDocument } = readOverridden(bytesOf(text), [{ at: "/x", is: 1, why }]);
      expect(value).toBeNull();
      expect(inDocument, text).not.toEqual([]);
    }
  });

  test("problems of the model are placed alike", () => {
    const overrides = [{ at: "/schemas/Book", is: { $ref: "Bock" }, why }];
    const found = problem("dangling-ref", "/schemas/Book/$ref", "Bock", "");
    const other = problem("dangling-ref", "/schemas/Books/$ref", "Bock", "");
    expect(placeProblems([found, other], overrides)).toEqual({
      inDocument: [other],
      inOverrides: [{ ...found, pointer: "/0/is/$ref", remedy: "correct the override" }],
    });
  });
});
