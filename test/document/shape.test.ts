import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { shapeProblems } from "#generator/document/shape.js";
import { documentWith, everyKey, head, problemsOf, read } from "./documents.js";

interface Place {
  readonly pointer: string;
  readonly value: unknown;
}

/** Every place of a value but its root. */
function placesIn(value: unknown, pointer = ""): readonly Place[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const at = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return [{ pointer: at, value: inner }, ...placesIn(inner, at)];
  });
}

/** A copy of `everyKey` with another value at a place. */
function replaced(pointer: string, value: unknown): unknown {
  const keys = pointer.split("/").map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const copy = structuredClone(everyKey);
  let owner: Record<string, unknown> = copy;
  for (const key of keys.slice(1, -1)) owner = owner[key] as Record<string, unknown>;
  owner[keys.at(-1) ?? ""] = value;
  return copy;
}

const typeOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : typeof value;

describe("a wrong type at every place", () => {
  const others = [null, true, 5, "text", [], {}];

  test.each(placesIn(everyKey))("$pointer", ({ pointer, value }) => {
    for (const other of others) {
      const { problems, value: document } = read(replaced(pointer, other));
      const isFine = pointer === "/version_module" && typeof other === "string";
      if (typeOf(other) === typeOf(value) || isFine) {
        // Another value of the right type may be wrong too, but then it is said in or at this place.
        expect(problems.filter((each) => !each.pointer.startsWith(pointer))).toEqual([]);
        continue;
      }
      expect(problems).toContainEqual(expect.objectContaining({ code: "wrong-type", pointer }));
      expect(problems.filter(({ level }) => level === "error")).toHaveLength(1);
      expect(document).toBeNull();
    }
  });

  test("is told in words", () => {
    const message = (members: object): string | undefined =>
      read(documentWith(members)).problems[0]?.message;
    expect(message({ title: 5 })).toBe("must be a string, but is a number");
    expect(message({ schemas: [] })).toBe("must be an object, but is an array");
    expect(message({ endpoints: null })).toBe("must be an array, but is null");
    expect(message({ version_module: 1 })).toBe("must be a boolean or a string, but is a number");
  });
});

test("an unknown key is a warning at every place, and is kept", () => {
  const objects = placesIn(everyKey).filter(({ value }) => typeOf(value) === "object");
  // In these objects every key is a name.
  const maps = /\/(?:parameters|properties|schemas|methods|resources|scopes)$/;
  for (const { pointer, value } of objects.filter((place) => !maps.test(place.pointer))) {
    const document = replaced(pointer, { ...(value as object), "x-a/b": [{ any: null }] });
    expect(read(document)).toMatchObject({
      value: document,
      problems: [{ code: "unknown-key", level: "warning", pointer: `${pointer}/x-a~1b` }],
    });
  }
});

test("all problems are told", () => {
  const document = { name: 5, version: "..", schemas: { A: { type: "x", items: [] } }, extra: 1 };
  expect([...problemsOf(document)].sort()).toEqual([
    "invalid-value /schemas/A/type",
    "invalid-value /version",
    "missing-key ",
    "unknown-key /extra",
    "wrong-type /name",
    "wrong-type /schemas/A/items",
  ]);
});

describe("G-DOC-14 names that JavaScript knows are data", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];

  test.each(names)("%s as a name", (name) => {
    const map = `{"${name}":{"type":"object","properties":{"${name}":{"type":"string"}}}}`;
    const { value, problems } = read(`{${head},"schemas":${map},"resources":{"${name}":{}}}`);
    expect(problems).toEqual([]);
    expect(Object.keys(value?.schemas ?? {})).toEqual([name]);
    expect(JSON.stringify(value?.schemas)).toBe(map);
    expect(problemsOf(`{${head},"schemas":{"${name}":5}}`)).toEqual([
      `wrong-type /schemas/${name}`,
    ]);
  });

  test.each(names)("%s as an unknown key", (name) => {
    const inherited = '{"name":"a","version":"v1","rootUrl":"https://a.example.com/"}';
    expect(problemsOf(`{${head},"${name}":{"title":5}}`)).toEqual([`unknown-key /${name}`]);
    expect(problemsOf(`{"${name}":${inherited}}`)).toEqual(["not-a-discovery-document "]);
  });

  test("no prototype is touched", () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    read(`{${head},"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}`);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect("polluted" in {}).toBe(false);
  });
});

test("the configuration gets errors with the nearest known key instead", () => {
  const error = {
    instancePath: "/clients/0",
    keyword: "additionalProperties",
    params: { additionalProperty: "folde" },
    parentSchema: { properties: { folder: {}, document: {} } },
  };
  expect(shapeProblems([error], "unknown-option")).toMatchObject([
    {
      code: "unknown-option",
      level: "error",
      pointer: "/clients/0/folde",
      message: 'unknown key "folde"; did you mean "folder"?',
    },
  ]);
  expect(shapeProblems(null)).toEqual([]);
});

test("other keywords are told in ajv's words, and only where the type is right", () => {
  const pattern = { keyword: "pattern", params: {}, message: 'must match pattern "^x"', data: "y" };
  const type = { keyword: "type", params: { type: "string" }, data: 5 };
  const problems = shapeProblems([
    { instancePath: "/a", ...pattern },
    { instancePath: "/b", ...type },
    { instancePath: "/b", ...pattern, data: 5 },
  ]);
  expect(problems.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([
    '/a "y" is not allowed: it must match pattern "^x"',
    "/b must be a string, but is a number",
  ]);
});

test("the compiled validators load nothing", () => {
  const built = new URL(import.meta.resolve("#generator/document/validate.js"));
  expect(readFileSync(built, "utf8")).not.toMatch(/\brequire\(|^import\b/m);
});
