/** Values for the parameters of a method. */
import {
  isHttpBody,
  parametersOf,
  type RawDocument,
  type RawMethod,
  type RawParameter,
} from "./raw-document.js";

/** Everything that a URL or a template treats specially, and what has no ASCII. */
export const wild = "a/b?c#d%2Fe+f g&h=i;j é 💡 (default)*'!{x}\\\"<>|^`~:@[]$,";

// A stranger's keys, their order, 64-bit integers and odd texts must go as they are.
const body = {
  zulu: 'é💡 </script> \u2028 "\\',
  count: "9007199254740993",
  alpha: { list: [1, 1.5, true, null, ""], empty: {} },
  "@type": "x",
};

/**
 * How a call is made: with everything that the method takes, with what it needs, or with what it needs and
 * media, either way.
 */
export type Manner = "all" | "needed" | "media";

/** What is uploaded: bytes that no text is taken for. */
export const content = Buffer.from([0, 255, 13, 10, 45, 45, 128]);

/** What a call takes. */
export function paramsFor(
  document: RawDocument,
  method: RawMethod,
  manner: Manner,
  text: string | null = null,
): Record<string, unknown> {
  const wanted = parametersOf(method).filter(
    ([, { required }]) => manner === "all" || required === true,
  );
  const values = wanted.map(([name, parameter]) => [
    name,
    text !== null && isFree(parameter) ? text : valueFor(parameter, manner),
  ]);
  const params = Object.fromEntries(values) as Record<string, unknown>;
  if (isHttpBody(method.request, document)) return { ...params, media: mediaFor(method) };
  if (method.request !== undefined) params["body"] = body;
  if (manner !== "media") return params;
  return method.mediaUpload === undefined
    ? { ...params, alt: "media" }
    : { ...params, media: { ...mediaFor(method), protocol: "simple" } };
}

/** True if a method takes media beside its request, or gives them if it is asked. */
export function hasMedia({ mediaUpload, supportsMediaDownload }: RawMethod): boolean {
  return mediaUpload?.protocols?.simple !== undefined || supportsMediaDownload === true;
}

function mediaFor({ mediaUpload }: RawMethod): { body: Uint8Array; type: string } {
  const type = mediaUpload?.accept?.[0] ?? "*/*";
  return { body: content, type: type.replace("*/*", "text/x-wild").replace("/*", "/x-wild") };
}

/** True for a string that can be anything. */
function isFree({ type, format, enum: values, repeated }: RawParameter): boolean {
  return (
    type === "string" && values === undefined && repeated !== true && !/int64/.test(format ?? "")
  );
}

function valueFor(parameter: RawParameter, manner: Manner): unknown {
  const first = scalarFor(parameter, manner === "all" ? 0 : 1);
  if (parameter.repeated !== true) return first;
  return manner === "all" ? [first, scalarFor(parameter, 1)] : [first];
}

/** Two values of each type, and for strings two texts. */
function scalarFor({ type, format, enum: values }: RawParameter, index: 0 | 1): unknown {
  if (values !== undefined && values.length > 0) return values[index === 0 ? values.length - 1 : 0];
  switch (type) {
    case "integer":
      return [2_147_483_647, 0][index];
    case "number":
      return [-1.5, 1e21][index];
    case "boolean":
      return index === 0;
    case "string":
      if (format === "int64") return [-9_007_199_254_740_993n, "42"][index];
      if (format === "uint64") return [18_446_744_073_709_551_615n, "0"][index];
      return [wild, "(default)/café?#&=+%"][index];
    default:
      throw new Error(`a parameter of type ${String(type)}`);
  }
}
