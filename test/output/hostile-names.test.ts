/** G-INJ-06, 07, 11: names and values that no programmer would choose. */
import { runInNewContext } from "node:vm";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { documentJson, found, type Json } from "../model/models.js";
import { filesOfApi, hostileApi, type Files } from "./clients.js";
import { compileErrors } from "./compile.js";
import { membersOf, nodesOf, parsed } from "./sources.js";

const names = [
  ["constructor", "__proto__", "prototype", "toString", "then", "valueOf", "hasOwnProperty"],
  ["delete", "import", "export", "switch", "function", "default", "arguments", "eval", "class"],
  ["any", "string", "number", "object", "unknown", "never", "void", "null", "true", "undefined"],
  ["await", "async", "yield", "let", "static", "get", "set", "of", "type", "this", "super"],
  ["keyof", "infer", "readonly", "unique", "asserts", "is", "abstract", "declare", "intrinsic"],
  ["Object", "Date", "Error", "Promise", "Record", "Array", "String", "globalThis", "Unrecognized"],
  ["schemas", "scopes", "api", "document", "params", "options", "caller", "Patch", "ApiPromise"],
  ["a-b", "1a", "1", "a.b", " ", "  ", "a'b", 'a"b', "a`b", "a\\b", "${a}", "🙂", "été", "x²", "½"],
  ["a\u2028b", "*/", "a//b", "x".repeat(256)],
].flat();
/** Those that can stand in a path template. */
const inPaths = names.filter((name) => !/[{}*+/\\\u2028]/.test(name));

const text = { type: "string" };

async function filesOf(members: object): Promise<Files> {
  return filesOfApi(found(hostileApi(JSON.parse(jsonText(documentJson(members)))), "model"));
}

/** `JSON.stringify`, but a member added by `Object.fromEntries` keeps the name `__proto__` anyway. */
function jsonText(json: Json): string {
  return JSON.stringify(json);
}

function named<T>(all: readonly string[], value: (name: string, index: number) => T): object {
  return Object.fromEntries(all.map((name, index) => [name, value(name, index)]));
}

describe("G-INJ-06: hostile names", () => {
  test("of schemas compile", async () => {
    const others = named(names, (name) => ({ $ref: name }));
    const Whole = { type: "object", properties: others };
    const schemas = { ...named(names, () => ({ type: "object", properties: { a: text } })), Whole };
    const files = await filesOf({ schemas });
    expect(compileErrors(files)).toEqual([]);
  });
  test("of properties compile and keep their names", async () => {
    const properties = named(names, () => text);
    const files = await filesOf({ schemas: { Whole: { type: "object", properties } } });
    expect(compileErrors(files)).toEqual([]);
    expect(membersOf(files.get("src/schemas.ts") ?? "", "Whole")).toEqual([...names].sort());
  });
  test("of properties with inline objects compile", async () => {
    const properties = named(names, () => ({ type: "object", properties: { a: text } }));
    const files = await filesOf({ schemas: { Whole: { type: "object", properties } } });
    expect(compileErrors(files)).toEqual([]);
  });
  test("of query parameters compile and keep their names", async () => {
    const parameters = named(names, () => ({ ...text, location: "query" }));
    const files = await filesOf({ methods: { find: methodWith({ parameters }) } });
    expect(compileErrors(files)).toEqual([]);
    const client = files.get("src/index.ts") ?? "";
    expect(membersOf(client, "FindParams").sort()).toEqual([...names].sort());
    expect(Object.keys(descriptorOf(client, "find").query ?? {}).sort()).toEqual([...names].sort());
  });
  test("of path parameters compile and keep their names", async () => {
    const parameters = named(inPaths, () => ({ ...text, location: "path", required: true }));
    const path = inPaths.map((name) => `{${name}}`).join("/");
    expect(path.length).toBeLessThan(2_048);
    const files = await filesOf({ methods: { find: methodWith({ parameters, path }) } });
    expect(compileErrors(files)).toEqual([]);
    const variables = descriptorOf(files.get("src/index.ts") ?? "", "find").path.flatMap((part) =>
      typeof part === "string" ? [] : [part.name],
    );
    expect(variables).toEqual(inPaths);
  });
  test("of methods of a resource compile", async () => {
    const methods = named(names, (_, index) => methodWith({ id: `library.x.${index}` }));
    expect(compileErrors(await filesOf({ resources: { books: { methods } } }))).toEqual([]);
  });
  test("of methods of the API itself compile", async () => {
    const methods = named(names, (_, index) => methodWith({ id: `library.${index}` }));
    expect(compileErrors(await filesOf({ methods }))).toEqual([]);
  });
  test("of resources and their children compile", async () => {
    const resources = named(names, (_, index) => ({
      methods: { get: methodWith({ id: `library.${index}` }) },
      resources: { [names[index] ?? ""]: {} },
    }));
    expect(compileErrors(await filesOf({ resources }))).toEqual([]);
  });
  test("of scopes compile and keep their values", async () => {
    const scopes = named(names, () => ({ description: "x" }));
    const files = await filesOf({
      auth: { oauth2: { scopes } },
      methods: { get: methodWith({ scopes: names }) },
    });
    expect(compileErrors(files)).toEqual([]);
    const members = nodesOf(parsed(files.get("src/index.ts") ?? ""), ts.isPropertyDeclaration);
    const scopesMember = found(
      members.find((member) => member.name.getText() === "scopes"),
      "scopes",
    );
    const literals = nodesOf(scopesMember, ts.isPropertyAssignment);
    const values = literals.map(({ initializer }) => initializer).filter(ts.isStringLiteral);
    expect(values.map((value) => value.text).sort()).toEqual([...names].sort());
  });
  test.each(["", "x".repeat(300)])("the name %j is refused", (name) => {
    const places = [
      { schemas: { [name]: { type: "object" } } },
      { schemas: { A: { type: "object", properties: { [name]: text } } } },
      { methods: { [name]: methodWith({}) } },
      { methods: { get: methodWith({ parameters: { [name]: { ...text, location: "query" } } }) } },
      { resources: { [name]: {} } },
    ];
    for (const members of places) expect(hostileApi(documentJson(members))).toBeNull();
  });
});

test("G-INJ-07: enum values are exact, each once", async () => {
  const values = [
    "30DAYS",
    "",
    "'",
    "\\",
    "${",
    "\n",
    "\u2028",
    "`",
    '"',
    "\ud800",
    "a",
    "a",
    "*/",
  ];
  const many = Array.from({ length: 10_000 }, (_, index) => `V${index}`);
  const schemas = { Few: { ...text, enum: values }, Many: { ...text, enum: many } };
  const files = await filesOf({ schemas });
  const aliases = nodesOf(parsed(files.get("src/schemas.ts") ?? ""), ts.isTypeAliasDeclaration);
  const found = aliases.map(({ type }) =>
    nodesOf(type, ts.isStringLiteral).map((each) => each.text),
  );
  expect(found).toEqual([[...new Set(values)], many]);
  expect(compileErrors(files)).toEqual([]);
});

test("G-INJ-11: __proto__ is a name like any other", async () => {
  const object = `{"type":"object","properties":{"__proto__":{"$ref":"__proto__"},"a":{"type":"object","additionalProperties":{"$ref":"__proto__"}}}}`;
  const method = `{"id":"library.get","httpMethod":"GET","path":"x","parameters":{"__proto__":{"type":"string","location":"query"}},"response":{"$ref":"__proto__"}}`;
  const json = `{"name":"library","version":"v1","rootUrl":"https://x.example/","schemas":{"__proto__":${object}},"methods":{"__proto__":${method}}}`;
  const files = await filesOfApi(found(hostileApi(JSON.parse(json) as object), "model"));
  expect(compileErrors(files)).toEqual([]);
  expect(membersOf(files.get("src/schemas.ts") ?? "", "__proto__")).toEqual(["__proto__", "a"]);
  const query = descriptorOf(files.get("src/index.ts") ?? "", "__proto__2").query ?? {};
  expect(Object.keys(query)).toEqual(["__proto__"]);
  expect(Object.hasOwn({}, "polluted")).toBe(false);
});

function methodWith(members: object): object {
  return { id: "library.find", httpMethod: "GET", path: "find", ...members };
}

interface Descriptor {
  readonly path: readonly (string | { readonly name: string })[];
  readonly query?: object;
}

/** The method descriptor with this name, evaluated; `__proto__2` and the like, if it was renamed. */
function descriptorOf(source: string, name: string): Descriptor {
  const constants = nodesOf(parsed(source), ts.isVariableDeclaration);
  const wanted = constants.find((each) => each.name.getText() === name) ?? constants.at(-1);
  const code = found(wanted?.initializer, name).getText();
  return runInNewContext(`(${code})`) as Descriptor;
}
