import type { UploadDescriptor } from "../descriptor.js";
import { argumentError } from "../error.js";
import type { CallSettings } from "../options.js";
import type { Answer } from "../read-answer.js";
import type { MediaIntent } from "../media-intent.js";
import { expandPath, type ApiRequest } from "../request.js";
import { checkRange } from "./check-range.js";
import { openContent } from "./download.js";
import { openElements } from "./element-stream.js";
import { MediaCall, type MediaContext } from "./media-call.js";
import { readMedia } from "./media-upload.js";
import { jsonQuery, sendUpload, withQuery } from "./send-upload.js";

/** Sends a call that takes or gives media, or whose answer is a stream. */
export async function sendMedia(
  context: MediaContext,
  request: ApiRequest,
  settings: CallSettings,
  etag: string | null,
): Promise<Answer> {
  const { id, media } = request;
  if (media === null) throw new TypeError("neither media nor a stream");
  const byAlt = media.method.download !== undefined && asksForMedia(id, media.values["alt"]);
  const gives = byAlt || media.method.response === "media";
  const range = checkRange(settings.range, id);
  if (range !== null && !gives) throw argumentError(`${id}: range is for downloads`);
  const targeted = { ...request, target: targetOf(media, id, byAlt) };
  const call = new MediaCall(context, targeted, settings, range);
  const { upload } = media.method;
  const taken = upload === undefined ? undefined : mediaOf(media, upload, id, byAlt);
  if (upload !== undefined && taken !== undefined) {
    const read = await call.wait(readMedia(id, taken, upload));
    return sendUpload(call, read, { ...media, upload }, etag);
  }
  if (!gives) return openElements(call, etag);
  // What is stored comes as it is, so that ranges and checksums are those of the content.
  const headers = byAlt ? { "accept-encoding": "identity" } : {};
  return openContent(call, call.request, { headers }, etag);
}

function asksForMedia(id: string, alt: unknown): boolean {
  if (alt === undefined || alt === "json") return false;
  if (alt === "media") return true;
  throw argumentError(`${id}: alt must be "json" or "media"`);
}

/** `params.media`, or `undefined` if the call uploads nothing. */
function mediaOf(
  { values }: MediaIntent,
  upload: UploadDescriptor,
  id: string,
  byAlt: boolean,
): unknown {
  const { media } = values;
  if (media === undefined && upload.raw) throw argumentError(`${id}: the media are missing`);
  if (media === undefined || !byAlt) return media;
  throw argumentError(`${id}: media and alt: "media" exclude each other`);
}

/**
 * The method's own path with its query. An answer that is an HttpBody comes as its bytes only if no `alt` is
 * sent: with `alt=json` servers wrap the bytes into JSON.
 */
function targetOf({ method, values, query }: MediaIntent, id: string, byAlt: boolean): string {
  const path = expandPath(method.path, values, id);
  if (byAlt) {
    const place = method.download === "service" ? "download/" : "";
    return withQuery(place + path, `&alt=media&prettyPrint=false${query}`);
  }
  return withQuery(path, (method.response === "media" ? "" : jsonQuery) + query);
}
