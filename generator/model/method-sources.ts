import { pointerTo } from "../problem.js";
import type { Document, DocumentMethod, DocumentResource } from "../document/document.js";
import { sortedEntries } from "./order.js";

/** A method with the names that lead to it. */
export interface MethodSource {
  readonly method: DocumentMethod;
  /** Resources and method: `["customers", "get"]`. */
  readonly path: readonly string[];
  readonly at: string;
}

/** A resource with the names that lead to it. */
export interface ResourceSource {
  readonly resource: DocumentResource;
  readonly path: readonly string[];
  readonly at: string;
}

/** Every resource of a document, parents before their children. */
export function resourceSources(document: Document): ResourceSource[] {
  return resourcesWithin(document, [], "");
}

/** Every method of a document: those of the API itself, then resource by resource. */
export function methodSources(document: Document): MethodSource[] {
  return [
    ...methodsWithin(document, [], ""),
    ...resourceSources(document).flatMap(({ resource, path, at }) =>
      methodsWithin(resource, path, at),
    ),
  ];
}

function resourcesWithin(
  parent: DocumentResource,
  path: readonly string[],
  at: string,
): ResourceSource[] {
  return sortedEntries(parent.resources).flatMap(([name, resource]) => {
    const own = { resource, path: [...path, name], at: pointerTo(at, "resources", name) };
    return [own, ...resourcesWithin(resource, own.path, own.at)];
  });
}

function methodsWithin(
  { methods }: DocumentResource,
  path: readonly string[],
  at: string,
): MethodSource[] {
  return sortedEntries(methods).map(([name, method]) => ({
    method,
    path: [...path, name],
    at: pointerTo(at, "methods", name),
  }));
}
