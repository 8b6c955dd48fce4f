// A server that takes uploads as Google's do (simple, multipart, resumable), keeps what was uploaded, and can
// refuse, forget, store half and cut connections. It notes whatever breaks the rules of the protocol.
import http from "node:http";
import { listen } from "./servers.js";

/** What was uploaded. */
export interface StoredObject {
  readonly type: string;
  readonly metadata: unknown;
  readonly bytes: Buffer;
}

/** A request as it arrived; `bytes` are those that came, whole or not. */
export interface UploadRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/**
 * What happens to one request of a session (a question for its state is one too).
 * `status`: answered so, nothing stored. `cut`: the connection is reset after so many bytes of the body, which
 * are stored. `silent`: done, but the connection is reset instead of the answer. `keep`: only so many bytes are
 * stored, the answer says so. `none`: as it should be.
 */
export type Fault =
  | { readonly status: number; readonly headers?: Record<string, string> }
  | { readonly cut: number }
  | { readonly keep: number }
  | "silent"
  | "none";

interface Session {
  readonly type: string;
  readonly declared: number | null;
  readonly metadata: unknown;
  stored: Buffer;
  done: string | null;
}

export interface UploadServer {
  readonly url: string;
  readonly port: number;
  readonly requests: UploadRequest[];
  readonly objects: StoredObject[];
  /** Breaches of the protocol. */
  readonly violations: string[];
  /** One for each further request of a session; then all is well. */
  readonly faults: Fault[];
  /** The `Content-Range` of all requests of sessions. */
  ranges(): (string | undefined)[];
  /** The number of sessions that were begun. */
  readonly sessions: number;
  /** Makes the `Location` of a session. */
  locate: (path: string) => string | null;
  /** True: incomplete is told by 308 although the client asks not to. */
  plain308: boolean;
  /** Incomplete answers tell nothing of what is stored. */
  tells: boolean;
  /** Sessions are forgotten when they are complete. */
  forgets: boolean;
  /** Answers what is no upload. */
  onGet: ((request: http.IncomingMessage, response: http.ServerResponse) => void) | null;
  forget(): void;
  close(): Promise<void>;
}

export async function uploadServer(): Promise<UploadServer> {
  const server = new FakeServer();
  await server.listen();
  return server;
}

class FakeServer implements UploadServer {
  url = "";
  port = 0;
  readonly requests: UploadRequest[] = [];
  readonly objects: StoredObject[] = [];
  readonly violations: string[] = [];
  readonly faults: Fault[] = [];
  plain308 = false;
  tells = true;
  forgets = false;
  onGet: UploadServer["onGet"] = null;
  readonly #all = new Map<string, Session>();
  #begun = 0;
  readonly #http = http.createServer((request, response) => this.#take(request, response));
  locate: (path: string) => string | null = (path) => this.url.slice(0, -1) + path;

  get sessions(): number {
    return this.#begun;
  }

  forget(): void {
    this.#all.clear();
  }

  ranges(): (string | undefined)[] {
    return this.requests
      .filter(({ url }) => url.includes("upload_id="))
      .map(({ headers }) => headers["content-range"]);
  }

  async listen(): Promise<void> {
    this.port = await listen(this.#http);
    this.url = `http://127.0.0.1:${this.port}/`;
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  #take(request: http.IncomingMessage, response: http.ServerResponse): void {
    // Also for pages of other origins.
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-expose-headers", "*");
    if (request.method === "OPTIONS") {
      const asked = request.headers["access-control-request-headers"] ?? "";
      response.setHeader("access-control-allow-methods", "*");
      response.setHeader("access-control-allow-headers", asked);
      response.end();
      return;
    }
    if (request.method === "GET") {
      this.onGet?.(request, response);
      return;
    }
    const url = new URL(request.url ?? "/", this.url);
    const id = url.searchParams.get("upload_id");
    const fault: Fault = id === null ? "none" : (this.faults.shift() ?? "none");
    const chunks: Buffer[] = [];
    let length = 0;
    let ended = false;
    const end = (whole: boolean): void => {
      if (ended) return;
      ended = true;
      const bytes = Buffer.concat(chunks);
      const { method = "", headers } = request;
      this.requests.push({ method, url: request.url ?? "", headers, bytes });
      if (id !== null) this.#session(id, request, response, bytes, whole ? fault : "cut");
      else if (whole) this.#begin(url, request, response, bytes);
    };
    request.on("error", () => {});
    request.on("data", (chunk: Buffer) => {
      if (ended) return;
      const most = typeof fault === "object" && "cut" in fault ? fault.cut : Infinity;
      chunks.push(chunk.subarray(0, Math.max(0, most - length)));
      length += chunk.length;
      if (length < most) return;
      end(false);
      request.socket.resetAndDestroy();
    });
    request.on("end", () => end(true));
  }

  #begin(
    url: URL,
    request: http.IncomingMessage,
    response: http.ServerResponse,
    bytes: Buffer,
  ): void {
    const type = request.headers["content-type"] ?? "";
    const kind = url.searchParams.get("uploadType");
    if (kind === null || kind === "media") {
      this.#finish(response, { type, metadata: null, bytes });
    } else if (kind === "multipart") {
      this.#finish(response, this.#parts(type, bytes));
    } else {
      this.#beginSession(url, request, response, bytes);
    }
  }

  #beginSession(
    url: URL,
    { headers }: http.IncomingMessage,
    response: http.ServerResponse,
    bytes: Buffer,
  ): void {
    const id = `s${++this.#begun}`;
    const length = headers["x-upload-content-length"];
    this.#all.set(id, {
      type: String(headers["x-upload-content-type"]),
      declared: length === undefined ? null : Number(length),
      metadata: bytes.length === 0 ? null : JSON.parse(bytes.toString()),
      stored: Buffer.alloc(0),
      done: null,
    });
    const location = this.locate(`${url.pathname}?uploadType=resumable&upload_id=${id}`);
    if (location !== null) response.setHeader("location", location);
    response.end();
  }

  #session(
    id: string,
    request: http.IncomingMessage,
    response: http.ServerResponse,
    bytes: Buffer,
    fault: Fault | "cut",
  ): void {
    const session = this.#all.get(id);
    if (typeof fault === "object" && "cut" in fault) {
      request.socket.resetAndDestroy();
    } else if (typeof fault === "object" && "status" in fault) {
      response.writeHead(fault.status, fault.headers).end();
    } else if (session === undefined) {
      response.writeHead(404).end();
    } else {
      const total = this.#store(session, request, bytes, fault);
      if (fault === "cut") return;
      if (session.stored.length === total) this.#complete(id, session);
      if (fault === "silent") request.socket.resetAndDestroy();
      else if (session.done !== null) this.#answer(response, session.done);
      else this.#incomplete(session, request, response);
    }
  }

  #complete(id: string, session: Session): void {
    if (session.done !== null) return;
    this.objects.push({ ...session, bytes: session.stored });
    session.done = JSON.stringify({
      size: `${session.stored.length}`,
      object: this.objects.length,
    });
    if (this.forgets) this.#all.delete(id);
  }

  /** Stores a chunk; gives how many bytes there will be, if the request says it. */
  #store(
    session: Session,
    { headers }: http.IncomingMessage,
    bytes: Buffer,
    fault: Fault | "cut",
  ): number | null {
    const range = headers["content-range"] ?? "";
    const match = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(range);
    if (match === null) {
      this.violations.push(`content-range ${range}`);
      return null;
    }
    const [, start, end, all] = match;
    const total = all === "*" ? null : Number(all);
    if (session.declared !== null && total !== session.declared) {
      this.violations.push(`total ${range}, declared ${session.declared}`);
    }
    if (start === undefined || session.done !== null) return total;
    const span = { range, start: Number(start), end: Number(end), total };
    this.#check(session, span, fault === "cut" ? null : bytes.length);
    const kept = typeof fault === "object" && "keep" in fault ? fault.keep : bytes.length;
    session.stored = Buffer.concat([session.stored, bytes.subarray(0, kept)]);
    return total;
  }

  /** @param sent how many bytes came, `null` if they were cut */
  #check(
    { stored }: Session,
    {
      range,
      start,
      end,
      total,
    }: { range: string; start: number; end: number; total: number | null },
    sent: number | null,
  ): void {
    const length = end - start + 1;
    if (start !== stored.length) this.violations.push(`${range}, stored are ${stored.length}`);
    if (sent !== null && sent !== length) this.violations.push(`length of ${range}`);
    if (end + 1 !== total && length % (256 * 1024) !== 0) this.violations.push(`size of ${range}`);
  }

  #incomplete(
    { stored }: Session,
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): void {
    if (stored.length > 0 && this.tells)
      response.setHeader("range", `bytes=0-${stored.length - 1}`);
    if (request.headers["x-guploader-no-308"] === "yes" && !this.plain308) {
      response.setHeader("x-http-status-code-override", "308");
      response.writeHead(200);
    } else {
      response.writeHead(308);
    }
    response.end();
  }

  #parts(type: string, bytes: Buffer): StoredObject {
    const boundary = /boundary=([^;\s]+)/.exec(type)?.[1] ?? "";
    const text = bytes.toString("latin1");
    const cut = text.split(new RegExp(`(?:\r\n)?--${boundary}(?:--)?\r\n`));
    if (cut.length !== 4 || cut[0] !== "" || cut[3] !== "") this.violations.push("multipart");
    const [json, media] = [cutHead(cut[1]), cutHead(cut[2])];
    if (!/^content-type: application\/json/i.test(json.head)) this.violations.push("json part");
    return {
      type: media.head.replace(/^content-type: /i, ""),
      metadata: JSON.parse(Buffer.from(json.body, "latin1").toString()),
      bytes: Buffer.from(media.body, "latin1"),
    };
  }

  #finish(response: http.ServerResponse, object: StoredObject): void {
    this.objects.push(object);
    const size = `${object.bytes.length}`;
    this.#answer(response, JSON.stringify({ size, object: this.objects.length }));
  }

  #answer(response: http.ServerResponse, json: string): void {
    response.setHeader("content-type", "application/json");
    response.end(json);
  }
}

function cutHead(part = ""): { readonly head: string; readonly body: string } {
  const at = part.indexOf("\r\n\r\n");
  return { head: part.slice(0, at), body: part.slice(at + 4) };
}
