/** What an answer of bytes says of them. */
export interface FakeMediaParts {
  /** The media type; default `"application/octet-stream"`. */
  readonly type?: string | undefined;
  /** Further headers of the answer. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** An answer of bytes; {@link fakeMedia} makes one. */
export class FakeMedia {
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;

  constructor(content: Uint8Array | string, parts: FakeMediaParts = {}) {
    this.bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    this.headers = { "content-type": parts.type ?? "application/octet-stream", ...parts.headers };
  }
}

/** The bytes of a download, for a handler to return; a text stands for its UTF-8. */
export function fakeMedia(content: Uint8Array | string, parts?: FakeMediaParts): FakeMedia {
  return new FakeMedia(content, parts);
}
