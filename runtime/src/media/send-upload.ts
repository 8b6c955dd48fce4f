import type { PathVariable, UploadDescriptor } from "../descriptor.js";
import type { Answer } from "../read-answer.js";
import type { MediaIntent } from "../media-intent.js";
import { expandPath, type ApiRequest } from "../request.js";
import { chooseProtocol } from "./choose-protocol.js";
import { openContent } from "./download.js";
import type { MediaCall } from "./media-call.js";
import { MediaSender, type Content, type MediaParts } from "./media-sender.js";
import type { Media } from "./media-upload.js";
import { ResumableUpload } from "./resumable-upload.js";
import { mediaContent, multipartContent } from "./upload-content.js";

/** What almost every request begins its query with. */
export const jsonQuery = "&alt=json&prettyPrint=false";

/** `path` with parameters, `"&a=b"`. */
export function withQuery(path: string, query: string): string {
  return query === "" ? path : `${path}?${query.slice(1)}`;
}

/** A call that takes media. */
export interface UploadIntent extends MediaIntent {
  readonly upload: UploadDescriptor;
}

/** Uploads media in the way that fits them and the method. */
export function sendUpload(
  call: MediaCall,
  media: Media,
  { upload, values, query }: UploadIntent,
  etag: string | null,
): Promise<Answer> {
  const { request } = call;
  const at = (path: readonly (string | PathVariable)[] = [], type: string): ApiRequest => {
    const parameters = `&uploadType=${type}${jsonQuery}${query}`;
    return { ...request, target: withQuery(expandPath(path, values, request.id), parameters) };
  };
  const whole = { type: media.type, content: mediaContent(media) };
  switch (chooseProtocol(media, upload, request.body !== null)) {
    case "raw":
      return sendOne(call, request, whole, etag);
    case "simple":
      return request.body === null
        ? sendOne(call, at(upload.simple, "media"), whole, etag)
        : sendOne(call, at(upload.simple, "multipart"), inParts(request.body, media), etag);
    case "resumable": {
      const start = { ...at(upload.resumable, "resumable"), repeatable: true };
      return new ResumableUpload(call, media, { ...start, response: "none" }).run(etag);
    }
  }
}

interface UploadBody {
  readonly type: string;
  readonly content: Content;
}

function sendOne(
  call: MediaCall,
  request: ApiRequest,
  { type, content }: UploadBody,
  etag: string | null,
): Promise<Answer> {
  const parts: MediaParts = { headers: { "content-type": type }, content };
  const sent = { ...request, body: null };
  return request.response === "media"
    ? openContent(call, sent, parts, etag)
    : call.send(new MediaSender(call.connection, parts, null), sent, etag);
}

function inParts(json: string, media: Media): UploadBody {
  const random = crypto.getRandomValues(new Uint8Array(16));
  const boundary = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return {
    type: `multipart/related; boundary=${boundary}`,
    content: multipartContent(json, media, boundary),
  };
}
