import { StructureKind, VariableDeclarationKind, type VariableStatementStructure } from "ts-morph";
import type { Api, Method, Parameter, PathPart, Type } from "../generator/model/model.js";
import { literal, type LiteralValue } from "./literal.js";
import { hasAlt, jsonRequest } from "./signature.js";
import { resolveType } from "./type-text.js";

/** The constant that tells the runtime all it has to know of a method. */
export function descriptorStructure(method: Method, api: Api): VariableStatementStructure {
  return constant(method.descriptorName, "MethodDescriptor", descriptor(method, api));
}

/** A constant that holds a plain object, each member on a line of its own. */
export function constant(
  name: string,
  type: string,
  value: Readonly<Record<string, LiteralValue | undefined>>,
): VariableStatementStructure {
  const members = Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : [`${key}: ${literal(member)},`],
  );
  return {
    kind: StructureKind.VariableStatement,
    declarationKind: VariableDeclarationKind.Const,
    leadingTrivia: "\n",
    // Prettier keeps an object open whose first member is on a new line.
    declarations: [{ name, type, initializer: `{\n${members.join("\n")}\n}` }],
  };
}

function descriptor(method: Method, api: Api): Record<string, LiteralValue | undefined> {
  const query = method.parameters.filter(({ location }) => location === "query");
  return {
    id: method.id,
    httpMethod: method.httpMethod,
    path: pathLiteral(method.path, method),
    query:
      query.length === 0
        ? undefined
        : Object.fromEntries(query.map((parameter) => [parameter.name, queryLiteral(parameter)])),
    scopes: method.scopes.length === 0 ? undefined : method.scopes,
    body: bodyKind(method),
    response: responseKind(method, api),
    apiVersion: method.apiVersion ?? undefined,
    requestId: method.requestId ?? undefined,
    dataWrapper: api.dataWrapper && method.response !== null ? true : undefined,
    paging: pagingLiteral(method),
    upload: uploadLiteral(method),
    download: downloadKind(method),
    streaming: method.streaming ? true : undefined,
    operation: method.operation?.role === "poll" ? method.operation.style : undefined,
  };
}

function bodyKind(method: Method): string | undefined {
  const request = jsonRequest(method);
  if (request === null) return undefined;
  return request.optional ? "optional" : "required";
}

function pathLiteral(path: readonly PathPart[], { parameters }: Method): LiteralValue {
  return path.map((part) => {
    if (part.kind === "literal") return urlText(part.text);
    const parameter = parameters.find(({ name }) => name === part.name);
    return {
      name: part.name,
      operator: part.operator === "" ? undefined : part.operator,
      type: parameter === undefined ? undefined : scalarType(parameter.type),
    };
  });
}

/** Literal text of a path as it stands in a URL: signs that no URL holds are percent-encoded. */
function urlText(text: string): string {
  return text.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]+/gu, encodeURIComponent);
}

function queryLiteral({ type, required, repeated }: Parameter): LiteralValue {
  return {
    type: scalarType(type),
    required: required ? true : undefined,
    repeated: repeated ? true : undefined,
  };
}

function scalarType(type: Type): string | undefined {
  switch (type.kind) {
    case "boolean":
    case "integer":
    case "number":
      return type.kind;
    case "string":
      return type.format === "int64" || type.format === "uint64" ? "int64" : undefined;
    case "any":
    case "enum":
    case "array":
    case "map":
    case "ref":
      return undefined;
  }
}

function responseKind({ response, download }: Method, { schemas }: Api): string {
  if (download?.always === true) return "media";
  if (response === null) return "none";
  const { kind } = resolveType(response, schemas);
  if (kind === "array") return "array";
  return kind === "object" || kind === "map" || kind === "variant" ? "object" : "any";
}

function uploadLiteral(method: Method): LiteralValue | undefined {
  const { upload } = method;
  if (upload === null) return undefined;
  if (upload.kind === "raw") return { raw: true };
  const { accept, maxBytes, simple, resumable } = upload;
  return {
    simple: simple === null ? undefined : pathLiteral(simple.path, method),
    multipart: simple?.multipart === true ? true : undefined,
    resumable: resumable === null ? undefined : pathLiteral(resumable.path, method),
    accept: accept.length === 0 ? undefined : accept,
    maxBytes: maxBytes ?? undefined,
  };
}

function downloadKind(method: Method): string | undefined {
  if (!hasAlt(method)) return undefined;
  return method.download?.service === true ? "service" : "path";
}

function pagingLiteral({ paging }: Method): LiteralValue | undefined {
  if (paging === null) return undefined;
  return {
    tokenIn: { in: paging.tokenIn.location, name: paging.tokenIn.name },
    tokenOut: paging.tokenOut,
    link: paging.link ? true : undefined,
    items: paging.items?.name,
    map: paging.items?.kind === "map" ? true : undefined,
  };
}
