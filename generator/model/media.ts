/** How methods take and give media: uploads, downloads, and bodies that are no JSON (`google.api.HttpBody`). */
import type { DocumentMethod, DocumentSchema } from "../document/document.js";
import { pointerTo, quoted } from "../problem.js";
import type { Download, PathPart, Upload, UploadProtocol } from "./model.js";
import { oncePerSchema } from "./once-per-schema.js";
import { parsePath } from "./path-template.js";
import { targetOf } from "./schema-sources.js";
import type { Site } from "./site.js";

/** How a method takes media, or `null`. */
export function buildUpload(method: DocumentMethod, at: string, site: Site): Upload | null {
  const { mediaUpload } = method;
  if (mediaUpload === undefined) return isHttpBody(method.request, site) ? { kind: "raw" } : null;
  const place = pointerTo(at, "mediaUpload", "protocols");
  const protocol = (name: "simple" | "resumable"): UploadProtocol | null => {
    const { path, multipart } = mediaUpload.protocols?.[name] ?? {};
    if (path === undefined) return null;
    const parts = buildMediaPath(method, path, pointerTo(place, name, "path"), site);
    return { path: parts, multipart: multipart === true };
  };
  const maxSize = mediaUpload.maxSize ?? null;
  return {
    kind: "protocols",
    accept: rangesOf(mediaUpload.accept),
    maxSize,
    maxBytes: maxSize === null ? null : bytesOf(maxSize),
    simple: protocol("simple"),
    resumable: protocol("resumable"),
  };
}

// `*` alone is no range, but there is one thing only that it can mean.
function rangesOf(accept: readonly string[] = []): readonly string[] {
  return accept.includes("*/*") || accept.includes("*") ? [] : accept;
}

/** How a method gives media, or `null`. */
export function buildDownload(method: DocumentMethod, site: Site): Download | null {
  const always = isHttpBody(method.response, site);
  const byAlt = method.supportsMediaDownload === true;
  return always || byAlt
    ? { always, byAlt, service: byAlt && method.useMediaDownloadService === true }
    : null;
}

/** The path of an upload: below the root URL, with the variables of the method's own path. */
function buildMediaPath(
  { id, parameters = {} }: DocumentMethod,
  path: string,
  at: string,
  site: Site,
): readonly PathPart[] {
  const reading = parsePath(path);
  if ("wrong" in reading) {
    site.report("invalid-path", at, quoted(path), reading.wrong);
    return [];
  }
  for (const part of reading.parts) {
    if (part.kind === "literal") continue;
    const parameter = Object.hasOwn(parameters, part.name) ? parameters[part.name] : undefined;
    if (parameter?.location !== "path") site.report("missing-path-parameter", at, part.name, id);
  }
  return reading.parts;
}

const httpBodyTypes: Readonly<Record<string, string>> = {
  contentType: "string",
  data: "string",
  extensions: "array",
};

/** True for a body that travels as it is: by the members of `google.api.HttpBody`, whatever its id. */
function isHttpBody(node: DocumentSchema | undefined, { document }: Site): boolean {
  const target = targetOf(node, document);
  return target !== undefined && hasHttpBodyMembers(target);
}

const hasHttpBodyMembers = oncePerSchema((schema) => {
  const properties = Object.entries(schema.properties ?? {});
  return (
    properties.length === 3 &&
    properties.every(
      ([name, { type }]) => Object.hasOwn(httpBodyTypes, name) && httpBodyTypes[name] === type,
    ) &&
    properties.some(([name, { format }]) => name === "data" && format === "byte")
  );
});

const units: Readonly<Record<string, number>> = { "": 0, K: 1, M: 2, G: 3, T: 4 };

/** `"10GB"` → 10,737,418,240: the units of documents are powers of 1,024. `null` for what is no size. */
export function bytesOf(size: string): number | null {
  const [, digits, unit = ""] = /^(\d{1,15})([KMGT]?)B?$/.exec(size) ?? [];
  const bytes = digits === undefined ? NaN : Number(digits) * 1024 ** (units[unit] ?? 0);
  return Number.isSafeInteger(bytes) ? bytes : null;
}
