import {
  StructureKind,
  type InterfaceDeclarationStructure,
  type MethodDeclarationStructure,
  type OptionalKind,
  type PropertySignatureStructure,
} from "ts-morph";
import type { Api, Method, Parameter } from "../generator/model/model.js";
import { code, docComment, enumList, valueFacts } from "./doc-comment.js";
import { memberName } from "./literal.js";
import { pathText } from "./path-text.js";
import { parameterText, typeText } from "./type-text.js";

/** The interface of what a method takes: its parameters, its body, and `fields`. */
export function paramsStructure(method: Method, api: Api): InterfaceDeclarationStructure {
  const properties = method.parameters.map(parameterStructure);
  const body = bodyStructure(method);
  if (body !== null) properties.push(body);
  const fields = api.parameters.find(({ name }) => name === "fields");
  const hasOwn = method.parameters.some(({ name }) => name === "fields");
  if (fields !== undefined && !hasOwn) properties.push(parameterStructure(fields));
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

function bodyStructure({
  request,
  httpMethod,
}: Method): OptionalKind<PropertySignatureStructure> | null {
  if (request === null) return null;
  const type = typeText(request.type, "schemas.");
  const isPatch = httpMethod === "PATCH";
  return {
    name: "body",
    hasQuestionToken: request.optional,
    type: (isPatch ? `Patch<${type}>` : type) + (request.optional ? " | undefined" : ""),
    docs: [isPatch ? "The properties to change; `null` clears one." : "The request body."],
  };
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
  return {
    name: memberName(method.tsName),
    docs: methodComment(method, api),
    parameters: [
      {
        name: "params",
        type: method.paramsName,
        hasQuestionToken: !needsParams(method),
      },
      { name: "options", type: "RequestOptions", hasQuestionToken: true },
    ],
    returnType: resultText(method),
    statements: [`return ${caller}.${send}(${method.descriptorName}, params, options);`],
  };
}

/** The type of a method where it is no member of a class: `(params: …, options?: …) => …`. */
export function callText(method: Method): string {
  const mark = needsParams(method) ? "" : "?";
  return `((params${mark}: ${method.paramsName}, options?: RequestOptions) => ${resultText(method)})`;
}

/** True if there is something that a caller must say. */
export function needsParams({ parameters, request }: Method): boolean {
  return parameters.some(({ required }) => required) || request?.optional === false;
}

function resultText({ response, paging }: Method): string {
  const page = response === null ? "void" : typeText(response, "schemas.");
  if (paging === null) return `ApiPromise<${page}>`;
  if (paging.items === null) return `PagePromise<${page}, never>`;
  const item = typeText(paging.items.type, "schemas.");
  return `PagePromise<${page}, ${paging.items.kind === "map" ? `[string, ${item}]` : item}>`;
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
