import { describe, expect, test } from "vitest";
import { publishedNames } from "#generator/model/api-names.js";
import { apiOf, booksMethods, documentJson, methodsOf } from "./models.js";

const object = { type: "object", properties: { a: { type: "string" } } };

function schemaNames(schemas: Record<string, object>): string[] {
  return apiOf(documentJson({ schemas })).schemas.map(({ name, tsName }) => `${name} ${tsName}`);
}

describe("reserved words", () => {
  test.each(["any", "string", "delete", "undefined", "await", "Unrecognized", "type", "class"])(
    "a schema cannot be called %s",
    (id) => {
      expect(schemaNames({ [id]: object })).toEqual([`${id} ${id}2`]);
    },
  );
  test.each(["keyof", "infer", "readonly", "unique"])("nor %s, an operator of types", (id) => {
    expect(schemaNames({ [id]: object })).toEqual([`${id} ${id}2`]);
  });
  test.each(["Date", "Error", "Object", "Promise", "Record", "schemas", "ApiClient"])(
    "a schema can be called %s",
    (id) => {
      expect(schemaNames({ [id]: object })).toEqual([`${id} ${id}`]);
    },
  );
});

describe("names that meet", () => {
  test("a hoisted object gives way to a schema", () => {
    const Foo = { type: "object", properties: { bar: object } };
    expect(schemaNames({ Foo, FooBar: object })).toEqual([
      "Foo Foo",
      "FooBar FooBar",
      "Foo.bar FooBar2",
    ]);
  });
  test("ids that become one name stay two names", () => {
    expect(schemaNames({ "a-b": object, AB: object, "a.b": object })).toEqual([
      "AB AB",
      "a-b AB2",
      "a.b AB3",
    ]);
  });
  test("params and the client give way to schemas; classes, which nobody imports, need not", () => {
    const api = apiOf(
      documentJson({
        resources: booksMethods({ get: {} }),
        schemas: { BooksGetParams: object, BooksResource: object, LibraryClient: object },
      }),
    );
    expect(api.className).toBe("LibraryClient2");
    expect(api.resources[0]?.className).toBe("BooksResource");
    expect(methodsOf(api)[0]?.paramsName).toBe("BooksGetParams2");
  });
  test.each(["params", "options", "api", "document", "schemas"])(
    "the constant of a method %s of the API itself is hidden by nothing",
    (name) => {
      const method = { id: `library.${name}`, httpMethod: "GET", path: "x" };
      const api = apiOf(documentJson({ methods: { [name]: method } }));
      expect(api.methods[0]?.tsName).toBe(name);
      expect(api.methods[0]?.descriptorName).not.toBe(name);
    },
  );
  test.each(["then", "constructor", "__proto__"])(
    "no member of a resource is called %s",
    (name) => {
      const [method] = methodsOf(apiOf(documentJson({ resources: booksMethods({ [name]: {} }) })));
      expect(method?.name).toBe(name);
      expect(method?.tsName).not.toBe(name);
    },
  );
  test.each(["batch", "request", "close", "caller", "then"])(
    "no resource hides the client's own %s",
    (name) => {
      const api = apiOf(documentJson({ resources: { [name]: {} } }));
      expect(api.resources[0]?.tsName).toBe(`${name}2`);
    },
  );
});

describe("file names", () => {
  test.each(["con", "CON", "nul", "aux", "com1", "lpt9"])("%s is no device", (name) => {
    const { fileName } = apiOf(documentJson({ resources: { [name]: {} } })).resources[0] ?? {};
    expect(fileName).toBe(`${name.toLowerCase()}2`);
  });
  test("differ also where a file system ignores case", () => {
    const resources = { fooBar: {}, "foo-bar": {}, Foobar: {}, foobar: {} };
    const names = apiOf(documentJson({ resources })).resources.map(({ fileName }) => fileName);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(4);
  });
  test.each(["a".repeat(256), "aB".repeat(128), "é".repeat(256)])(
    "fit into a file system's 255 bytes",
    (name) => {
      const { fileName = "" } =
        apiOf(documentJson({ resources: { [name]: {} } })).resources[0] ?? {};
      expect(Buffer.byteLength(`${fileName}.d.ts.map`)).toBeLessThanOrEqual(255);
    },
  );
});

test("published names outlive what comes later", () => {
  const before = apiOf(
    documentJson({
      resources: booksMethods({ get: { response: object } }),
      schemas: { Foo: { type: "object", properties: { bar: object } } },
    }),
  );
  const names = publishedNames(before);
  const after = apiOf(
    documentJson({
      resources: booksMethods({ get: { response: object } }),
      schemas: {
        Foo: { type: "object", properties: { bar: object } },
        FooBar: object,
        BooksGetParams: object,
        BooksGetResponse: object,
        LibraryClient: object,
      },
    }),
    names,
  );
  const later = publishedNames(after);
  for (const [at, name] of names) expect([at, later.get(at)]).toEqual([at, name]);
  expect(new Set(after.schemas.map(({ tsName }) => tsName)).size).toBe(after.schemas.length);
});
