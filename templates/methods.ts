import {
  StructureKind,
  type InterfaceDeclarationStructure,
  type MethodDeclarationStructure,
  type OptionalKind,
  type PropertySignatureStructure,
} from "ts-morph";
import type { Api, Method, Parameter, Type } from "../generator/model/model.js";
import { code, docComment, enumList, valueFacts } from "./doc-comment.js";
import { memberName, stringLiteral } from "./literal.js";
import { pathText } from "./path-text.js";
import { inputNames, parameterText, resolveType, typeText } from "./type-text.js";

/** The interface of what a method takes: its parameters, its body, and `fields`. */
export function paramsStructure(method: Method, api: Api): InterfaceDeclarationStructure {
  const properties = method.parameters.map(parameterStructure);
  const body = bodyStructure(method, api);
  if (body !== null) properties.push(body);
  const fields = api.parameters.find(({ name }) => name === "fields");
  const hasOwn = method.parameters.some(({ name }) => name === "fields");
  // Of an answer that is an object the mask is typed, by the method's signature.
  if (fields !== undefined && !hasOwn && method.response !== null && !hasMask(method, api)) {
    properties.push(parameterStructure(fields));
  }
  return {
    kind: StructureKind.Interface,
    name: method.paramsName,
    isExported: true,
    docs: [`What ${code(method.id)} takes.`],
    properties,
  };
}

function parameterStructure(parameter: Parameter): OptionalKind<PropertySignatureStructure> {
  const { name, doc, type, limits, required } = parameter;
  return {
    name: memberName(name),
    hasQuestionToken: !required,
    type: required ? parameterText(parameter) : `${parameterText(parameter)} | undefined`,
    docs: docComment(
      {
        doc,
        facts: valueFacts(type, limits, { required, isParameter: true }),
        list: enumList(type),
      },
      2,
    ),
  };
}

function bodyStructure(method: Method, api: Api): OptionalKind<PropertySignatureStructure> | null {
  const { request, httpMethod } = method;
  if (request === null) return null;
  const isPatch = httpMethod === "PATCH";
  const type = isPatch ? `Patch<${requestText(request.type, api)}>` : bodyText(method, api);
  return {
    name: "body",
    hasQuestionToken: request.optional,
    type: type + (request.optional ? " | undefined" : ""),
    docs: [isPatch ? "The properties to change; `null` clears one." : "The request body."],
  };
}

function requestText(type: Type, api: Api): string {
  return typeText(type, "schemas.", inputNames(api));
}

/** The type of a whole body; properties that this very method requires cannot be left out. */
function bodyText(method: Method, api: Api): string {
  const required = requiredProperties(method, api).map(stringLiteral);
  const type = method.request === null ? "never" : requestText(method.request.type, api);
  return required.length === 0 ? type : `WithRequired<${type}, ${required.join(" | ")}>`;
}

/** What `annotations.required` says of the body of a method. */
export function requiredProperties({ id, request, httpMethod }: Method, api: Api): string[] {
  if (request === null || httpMethod === "PATCH") return [];
  const schema = resolveType(request.type, api.schemas);
  if (schema.kind !== "object") return [];
  return schema.properties.filter((each) => each.requiredBy.includes(id)).map(({ name }) => name);
}

/** What is said of a method. */
export function methodComment(method: Method, api: Api): string[] {
  const facts = methodFacts(method, api);
  return docComment({ doc: method.doc, facts, link: api.documentationUrl }, 2);
}

/** The method itself: one line, its words from the document. */
export function methodStructure(
  method: Method,
  api: Api,
  caller = "this.#caller",
): OptionalKind<MethodDeclarationStructure> {
  const send = method.paging === null ? "send" : "sendPaged";
  const { typeParameter, params, result } = signature(method, api);
  return {
    name: memberName(method.tsName),
    docs: methodComment(method, api),
    typeParameters: typeParameter === null ? [] : [typeParameter],
    parameters: [
      { name: "params", type: params, hasQuestionToken: !needsParams(method) },
      { name: "options", type: "RequestOptions", hasQuestionToken: true },
    ],
    returnType: result,
    statements: [`return ${caller}.${send}(${method.descriptorName}, params, options);`],
  };
}

/** The type of a method where it is no member of a class: `(params: …, options?: …) => …`. */
export function callText(method: Method, api: Api): string {
  const { typeParameter, params, result } = signature(method, api);
  const generic = typeParameter === null ? "" : `<${typeParameter}>`;
  const mark = needsParams(method) ? "" : "?";
  return `(${generic}(params${mark}: ${params}, options?: RequestOptions) => ${result})`;
}

interface Signature {
  readonly typeParameter: string | null;
  readonly params: string;
  readonly result: string;
}

/**
 * A method's signature: one, without overloads, which would ruin what a compiler says of a mistake. Where
 * the answer is an object, the `fields` mask is a type parameter, and the result is what it leaves.
 */
function signature(method: Method, api: Api): Signature {
  const { paramsName, response, paging } = method;
  const answer = response === null ? "void" : typeText(response, "schemas.");
  if (!hasMask(method, api)) {
    return { typeParameter: null, params: paramsName, result: plainResult(method, answer) };
  }
  const key = paging?.items == null ? null : stringLiteral(paging.items.name);
  const selected = `SelectedPromise<${answer}, Mask>`;
  const pages =
    key === null
      ? `PagePromise<Selected<${answer}, Mask>, never>`
      : `SelectedPages<${answer}, Mask, ${key}>`;
  return {
    typeParameter: "const Mask extends string = string",
    params: `${paramsName} & FieldsParam<${answer}, Mask>`,
    result: paging === null ? selected : pages,
  };
}

function plainResult({ paging }: Method, page: string): string {
  if (paging === null) return `ApiPromise<${page}>`;
  if (paging.items === null) return `PagePromise<${page}, never>`;
  const item = typeText(paging.items.type, "schemas.");
  return `PagePromise<${page}, ${paging.items.kind === "map" ? `[string, ${item}]` : item}>`;
}

/** True if parts of the answer can be asked for, and no parameter of the method's own has the name. */
export function hasMask({ response, parameters }: Method, api: Api): boolean {
  if (response === null || !api.parameters.some(({ name }) => name === "fields")) return false;
  const { kind } = resolveType(response, api.schemas);
  return kind === "object" && parameters.every(({ name }) => name !== "fields");
}

/** True if there is something that a caller must say. */
export function needsParams({ parameters, request }: Method): boolean {
  return parameters.some(({ required }) => required) || request?.optional === false;
}

function methodFacts(method: Method, api: Api): string[] {
  const call = code(`${method.httpMethod} ${pathText(method.path)}`);
  const scopes = method.scopes.map((name) => {
    const scope = api.scopes.find((each) => each.name === name);
    return code(scope === undefined ? name : `${api.className}.scopes.${scope.tsName}`);
  });
  if (scopes.length === 0) return [call];
  return [call, `${scopes.length === 1 ? "Scope" : "Scopes, one of"}: ${scopes.join(", ")}`];
}
