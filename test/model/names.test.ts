import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  camelCase,
  constantCase,
  kebabCase,
  pascalCase,
  resolveNames,
  schemaName,
  scopeName,
  type NameWish,
} from "#generator/model/names.js";
import { runs } from "../runs.js";

const wish = (at: string, wanted = at): NameWish => ({ at, wanted });

function resolved(
  wishes: readonly NameWish[],
  published: Record<string, string> = {},
  taken: readonly string[] = [],
): Record<string, string> {
  return Object.fromEntries(resolveNames(wishes, new Map(Object.entries(published)), taken));
}

describe("names of one scope", () => {
  test("are what was wanted, where nothing else wants it", () => {
    expect(resolved([wish("a"), wish("b")])).toEqual({ a: "a", b: "b" });
  });
  test("take suffixes in the order of the wishes", () => {
    const wishes = [wish("1", "X"), wish("2", "X"), wish("3", "X"), wish("4", "X2")];
    expect(resolved(wishes)).toEqual({ 1: "X", 2: "X2", 3: "X3", 4: "X22" });
  });
  test("are all different where thousands want one", () => {
    const wishes = Array.from({ length: 20_000 }, (_, index) => wish(`${index}`, "X"));
    const names = Object.values(resolved(wishes));
    expect(new Set(names).size).toBe(20_000);
    expect(names.at(-1)).toBe("X20000");
  });
  test("are never what is taken", () => {
    expect(resolved([wish("a", "X")], {}, ["X", "X2"])).toEqual({ a: "X3" });
  });
  test("stay once published, whatever is wanted and whoever comes first", () => {
    const published = { b: "X" };
    expect(resolved([wish("a", "X"), wish("b", "Y")], published)).toEqual({ a: "X2", b: "X" });
  });
  test("of things that are gone are not given away", () => {
    expect(resolved([wish("new", "X")], { gone: "X" })).toEqual({ new: "X2" });
  });
  test("that are published twice are given once", () => {
    expect(resolved([wish("a"), wish("b")], { a: "X", b: "X" })).toEqual({ a: "X", b: "b" });
  });
  test("that are published and taken by now are given anew", () => {
    expect(resolved([wish("a", "delete")], { a: "delete" }, ["delete"])).toEqual({ a: "delete2" });
  });
});

const places = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 12 });
const wanted = fc.constantFrom("A", "A2", "A3", "B", "B2");
const wishes = places.chain((all) =>
  fc.tuple(...all.map((at) => wanted.map((each) => wish(at, each)))),
);

test("property: all names are distinct, and none is taken", () => {
  fc.assert(
    fc.property(wishes, fc.array(wanted), (all, taken) => {
      const names = [...resolveNames(all, new Map(), taken).values()];
      expect(names).toHaveLength(all.length);
      expect(new Set([...names, ...taken]).size).toBe(names.length + new Set(taken).size);
    }),
  );
});

test("property: adding wishes, anywhere and in any order, never renames a published one", () => {
  fc.assert(
    fc.property(wishes, wishes, fc.boolean(), (before, added, first) => {
      const published = resolveNames(before, new Map(), []);
      const others = added.filter(({ at }) => !published.has(at));
      const all = first ? [...others, ...before] : [...before, ...others];
      const names = resolveNames(all, published, []);
      for (const { at } of before) expect(names.get(at)).toBe(published.get(at));
      expect(new Set(names.values()).size).toBe(all.length);
    }),
  );
});

test("property: what a name is does not depend on wishes for other names", () => {
  fc.assert(
    fc.property(wishes, (all) => {
      expect(resolved([...all, wish("the last one", "Z")])["the last one"]).toBe("Z");
    }),
  );
});

describe("cases", () => {
  test.each([
    [["customers", "get"], "CustomersGet"],
    [["start-date"], "StartDate"],
    [["URLMap"], "URLMap"],
    [["startDate.day"], "StartDateDay"],
    [["a_b"], "A_b"],
    [["1a"], "_1a"],
    [["🙂"], "_"],
    [[" "], "_"],
    [[], "_"],
    [["été"], "Été"],
  ])("pascalCase(%j) is %s", (names, name) => {
    expect(pascalCase(...names)).toBe(name);
  });
  test.each([
    [["well-known"], "wellKnown"],
    [["changePlan"], "changePlan"],
    [["Foo"], "Foo"],
    [["$x"], "$x"],
    [["a b", "c"], "aBC"],
    [["30days"], "_30days"],
  ])("camelCase(%j) is %s", (names, name) => {
    expect(camelCase(...names)).toBe(name);
  });
  test.each([
    [["Customers", "get"], "customersGet"],
    [["URL"], "uRL"],
  ])("constantCase(%j) is %s", (names, name) => {
    expect(constantCase(...names)).toBe(name);
  });
  test.each([
    ["wellKnown", "well-known"],
    ["well-known", "well-known"],
    ["v1beta1Things", "v1beta1-things"],
    ["URLMaps", "urlmaps"],
    ["a/../b", "a-b"],
    ["..", "_"],
  ])("kebabCase(%j) is %s", (text, name) => {
    expect(kebabCase(text)).toBe(name);
  });
  test.each([
    ["Customer", "Customer"],
    ["customer_v1", "customer_v1"],
    ["a.b", "AB"],
    ["Date", "Date"],
    ["__proto__", "__proto__"],
    ["1a", "_1a"],
  ])("schemaName(%j) is %s", (id, name) => {
    expect(schemaName(id)).toBe(name);
  });
  test.each([
    ["https://www.googleapis.com/auth/apps.order", "appsOrder"],
    ["https://www.googleapis.com/auth/apps.order.readonly", "appsOrderReadonly"],
    ["https://www.googleapis.com/auth/cloud-platform", "cloudPlatform"],
    ["https://www.googleapis.com/auth/drive", "drive"],
    ["https://mail.google.com/", "mailGoogleCom"],
    ["https://www.google.com/m8/feeds", "wwwGoogleComM8Feeds"],
    ["https://www.googleapis.com/auth/datastudio", "datastudio"],
    ["https://example.com/auth/a/b", "aB"],
    ["openid", "openid"],
    ["email", "email"],
  ])("scopeName(%j) is %s", (scope, name) => {
    expect(scopeName(scope)).toBe(name);
  });
});

const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
const signs = fc.constantFrom("x²", "½", "①", "a\u0301", "ͺ", "\u2e2f", "x\u00b7", "Ⅷ", "𐐨", "ß");

test("property: every cased name is an identifier", () => {
  const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;
  fc.assert(
    fc.property(fc.array(fc.oneof(anyText, signs), { maxLength: 3 }), (names) => {
      for (const name of [pascalCase(...names), camelCase(...names), constantCase(...names)]) {
        expect(name).toMatch(identifier);
      }
    }),
    runs(500),
  );
});

test("property: a file name is one plain segment", () => {
  fc.assert(
    fc.property(fc.oneof(anyText, signs), (name) => {
      expect(kebabCase(name)).toMatch(/^[^/\\.:*?"<>|\p{Cc} ]+$/u);
      expect(kebabCase(name)).toBe(kebabCase(name).toLowerCase());
    }),
  );
});
