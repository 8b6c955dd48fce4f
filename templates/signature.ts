import type { Api, Method, Paging, Request } from "../generator/model/model.js";
import { lookUp } from "./api-lookup.js";
import { stringLiteral } from "./literal.js";
import { resolveType, typeText } from "./type-text.js";

/** What a generated method looks like to its caller. */
export interface Signature {
  readonly typeParameters: readonly string[];
  readonly params: string;
  readonly result: string;
  /** The types of the runtime that the others name. */
  readonly types: readonly string[];
}

/**
 * A method's signature: one, without overloads, which would ruin what a compiler says of a mistake. Where
 * the answer is an object, the `fields` mask is a type parameter, and the result is what it leaves; where it
 * can be asked for as media, `alt` is one.
 */
export function signature(method: Method, api: Api): Signature {
  if (hasAlt(method)) return mediaSignature(method, api);
  return hasMask(method, api) ? maskedSignature(method) : plainSignature(method);
}

/** The type of a method where it is no member of a class: `(params: …, options?: …) => …`. */
export function callText(method: Method, api: Api): string {
  const { typeParameters, params, result } = signature(method, api);
  const generic = typeParameters.length === 0 ? "" : `<${typeParameters.join(", ")}>`;
  const mark = needsParams(method) ? "" : "?";
  return `(${generic}(params${mark}: ${params}, options?: RequestOptions) => ${result})`;
}

/** The same for people to read: without masks, and with the names that users import. */
export function shortSignature(method: Method): Pick<Signature, "params" | "result"> {
  const { params, result } = plainSignature(method);
  return { params, result: result.replaceAll("schemas.", "") };
}

/** The method of a caller that sends this method. */
export function senderName({ paging, streaming }: Method): string {
  if (streaming) return "sendStream";
  return paging === null ? "send" : "sendPaged";
}

function mediaSignature(method: Method, api: Api): Signature {
  const { paramsName, paging } = method;
  const isMasked = hasMask(method, api);
  const answer = answerText(method);
  const json = isMasked ? `Selected<${answer}, Mask>` : answer;
  const data = `WithMedia<Alt, ${json}>`;
  const mask = isMasked ? ` & FieldsParam<${answer}, Mask>` : "";
  return {
    typeParameters: [...(isMasked ? [maskParameter] : []), 'Alt extends "json" | "media" = "json"'],
    params: `${paramsName}${mask} & AltParam<Alt>`,
    result:
      paging === null ? `ApiPromise<${data}>` : `PagePromise<${data}, ${itemText(paging, answer)}>`,
    types: [
      "AltParam",
      "WithMedia",
      paging === null ? "ApiPromise" : "PagePromise",
      ...(isMasked ? ["FieldsParam", "Selected"] : []),
    ],
  };
}

const maskParameter = "const Mask extends string = string";

function maskedSignature(method: Method): Signature {
  const { paramsName, paging } = method;
  const answer = answerText(method);
  const facts = {
    typeParameters: [maskParameter],
    params: `${paramsName} & FieldsParam<${answer}, Mask>`,
  };
  if (paging === null) {
    const result = `SelectedPromise<${answer}, Mask>`;
    return { ...facts, result, types: ["FieldsParam", "SelectedPromise"] };
  }
  if (paging.items === null) {
    const result = `PagePromise<Selected<${answer}, Mask>, never>`;
    return { ...facts, result, types: ["FieldsParam", "PagePromise", "Selected"] };
  }
  const result = `SelectedPages<${answer}, Mask, ${stringLiteral(paging.items.name)}>`;
  return { ...facts, result, types: ["FieldsParam", "SelectedPages"] };
}

function plainSignature(method: Method): Signature {
  const { paramsName, paging, streaming, download } = method;
  const answer = answerText(method);
  const facts = { typeParameters: [], params: paramsName };
  if (streaming) return { ...facts, result: `StreamPromise<${answer}>`, types: ["StreamPromise"] };
  if (paging === null) {
    const types = ["ApiPromise", ...(download?.always === true ? ["MediaResponse"] : [])];
    return { ...facts, result: `ApiPromise<${answer}>`, types };
  }
  const result = `PagePromise<${answer}, ${itemText(paging, answer)}>`;
  return { ...facts, result, types: ["PagePromise"] };
}

/** What an iteration gives. */
function itemText({ items }: Paging, page: string): string {
  if (items === null) return "never";
  const list = `(${page}[${stringLiteral(items.name)}] & {})`;
  const item =
    items.type === null
      ? `${list}[${items.kind === "map" ? "string" : "number"}]`
      : typeText(items.type, "schemas.");
  return items.kind === "map" ? `[string, ${item}]` : item;
}

function answerText({ response, download }: Method): string {
  if (download?.always === true) return "MediaResponse";
  return response === null ? "void" : typeText(response, "schemas.");
}

/** The body that is JSON, if there is one. */
export function jsonRequest({ request, upload }: Method): Request | null {
  return upload?.kind === "raw" ? null : request;
}

/** True if the answer is JSON, unless the call asks for something else. */
export function hasJson({ response, download }: Method): boolean {
  return response !== null && download?.always !== true;
}

/** True if parts of the answer can be asked for, and no parameter of the method's own has the name. */
export function hasMask(method: Method, api: Api): boolean {
  const { response, parameters, streaming } = method;
  if (response === null || streaming || !hasJson(method)) return false;
  if (!lookUp(api).fields) return false;
  const { kind } = resolveType(response, api.schemas);
  return kind === "object" && parameters.every(({ name }) => name !== "fields");
}

/** True if a call can ask for media instead of JSON, and no parameter of the method's own has the name. */
export function hasAlt({ download, streaming, parameters }: Method): boolean {
  // A stream of elements and one of bytes at a time have no type in common.
  if (streaming || download === null || download.always) return false;
  return download.byAlt && parameters.every(({ name }) => name !== "alt");
}

/** True if media can be left out: there is something else to send. */
export function mediaIsOptional(method: Method): boolean {
  return jsonRequest(method) !== null;
}

/** True if there is something that a caller must say. */
export function needsParams(method: Method): boolean {
  return (
    method.parameters.some(({ required }) => required) ||
    jsonRequest(method)?.optional === false ||
    (method.upload !== null && !mediaIsOptional(method))
  );
}
