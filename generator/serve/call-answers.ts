/** Calls that were read and checked → answers. */
import type { Api, Download, Type } from "../model/model.js";
import { AnswerValues, type ListOptions } from "./answer-value.js";
import { contentAnswer } from "./download.js";
import { etagOf, withEtag } from "./etag.js";
import { Examples } from "./example.js";
import { applyMask } from "./field-mask.js";
import { emptyAnswer, jsonAnswer, originOf, type FakeAnswer, type FakeRequest } from "./message.js";
import type { Routes } from "./routes.js";
import { Store, type FakeCall } from "./store.js";

/** What answers are like. */
export interface AnswerOptions extends ListOptions {
  /** Remembers what is created; else every answer is an example. */
  readonly isStateful: boolean;
}

/** Answers the calls of one API. */
export class CallAnswers {
  readonly #api: Api;
  readonly #examples: Examples;
  readonly #values: AnswerValues;
  readonly #store: Store | null;

  constructor(api: Api, routes: Routes, options: AnswerOptions) {
    const examples = new Examples(api);
    this.#api = api;
    this.#examples = examples;
    this.#values = new AnswerValues(api, examples, options);
    this.#store = options.isStateful ? new Store(api, routes, examples) : null;
  }

  /** @throws GoogleError where the call cannot be carried out */
  answer(call: FakeCall, request: FakeRequest): FakeAnswer {
    const { headers } = request;
    const { method, kind } = call.route;
    const stored = this.#store?.answer(call, headers["if-match"]) ?? null;
    const asksMedia = call.params["alt"] === "media" || kind === "download";
    if (givesMedia(method.download, asksMedia)) {
      return contentAnswer(method, call.path, headers["range"]);
    }
    const value = this.#values.of(call, stored, originOf(request, this.#api.rootUrl));
    if (value === undefined) return emptyAnswer(204);
    const answer = this.#jsonOf(value, method.response, call.params["fields"]);
    if (request.method !== "GET") return answer;
    return withEtag(answer, etagOf(value), headers["if-none-match"]);
  }

  #jsonOf(value: unknown, type: Type | null, mask: unknown): FakeAnswer {
    const isMasked = typeof mask === "string" && type !== null;
    const asked = isMasked ? applyMask(value, mask, type, this.#examples) : value;
    return jsonAnswer(200, this.#api.dataWrapper ? { data: asked } : asked);
  }
}

function givesMedia(download: Download | null, isAsked: boolean): boolean {
  return download !== null && (download.always || (download.byAlt && isAsked));
}
