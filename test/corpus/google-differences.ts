/** What Google's own client sends otherwise than ours, and why. */
import type { ExpectedRequest } from "./oracle.js";
import type { RawMethod } from "./raw-document.js";

/** A request as it arrived from Google's client, or why there is none. */
export interface Arrived {
  readonly verb?: string;
  readonly url?: string;
  readonly type?: string;
  readonly body?: string;
  readonly error?: string;
}

/** What a request means: the segments of its path and its query, decoded. */
export interface Meaning {
  readonly verb: string;
  readonly path: readonly string[];
  readonly query: readonly string[];
  readonly body: string;
  readonly error?: string;
}

/**
 * The meaning of a request; `alt` and `prettyPrint`, which Google's client leaves to the server, do not count.
 *
 * @param rootUrl - What stands before the path.
 */
export function meaningOf(request: Arrived | ExpectedRequest, rootUrl: string): Meaning {
  if ("path" in request) {
    const path = request.path.slice(new URL(rootUrl).origin.length);
    return meaning(request.verb, path, request.query, request.body ?? "");
  }
  const { verb = "", url = "", body = "", error } = request;
  const [path = "", query = ""] = url.split("?");
  const text = Buffer.from(body, "latin1").toString();
  const found = meaning(verb, path, query === "" ? [] : query.split("&"), text);
  return error === undefined ? found : { ...found, error };
}

function meaning(verb: string, path: string, pairs: readonly string[], body: string): Meaning {
  const query = pairs
    .filter((pair) => !/^(alt|prettyPrint)=/.test(pair))
    .map((pair) => decoded(pair.replaceAll("+", "%20")))
    .toSorted();
  return { verb, path: path.replace(/^\/+/, "").split("/").map(decoded), query, body };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A difference that is known. */
interface Difference {
  readonly why: string;
  readonly fits: (method: RawMethod, params: Readonly<Record<string, unknown>>) => boolean;
}

/**
 * The table. Not in it, because they mean the same: Google's client percent-encodes `!'()*` in `{x}`, leaves
 * reserved signs bare in `{+x}`, writes query values by other rules of encoding, and sends no `alt`.
 */
export const differenceTable: readonly Difference[] = [
  {
    why: "A value of {+x} with ?, # or %: url-template leaves these signs bare, so that the path ends there, or decodes to something else. Ours encodes each segment.",
    fits: ({ path }, params) =>
      [...path.matchAll(/\{\+([^}]+)\}/g)].some(([, name = ""]) =>
        /[?#%]/.test(String(params[name])),
      ),
  },
];
