/** Uploads: in one request, with or without JSON beside the media, or in pieces. */
import type { Method } from "../model/model.js";
import type { BodyCheck } from "./check-body.js";
import { badRequest, GoogleError } from "./google-error.js";
import { emptyAnswer, type FakeAnswer, type FakeRequest } from "./message.js";
import { latin1Bytes, readParts } from "./multipart.js";
import { readJsonBody, type TypedBody } from "./read-body.js";

/** What an upload brings: the JSON of the call, and whether the media are still to come. */
export interface UploadStart {
  readonly body: unknown;
  /** True for a session, into which the media come by further requests. */
  readonly isSession: boolean;
}

/**
 * Reads the request of an upload.
 *
 * @throws GoogleError for one that is not as the document says
 */
export async function readUpload(
  method: Method,
  { headers, body }: FakeRequest,
  uploadType: string | null,
  check: BodyCheck,
): Promise<UploadStart> {
  const type = headers["content-type"] ?? "";
  switch (uploadType) {
    case "media":
      checkType(method, type);
      return { body: undefined, isSession: false };
    case "multipart": {
      const [json, media] = relatedParts(body, type);
      checkType(method, media.type);
      return { body: await readJsonBody(method, json, check, true), isSession: false };
    }
    case "resumable": {
      const stated = headers["x-upload-content-type"];
      if (stated !== undefined) checkType(method, stated);
      const json = await readJsonBody(method, { type, bytes: body }, check, true);
      return { body: json, isSession: true };
    }
    default:
      throw badRequest([
        {
          field: "uploadType",
          description: `must be media, multipart or resumable, and is ${JSON.stringify(uploadType)}`,
          reason: "invalidParameter",
        },
      ]);
  }
}

function relatedParts(body: Uint8Array, type: string): readonly [TypedBody, TypedBody] {
  const parts = readParts(body, type, "related");
  const [json, media] = typeof parts === "string" ? [] : parts.map(typedBody);
  if (json !== undefined && media !== undefined) return [json, media];
  const why = typeof parts === "string" ? parts : "it must have two parts, JSON and media";
  throw new GoogleError({ status: 400, message: `The upload cannot be read: ${why}` });
}

function typedBody({
  headers,
  content,
}: {
  readonly headers: Readonly<Record<string, string>>;
  readonly content: string;
}): TypedBody {
  return { type: headers["content-type"] ?? "", bytes: latin1Bytes(content) };
}

function checkType({ id, upload }: Method, type: string): void {
  const accept = upload?.kind === "protocols" ? upload.accept : [];
  const [plain = ""] = type.toLowerCase().split(";");
  const isAccepted = accept.some((range) => {
    const [start = "", rest] = range.toLowerCase().split("*");
    return rest === undefined ? start === plain.trim() : plain.startsWith(start);
  });
  if (accept.length === 0 || isAccepted) return;
  throw new GoogleError({
    status: 400,
    reason: "badContent",
    message: `Media type '${type}' is not supported by ${id}. Valid media types: [${accept.join(", ")}]`,
  });
}

interface Session<Call> {
  readonly call: Call;
  received: number;
  isComplete: boolean;
}

/** Sessions of uploads in pieces. */
export class UploadSessions<Call> {
  readonly #sessions = new Map<string, Session<Call>>();

  /** Begins a session; gives its id. */
  begin(call: Call): string {
    const id = `fake-upload-${this.#sessions.size + 1}`;
    this.#sessions.set(id, { call, received: 0, isComplete: false });
    return id;
  }

  /**
   * Takes a piece, or tells how far the upload is.
   *
   * @returns the call whose media are complete, or the answer that says how much is there.
   * @throws GoogleError for a session that is not there, or a piece that does not fit.
   */
  take(id: string, { headers, body }: FakeRequest): Call | FakeAnswer {
    const session = this.#sessions.get(id);
    if (session === undefined) {
      throw new GoogleError({ status: 404, message: `There is no upload ${id}` });
    }
    if (session.isComplete) return session.call;
    const range = headers["content-range"];
    const [, first, last, all = "*"] =
      /^bytes (?:(\d{1,15})-(\d{1,15})|\*)\/(\d{1,15}|\*)$/.exec(range ?? "") ?? [];
    if (range !== undefined && first !== undefined) {
      this.#add(session, { start: Number(first), end: Number(last) + 1, bytes: body });
    } else if (range === undefined) session.received = body.length;
    session.isComplete = range === undefined || Number(all) === session.received;
    const isTold = headers["x-guploader-no-308"] === "yes";
    return session.isComplete ? session.call : incomplete(session.received, isTold);
  }

  #add(
    session: Session<Call>,
    {
      start,
      end,
      bytes,
    }: { readonly start: number; readonly end: number; readonly bytes: Uint8Array },
  ): void {
    if (start !== session.received || bytes.length !== end - start) {
      throw new GoogleError({
        status: 400,
        message: `The piece does not fit: ${session.received} bytes are there, and it has ${bytes.length} from ${start} on`,
      });
    }
    session.received = end;
  }
}

/** 308 is a redirect to those who do not know this protocol: then it is told in another header. */
function incomplete(received: number, inHeader: boolean): FakeAnswer {
  const range = received === 0 ? {} : { range: `bytes=0-${received - 1}` };
  return inHeader
    ? { ...emptyAnswer(200), headers: { ...range, "x-http-status-code-override": "308" } }
    : { ...emptyAnswer(308), headers: range };
}
