/** What a user does with the methods of an API. */
import { accessText } from "../../templates/calls.js";
import { stringLiteral } from "../../templates/literal.js";
import { requiredProperties } from "../../templates/methods.js";
import { hasAlt, hasJson, hasMask, jsonRequest } from "../../templates/signature.js";
import { parameterText, resolveType } from "../../templates/type-text.js";
import type { Api, Method, Paging, Parameter } from "../model/model.js";
import type { Pairs } from "./pairs.js";
import type { Add } from "./statement.js";
import { keyText, useSlot, userType } from "./use-types.js";

/** A method, and the members that lead to the resource it belongs to. */
export interface CalledMethod {
  readonly method: Method;
  /** What the method has become; itself if it is gone, for then nothing of it compiles. */
  readonly young: Method;
  readonly isGone: boolean;
  /** `client.customers`, in the new client. */
  readonly owner: string;
}

/** Calls a method in every way that it can be called. */
export function useMethod(called: CalledMethod, add: Add, pairs: Pairs): void {
  const { method, young, owner } = called;
  const { at } = method;
  const params = `New.${young.paramsName}`;
  const all = everything(young, pairs.after);
  const target = owner + accessText([young.tsName]);
  add(`given<New.${method.paramsName}>();`, { use: "name", at });
  add(`take<unknown>(${owner}${accessText([method.tsName])});`, { use: "name", at });
  for (const parameter of method.parameters) useParameter(parameter, all, add, pairs);
  useBody(called, params, add, pairs);
  if (!called.isGone) useOmissions(called, params, add, pairs);
  add(`${target}(${leastParams(method, pairs)});`, {
    use: "call",
    at,
    also: placesOfBodies(method, pairs),
    isBroad: true,
  });
  useResult(called, `${target}(given<${params}>())`, add, pairs);
  useMedia(method, { target, params, all }, add, pairs);
  if (method.operation?.role !== "poll") return;
  const operation = method.response === null ? "object" : userType(method.response, "read", pairs);
  const wait = owner + accessText([method.operation.waitName]);
  add(`${wait}(given<${operation}>());`, { use: "call", at, also: [`${at}/response`] });
}

/** Every member that a call takes, the least of them: all of them can be left out. */
function everything(method: Method, api: Api): string {
  const parts = [
    `New.${method.paramsName}`,
    ...(hasMask(method, api) ? ["{ fields: string }"] : []),
    ...(hasAlt(method) ? ["{ alt: string }"] : []),
  ];
  return `Partial<${parts.join(" & ")}>`;
}

/** The schemas that a method sends, whose properties it may require. */
function placesOfBodies({ request }: Method, pairs: Pairs): string[] {
  if (request === null) return [];
  const end = resolveType(request.type, pairs.before.schemas);
  return "at" in end ? [end.at] : [];
}

function useParameter(parameter: Parameter, params: string, add: Add, pairs: Pairs): void {
  const { name, type, at, repeated } = parameter;
  const write = (value: string): string => `take<${params}>({ ${keyText(name)}: ${value} });`;
  if (type.kind !== "enum") {
    return add(write(`given<${parameterText(parameter)}>()`), { use: "write", at });
  }
  const slot = { type: repeated ? ({ kind: "array", items: type } as const) : type, newType: null };
  // Of a list of values the document says nothing at `items`.
  const addHere: Add = (text, facts) => add(text, { ...facts, at });
  useSlot({ ...slot, at, write }, addHere, pairs);
}

function useBody({ method, young }: CalledMethod, params: string, add: Add, pairs: Pairs): void {
  const request = jsonRequest(method);
  if (request === null) return;
  const at = `${method.at}/request`;
  // What must be in a body is a question of its own.
  const isWhole = requiredProperties(young, pairs.after).length === 0;
  const all = everything(young, pairs.after);
  useSlot(
    {
      type: request.type,
      newType: jsonRequest(young)?.type ?? null,
      at,
      write: (value) =>
        isWhole
          ? `take<${all}>({ "body": ${value} });`
          : `take<Partial<NonNullable<${params}["body"]>>>(${value});`,
      written: (type) => (method.httpMethod === "PATCH" ? `New.Patch<${type}>` : type),
    },
    add,
    pairs,
  );
}

/** Whatever the old call could leave out can be left out still. */
function useOmissions(
  { method, young }: CalledMethod,
  params: string,
  add: Add,
  pairs: Pairs,
): void {
  const needed = new Set(method.parameters.flatMap((each) => (each.required ? [each.name] : [])));
  for (const { name, at } of young.parameters) {
    if (needed.has(name)) continue;
    add(`take<Pick<${params}, ${stringLiteral(name)}>>({});`, { use: "omit", at });
  }
  const [old, body] = [jsonRequest(method), jsonRequest(young)];
  if (body !== null && old?.optional !== false) {
    add(`take<Pick<${params}, "body">>({});`, { use: "omit", at: `${young.at}/request` });
  }
  if (young.upload !== null && (method.upload === null || old !== null)) {
    // Media that nothing else is beside cannot be left out.
    const also = [`${method.at}/request`];
    add(`take<Pick<${params}, "media">>({});`, {
      use: "omit",
      at: `${young.at}/mediaUpload`,
      also,
    });
  }
  const known = new Set(requiredProperties(method, pairs.before));
  for (const { name, at } of requiredOf(young, pairs.after)) {
    if (known.has(name)) continue;
    const text = `take<Pick<NonNullable<${params}["body"]>, ${stringLiteral(name)}>>({});`;
    add(text, { use: "omit", at });
  }
}

function requiredOf(method: Method, api: Api): { readonly name: string; readonly at: string }[] {
  const names = new Set(requiredProperties(method, api));
  const request = jsonRequest(method);
  if (names.size === 0 || request === null) return [];
  const schema = resolveType(request.type, api.schemas);
  return schema.kind === "object" ? schema.properties.filter(({ name }) => names.has(name)) : [];
}

/** The least that a call of the old revision needs. */
function leastParams(method: Method, pairs: Pairs): string {
  const members = method.parameters
    .filter(({ required }) => required)
    .map((each) => `${keyText(each.name)}: ${parameterValue(each)}`);
  const request = jsonRequest(method);
  if (request !== null && !request.optional) {
    const type = userType(request.type, "write", pairs);
    const names = requiredProperties(method, pairs.before).map(stringLiteral);
    const whole =
      names.length === 0 ? type : `${type} & Required<Pick<${type}, ${names.join(" | ")}>>`;
    const isPatch = method.httpMethod === "PATCH";
    members.push(`"body": given<${isPatch ? `New.Patch<${whole}>` : whole}>()`);
  }
  if (method.upload !== null && request === null) members.push(`"media": given<New.MediaUpload>()`);
  return members.length === 0 ? "" : `{ ${members.join(", ")} }`;
}

function parameterValue(parameter: Parameter): string {
  const { type, repeated } = parameter;
  if (type.kind !== "enum") return `given<${parameterText(parameter)}>()`;
  return repeated ? "given<readonly New.Unrecognized[]>()" : "given<New.Unrecognized>()";
}

function useResult({ method, young }: CalledMethod, call: string, add: Add, pairs: Pairs): void {
  const { at, response, streaming, paging, download } = method;
  const place = `${at}/response`;
  if (streaming) {
    const element = response === null ? "unknown" : userType(response, "read", pairs);
    add(`take<AsyncIterable<${element}>>(${call});`, { use: "read", at: place, also: [at] });
    const newType = young.streaming ? young.response : null;
    const read = `(await ${call})[0]`;
    if (response !== null)
      useSlot({ type: response, newType, at: place, also: [at], read }, add, pairs);
  } else if (download?.always === true) {
    add(`take<Promise<New.MediaResponse>>(${call});`, { use: "read", at: place, also: [at] });
  } else if (response !== null) {
    const newType = young.streaming || young.download?.always === true ? null : young.response;
    const slot = { type: response, newType, at: place, also: [at], read: `(await ${call})` };
    useSlot(slot, add, pairs);
  }
  if (paging !== null) usePages(paging, method, call, add, pairs);
}

function usePages({ items }: Paging, method: Method, call: string, add: Add, pairs: Pairs): void {
  const { at, response } = method;
  const page = response === null ? null : resolveType(response, pairs.before.schemas);
  const property =
    page?.kind === "object" ? page.properties.find(({ name }) => name === items?.name) : undefined;
  const also = [`${at}/response`, ...(property === undefined ? [] : [property.at])];
  add(`take<AsyncIterable<unknown>>(${call}.pages());`, { use: "call", at, also });
  if (items === null) return;
  const item = items.type === null ? "string" : userType(items.type, "read", pairs);
  const text = items.kind === "map" ? `[string, ${item}]` : item;
  add(`take<AsyncIterable<${text}>>(${call});`, { use: "read", at, also });
  // Nothing at all fits everywhere, and has no members.
  const member = memberOf(items, pairs);
  if (member === null) return;
  const loop = `for await (const item of ${call}) take<unknown>(item${member});`;
  add(loop, { use: "read", at, also });
}

/** Something that can be read of an item. */
function memberOf({ kind, type }: NonNullable<Paging["items"]>, pairs: Pairs): string | null {
  if (kind === "map" || type === null) return ".length";
  const end = resolveType(type, pairs.before.schemas);
  if (end.kind !== "object") return end.kind === "any" ? null : ".toString";
  const kept = end.properties.find((property) => pairs.property(property)?.name === property.name);
  return kept === undefined ? ".toString" : accessText([kept.name]);
}

interface Target {
  readonly target: string;
  readonly params: string;
  readonly all: string;
}

/** The ways of a call that its own parameters do not show: masks, and media both ways. */
function useMedia(
  method: Method,
  { target, params, all }: Target,
  add: Add,
  { before }: Pairs,
): void {
  const { at, parameters, upload } = method;
  const hasOwn = parameters.some(({ name }) => name === "fields");
  const takesFields = before.parameters.some(({ name }) => name === "fields");
  if (hasMask(method, before) || (takesFields && !hasOwn && hasJson(method))) {
    const text = `${target}({ ...given<${params}>(), "fields": given<string>() });`;
    add(text, { use: "write", at: "/parameters/fields", also: [at, `${at}/response`] });
  }
  if (upload !== null) {
    const place = upload.kind === "raw" ? `${at}/request` : `${at}/mediaUpload`;
    const text = `take<${all}>({ "media": given<New.MediaUpload>() });`;
    add(text, { use: "write", at: place });
  }
  if (!hasAlt(method)) return;
  const text = `take<Promise<New.MediaResponse>>(${target}({ ...given<${params}>(), "alt": "media" }));`;
  add(text, { use: "read", at: `${at}/supportsMediaDownload`, also: [at, `${at}/response`] });
}
