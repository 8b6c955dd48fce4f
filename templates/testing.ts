import { StructureKind, type FunctionDeclarationStructure } from "ts-morph";
import type { Api, Method, Resource, Schema, Type } from "../generator/model/model.js";
import { code } from "./doc-comment.js";
import { constant } from "./descriptors.js";
import type { PlannedSource } from "./planned-file.js";
import { hasJson } from "./signature.js";
import { imports, sourceFile } from "./source-file.js";

/** `src/testing.ts`: fakes for the tests of users. The client does not import it. */
export function testingFile(api: Api): PlannedSource {
  return sourceFile(api, "src/testing.ts", [
    ...imports("@discogen/runtime", [], { types: ["Transport"] }),
    ...imports("@discogen/runtime/testing", ["createFakeTransport"], {
      types: ["FakeApi", "FakeHandlers"],
    }),
    ...imports("./index.js", [], { types: [api.className] }),
    'export { fakeError, fakeMedia } from "@discogen/runtime/testing";',
    constant("api", "FakeApi", {
      methods: Object.fromEntries(
        methodsWithin(api, []).map(({ method, path }) => [method.id, methodText(method, path)]),
      ),
      schemas: Object.fromEntries(
        api.schemas
          .filter(({ inResponses }) => inResponses)
          .map((schema) => [schema.tsName, schemaText(schema)]),
      ),
      dataWrapper: api.dataWrapper ? true : undefined,
    }),
    functionStructure(api.className),
  ]);
}

function functionStructure(className: string): FunctionDeclarationStructure {
  return {
    kind: StructureKind.Function,
    name: "fakeTransport",
    isExported: true,
    docs: [
      `
Answers the calls of a ${code(className)} by functions, without a network: for its option
${code("transport")}. A handler takes what its method takes, and returns the plain JSON of one answer, or
${code("fakeError(…)")}. What an answer holds beyond its schema is an error.`,
    ],
    typeParameters: [{ name: "Client", constraint: className, default: className }],
    parameters: [{ name: "handlers", type: "FakeHandlers<Client>" }],
    returnType: "Transport",
    statements: ["return createFakeTransport(api, handlers);"],
  };
}

interface PlacedMethod {
  readonly method: Method;
  /** The members of the client that lead to it. */
  readonly path: readonly string[];
}

function methodsWithin(
  { methods, resources }: Pick<Resource, "methods" | "resources">,
  path: readonly string[],
): PlacedMethod[] {
  return [
    ...methods.map((method) => ({ method, path: [...path, method.tsName] })),
    ...resources.flatMap((resource) => methodsWithin(resource, [...path, resource.tsName])),
  ];
}

function methodText(method: Method, path: readonly string[]): string {
  const { download } = method;
  const types = [
    ...(hasJson(method) ? [answerName(method)] : []),
    ...(download === null ? [] : ["<media>"]),
  ];
  const members = path.map(encoded).join(".");
  return types.length === 0 ? members : `${members}: ${types.join(" | ")}`;
}

/** What a method answers: a stream all its elements. */
function answerName({ response, streaming }: Method): string {
  const name = response === null ? "" : typeName(response);
  return suffixed(name, streaming ? "[]" : "") || "*";
}

function schemaText(schema: Schema): string {
  switch (schema.kind) {
    case "object":
      return schema.properties
        .map(({ name, type }) => encoded(name) + prefixed(":", typeName(type)))
        .join(" ");
    case "alias":
      return `=${typeName(schema.type)}`;
    case "variant":
      return `=${schema.members.map(({ type }) => typeName(type)).join("|")}`;
  }
}

/** The schema that values of a type hold: `"Customer"`, `"Customer[]"`, `"Customer{}"`; `""` for none. */
function typeName(type: Type): string {
  switch (type.kind) {
    case "ref":
      return type.tsName;
    case "array":
      return suffixed(typeName(type.items), "[]");
    case "map":
      return suffixed(typeName(type.values), "{}");
    case "any":
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "enum":
      return "";
  }
}

function prefixed(sign: string, name: string): string {
  return name === "" ? "" : sign + name;
}

function suffixed(name: string, sign: string): string {
  return name === "" ? "" : name + sign;
}

/** A name without the signs that separate names: each other unit of it as `%` and four digits. */
function encoded(name: string): string {
  return name.replace(
    /[^\w$@-]/g,
    (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
