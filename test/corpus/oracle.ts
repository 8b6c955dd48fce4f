/**
 * Which request a call must make, computed from the document alone: URL = rootUrl + servicePath + path,
 * `{x}` one segment, `{+x}` and `{/x*}` several, each percent-encoded by itself; the query in the document's
 * terms.
 */
import { isHttpBody, parametersOf, type RawDocument, type RawMethod } from "./raw-document.js";
import { content } from "./values.js";

/** The parts of a request that the document decides. */
export interface ExpectedRequest {
  readonly verb: string;
  readonly path: string;
  /** `name=value`, sorted by name; the values of one name in their order. */
  readonly query: readonly string[];
  readonly body: string | null;
}

/** The request for these parameters; the body stands under `body`. */
export function expectedRequest(
  document: RawDocument,
  method: RawMethod,
  params: Readonly<Record<string, unknown>>,
): ExpectedRequest {
  const isUpload = "media" in params && method.mediaUpload !== undefined;
  const path = pathOf(document, method, params).replace(
    /\{([+/]?)([^}*]+)\*?\}/g,
    (_, sign, name) => {
      const value = params[String(name)];
      if (sign === "/")
        return listOf(value)
          .map((item) => `/${encoded(item)}`)
          .join("");
      return sign === "+" ? String(value).split("/").map(encoded).join("/") : encoded(value);
    },
  );
  const query = parametersOf(method)
    .filter(([name, { location }]) => location === "query" && name in params)
    .flatMap(([name]) => listOf(params[name]).map((item) => `${encoded(name)}=${encoded(item)}`));
  const root = new URL(document.rootUrl);
  return {
    verb: method.httpMethod,
    path: `${root.origin}${root.pathname}${path}`,
    query: sorted([...standardQuery(document, method, params), ...query]),
    body: isUpload || isHttpBody(method.request, document) ? uploaded(params) : json(params),
  };
}

/** Uploads have paths of their own below the root; media may come from below `download/`. */
function pathOf(
  { servicePath }: RawDocument,
  { path, mediaUpload, useMediaDownloadService }: RawMethod,
  params: Readonly<Record<string, unknown>>,
): string {
  const upload = mediaUpload?.protocols?.simple;
  if ("media" in params && upload !== undefined) return upload.path.replace(/^\//, "");
  const service = params["alt"] === "media" && useMediaDownloadService === true;
  return (service ? "download/" : "") + servicePath + path.replace(/^\//, "");
}

function standardQuery(
  document: RawDocument,
  method: RawMethod,
  params: Readonly<Record<string, unknown>>,
): string[] {
  if (params["alt"] === "media") return ["alt=media", "prettyPrint=false"];
  const kind = "body" in params ? "multipart" : "media";
  const upload = "media" in params && method.mediaUpload !== undefined;
  return [
    ...(isHttpBody(method.response, document) ? [] : ["alt=json", "prettyPrint=false"]),
    ...(upload ? [`uploadType=${kind}`] : []),
  ];
}

function json({ body }: Readonly<Record<string, unknown>>): string | null {
  return body === undefined ? null : JSON.stringify(body);
}

/** The content, behind the JSON if both are sent. */
function uploaded(params: Readonly<Record<string, unknown>>): string {
  return `${json(params) ?? ""}${content.toString("latin1")}`;
}

/** A request as it was sent, in the same form. */
export function sentRequest(
  verb: string,
  url: string,
  type: string,
  body: Buffer | null,
): ExpectedRequest {
  const [path = "", query = ""] = url.split("?");
  const pairs = query === "" ? [] : query.split("&");
  return { verb, path, query: sorted(pairs), body: body === null ? null : textOf(type, body) };
}

/** JSON as text, media byte by byte, and both of them one behind the other. */
function textOf(type: string, body: Buffer): string {
  const boundary = /^multipart\/related; *boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary === undefined) {
    return body.toString(type.startsWith("application/json") ? "utf8" : "latin1");
  }
  const [, first = "", second = "", end] = body.toString("latin1").split(`--${boundary}`);
  if (end?.trim() !== "--") throw new Error("this is no multipart body of two parts");
  const [json = "", media = ""] = [first, second].map((part) =>
    part.slice(part.indexOf("\r\n\r\n") + 4, -2),
  );
  return Buffer.from(json, "latin1").toString() + media;
}

function sorted(pairs: readonly string[]): string[] {
  const name = (pair: string): string => pair.slice(0, pair.indexOf("="));
  return [...pairs].sort((left, right) =>
    name(left) < name(right) ? -1 : Number(name(left) > name(right)),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function encoded(value: unknown): string {
  return encodeURIComponent(String(value));
}
