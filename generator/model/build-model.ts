/** Document → model: the one place where it is decided what a document means. */
import type { Document, DocumentResource } from "../document/document.js";
import {
  asWarnings,
  hasErrors,
  quoted,
  type Outcome,
  type Problem,
  pointerTo,
} from "../problem.js";
import { nameApi, type ApiNames } from "./api-names.js";
import { buildMethod, buildParameter } from "./build-methods.js";
import { buildSchemas } from "./build-schemas.js";
import { checkCycles } from "./check-cycles.js";
import { docOf } from "./doc.js";
import { methodSources } from "./method-sources.js";
import type { Api, Method, Resource, Scope } from "./model.js";
import type { Names } from "./names.js";
import { findOperations } from "./operations.js";
import { byCodeUnit, sortedEntries } from "./order.js";
import { findReach } from "./reach.js";
import { idOf, restOf } from "./rest.js";
import { schemaSources } from "./schema-sources.js";
import { nearestFinder, reporter, type Site } from "./site.js";

/**
 * Builds the model of a document that `readDocument` has verified.
 *
 * @param published - TypeScript names by JSON pointer that are in use already and stay.
 * @param options - `lenient`: a reference to a schema that is not there is a warning; its type is unknown.
 * @returns the model, or `null` where the document contradicts itself; and every problem that was found.
 */
export function buildModel(
  document: Document,
  published: Names = new Map(),
  { lenient = false } = {},
): Outcome<Api> {
  const problems: Problem[] = [];
  const sources = schemaSources(document);
  const reach = findReach(document, sources);
  const operations = findOperations(document);
  const names = nameApi(document, { sources, inputs: reach.inputs, operations }, published);
  const site: Site = {
    document,
    sources: new Map(
      sources.map((source) => [
        source.at,
        {
          ...source,
          tsName: names.schemas.get(source.at) ?? "",
          inputName: names.inputs.get(source.at) ?? null,
        },
      ]),
    ),
    reach,
    operations,
    nearest: nearestFinder(),
    report: reporter(problems),
  };
  checkId(site);
  checkMethodIds(site);
  checkCycles(site);
  const api = buildApi(names, site);
  const found = lenient ? asWarnings(problems) : problems;
  return { value: hasErrors(found) ? null : api, problems: found };
}

function buildApi(names: ApiNames, site: Site): Api {
  const { document } = site;
  const methods = buildMethods(document, "", names, site);
  const resources = buildResources(document, { path: [], at: "" }, names, site);
  return {
    id: idOf(document),
    name: document.name,
    version: document.version,
    revision: document.revision ?? "",
    tsName: names.tsName,
    className: names.className,
    title: document.title ?? document.canonicalName ?? document.name,
    doc: docOf(document),
    documentationUrl: document.documentationLink || null,
    rootUrl: document.rootUrl.replace(/\/*$/, "/"),
    mtlsRootUrl: document.mtlsRootUrl ?? null,
    batchPath: document.batchPath ?? null,
    endpoints: (document.endpoints ?? []).map((endpoint, index) => ({
      location: endpoint.location ?? "",
      url: endpoint.endpointUrl ?? "",
      doc: docOf(endpoint),
      at: pointerTo("/endpoints", index),
    })),
    encodesReservedExpansion: document.fullyEncodeReservedExpansion === true,
    dataWrapper: (document.features ?? []).includes("dataWrapper"),
    scopes: buildScopes(document, names),
    parameters: sortedEntries(document.parameters).map(([name, parameter]) =>
      buildParameter(name, parameter, pointerTo("/parameters", name), site),
    ),
    methods,
    resources,
    schemas: buildSchemas(site),
    rest: restOf(document),
    at: "",
  };
}

function buildScopes(document: Document, names: ApiNames): Scope[] {
  return sortedEntries(document.auth?.oauth2?.scopes).map(([name, scope]) => {
    const at = pointerTo("/auth/oauth2/scopes", name);
    return { name, tsName: names.scopes.get(at) ?? "", doc: docOf(scope), at };
  });
}

function buildResources(
  parent: DocumentResource,
  place: { readonly path: readonly string[]; readonly at: string; readonly fileName?: string },
  names: ApiNames,
  site: Site,
): Resource[] {
  return sortedEntries(parent.resources).map(([name, resource]) => {
    const path = [...place.path, name];
    const at = pointerTo(place.at, "resources", name);
    const fileName = place.fileName ?? names.files.get(at) ?? "";
    return {
      name,
      tsName: names.members.get(at) ?? "",
      path,
      className: names.classes.get(at) ?? "",
      fileName,
      doc: docOf(resource),
      methods: buildMethods(resource, at, names, site),
      resources: buildResources(resource, { path, at, fileName }, names, site),
      at,
    };
  });
}

function buildMethods(parent: DocumentResource, at: string, names: ApiNames, site: Site): Method[] {
  return sortedEntries(parent.methods)
    .map(([name, method]) =>
      buildMethod(name, method, pointerTo(at, "methods", name), { names, site }),
    )
    .sort((left, right) => byCodeUnit(left.name, right.name));
}

/** A document is what its name and version say: packages and folders are named after those. */
function checkId({ document, report }: Site): void {
  const id = idOf(document);
  if (document.id === undefined || document.id === id) return;
  report("contradicting-id", "/id", quoted(document.id), quoted(id));
}

/** Two methods with one id could not be told apart in errors, fakes and changes. */
function checkMethodIds({ document, report }: Site): void {
  const places = new Map<string, string>();
  for (const { method, at } of methodSources(document)) {
    const other = places.get(method.id);
    if (other === undefined) places.set(method.id, at);
    else report("duplicate-method-id", pointerTo(at, "id"), quoted(method.id), other);
  }
}
