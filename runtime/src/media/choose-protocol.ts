import type { UploadDescriptor } from "../descriptor.js";
import { argumentError } from "../error.js";
import type { Media } from "./media-upload.js";

/** What is larger goes in pieces, where the method offers it: Google's own advice. */
const maxSimpleBytes = 5_000_000;

/** Decides how media are uploaded; throws if the method does not offer what is wanted. */
export function chooseProtocol(
  media: Media,
  upload: UploadDescriptor,
  hasBody: boolean,
): "raw" | "simple" | "resumable" {
  const { id, size, protocol: wanted } = media;
  if (upload.raw && wanted !== "resumable") return "raw";
  const offered = offers(upload, hasBody);
  const best = wanted ?? ((size ?? Infinity) <= maxSimpleBytes ? "simple" : "resumable");
  const chosen = offered.includes(best) ? best : offered[0];
  if (chosen !== undefined && (wanted === null || wanted === chosen)) return chosen;
  const what =
    best === "simple" && hasBody ? "simple uploads together with a body" : `${best} uploads`;
  throw argumentError(`${id}: the method has no ${what}`);
}

function offers(upload: UploadDescriptor, hasBody: boolean): ("simple" | "resumable")[] {
  const offered: ("simple" | "resumable")[] = [];
  if (upload.resumable !== undefined) offered.push("resumable");
  // One request can hold both only if the document says so.
  const simple = upload.simple !== undefined && (!hasBody || upload.multipart === true);
  if (simple) offered.push("simple");
  return offered;
}
