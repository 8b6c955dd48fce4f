/** Arguments for a method, the same for every client that has it. */
import { hasAlt, hasJson, hasMask, jsonRequest } from "../../templates/signature.js";
import type { Api, Method, Parameter, Type } from "../model/model.js";

/**
 * How a call is made: with everything that the method takes, with what it needs, or with that and media in one of
 * three ways.
 */
export type Manner = "all" | "needed" | "simple" | "resumable" | "download";

/** The manners in which a method can be called. */
export function mannersOf(method: Method): readonly Manner[] {
  const { upload } = method;
  const protocols = upload?.kind === "protocols" ? upload : null;
  return [
    "all",
    "needed",
    ...(protocols?.simple == null ? [] : (["simple"] as const)),
    ...(protocols?.resumable == null ? [] : (["resumable"] as const)),
    ...(hasAlt(method) ? (["download"] as const) : []),
  ];
}

/** What a call takes. */
export function wireArguments(method: Method, manner: Manner, api: Api): Record<string, unknown> {
  const isWhole = manner === "all";
  const parameters = method.parameters.filter(({ required }) => required || isWhole);
  const params: Record<string, unknown> = Object.fromEntries(
    parameters.map((each) => [each.name, valueOf(each)]),
  );
  if (takesBody(method, manner)) params["body"] = { id: "a/b é" };
  if (isWhole && takesFields(method, api)) params["fields"] = "data";
  const media = mediaOf(method, manner);
  if (media !== null) params["media"] = media;
  if (manner === "download") params["alt"] = "media";
  return params;
}

function takesBody(method: Method, manner: Manner): boolean {
  const request = jsonRequest(method);
  const { upload } = method;
  // One request holds both only where the document says so.
  const isAlone = manner === "simple" && upload?.kind === "protocols" && !upload.simple?.multipart;
  return request !== null && !isAlone && (manner === "all" || !request.optional);
}

function mediaOf({ upload }: Method, manner: Manner): object | null {
  const body = new Uint8Array([1, 2, 3]);
  if (upload?.kind === "raw") return { body, type: "text/plain" };
  if (upload === null || (manner !== "simple" && manner !== "resumable")) return null;
  return { body, type: mediaType(upload.accept), protocol: manner };
}

function mediaType([first = "text/plain"]: readonly string[]): string {
  return first.replace("/*", "/plain");
}

function takesFields(method: Method, api: Api): boolean {
  if (hasMask(method, api)) return true;
  const hasOwn = method.parameters.some(({ name }) => name === "fields");
  return !hasOwn && hasJson(method) && api.parameters.some(({ name }) => name === "fields");
}

function valueOf({ type, repeated }: Parameter): unknown {
  const value = scalarOf(type);
  return repeated ? [value, value] : value;
}

/** With everything in a text that an address treats specially. */
function scalarOf(type: Type): unknown {
  switch (type.kind) {
    case "boolean":
      return true;
    case "integer":
      return 7;
    case "number":
      return 1.5;
    case "enum":
      return type.values[0]?.value ?? "";
    case "string":
      return type.format === "int64" || type.format === "uint64" ? "42" : "a/b?c&d é";
    case "any":
    case "array":
    case "map":
    case "ref":
      return "a/b";
  }
}
