/** Fakes of small documents, and requests to them. */
import type { FakeApiOptions } from "#generator/serve/fake-api.js";
import { FakeService } from "#generator/serve/fake-service.js";
import { apiOf, documentJson } from "../model/models.js";

/** What was answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body, if it is JSON. */
  readonly json: unknown;
  readonly methodId: string | null;
}

/** What is sent; a value as `body` is sent as JSON. */
export interface Sent {
  readonly body?: unknown;
  readonly bytes?: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request: `"GET /v1/books?alt=json"`. */
export type Send = (line: string, sent?: Sent) => Promise<Answered>;

/** A fake of a document with the given members. */
export function fakeOf(members: object, options: Partial<FakeApiOptions> = {}): Send {
  const json = documentJson(members);
  const all = { isStateful: false, items: 5, pageSize: 2, failureOf: () => null, ...options };
  const service = new FakeService(apiOf(json), all, {
    document: Buffer.from(JSON.stringify(json)),
  });
  return async (line, { body, bytes: raw = "", headers = {} } = {}) => {
    const [method = "", target = ""] = line.split(" ");
    const isJson = body !== undefined;
    const { answer, methodId } = await service.answer({
      method,
      target,
      headers: { ...(isJson ? { "content-type": "application/json" } : {}), ...headers },
      body: isJson ? Buffer.from(JSON.stringify(body)) : Buffer.from(raw),
      methodId: null,
    });
    const text = Buffer.from(answer.body).toString();
    const type = answer.headers["content-type"] ?? "";
    const json: unknown = type.startsWith("application/json") ? JSON.parse(text) : undefined;
    return { ...answer, text, json, methodId };
  };
}

/** What an error says. */
export function errorIn({ json }: Answered): {
  code: number;
  status: string;
  message: string;
  errors: { reason: string; message: string; location?: string }[];
  details?: { fieldViolations: { field: string; description: string }[] }[];
} {
  return (json as { error: ReturnType<typeof errorIn> }).error;
}
