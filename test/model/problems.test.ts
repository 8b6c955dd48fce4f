import { describe, expect, test } from "vitest";
import { buildModel } from "#generator/model/build-model.js";
import { booksMethods, documentJson, documentOf, problemsOf } from "./models.js";

const method = "/resources/books/methods/get";
const pathParameter = { type: "string", location: "path", required: true };

/** A document with one method `library.books.get`. */
function withMethod(members: object): object {
  return documentJson({ resources: booksMethods({ get: members }) });
}

function messageOf(json: object): string {
  return buildModel(documentOf(json)).problems[0]?.message ?? "";
}

describe("the model says what is wrong and where", () => {
  test("dangling-ref, with what was probably meant", () => {
    const document = documentJson({
      schemas: {
        Address: { type: "object" },
        Book: { type: "object", properties: { at: { type: "array", items: { $ref: "Adress" } } } },
      },
    });
    expect(problemsOf(document)).toEqual(["dangling-ref /schemas/Book/properties/at/items/$ref"]);
    expect(messageOf(document)).toBe('no schema is named "Adress"; did you mean "Address"?');
  });
  test("circular-ref: schemas that are nothing but each other, by references and as cases of a union", () => {
    const cases = (...refs: string[]): object => ({
      type: "object",
      variant: { discriminant: "kind", map: refs.map(($ref) => ({ type_value: $ref, $ref })) },
    });
    const schemas = {
      Loop: { $ref: "Loop" },
      One: { $ref: "Two" },
      Two: { $ref: "One" },
      Shape: cases("Circle", "Shape"),
      Any: cases("Other", "Circle"),
      Other: { $ref: "Third" },
      Third: cases("Any"),
      Circle: { type: "object", properties: { within: { $ref: "Shape" } } },
      List: { type: "array", items: { $ref: "List" } },
      Map: { type: "object", additionalProperties: { $ref: "Map" } },
    };
    const document = documentJson({ schemas });
    expect(problemsOf(document)).toEqual([
      "circular-ref /schemas/Third/variant/map/0/$ref",
      "circular-ref /schemas/Loop/$ref",
      "circular-ref /schemas/Two/$ref",
      "circular-ref /schemas/Shape/variant/map/1/$ref",
    ]);
    expect(messageOf(document)).toMatch(/"Third" leads back to itself, with no object or list/);
  });
  test("circular-ref: a chain of all schemas that a document may have, which leads back", () => {
    const names = Array.from({ length: 9_000 }, (_, index) => `Schema${index}`);
    const next = (index: number): object => ({ $ref: names[(index + 1) % names.length] });
    const schemas = Object.fromEntries(names.map((name, index) => [name, next(index)]));
    expect(problemsOf(documentJson({ schemas }))).toEqual([
      "circular-ref /schemas/Schema8999/$ref",
    ]);
  });
  test("of thousands of dangling references the first twenty are told with a near name", () => {
    const names = Array.from({ length: 2_000 }, (_, index) => `Schema${index}`);
    const schemas = Object.fromEntries(names.map((name) => [name, { $ref: `${name}x` }]));
    const { problems } = buildModel(documentOf(documentJson({ schemas })));
    expect(problems).toHaveLength(2_000);
    expect(problems.filter(({ message }) => message.includes("did you mean"))).toHaveLength(20);
  });
  test("G-DOC-09 dangling-ref of a request, a response and an Object member's name", () => {
    const refs = { request: { $ref: "toString" }, response: { $ref: "__proto__" } };
    expect(problemsOf(withMethod({ httpMethod: "POST", ...refs }))).toEqual([
      `dangling-ref ${method}/request/$ref`,
      `dangling-ref ${method}/response/$ref`,
    ]);
  });
  test.each([
    ["missing-path-parameter", "/path", { path: "books/{id}" }],
    [
      "missing-path-parameter",
      "/path",
      { path: "books/{id}", parameters: { id: { type: "string", location: "query" } } },
    ],
    ["unused-path-parameter", "/parameters/id", { parameters: { id: pathParameter } }],
    [
      "optional-path-parameter",
      "/parameters/id",
      { path: "books/{id}", parameters: { id: { ...pathParameter, required: false } } },
    ],
    ["invalid-path", "/path", { path: "books/{id" }],
    ["invalid-path", "/path", { path: "books/{id*}" }],
    ["missing-path-parameter", "/path", { path: "books/{id,other}" }],
    ["unknown-scope", "/scopes/0", { scopes: ["https://example.com/auth/x"] }],
    ["unknown-ordered-parameter", "/parameterOrder/0", { parameterOrder: ["id"] }],
  ])("%s at %s", (code, pointer, members) => {
    expect(problemsOf(withMethod(members))).toEqual([`${code} ${method}${pointer}`]);
  });
  test("unknown-ordered-parameter points to the place in the document's own array", () => {
    const members = {
      parameters: { a: { type: "string", location: "query" } },
      parameterOrder: ["a", "a", "b"],
    };
    expect(problemsOf(withMethod(members))).toEqual([
      `unknown-ordered-parameter ${method}/parameterOrder/2`,
    ]);
  });
  test("duplicate-method-id, naming the other place", () => {
    const document = documentJson({
      resources: booksMethods({ get: {}, list: { id: "library.books.get" } }),
    });
    expect(problemsOf(document)).toEqual(["duplicate-method-id /resources/books/methods/list/id"]);
    expect(messageOf(document)).toContain("/resources/books/methods/get");
  });
  test("contradicting-id: name and version count, and the id is kept in rest", () => {
    const document = documentJson({ id: "reseller:v2" });
    expect(problemsOf(document)).toEqual(["contradicting-id /id"]);
    const { value } = buildModel(documentOf(document));
    expect(value).toMatchObject({ id: "library:v1", rest: [{ at: "/id", value: "reseller:v2" }] });
    expect(problemsOf(documentJson({ id: "library:v1" }))).toEqual([]);
  });
  test("a parameter called body, beside which no body can stand", () => {
    const members = {
      httpMethod: "POST",
      parameters: { body: { type: "string", location: "query" } },
      request: { type: "object", additionalProperties: { type: "string" } },
    };
    expect(buildModel(documentOf(withMethod(members))).value).toBeNull();
  });
});

test("errors make no model, warnings do", () => {
  expect(buildModel(documentOf(withMethod({ path: "books/{id}" }))).value).toBeNull();
  const warned = buildModel(documentOf(withMethod({ parameterOrder: ["id"] })));
  expect(warned.problems.map(({ level }) => level)).toEqual(["warning"]);
  expect(warned.value).not.toBeNull();
});

test("all problems are told, not the first", () => {
  const document = documentJson({
    resources: booksMethods({
      a: { path: "{x}" },
      b: { path: "}" },
      c: { response: { $ref: "X" } },
    }),
  });
  expect(problemsOf(document)).toHaveLength(3);
});
