import {
  StructureKind,
  type InterfaceDeclarationStructure,
  type MethodDeclarationStructure,
  type OptionalKind,
  type PropertySignatureStructure,
} from "ts-morph";
import type {
  Api,
  Doc,
  Method,
  Operation,
  Parameter,
  Type,
  Upload,
} from "../generator/model/model.js";
import { lookUp } from "./api-lookup.js";
import { code, docComment, enumList, valueFacts } from "./doc-comment.js";
import { memberName, stringLiteral } from "./literal.js";
import { pathText } from "./path-text.js";
import {
  hasJson,
  hasMask,
  jsonRequest,
  mediaIsOptional,
  needsParams,
  senderName,
  signature,
} from "./signature.js";
import { inputNames, parameterText, requiredBy, resolveType, typeText } from "./type-text.js";

/** The interface of what a method takes: its parameters, its body, and `fields`. */
export function paramsStructure(method: Method, api: Api): InterfaceDeclarationStructure {
  const properties = method.parameters.map(parameterStructure);
  const body = bodyStructure(method, api);
  if (body !== null) properties.push(body);
  if (method.upload !== null) properties.push(mediaStructure(method, method.upload));
  const hasOwn = method.parameters.some(({ name }) => name === "fields");
  // Of an answer that is an object the mask is typed, by the method's signature.
  if (lookUp(api).fields && !hasOwn && hasJson(method) && !hasMask(method, api)) {
    properties.push(fieldsStructure);
  }
  return {
    kind: StructureKind.Interface,
    name: method.paramsName,
    isExported: true,
    docs: [`What ${code(method.id)} takes.`],
    properties,
  };
}

const fieldsStructure: OptionalKind<PropertySignatureStructure> = {
  name: "fields",
  hasQuestionToken: true,
  type: "string | undefined",
  docs: ["Which parts of the answer to send, such as `items/id`."],
};

function parameterStructure(parameter: Parameter): OptionalKind<PropertySignatureStructure> {
  const { name, doc, type, limits, required } = parameter;
  return {
    name: memberName(name),
    hasQuestionToken: !required,
    type: required ? parameterText(parameter) : `${parameterText(parameter)} | undefined`,
    docs: docComment(
      {
        doc,
        facts: valueFacts(type, limits, {
          required: required && !saysRequired(doc),
          isParameter: true,
        }),
        list: enumList(type),
      },
      2,
    ),
  };
}

/** True if the document's own words begin with it. */
function saysRequired({ text }: Doc): boolean {
  return /^required\b/i.test(text);
}

function bodyStructure(method: Method, api: Api): OptionalKind<PropertySignatureStructure> | null {
  const { httpMethod } = method;
  const request = jsonRequest(method);
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

/** The content that a method takes. Without a request beside it there is nothing else to send. */
function mediaStructure(method: Method, upload: Upload): OptionalKind<PropertySignatureStructure> {
  const isOptional = mediaIsOptional(method);
  const facts = [
    isOptional ? "The content. Without it only the body is sent." : "The content.",
    ...(upload.kind === "raw" ? [] : uploadFacts(upload)),
  ];
  return {
    name: "media",
    hasQuestionToken: isOptional,
    type: isOptional ? "MediaUpload | undefined" : "MediaUpload",
    docs: docComment({ doc: noDoc, facts: [facts.join(" ")] }, 2),
  };
}

function uploadFacts({ accept, maxSize }: UploadFacts): string[] {
  return [
    ...(accept.length === 0 ? [] : [`Media types: ${accept.map(code).join(", ")}.`]),
    ...(maxSize === null ? [] : [`At most ${code(maxSize)} bytes.`.replace(/B` bytes/, "B`")]),
  ];
}

type UploadFacts = Extract<Upload, { readonly kind: "protocols" }>;

const noDoc = { text: "", deprecated: false, notes: [] };

function requestText(type: Type, api: Api): string {
  return typeText(type, "schemas.", inputNames(api));
}

/** The type of a whole body; properties that this very method requires cannot be left out. */
function bodyText(method: Method, api: Api): string {
  const required = requiredProperties(method, api).map(stringLiteral);
  const request = jsonRequest(method);
  const type = request === null ? "never" : requestText(request.type, api);
  return required.length === 0 ? type : `WithRequired<${type}, ${required.join(" | ")}>`;
}

/** What `annotations.required` says of the body of a method. */
export function requiredProperties(method: Method, api: Api): readonly string[] {
  const { id, httpMethod } = method;
  const request = jsonRequest(method);
  if (request === null || httpMethod === "PATCH") return [];
  const schema = resolveType(request.type, api.schemas);
  return schema.kind === "object" ? requiredBy(schema, id, api) : [];
}

/** What is said of a method. */
export function methodComment(method: Method, api: Api): string[] {
  const facts = methodFacts(method, api);
  return docComment({ doc: method.doc, facts }, 2);
}

/** The method itself: one line, its words from the document. */
export function methodStructure(
  method: Method,
  api: Api,
  caller = "this.#caller",
): OptionalKind<MethodDeclarationStructure> {
  const { typeParameters, params, result } = signature(method, api);
  return {
    name: memberName(method.tsName),
    docs: methodComment(method, api),
    typeParameters: [...typeParameters],
    parameters: [
      { name: "params", type: params, hasQuestionToken: !needsParams(method) },
      { name: "options", type: "RequestOptions", hasQuestionToken: true },
    ],
    returnType: result,
    statements: [
      `return ${caller}.${senderName(method)}(${method.descriptorName}, params, options);`,
    ],
  };
}

/** The method that waits for the end of an operation, beside the one that asks for its state. */
export function waitStructure(
  method: Method,
  { waitName }: Operation,
  caller = "this.#caller",
): OptionalKind<MethodDeclarationStructure> {
  const operation = method.response === null ? "object" : typeText(method.response, "schemas.");
  return {
    name: memberName(waitName),
    docs: docComment(
      {
        doc: noDoc,
        facts: [
          `Waits until a long-running operation has ended, and gives its last state. Asks by ${code(method.id)}, less and less often; rejects if the operation failed.`,
        ],
      },
      2,
    ),
    parameters: [
      { name: "operation", type: operation },
      { name: "options", type: "WaitOptions", hasQuestionToken: true },
    ],
    returnType: `Promise<${operation}>`,
    statements: [`return ${caller}.waitUntilDone(${method.descriptorName}, operation, options);`],
  };
}

function methodFacts(method: Method, api: Api): string[] {
  const call = code(`${method.httpMethod} ${pathText(method.path)}`);
  const scopes = method.scopes.map((name) => {
    const scope = lookUp(api).scopes.get(name);
    return code(scope === undefined ? name : `${api.className}.scopes.${scope.tsName}`);
  });
  const facts = [call, ...operationFacts(method, api)];
  if (scopes.length === 0) return facts;
  return [...facts, `${scopes.length === 1 ? "Scope" : "Scopes, one of"}: ${scopes.join(", ")}`];
}

/** How the operation that a method starts is waited for. */
function operationFacts({ operation }: Method, api: Api): string[] {
  if (operation?.role !== "start") return [];
  const path = lookUp(api).paths.get(operation.poll);
  if (path === undefined) return [];
  const call = code(`${[...path, operation.waitName].join(".")}(operation)`);
  return [`Starts a long-running operation; ${call} waits for its end.`];
}
