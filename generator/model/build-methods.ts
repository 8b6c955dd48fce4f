import type { DocumentMethod, DocumentParameter } from "../document/document.js";
import { quoted, pointerTo } from "../problem.js";
import type { ApiNames } from "./api-names.js";
import { buildLimits, buildParameterType, buildType } from "./build-types.js";
import { docOf } from "./doc.js";
import { buildDownload, buildUpload } from "./media.js";
import type { HttpMethod, Method, Operation, Parameter, PathPart, Request } from "./model.js";
import { oncePerSchema } from "./once-per-schema.js";
import { findPaging } from "./paging.js";
import { waitAt } from "./operations.js";
import { byCodeUnit, sortedEntries } from "./order.js";
import { findRequestId } from "./request-id.js";
import { parsePath } from "./path-template.js";
import { targetOf } from "./schema-sources.js";
import type { Site } from "./site.js";

/** A method of the model; what is wrong with it is reported to the site. */
export function buildMethod(
  name: string,
  method: DocumentMethod,
  at: string,
  { names, site }: { readonly names: ApiNames; readonly site: Site },
): Method {
  const parameters = buildParameters(method, at, site);
  const path = buildPath(method, at, site);
  checkPath(method, path, { at, site });
  checkScopes(method, at, site);
  const upload = buildUpload(method, at, site);
  checkReserved(method, upload !== null, at, site);
  return {
    id: method.id,
    name,
    tsName: names.members.get(at) ?? "",
    paramsName: names.params.get(at) ?? "",
    descriptorName: names.descriptors.get(at) ?? "",
    doc: docOf(method),
    httpMethod: method.httpMethod as HttpMethod,
    path,
    parameters,
    request: buildRequest(method, pointerTo(at, "request"), site),
    response:
      method.response === undefined
        ? null
        : buildType(method.response, pointerTo(at, "response"), site),
    scopes: method.scopes ?? [],
    apiVersion: method.apiVersion ?? null,
    paging: findPaging(method, at, site),
    requestId: findRequestId(method, site),
    upload,
    download: buildDownload(method, site),
    streaming: method.streamingType === "SERVER_SIDE",
    operation: buildOperation(at, names, site),
    at,
  };
}

/** Parameters of the document's own that stand where the body or the media of a call do. */
function checkReserved(
  method: DocumentMethod,
  takesMedia: boolean,
  at: string,
  { report }: Site,
): void {
  const known = method.parameters ?? {};
  for (const [name, isTaken] of [
    ["body", method.request !== undefined],
    ["media", takesMedia],
  ] as const) {
    if (!isTaken || !Object.hasOwn(known, name)) continue;
    report("reserved-parameter", pointerTo(at, "parameters", name), name, method.id);
  }
}

function buildOperation(at: string, names: ApiNames, { operations }: Site): Operation | null {
  const found = operations.get(at);
  if (found === undefined) return null;
  const { role, style } = found;
  const poll = role === "poll" ? at : found.poll;
  return { role, style, waitName: names.members.get(waitAt(poll)) ?? "", poll };
}

/** Those that `parameterOrder` names come first, in its order; the others by name. */
function buildParameters(method: DocumentMethod, at: string, site: Site): Parameter[] {
  const known = method.parameters ?? {};
  const order = new Map([...new Set(method.parameterOrder)].map((name, index) => [name, index]));
  for (const [index, name] of (method.parameterOrder ?? []).entries()) {
    if (Object.hasOwn(known, name)) continue;
    const place = pointerTo(at, "parameterOrder", index);
    site.report("unknown-ordered-parameter", place, quoted(name), method.id);
  }
  const rank = (name: string): number => order.get(name) ?? order.size;
  return sortedEntries(known)
    .sort(([left], [right]) => rank(left) - rank(right) || byCodeUnit(left, right))
    .map(([name, parameter]) =>
      buildParameter(name, parameter, pointerTo(at, "parameters", name), site),
    );
}

/** One parameter, of a method or of the whole API. */
export function buildParameter(
  name: string,
  parameter: DocumentParameter,
  at: string,
  site: Site,
): Parameter {
  return {
    name,
    doc: docOf(parameter),
    location: parameter.location === "path" ? "path" : "query",
    type: buildParameterType(parameter, at, site),
    required: parameter.required === true,
    repeated: parameter.repeated === true,
    limits: buildLimits(parameter),
    at,
  };
}

function buildPath(method: DocumentMethod, at: string, site: Site): readonly PathPart[] {
  const template = (site.document.servicePath ?? "") + method.path.replace(/^\/+/, "");
  const reading = parsePath(template);
  if ("parts" in reading) return reading.parts;
  site.report("invalid-path", pointerTo(at, "path"), quoted(method.path), reading.wrong);
  return [];
}

/** Each variable of a path is a required path parameter, and each path parameter is in the path. */
function checkPath(
  method: DocumentMethod,
  path: readonly PathPart[],
  { at, site }: { readonly at: string; readonly site: Site },
): void {
  const parameters = method.parameters ?? {};
  const variables = path.flatMap((part) => (part.kind === "variable" ? [part.name] : []));
  for (const name of new Set(variables)) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    const place = pointerTo(at, "parameters", name);
    if (parameter?.location !== "path") {
      site.report("missing-path-parameter", pointerTo(at, "path"), name, method.id);
    } else if (parameter.required !== true) {
      site.report("optional-path-parameter", place, name, method.id);
    }
  }
  if (path.length === 0) return;
  for (const [name, { location }] of sortedEntries(parameters)) {
    if (location !== "path" || variables.includes(name)) continue;
    site.report("unused-path-parameter", pointerTo(at, "parameters", name), name, method.id);
  }
}

function checkScopes(method: DocumentMethod, at: string, site: Site): void {
  const declared = site.document.auth?.oauth2?.scopes ?? {};
  for (const [index, scope] of (method.scopes ?? []).entries()) {
    if (Object.hasOwn(declared, scope)) continue;
    site.report("unknown-scope", pointerTo(at, "scopes", index), quoted(scope));
  }
}

/** The body. It can be left out only if its type has no property at all. */
function buildRequest({ request }: DocumentMethod, at: string, site: Site): Request | null {
  if (request === undefined) return null;
  const target = targetOf(request, site.document) ?? request;
  return {
    type: buildType(request, at, site),
    optional: holdsNothing(target),
  };
}

const holdsNothing = oncePerSchema((schema) => {
  const { type, variant, properties = {}, additionalProperties = {} } = schema;
  const members = Object.keys(properties).length + Object.keys(additionalProperties).length;
  return type === "object" && variant === undefined && members === 0;
});
