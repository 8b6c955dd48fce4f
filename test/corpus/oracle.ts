/**
 * Which request a call must make, computed from the document alone: URL = rootUrl + servicePath + path,
 * `{x}` one segment, `{+x}` and `{/x*}` several, each percent-encoded by itself; the query in the document's
 * terms.
 */
import { parametersOf, type RawDocument, type RawMethod } from "./raw-document.js";

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
  const path = method.path
    .replace(/^\//, "")
    .replace(/\{([+/]?)([^}*]+)\*?\}/g, (_, sign, name) => {
      const value = params[String(name)];
      if (sign === "/")
        return listOf(value)
          .map((item) => `/${encoded(item)}`)
          .join("");
      return sign === "+" ? String(value).split("/").map(encoded).join("/") : encoded(value);
    });
  const query = parametersOf(method)
    .filter(([name, { location }]) => location === "query" && name in params)
    .flatMap(([name]) => listOf(params[name]).map((item) => `${encoded(name)}=${encoded(item)}`));
  const root = new URL(document.rootUrl);
  return {
    verb: method.httpMethod,
    path: `${root.origin}${root.pathname}${document.servicePath}${path}`,
    query: sorted(["alt=json", "prettyPrint=false", ...query]),
    body: method.request === undefined ? null : JSON.stringify(params["body"]),
  };
}

/** A request as it was sent, in the same form. */
export function sentRequest(verb: string, url: string, body: string | null): ExpectedRequest {
  const [path = "", query = ""] = url.split("?");
  return { verb, path, query: sorted(query.split("&")), body };
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
