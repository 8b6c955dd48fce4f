import { GoogleApiError } from "../error.js";
import type { Content } from "./media-sender.js";
import { pieceBytes } from "./media-source.js";
import type { Media } from "./media-upload.js";

const nothing = new Uint8Array();

/** Media as the whole body of a request. */
export function mediaContent(media: Media): Content {
  return contentOf(media, nothing, nothing);
}

/** JSON and media as one body, `multipart/related`. */
export function multipartContent(json: string, media: Media, boundary: string): Content {
  const encoder = new TextEncoder();
  const head = encoder.encode(
    `--${boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n${json}\r\n` +
      `--${boundary}\r\nContent-Type: ${media.type}\r\n\r\n`,
  );
  return contentOf(media, head, encoder.encode(`\r\n--${boundary}--\r\n`));
}

function contentOf(media: Media, head: Uint8Array, tail: Uint8Array): Content {
  return {
    size: media.size === null ? null : head.length + media.size + tail.length,
    get spent() {
      return media.spent;
    },
    open: () => framed(media, head, tail),
  };
}

async function* framed(
  media: Media,
  head: Uint8Array,
  tail: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  const pieces = media.pieces(0);
  let [started, sent] = [false, 0];
  try {
    // Asked for before anything is sent: a source that fails at once has sent nothing.
    let next = await pieces.next();
    started = true;
    if (head.length > 0) yield head;
    for (; !next.done; next = await pieces.next()) {
      yield next.value;
      sent += next.value.length;
      media.tellProgress(sent);
    }
    if (tail.length > 0) yield tail;
  } catch (error) {
    throw started ? afterStart(error) : error;
  } finally {
    await pieces.return();
  }
}

function afterStart(error: unknown): unknown {
  if (!(error instanceof GoogleApiError)) return error;
  const { kind, message, cause } = error;
  return new GoogleApiError({ kind, message, outcome: "unknown", cause });
}

/** `bytes` as a body that can be sent again. */
export function bytesContent(bytes: Uint8Array): Content {
  return {
    size: bytes.length,
    spent: false,
    ...(bytes.length <= pieceBytes ? { whole: bytes } : {}),
    async *open() {
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        yield bytes.subarray(at, at + pieceBytes);
      }
    },
  };
}
