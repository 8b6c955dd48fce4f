import { argumentError, GoogleApiError } from "../error.js";
import { oneLine } from "../text.js";
import type { Answer } from "../read-answer.js";
import type { ApiRequest } from "../request.js";
import { ChunkReader, type Chunk } from "./chunk-reader.js";
import type { MediaCall } from "./media-call.js";
import { MediaSender } from "./media-sender.js";
import type { Media } from "./media-upload.js";
import { Incomplete, SessionSender } from "./session-sender.js";

/** So many answers that take a chunk no further end an upload, unless one between goes further than all before. */
const maxStandstills = 5;

/**
 * An upload in pieces. Each request may fail and be sent again, whatever the method: the server is asked what
 * it has, and the upload takes effect once, when it is complete.
 */
export class ResumableUpload {
  readonly #call: MediaCall;
  readonly #media: Media;
  readonly #start: ApiRequest;
  readonly #reader: ChunkReader;
  #path = "";
  /** How many bytes the server can have. */
  #sent = 0;
  /** The most that it has said to have. */
  #furthest = 0;
  #restarted = false;

  /** @param start the request that begins a session */
  constructor(call: MediaCall, media: Media, start: ApiRequest) {
    this.#call = call;
    this.#media = media;
    this.#start = start;
    this.#reader = new ChunkReader(media, (piece) => call.waitForPiece(piece));
  }

  async run(etag: string | null): Promise<Answer> {
    try {
      return await this.#run(etag);
    } finally {
      this.#reader.close();
    }
  }

  async #run(etag: string | null): Promise<Answer> {
    const first = this.#media.session === null ? await this.#begin(etag) : await this.#resume();
    if (typeof first !== "number") return first;
    let [offset, standstills] = [first, 0];
    for (;;) {
      const chunk = await this.#call.wait(this.#reader.read(offset));
      const answer = await this.#send(chunk, etag);
      if (!(answer.data instanceof Incomplete)) {
        this.#media.tellProgress(chunk.start + chunk.bytes.length);
        return this.#counted(answer);
      }
      const received = this.#received(answer.data);
      if (received > this.#furthest) standstills = 0;
      // A server may lose what it had; but one that goes to and fro would be sent the same for ever.
      else if (received <= offset) standstills++;
      if (standstills >= maxStandstills)
        throw this.#protocolError("stores nothing of what is sent");
      this.#furthest = Math.max(this.#furthest, received);
      offset = received;
      this.#media.tellProgress(offset);
    }
  }

  /** Begins a session; gives where it starts. */
  async #begin(etag: string | null): Promise<number> {
    const { type, size } = this.#media;
    const headers: Record<string, string> = { "x-upload-content-type": type };
    if (size !== null) headers["x-upload-content-length"] = `${size}`;
    const sender = new MediaSender(this.#call.connection, { headers }, null);
    const { response } = await this.#call.send(sender, this.#start, etag, { idempotent: null });
    const location = response.headers.get("location");
    if (location === null) throw this.#protocolError("gives the upload no address (Location)");
    const { root } = this.#call.context;
    const url = this.#sessionUrl(location, root.origin + root.path + this.#start.target);
    if (url === null) {
      throw this.#protocolError(`sends the upload to ${oneLine(originOf(location), 80)}`);
    }
    this.#path = url.pathname + url.search;
    this.#sent = 0;
    this.#furthest = 0;
    this.#media.tellSession(url.origin + this.#path);
    return 0;
  }

  /** Asks a session of before how far it is; gives where to go on, or the answer if it is complete. */
  async #resume(): Promise<number | Answer> {
    const url = this.#sessionUrl(this.#media.session ?? "", undefined);
    if (url === null) {
      throw argumentError(`${this.#media.id}: media.session must be an address on the API's host`);
    }
    this.#path = url.pathname + url.search;
    this.#sent = this.#media.size ?? Infinity;
    const answer = await this.#send(null, null);
    if (!(answer.data instanceof Incomplete)) return this.#counted(answer);
    const received = this.#received(answer.data);
    this.#sent = received;
    this.#furthest = received;
    this.#media.tellProgress(received);
    return received;
  }

  /** Sends a chunk (`null`: a question) to the session, or begins a new one if it has ended. */
  async #send(chunk: Chunk | null, etag: string | null): Promise<Answer> {
    const { connection, settings } = this.#call;
    const session = { path: this.#path, type: this.#media.type };
    const sender = new SessionSender(connection, session, chunk, this.#media.size);
    const request = { ...this.#call.request, httpMethod: "PUT", target: "", body: null };
    if (chunk !== null) this.#sent = Math.max(this.#sent, chunk.start + chunk.bytes.length);
    try {
      return await this.#call.send(sender, { ...request, repeatable: true }, null, {
        idempotent: null,
        headers: withoutConditions(settings.headers),
      });
    } catch (error) {
      if (!hasEnded(error)) throw error;
      this.#checkRestart(error, chunk === null || sender.mayBeComplete);
      this.#restarted = true;
      await this.#begin(etag);
      return { data: new Incomplete(0), response: emptyResponse };
    }
  }

  /** Throws if the upload cannot begin anew, or might then be done twice. */
  #checkRestart(error: GoogleApiError, mayBeComplete: boolean): void {
    const { settings, request } = this.#call;
    const repeatable = settings.idempotent ?? request.repeatable;
    if (mayBeComplete && !repeatable) {
      throw remarked(error, "the upload's session has ended: it may be complete, or too old");
    }
    if (this.#restarted) throw remarked(error, "the upload's second session has ended as well");
    if (!this.#reader.canRestart) {
      throw remarked(error, "the upload's session has ended, and media.body cannot be read again");
    }
  }

  #received({ received }: Incomplete): number {
    if (received !== null && received <= this.#sent) return received;
    throw this.#protocolError("says that it has other bytes than were sent (Range)");
  }

  /** `text` as an address on the API's own origin; the credentials go nowhere else. */
  #sessionUrl(text: string, base: string | undefined): URL | null {
    let url: URL;
    try {
      url = new URL(text, base);
    } catch {
      return null;
    }
    const own = url.origin === this.#call.context.root.origin;
    return own && url.username === "" && url.password === "" ? url : null;
  }

  #protocolError(why: string): GoogleApiError {
    const { id, trail } = this.#call.about;
    return new GoogleApiError({
      kind: "protocol",
      message: `${id}: the server ${why}`,
      outcome: "failed",
      attempts: trail.attempts,
    });
  }

  #counted({ data, response }: Answer): Answer {
    return { data, response: { ...response, attempts: this.#call.connection.requests } };
  }
}

const emptyResponse = {
  status: 308,
  headers: { get: () => null, forEach: () => {} },
  attempts: 0,
};

function hasEnded(error: unknown): error is GoogleApiError {
  return error instanceof GoogleApiError && (error.status === 404 || error.status === 410);
}

function remarked(error: GoogleApiError, remark: string): GoogleApiError {
  const { message, cause } = error;
  return new GoogleApiError({ ...error, message: `${message} (${remark})`, cause });
}

/** Conditions are for the request that begins the session. */
function withoutConditions(
  headers: Readonly<Record<string, string>> | null,
): Readonly<Record<string, string>> | null {
  if (headers === null) return null;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith("if-")));
}

function originOf(location: string): string {
  try {
    return `another origin, ${new URL(location).origin}`;
  } catch {
    return "what is no address";
  }
}
