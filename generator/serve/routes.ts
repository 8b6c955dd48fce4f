/** Which method of an API a request is for. */
import type { Api, Method, PathPart, Resource } from "../model/model.js";
import { didYouMean } from "../did-you-mean.js";
import {
  fitsPatterns,
  matchPath,
  templateOf,
  templateText,
  type PathValues,
  type Template,
} from "./route.js";

/** A way to a method: its own path, that of its uploads, or that of downloads from another place. */
export type RouteKind = "path" | "upload" | "download";

/** A method with a template and the resource it is of; `null` for the API itself. */
export interface Route {
  readonly method: Method;
  readonly kind: RouteKind;
  readonly template: Template;
  readonly resource: Resource | null;
}

/** A route that a path is of, with the values of its variables. */
export interface FoundRoute extends Route {
  readonly values: PathValues;
}

/** All methods of an API by their verbs and paths. */
export class Routes {
  readonly #routes: readonly Route[];

  constructor(api: Api) {
    const routes = [
      ...api.methods.flatMap((method) => routesOf(method, null)),
      ...api.resources.flatMap(routesWithin),
    ];
    this.#routes = routes.sort((left, right) => right.template.weight - left.template.weight);
  }

  /**
   * The methods that a verb and a path (spelled) can be for, the likeliest first: those whose parameters fit
   * their patterns, and of them the most literal ones. Several methods may have one template.
   */
  find(verb: string, path: string): readonly FoundRoute[] {
    const found = this.#matching(path).filter(({ method }) => method.httpMethod === verb);
    const fitting = found.filter(({ method, values }) => fitsPatterns(method, values));
    return fitting.length > 0 ? fitting : found;
  }

  /** `"GET /v1/books/{id}"` for each method. */
  requestLines(): string[] {
    const own = this.#routes.filter(({ kind }) => kind === "path");
    return own
      .map(({ method }) => `${method.httpMethod} /${templateText(method.path)}`)
      .sort((left, right) => (left.replace(/^\w+ /, "") < right.replace(/^\w+ /, "") ? -1 : 1));
  }

  /** The verbs that a path (spelled) is there for. */
  verbs(path: string): string[] {
    return [...new Set(this.#matching(path).map(({ method }) => method.httpMethod))].sort();
  }

  /** The path (spelled) that was probably meant: one that differs in one segment, and little. */
  nearest(path: string): string | null {
    const segments = path.split("/");
    for (const { template } of this.#routes) {
      const wanted = templateText(template.parts).split("/");
      const odd = wanted.flatMap((text, index) =>
        text === segments[index] || text.includes("{") ? [] : [index],
      );
      const [at] = odd;
      if (wanted.length !== segments.length || at === undefined || odd.length > 1) continue;
      const meant = wanted[at] ?? "";
      if (didYouMean(segments[at] ?? "", [meant]) === "") continue;
      return segments.map((segment, index) => (index === at ? meant : segment)).join("/");
    }
    return null;
  }

  #matching(path: string): FoundRoute[] {
    return this.#routes.flatMap((route) => {
      const values = matchPath(route.template, path);
      return values === null ? [] : [{ ...route, values }];
    });
  }
}

function routesWithin(resource: Resource): Route[] {
  return [
    ...resource.methods.flatMap((method) => routesOf(method, resource)),
    ...resource.resources.flatMap(routesWithin),
  ];
}

function routesOf(method: Method, resource: Resource | null): Route[] {
  const route = (kind: RouteKind, path: readonly PathPart[]): Route => ({
    method,
    kind,
    template: templateOf(path),
    resource,
  });
  const { path, upload, download } = method;
  const protocols = upload?.kind === "protocols" ? [upload.simple, upload.resumable] : [];
  const uploads = protocols.flatMap((protocol) =>
    protocol === null || protocol.path.length === 0 ? [] : [route("upload", protocol.path)],
  );
  const downloads = download?.service
    ? [route("download", [{ kind: "literal", text: "download/" }, ...path])]
    : [];
  return [route("path", path), ...uploads, ...downloads];
}
