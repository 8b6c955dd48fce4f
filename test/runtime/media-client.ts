// A client with methods that take and give media, written by hand as discogen generates them.
import {
  ApiClient,
  type ApiDescriptor,
  type ApiPromise,
  type Caller,
  type ClientOptions,
  type MediaResponse,
  type MethodDescriptor,
  type RequestOptions,
  type StreamPromise,
} from "@discogen/runtime";

export const api: ApiDescriptor = {
  format: 1,
  name: "files",
  version: "v1",
  rootUrl: "https://files.googleapis.com/",
};

const simple = ["upload/files/v1/files"];
const resumable = ["resumable/upload/files/v1/files"];

export const methods = {
  create: {
    id: "files.files.create",
    httpMethod: "POST",
    path: ["files/v1/files"],
    query: { tag: {} },
    body: "optional",
    response: "object",
    upload: { simple, multipart: true, resumable },
  },
  update: {
    id: "files.files.update",
    httpMethod: "PUT",
    path: ["files/v1/files/", { name: "fileId" }],
    body: "optional",
    response: "object",
    upload: {
      simple: ["upload/files/v1/files/", { name: "fileId" }],
      multipart: true,
      resumable: ["resumable/upload/files/v1/files/", { name: "fileId" }],
    },
  },
  attach: {
    id: "files.files.attach",
    httpMethod: "POST",
    path: ["files/v1/attach"],
    response: "object",
    upload: { simple, accept: ["image/*", "text/csv"], maxBytes: 1000 },
  },
  archive: {
    id: "files.files.archive",
    httpMethod: "POST",
    path: ["files/v1/archive"],
    body: "required",
    response: "object",
    upload: { resumable, maxBytes: 1_000_000 },
  },
  ingest: {
    id: "files.files.ingest",
    httpMethod: "POST",
    path: ["files/v1/", { name: "parent", operator: "+" }, ":ingest"],
    response: "media",
    upload: { raw: true },
  },
  get: {
    id: "files.files.get",
    httpMethod: "GET",
    path: ["files/v1/files/", { name: "fileId" }],
    response: "object",
    download: "path",
  },
  fetch: {
    id: "files.media.fetch",
    httpMethod: "GET",
    path: ["files/v1/media/", { name: "fileId" }],
    response: "none",
    download: "service",
  },
  read: {
    id: "files.files.read",
    httpMethod: "GET",
    path: ["files/v1/read"],
    query: { q: {} },
    response: "media",
  },
  list: {
    id: "files.files.list",
    httpMethod: "GET",
    path: ["files/v1/files"],
    query: { pageToken: {} },
    response: "object",
    download: "path",
    paging: {
      tokenIn: { in: "query", name: "pageToken" },
      tokenOut: ["nextPageToken"],
      items: "files",
    },
  },
  rows: {
    id: "files.rows.stream",
    httpMethod: "GET",
    path: ["files/v1/rows"],
    response: "array",
    streaming: true,
  },
  report: {
    id: "files.report.generate",
    httpMethod: "POST",
    path: ["files/v1/report"],
    body: "required",
    response: "array",
    streaming: true,
  },
} as const satisfies Record<string, MethodDescriptor>;

/** Retries without waits that a test would notice. */
export const quick = { minDelayMs: 1, maxDelayMs: 4 };

export class MediaClient extends ApiClient {
  constructor(options?: ClientOptions) {
    super(api, { retry: quick, ...options });
  }

  get calls(): Caller {
    return this.caller;
  }

  call<T = Record<string, unknown>>(
    name: keyof typeof methods,
    params?: object,
    options?: RequestOptions,
  ): ApiPromise<T> {
    return this.caller.send<T>(methods[name], params, options);
  }

  /** Downloads from `get`. */
  media(options?: RequestOptions): ApiPromise<MediaResponse> {
    return this.call<MediaResponse>("get", { fileId: "f", alt: "media" }, options);
  }

  paged(params?: object): ApiPromise<unknown> {
    return this.caller.sendPaged(methods.list, params, undefined);
  }

  stream<Item = unknown>(
    name: "rows" | "report",
    params?: object,
    options?: RequestOptions,
  ): StreamPromise<Item> {
    return this.caller.sendStream<Item>(methods[name], params, options);
  }
}

/** Bytes of which any stretch differs from its neighbours. */
export function pattern(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

/** `bytes` as a stream whose chunks end at `ends`. */
export async function* inChunks(
  bytes: Uint8Array,
  ends: readonly number[] = [bytes.length],
): AsyncGenerator<Uint8Array, void, undefined> {
  let start = 0;
  for (const end of ends) {
    yield bytes.subarray(start, end);
    start = end;
  }
}
