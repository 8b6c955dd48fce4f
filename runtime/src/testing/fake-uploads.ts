import { joinChunks } from "../answer.js";
import type { HttpRequest, HttpResponse } from "../transport.js";
import { FakeError } from "./fake-error.js";
import { emptyResponse, errorResponse } from "./fake-response.js";

interface Session {
  readonly chunks: Uint8Array[];
  received: number;
}

/** Takes uploads in pieces, so that a handler is called once: with all bytes, as if they had come in one request. */
export class FakeUploads {
  readonly #sessions = new Map<string, Session>();

  /**
   * The request as a handler is to see it, its body read; or the answer to one that only begins or continues
   * an upload.
   */
  async take(request: HttpRequest): Promise<HttpRequest | HttpResponse> {
    const body = await readAll(request.body);
    const url = new URL(request.url);
    const id = url.searchParams.get("upload_id");
    if (id === null && url.searchParams.get("uploadType") === "resumable") return this.#begin(url);
    if (id === null) return { ...request, body };
    const session = this.#sessions.get(id);
    if (session === undefined) return errorResponse(new FakeError(404));
    const [, first, all] =
      /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(request.headers["content-range"] ?? "") ?? [];
    if (body instanceof Uint8Array && Number(first) === session.received) {
      session.chunks.push(body);
      session.received += body.length;
    }
    const { chunks, received } = session;
    if (Number(all) === received) return { ...request, body: joinChunks(chunks, received) };
    return emptyResponse(308, received === 0 ? {} : { range: `bytes=0-${received - 1}` });
  }

  #begin(url: URL): HttpResponse {
    const id = `fake-upload-${this.#sessions.size + 1}`;
    this.#sessions.set(id, { chunks: [], received: 0 });
    url.searchParams.set("upload_id", id);
    return emptyResponse(200, { location: url.href });
  }
}

async function readAll(body: HttpRequest["body"]): Promise<string | Uint8Array | null> {
  if (body === null || typeof body === "string" || body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return joinChunks(
    chunks,
    chunks.reduce((sum, chunk) => sum + chunk.length, 0),
  );
}
