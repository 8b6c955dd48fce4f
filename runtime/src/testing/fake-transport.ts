import { answerBatch } from "../answer-batch.js";
import { argumentError } from "../error.js";
import { isRecord } from "../record.js";
import { nearestName, oneLine } from "../text.js";
import type { HttpRequest, HttpResponse, Transport } from "../transport.js";
import { AnswerCheck } from "./check-answer.js";
import { readMethods, type FakeApi, type FakeMethod } from "./fake-api.js";
import { FakeError } from "./fake-error.js";
import { FakeMedia } from "./fake-media.js";
import { emptyResponse, errorResponse, jsonResponse, mediaResponse } from "./fake-response.js";
import { FakeUploads } from "./fake-uploads.js";

type Handler = (params: object, request: HttpRequest) => unknown;
type FreeHandler = (request: HttpRequest) => unknown;

/**
 * A transport that answers calls by the functions its user wrote, and sends nothing.
 *
 * @param handlers functions by the members of the client that they stand for
 * @throws GoogleApiError of kind `"argument"` where a handler stands for nothing that the client has
 */
export function createFakeTransport(api: FakeApi, handlers: object): Transport {
  const fake = new Fake(api, handlers);
  return async function answer(request): Promise<HttpResponse> {
    return request.parts === null ? fake.answer(request) : answerBatch(request.parts, answer);
  };
}

class Fake {
  readonly #methods: ReadonlyMap<string, FakeMethod>;
  readonly #handlers = new Map<string, Handler>();
  readonly #request: FreeHandler | null;
  readonly #check: AnswerCheck;
  readonly #wrapped: boolean;
  readonly #uploads = new FakeUploads();

  constructor(api: FakeApi, handlers: unknown) {
    this.#methods = readMethods(api);
    this.#check = new AnswerCheck(api);
    this.#wrapped = api.dataWrapper === true;
    const ids = new Map([...this.#methods.values()].map(({ id, path }) => [path.join("."), id]));
    const { request, ...others } = { ...objectOf(handlers, "") } as { request?: FreeHandler };
    if (request !== undefined && typeof request !== "function") throw noFunction("request");
    this.#request = request ?? null;
    collectHandlers(others, [], ids, this.#handlers);
  }

  async answer(request: HttpRequest): Promise<HttpResponse> {
    const { call } = request;
    if (call === null) return this.#answerFree(request);
    const method = this.#methods.get(call.id);
    const handler = this.#handlers.get(call.id);
    if (method === undefined) throw new Error(`the fake knows no method ${call.id}`);
    if (handler === undefined) throw new Error(missingWords(method));
    const taken = await this.#uploads.take(request);
    if ("status" in taken) return taken;
    const params = call.body === undefined ? call.params : { ...call.params, body: call.body };
    const answer = await outcomeOf(() => handler({ ...params }, taken));
    return answer instanceof FakeError
      ? errorResponse(answer)
      : this.#response(answer, method, params);
  }

  async #answerFree(request: HttpRequest): Promise<HttpResponse> {
    const handler = this.#request;
    if (handler === null) {
      throw new Error("the fake has no handler for request(); add { request: (request) => … }");
    }
    const answer = await outcomeOf(() => handler(request));
    if (answer instanceof FakeError) return errorResponse(answer);
    return answer === undefined
      ? emptyResponse()
      : jsonResponse(200, jsonText(answer, "request()"));
  }

  #response(answer: unknown, method: FakeMethod, params: object): HttpResponse {
    const { id } = method;
    const asksMedia = "alt" in params && params.alt === "media";
    if (method.media && (asksMedia || method.answer === null))
      return mediaResponse(contentOf(answer, id));
    if (method.answer === null) {
      if (answer === undefined) return emptyResponse();
      throw new Error(`${id} answers with nothing, and so must its handler`);
    }
    if (answer === undefined) {
      throw new Error(`the handler of ${id} returned nothing; an empty answer is {}`);
    }
    const text = jsonText(answer, id);
    const fault = this.#check.fault(JSON.parse(text), method.answer);
    if (fault !== null)
      throw new Error(`the handler of ${id} returned what is no answer: ${fault}`);
    return jsonResponse(200, this.#wrapped ? `{"data":${text}}` : text);
  }
}

/** Finds the handlers in what the user wrote, and says what is none. */
function collectHandlers(
  node: object,
  path: readonly string[],
  ids: ReadonlyMap<string, string>,
  found: Map<string, Handler>,
): void {
  for (const [name, value] of Object.entries(node) as [string, unknown][]) {
    if (value === undefined) continue;
    const here = [...path, name];
    const text = here.join(".");
    const id = ids.get(text);
    if (typeof value === "function") {
      if (id === undefined) throw unknownMember(text, ids.keys());
      // Generated types say what it takes.
      found.set(id, value as Handler);
      collectHandlers(value, here, ids, found);
      continue;
    }
    const isResource = [...ids.keys()].some((known) => known.startsWith(`${text}.`));
    if (!isResource && id === undefined) throw unknownMember(text, ids.keys());
    if (!isResource) throw noFunction(text);
    collectHandlers(objectOf(value, text), here, ids, found);
  }
}

function objectOf(value: unknown, at: string): object {
  if (isRecord(value)) return value;
  throw argumentError(
    `fakeTransport: ${at === "" ? "the handlers" : at} must be an object of functions`,
  );
}

function unknownMember(name: string, known: Iterable<string>): Error {
  const nearest = nearestName(name, known);
  const meant = nearest === null ? "" : ` (did you mean ${nearest}?)`;
  return argumentError(`fakeTransport: the client has no method ${oneLine(name, 80)}${meant}`);
}

function noFunction(name: string): Error {
  return argumentError(`fakeTransport: ${name} must be a function`);
}

function missingWords({ id, path }: FakeMethod): string {
  const shown = path.reduceRight(
    (inner, name, index) => `{ ${name}: ${index === path.length - 1 ? "(params) => …" : inner} }`,
    "",
  );
  return `the fake has no handler for ${id}; add ${shown}`;
}

/** What a handler gave: returned, promised, or thrown as an error that is an answer. */
async function outcomeOf(run: () => unknown): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof FakeError) return error;
    throw error;
  }
}

function jsonText(value: unknown, what: string): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    // Said below, as for what JSON leaves out.
  }
  if (text !== undefined) return text;
  throw new Error(`the handler of ${what} returned what cannot be written as JSON`);
}

/** The content that a handler gave. */
function contentOf(answer: unknown, id: string): FakeMedia {
  if (answer instanceof Uint8Array) return new FakeMedia(answer);
  if (answer instanceof FakeMedia) return answer;
  throw new Error(
    `${id} was asked for media; its handler must return a Uint8Array or fakeMedia(…)`,
  );
}
